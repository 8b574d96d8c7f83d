using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="PlanarArm.SquaredDistance"/>
public readonly struct PlanarArmCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Planar arm of 3 joints";

    /// <inheritdoc/>
    public static int Arity => 8;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        random.Fill(point[..3], -Math.PI, Math.PI);
        random.Fill(point[3..6], 0.5, 1.5);
        random.Fill(point[6..], -3, 3);
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        PlanarArm.SquaredDistance(point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.SquaredDistanceGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        PlanarArm.SquaredDistanceGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7]);
}
