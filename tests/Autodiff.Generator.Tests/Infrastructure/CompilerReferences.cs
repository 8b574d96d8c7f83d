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
        FrameworkReferences.WithLibrary,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999));
}
