using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="HillKinetics.Rate"/>
public readonly struct HillKineticsCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Hill kinetics";

    /// <inheritdoc/>
    public static int Arity => 4;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        random.Fill(point[..3], 0.1, 5);
        point[3] = random.Between(0.5, 4);
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        HillKinetics.Rate(point[0], point[1], point[2], point[3]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.RateGradient(
            point[0], point[1], point[2], point[3],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HillKinetics.RateGradient(
            point[0], point[1], point[2], point[3],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3]);
}
