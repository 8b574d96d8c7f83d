using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Autodiff.Generator.Tests.Documentation;

/// <summary>The code that the documents show is what the generator makes of the source that they show.</summary>
public sealed class DocumentedExampleTests
{
    [Theory]
    [InlineData("SquaredError")]
    [InlineData("LogisticLoss")]
    [InlineData("ToCartesian")]
    public void The_readme_shows_the_generated_code(string method)
    {
        string readme = Read("README.md");
        string source = Fences(readme, "csharp").First(fence => fence.Contains("[Differentiable", StringComparison.Ordinal) && fence.Contains($" {method}(", StringComparison.Ordinal));
        string generated = Assert.Single(GeneratorHost.Run(source).Files).Text;

        string shown = Fences(Section(readme, $"generated: {method}"), "csharp").Single();

        Assert.Equal(Readable(generated), shown.Trim(), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("Neuron")]
    [InlineData("LogisticMap")]
    public void The_architecture_shows_an_example_after_every_stage(string name)
    {
        string document = Section(Read("docs/architecture.md"), $"stages: {name}");
        var model = Model(Fences(document, "csharp").First(), name);
        var gradient = ReverseMode.Differentiate(Windows.Track(model.Function));
        var simplified = Simplifier.Simplify(gradient);
        var saved = DeadCode.Remove(KnownWindows.Forget(SavedValues.Save(simplified)));
        string[] stages = [model.Function.ToString(), gradient.ToString(), simplified.ToString(), saved.ToString()];

        var shown = Fences(document, "text").ToList();
        Assert.Equal(saved.ToString() == simplified.ToString() ? 3 : 4, shown.Count);
        Assert.All(shown.Zip(stages), pair => Assert.Matches(Elided(pair.First), $"\n{pair.Second.Trim()}\n"));
        Assert.Equal(Readable(GradientEmitter.Emit(model)), Fences(document, "csharp").Last().Trim(), ignoreLineEndingDifferences: true);
    }

    /// <summary>A pattern for a text, in which a line <c>…</c> stands for any lines.</summary>
    private static string Elided(string shown) =>
        "(?s)^" + string.Join("(.*\n)?", Regex.Split("\n" + shown.Trim() + "\n", "(?<=\n)…\n").Select(Regex.Escape)) + "$";

    private static MethodModel Model(string source, string name)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [source]);
        var method = compilation.GetSymbolsWithName(name, SymbolFilter.Member, cancellation).OfType<IMethodSymbol>().Single();
        return MethodModelReader.Read(method, method.GetAttributes().Single(), compilation, cancellation).Model!;
    }

    /// <summary>The overload with destinations, without attributes and most comments on it, as the documents show it.</summary>
    private static string Readable(string file)
    {
        var lines = file.Split('\n')
            .Where(line => !Regex.IsMatch(line, @"^(//|#)|^ *(\[global::|/// <(param|exception))"))
            .ToList();
        int end = lines.FindIndex(line => line == "    }");
        return string.Join('\n', lines.Take(end + 1).Append("}")).Trim();
    }

    private static string Section(string document, string name)
    {
        var match = Regex.Match(document, $"<!-- {Regex.Escape(name)} -->(.*?)<!-- end ", RegexOptions.Singleline);
        Assert.True(match.Success, $"There is no section '{name}'.");
        return match.Groups[1].Value;
    }

    private static IEnumerable<string> Fences(string document, string language) =>
        Regex.Matches(document, $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(m => m.Groups[1].Value);

    private static string Read(string path, [CallerFilePath] string test = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(test)!, "../../..", path)).ReplaceLineEndings("\n");
}
