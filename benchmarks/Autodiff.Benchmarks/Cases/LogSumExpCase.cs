using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="LogSumExp.OfThree"/>
public readonly struct LogSumExpCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Log-sum-exp of 3";

    /// <inheritdoc/>
    public static int Arity => 3;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point) =>
        random.Fill(point, -5, 5);

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        LogSumExp.OfThree(point[0], point[1], point[2]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.OfThreeGradient(
            point[0], point[1], point[2],
            out gradient[0], out gradient[1], out gradient[2]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        LogSumExp.OfThreeGradient(
            point[0], point[1], point[2],
            out gradient[0], out gradient[1], out gradient[2]);
}
