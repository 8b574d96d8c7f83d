using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>What an expression lowers to.</summary>
internal abstract record Lowered
{
    /// <summary>One value of the function.</summary>
    internal sealed record Scalar(int Value) : Lowered;

    /// <summary>A tuple, taken apart: it never exists as a value.</summary>
    internal sealed record Tuple(ImmutableArray<Lowered> Elements) : Lowered
    {
        public bool Equals(Tuple? other) => other is not null && Elements.SequenceEqual(other.Elements);

        public override int GetHashCode() => Elements.Length;
    }

    /// <summary>A lambda or local function that a local holds; it is differentiated where it is called.</summary>
    internal sealed record Callable(IMethodSymbol Method, IOperation? Body) : Lowered;

    /// <summary>What was refused, and an expression without a value.</summary>
    internal sealed record Nothing : Lowered
    {
        public static readonly Nothing Instance = new();
    }
}
