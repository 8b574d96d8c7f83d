using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>The help pages: what they call wrong is refused with their id, what they call right is accepted.</summary>
public partial class DiagnosticPageTests
{
    /// <summary>The ids below ADG0030 are about declarations.</summary>
    private static IEnumerable<DiagnosticDescriptor> Declaration => Descriptors.All.Where(d => string.CompareOrdinal(d.Id, "ADG0030") < 0);

    public static TheoryData<string, string> Pages => [.. Declaration.Select(d => (d.Id, d.Title.ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_keeps_its_word(string id, string title)
    {
        string page = File.ReadAllText(Path.Combine(Folder(), id + ".md"));
        var samples = Sample().Matches(page);

        Assert.StartsWith($"# {id}: {title}\n", page);
        Assert.Equal(2, samples.Count);
        Assert.Equal([id], DiscoveryHarness.Refuse(Source(samples[0]), LanguageVersion.Preview).Select(d => d.Split(' ')[0]).Distinct());
        DiscoveryHarness.Accept(Source(samples[1]));
    }

    [Fact]
    public void Every_message_fits_its_arguments()
    {
        var used = DiscoveryHarness.Read(DiscoveryHarness.Compile(string.Concat(Declaration
            .Select((d, i) => $"namespace N{i} {{ {Sample().Match(File.ReadAllText(Path.Combine(Folder(), d.Id + ".md"))).Groups[1].Value} }}\n")
            .Prepend("using System; using Autodiff;\n")), LanguageVersion.Preview));

        Assert.All(used.SelectMany(r => r.Diagnostics), d => Assert.DoesNotMatch(@"\{\d\}|''", d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(
            Declaration.Select(d => d.Id).Order(),
            used.SelectMany(r => r.Diagnostics).Select(d => d.Id).Distinct().Order());
    }

    private static string Source(Match sample) => "using System;\nusing Autodiff;\n" + sample.Groups[1].Value;

    private static string Folder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "diagnostics"));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
