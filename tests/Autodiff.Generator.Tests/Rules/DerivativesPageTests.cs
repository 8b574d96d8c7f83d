using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>The page that states the derivatives and their conventions names every function that has one.</summary>
public partial class DerivativesPageTests
{
    [Fact]
    public void The_page_lists_every_function_of_the_framework()
    {
        string page = File.ReadAllText(Path.Combine(Folder(), "derivatives.md"));
        string list = page[page.IndexOf("## All functions", StringComparison.Ordinal)..];
        var named = Name().Matches(list).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.Empty(FrameworkMember.All.Where(m => m.IsDifferentiated).Select(m => m.Method.Name).Distinct().Except(named));
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs"));

    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*)(?:\([a-z, ]*\))?`")]
    private static partial Regex Name();
}
