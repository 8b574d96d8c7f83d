using System.Globalization;
using Autodiff.Generator.Tests.EndToEnd;
using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>The same input gives the same bytes, wherever and whenever.</summary>
public class DeterminismTests
{
    // Each source in a namespace of its own, so that all fit into one compilation.
    private static readonly string[] Sources =
    [
        .. TextbookMethods.All.Concat(Locals.All).Concat(ConditionsAndConversions.All)
            .Select((method, i) => $"using System;\nusing Autodiff;\n\nnamespace Sample{i};\n\n{method.Source}"),
    ];

    [Fact]
    public void Two_runs_emit_the_same() => Assert.Equal(Emit(Sources), Emit(Sources));

    [Fact]
    public void The_order_of_the_files_does_not_matter() => Assert.Equal(Emit(Sources), Emit([.. Sources.Reverse()]));

    [Fact]
    public void A_method_alone_gets_the_file_that_it_gets_among_others() =>
        Assert.Subset(Emit(Sources).ToHashSet(), Emit([Sources[3]]).ToHashSet());

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("sv-SE")]
    public void The_culture_does_not_matter(string culture)
    {
        var expected = Emit(Sources);
        var (current, currentUI) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new CultureInfo(culture), new CultureInfo(culture));
            Assert.Equal(expected, Emit(Sources));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (current, currentUI);
        }
    }

    private static List<GeneratedFile> Emit(string[] sources)
    {
        var files = GeneratorHost.Run(sources).Files;
        Assert.Equal(sources.Length, files.Length);
        return [.. files.OrderBy(file => file.HintName, StringComparer.Ordinal)];
    }
}
