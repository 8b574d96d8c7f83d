using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="Rosenbrock.Chain"/>
public readonly struct RosenbrockCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Rosenbrock of 4 variables";

    /// <inheritdoc/>
    public static int Arity => 4;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point) =>
        random.Fill(point, -2, 2);

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        Rosenbrock.Chain(point[0], point[1], point[2], point[3]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.ChainGradient(
            point[0], point[1], point[2], point[3],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        Rosenbrock.ChainGradient(
            point[0], point[1], point[2], point[3],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3]);
}
