using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>What <see cref="MethodReader"/> made of a marked method.</summary>
/// <param name="Method">The declaration; null where the method is refused.</param>
/// <param name="Diagnostics">
/// Why it is refused. Empty for a refused method about which the compiler reports an error itself. They hold locations, so
/// that they stay outside the cache boundary.
/// </param>
internal readonly record struct ReadResult(MarkedMethod? Method, ImmutableArray<Diagnostic> Diagnostics);
