using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="QuaternionRotation.SquaredError"/>
public readonly struct QuaternionRotationCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Quaternion rotation error";

    /// <inheritdoc/>
    public static int Arity => 10;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        random.Fill(point, -1, 1);
        double norm = Math.Sqrt(
            point[0] * point[0] + point[1] * point[1] + point[2] * point[2] + point[3] * point[3]);
        foreach (ref double part in point[..4])
        {
            part /= norm;
        }
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        QuaternionRotation.SquaredError(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7], point[8], point[9]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.SquaredErrorGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7], point[8], point[9],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7], out gradient[8], out gradient[9]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        QuaternionRotation.SquaredErrorGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7], point[8], point[9],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7], out gradient[8], out gradient[9]);
}
