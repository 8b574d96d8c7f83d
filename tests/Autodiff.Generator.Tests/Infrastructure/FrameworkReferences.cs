using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>What a user's project references; the benchmark of the generator compiles with the same.</summary>
internal static class FrameworkReferences
{
    /// <summary>The framework's assemblies and <c>Autodiff.Attributes</c>.</summary>
    public static ImmutableArray<MetadataReference> WithLibrary { get; } = Find();

    private static ImmutableArray<MetadataReference> Find()
    {
        // The list also names the host and the compiler itself, which no user's project references.
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
