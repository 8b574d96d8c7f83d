using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// A local or parameter in one activation of its method: a second call of the method has variables of its own, which
/// matters to the lambdas that captured those of the first.
/// </summary>
internal readonly struct Variable(ISymbol symbol, Frame activation) : IEquatable<Variable>
{
    public ISymbol Symbol => symbol;

    public Frame Activation => activation;

    public bool Equals(Variable other) =>
        ReferenceEquals(activation, other.Activation) && SymbolEqualityComparer.Default.Equals(symbol, other.Symbol);

    public override bool Equals(object? obj) => obj is Variable other && Equals(other);

    public override int GetHashCode() =>
        (SymbolEqualityComparer.Default.GetHashCode(symbol) * 397) ^ RuntimeHelpers.GetHashCode(activation);
}
