using Autodiff.Benchmarks.Cases;

namespace Autodiff.Benchmarks.Harness;

/// <summary>One side of a comparison, as a type argument.</summary>
internal interface IGradientMethod
{
    /// <summary>Returns the value at <paramref name="point"/> and writes the gradient.</summary>
    public static abstract double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);
}

/// <summary>The hand-written gradient of a case.</summary>
internal readonly struct HandWrittenMethod<TCase> : IGradientMethod
    where TCase : struct, IGradientCase
{
    /// <inheritdoc/>
    public static double Evaluate(ReadOnlySpan<double> point, Span<double> gradient) =>
        TCase.HandWrittenGradient(point, gradient);
}

/// <summary>The hand-written gradient a second time, in a loop of its own: what two equal methods measure as.</summary>
internal readonly struct ControlMethod<TCase> : IGradientMethod
    where TCase : struct, IGradientCase
{
    /// <inheritdoc/>
    public static double Evaluate(ReadOnlySpan<double> point, Span<double> gradient) =>
        TCase.HandWrittenGradient(point, gradient);
}

/// <summary>The generated gradient of a case.</summary>
internal readonly struct GeneratedMethod<TCase> : IGradientMethod
    where TCase : struct, IGradientCase
{
    /// <inheritdoc/>
    public static double Evaluate(ReadOnlySpan<double> point, Span<double> gradient) =>
        TCase.GeneratedGradient(point, gradient);
}
