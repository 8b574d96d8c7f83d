using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>Runs the generator over source text, as a build does.</summary>
internal static class GeneratorHost
{
    /// <summary>Runs the generator over <paramref name="sources"/>, each a file of its own.</summary>
    public static GeneratorRun Run(params string[] sources) => Run(LanguageVersion.Latest, sources);

    /// <summary>Runs the generator over <paramref name="sources"/>, compiled at <paramref name="version"/> of the language.</summary>
    public static GeneratorRun Run(LanguageVersion version, params string[] sources) => Run(Compile(version, sources));

    /// <summary>Runs the generator over a compilation.</summary>
    public static GeneratorRun Run(CSharpCompilation compilation)
    {
        var driver = CreateDriver(ParseOptionsOf(compilation))
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        return new GeneratorRun(compilation, (CSharpCompilation)updated, driver.GetRunResult());
    }

    /// <summary>Runs the generator over one marked method, <c>Model.F</c>.</summary>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="body">The statements of its body.</param>
    /// <param name="members">The other members of its class.</param>
    /// <param name="differentiated">The names of the differentiated parameters as the attribute is given them; none for all.</param>
    public static GeneratorRun RunMethod(string parameters, string body, string members = "", string differentiated = "") => Run(
        $$"""
        using System;
        using Autodiff;

        public static partial class Model
        {
            [Differentiable({{differentiated}})]
            public static double F({{parameters}})
            {
                {{body}}
            }

            {{members}}
        }
        """);

    /// <summary>
    /// A driver of the generator alone that records what each of its steps did; what it generates is parsed as the
    /// sources are, documentation comments included.
    /// </summary>
    public static GeneratorDriver CreateDriver(CSharpParseOptions? parseOptions = null) => CSharpGeneratorDriver.Create(
        [new DifferentiableGenerator().AsSourceGenerator()],
        parseOptions: parseOptions ?? CreateParseOptions(LanguageVersion.Latest),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>A compilation of <paramref name="sources"/> that the generator has not seen; the files are <c>Source0.cs</c>, ….</summary>
    public static CSharpCompilation Compile(LanguageVersion version, IReadOnlyList<string> sources)
    {
        var options = CreateParseOptions(version);
        return CompilerReferences.EmptyCompilation.AddSyntaxTrees(
            sources.Select((source, index) => Parse(source, $"Source{index}.cs", options)));
    }

    /// <summary>One file of source text, at the latest version of the language unless <paramref name="options"/> says otherwise.</summary>
    public static SyntaxTree Parse(string source, string path, CSharpParseOptions? options = null) => CSharpSyntaxTree.ParseText(
        SourceText.From(source, System.Text.Encoding.UTF8),
        options ?? CreateParseOptions(LanguageVersion.Latest),
        path);

    private static CSharpParseOptions CreateParseOptions(LanguageVersion version) =>
        new(version, DocumentationMode.Diagnose);

    private static CSharpParseOptions ParseOptionsOf(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.FirstOrDefault()?.Options as CSharpParseOptions ?? CreateParseOptions(LanguageVersion.Latest);
}
