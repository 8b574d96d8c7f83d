using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>A compilation's assembly with what the compiler says of it, documentation comments included.</summary>
/// <param name="Bytes">The assembly; null where there are errors.</param>
/// <param name="Diagnostics">All that the compiler reports.</param>
internal sealed record CompiledImage(byte[]? Bytes, ImmutableArray<Diagnostic> Diagnostics)
{
    public static CompiledImage Of(CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        var emitted = compilation.Emit(assembly, xmlDocumentationStream: documentation);
        return new CompiledImage(emitted.Success ? assembly.ToArray() : null, emitted.Diagnostics);
    }
}
