using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>The help pages of what a method's body may contain: the first sample has the diagnostic, the second has none.</summary>
public partial class BodyDiagnosticPageTests
{
    /// <summary>A sample of these would be thousands of lines, or a fault that nobody knows of.</summary>
    private static readonly string[] WithoutSamples = ["ADG0050", "ADG0055"];

    /// <summary>What another generator adds after this one has run.</summary>
    private const string OtherGenerator = "public static partial class Losses { private static partial double Scale(double x) => 2.5 * x; }";

    private static IEnumerable<DiagnosticDescriptor> Body => Descriptors.All.Where(d => string.CompareOrdinal(d.Id, "ADG0030") >= 0);

    public static TheoryData<string, string> Pages => [.. Body.Select(d => (d.Id, d.Title.ToString(CultureInfo.InvariantCulture)))];

    public static TheoryData<string> Samples => [.. Body.Select(d => d.Id).Except(WithoutSamples)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_diagnostic_has_a_page(string id, string title)
    {
        string page = Page(id);

        Assert.StartsWith($"# {id}: {title}\n\n", page);
        Assert.Equal(WithoutSamples.Contains(id) ? 0 : 2, Sample().Count(page));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_first_sample_has_the_diagnostic_and_no_other(string id)
    {
        var run = Run(id, 0);
        var complete = id == "ADG0054" ? run.Updated.AddSyntaxTrees(GeneratorHost.Parse(OtherGenerator, "Other.g.cs")) : run.Updated;

        var diagnostic = Assert.Single(new GeneratorRun(complete, complete, GeneratorHost.CreateDriver().GetRunResult()).AnalyzerDiagnostics());
        Assert.Equal(id, diagnostic.Id);
        Assert.DoesNotMatch(@"\{\d\}|''", diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(diagnostic.Severity == DiagnosticSeverity.Error, run.Files.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_second_sample_has_a_gradient(string id)
    {
        var run = Run(id, 1).AssertValid();

        Assert.Empty(run.AnalyzerDiagnostics());
        Assert.NotEmpty(run.Files);
    }

    private static GeneratorRun Run(string id, int sample)
    {
        string source = "using System;\nusing Autodiff;\n" + Sample().Matches(Page(id))[sample].Groups[1].Value;
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [source]);
        return GeneratorHost.Run(compilation.WithOptions(compilation.Options.WithAllowUnsafe(true)));
    }

    private static string Page(string id, [CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "diagnostics", id + ".md"));

    /// <summary>A sample that stands under a heading of its own; what illustrates a sentence is none.</summary>
    [GeneratedRegex("## Code with.*?\n\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
