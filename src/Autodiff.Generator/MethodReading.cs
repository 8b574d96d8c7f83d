using System.Collections.Immutable;
using Autodiff.Generator.Lowering;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator;

/// <summary>What reading and lowering a marked method gives.</summary>
/// <param name="Model">The model; null where the method is refused.</param>
/// <param name="Diagnostics">Why it is refused, and warnings.</param>
/// <param name="Declarations">The trees that what was read is declared in.</param>
internal sealed record MethodReading(MethodModel? Model, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SyntaxTree> Declarations)
{
    /// <summary>The bodies that were read for the model.</summary>
    public BodiesRead Bodies { get; init; } = new();
}
