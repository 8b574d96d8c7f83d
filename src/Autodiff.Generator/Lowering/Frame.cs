using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>One activation of a method, lambda or property on the way down from the marked method.</summary>
internal sealed class Frame(Frame? caller, IMethodSymbol method, IOperation? call, Frame? outer = null)
{
    /// <summary>The activation around a lambda or local function, whose variables it sees; null for a method.</summary>
    public Frame? Outer => outer;

    /// <summary>The activation that called this one; null for the marked method.</summary>
    public Frame? Caller => caller;

    /// <summary>What runs.</summary>
    public IMethodSymbol Method => method;

    /// <summary>The call; null for the marked method.</summary>
    public IOperation? Call => call;

    /// <summary>The number of the call among the calls that are lowered in place; 0 for the function itself.</summary>
    public int Number { get; init; }

    /// <summary>What <c>this</c> is, where there is one.</summary>
    public Lowered? Receiver { get; set; }

    /// <summary>The types that stand for the type parameters here.</summary>
    public Dictionary<ITypeSymbol, ITypeSymbol> Types { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The activation in sight of this one that a local or parameter belongs to.</summary>
    public Frame Of(ISymbol variable)
    {
        var frame = this;
        while (frame.Outer is { } around && !SymbolEqualityComparer.Default.Equals(frame.Method, variable.ContainingSymbol?.OriginalDefinition))
        {
            frame = around;
        }

        return frame;
    }

    /// <summary>Whether statements have origins of their own, rather than the calling statement's.</summary>
    public bool HasOrigins { get; init; } = true;

    /// <summary>How many loops of this activation are around what is being lowered.</summary>
    public int Loops { get; set; }

    /// <summary>
    /// What follows a <c>switch</c>, by its label, where that runs in place of the <c>break</c> that goes there: it costs nothing, or there is
    /// but one.
    /// </summary>
    public Dictionary<ILabelSymbol, Pending?> AfterSwitch { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The sections of <c>switch</c> statements that are being lowered in the place of a <c>goto</c>.</summary>
    public HashSet<IOperation> Entered { get; } = [];
}
