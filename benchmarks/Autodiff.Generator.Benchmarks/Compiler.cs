using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Benchmarks;

/// <summary>The C# compiler in this process, as a build runs it.</summary>
internal static class Compiler
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>Parses files.</summary>
    public static CSharpCompilation Parse(IReadOnlyDictionary<string, string> files) => CSharpCompilation.Create(
        "Project",
        files.Select(file => CSharpSyntaxTree.ParseText(SourceText.From(file.Value, System.Text.Encoding.UTF8), ParseOptions, file.Key)),
        FrameworkReferences.WithLibrary,
        Options);

    /// <summary>A driver of one generator that has not run yet.</summary>
    public static GeneratorDriver CreateDriver(IIncrementalGenerator generator) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>Binds and emits.</summary>
    public static void Emit(Compilation compilation)
    {
        var result = compilation.Emit(Stream.Null);
        if (!result.Success)
        {
            throw new InvalidOperationException($"The project does not compile: {result.Diagnostics.First(one => one.Severity == DiagnosticSeverity.Error)}");
        }
    }
}
