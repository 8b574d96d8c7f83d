using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="HuberRegression.Loss"/>
public readonly struct HuberRegressionCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Huber loss, linear model";

    /// <inheritdoc/>
    public static int Arity => 7;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        random.Fill(point[..6], -1, 1);
        point[6] = random.Between(0.5, 1);
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        HuberRegression.Loss(point[0], point[1], point[2], point[3], point[4], point[5], point[6]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.LossGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HuberRegression.LossGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6]);
}
