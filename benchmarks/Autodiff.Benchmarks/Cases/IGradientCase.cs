namespace Autodiff.Benchmarks.Cases;

/// <summary>
/// One objective and the gradients that are compared on it. Its members are static, so that each case is a type
/// argument for which the harness is compiled anew: no delegate stands between a loop and what it measures.
/// </summary>
/// <remarks>Points and gradients hold one number for each parameter of the objective, in its order.</remarks>
public interface IGradientCase
{
    /// <summary>The objective's name in tables.</summary>
    public static abstract string Name { get; }

    /// <summary>The number of parameters, all of them differentiated.</summary>
    public static abstract int Arity { get; }

    /// <summary>Draws a point from where the objective is used in earnest.</summary>
    public static abstract void Draw(Random random, Span<double> point);

    /// <summary>The objective's value.</summary>
    public static abstract double Value(ReadOnlySpan<double> point);

    /// <summary>The value and the gradient by the hand-written method. Never inlined, like the generated one.</summary>
    public static abstract double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>The value and the gradient by the generated method. Never inlined, like the hand-written one.</summary>
    public static abstract double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient);
}
