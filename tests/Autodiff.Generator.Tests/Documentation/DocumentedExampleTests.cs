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
    [Fact]
    public void The_readme_shows_the_generated_code()
    {
        string readme = Read("README.md");
        string source = Fences(readme, "csharp").First();
        string generated = Assert.Single(GeneratorHost.Run(source).Files).Text;

        string shown = Fences(Section(readme, "generated: SquaredError"), "csharp").Single();

        Assert.Equal(Readable(generated), shown.Trim(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void The_architecture_shows_one_example_after_every_stage()
    {
        var cancellation = TestContext.Current.CancellationToken;
        string document = Section(Read("docs/architecture.md"), "stages: Neuron");
        string source = Fences(document, "csharp").First();
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [source]);
        var method = compilation.GetSymbolsWithName("Neuron", SymbolFilter.Member, cancellation).OfType<IMethodSymbol>().Single();
        var model = MethodModelReader.Read(method, method.GetAttributes().Single(), compilation, cancellation).Model!;
        var gradient = ReverseMode.Differentiate(model.Function);
        var simplified = Simplifier.Simplify(gradient);

        string[] expected = [model.Function.ToString(), gradient.ToString(), simplified.ToString()];

        Assert.Equal(expected.Select(text => text.Trim()), Fences(document, "text").Select(text => text.Trim()));
        Assert.Equal(Readable(GradientEmitter.Emit(model)), Fences(document, "csharp").Last().Trim(), ignoreLineEndingDifferences: true);
    }

    /// <summary>The overload with destinations, without attributes and the comments of the file, as the documents show it.</summary>
    private static string Readable(string file)
    {
        var lines = file.Split('\n')
            .Where(line => !Regex.IsMatch(line, @"^(//|#)|^ *(\[global::|/// <param)"))
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
