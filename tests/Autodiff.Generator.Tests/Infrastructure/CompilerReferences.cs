using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>
/// The empty compilation that every test starts from: the framework's assemblies and <c>Autodiff.Attributes</c>,
/// nullable on, every compiler warning on.
/// </summary>
/// <remarks>
/// There is one instance on purpose: compilations made from it share their bound references, which is most of the
/// time that a small compilation takes.
/// </remarks>
internal static class CompilerReferences
{
    /// <summary>A compilation without sources.</summary>
    public static CSharpCompilation EmptyCompilation { get; } = CSharpCompilation.Create(
        "Sources",
        syntaxTrees: null,
        References(),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999));

    private static ImmutableArray<MetadataReference> References()
    {
        // The list also names the test host and the compiler itself, which no user's project references.
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;

        return
        [
            .. platform.Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(DifferentiableAttribute).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
