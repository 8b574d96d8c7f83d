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

    /// <summary>An element of an array as a variable: what a <c>ref</c> local or parameter is another name of.</summary>
    /// <param name="Array">The array.</param>
    /// <param name="Indices">The indices, one for each dimension.</param>
    internal sealed record Element(int Array, EquatableArray<int> Indices) : Lowered;

    /// <summary>A method that a delegate stands for; it is differentiated where it is called.</summary>
    /// <param name="Method">The lambda, local function or method.</param>
    /// <param name="Body">A lambda's body; null where the method is found by its symbol.</param>
    /// <param name="Creator">The activation that made the delegate, whose variables a lambda or local function sees.</param>
    /// <param name="Receiver">What the delegate of a method is bound to.</param>
    internal sealed record Callable(IMethodSymbol Method, IOperation? Body, Frame Creator, Lowered? Receiver) : Lowered;

    /// <summary>The value of a local that has been declared and not assigned.</summary>
    /// <param name="Type">The local's type.</param>
    internal sealed record Unassigned(ITypeSymbol Type) : Lowered
    {
        public bool Equals(Unassigned? other) => other is not null;

        public override int GetHashCode() => 0;
    }

    /// <summary>What was refused, and an expression without a value.</summary>
    internal sealed record Nothing : Lowered
    {
        public static readonly Nothing Instance = new();
    }
}
