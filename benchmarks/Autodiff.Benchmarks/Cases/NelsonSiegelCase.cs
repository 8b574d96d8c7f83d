using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="NelsonSiegel.Yield"/>
public readonly struct NelsonSiegelCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Nelson–Siegel yield";

    /// <inheritdoc/>
    public static int Arity => 5;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        random.Fill(point[..3], -0.05, 0.05);
        point[3] = random.Between(0.5, 5);
        point[4] = random.Between(0.25, 30);
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        NelsonSiegel.Yield(point[0], point[1], point[2], point[3], point[4]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.YieldGradient(
            point[0], point[1], point[2], point[3], point[4],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        NelsonSiegel.YieldGradient(
            point[0], point[1], point[2], point[3], point[4],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]);
}
