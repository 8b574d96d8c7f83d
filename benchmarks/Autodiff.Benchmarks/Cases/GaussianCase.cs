using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="Gaussian.LogDensity"/>
public readonly struct GaussianCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Gaussian log-density";

    /// <inheritdoc/>
    public static int Arity => 3;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point) =>
        random.Fill(point, -2, 2);

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        Gaussian.LogDensity(point[0], point[1], point[2]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.LogDensityGradient(
            point[0], point[1], point[2],
            out gradient[0], out gradient[1], out gradient[2]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        Gaussian.LogDensityGradient(
            point[0], point[1], point[2],
            out gradient[0], out gradient[1], out gradient[2]);
}
