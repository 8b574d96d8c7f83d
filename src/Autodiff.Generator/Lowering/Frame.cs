using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>One activation of a method, lambda or property on the way down from the marked method.</summary>
internal sealed class Frame(Frame? caller, IMethodSymbol method, IOperation? call)
{
    /// <summary>The activation that called this one; null for the marked method.</summary>
    public Frame? Caller => caller;

    /// <summary>What runs.</summary>
    public IMethodSymbol Method => method;

    /// <summary>The call; null for the marked method.</summary>
    public IOperation? Call => call;

    /// <summary>What <c>this</c> is, where there is one.</summary>
    public Lowered? Receiver { get; set; }

    /// <summary>The types that stand for the type parameters here.</summary>
    public Dictionary<ITypeSymbol, ITypeSymbol> Types { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether statements have origins of their own, rather than the calling statement's.</summary>
    public bool HasOrigins { get; init; } = true;
}
