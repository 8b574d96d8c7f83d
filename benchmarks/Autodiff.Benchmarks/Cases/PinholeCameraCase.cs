using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="PinholeCamera.ReprojectionError"/>
public readonly struct PinholeCameraCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Pinhole reprojection error";

    /// <inheritdoc/>
    public static int Arity => 8;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        random.Fill(point[..2], -1, 1);
        point[2] = random.Between(2, 6);
        point[3] = random.Between(400, 800);
        random.Fill(point[4..6], -0.2, 0.2);
        random.Fill(point[6..], -200, 200);
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        PinholeCamera.ReprojectionError(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.ReprojectionErrorGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        PinholeCamera.ReprojectionErrorGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7]);
}
