using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>What lowering a method gives.</summary>
/// <param name="Function">The method as a function; null where it is refused.</param>
/// <param name="Diagnostics">Why it is refused, and warnings. Empty without a function where the compiler reports the error itself.</param>
/// <param name="Declarations">The trees that what was read is declared in.</param>
/// <param name="Bodies">The bodies that were read.</param>
internal sealed record LoweringResult(Function? Function, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SyntaxTree> Declarations, BodiesRead Bodies);
