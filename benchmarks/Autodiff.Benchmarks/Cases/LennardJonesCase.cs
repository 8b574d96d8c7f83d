using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="LennardJones.PairEnergy"/>
public readonly struct LennardJonesCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Lennard-Jones pair";

    /// <inheritdoc/>
    public static int Arity => 8;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        // The second atom between 0.9 and 1.9 away along each axis: σ ≤ r, where the energy is not all repulsion.
        random.Fill(point[..3], -1, 1);
        for (int axis = 0; axis < 3; axis++)
        {
            double step = random.Between(0.9, 1.9);
            point[3 + axis] = point[axis] + (random.Next(2) == 0 ? step : -step);
        }

        point[6] = random.Between(0.5, 2);
        point[7] = random.Between(0.8, 1.2);
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        LennardJones.PairEnergy(point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.PairEnergyGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        LennardJones.PairEnergyGradient(
            point[0], point[1], point[2], point[3], point[4], point[5], point[6], point[7],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4], out gradient[5],
            out gradient[6], out gradient[7]);
}
