using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Harness;
using Autodiff.Benchmarks.Objectives;

namespace Autodiff.Benchmarks.Cases;

/// <inheritdoc cref="BlackScholes.CallPrice"/>
public readonly struct BlackScholesCase : IGradientCase
{
    /// <inheritdoc/>
    public static string Name => "Black–Scholes, all Greeks";

    /// <inheritdoc/>
    public static int Arity => 5;

    /// <inheritdoc/>
    public static void Draw(Random random, Span<double> point)
    {
        point[0] = random.Between(50, 150);
        point[1] = random.Between(50, 150);
        point[2] = random.Between(0.01, 0.1);
        point[3] = random.Between(0.1, 0.5);
        point[4] = random.Between(0.25, 2);
    }

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> point) =>
        BlackScholes.CallPrice(point[0], point[1], point[2], point[3], point[4]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double HandWrittenGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        HandWritten.CallPriceGradient(
            point[0], point[1], point[2], point[3], point[4],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double GeneratedGradient(ReadOnlySpan<double> point, Span<double> gradient) =>
        BlackScholes.CallPriceGradient(
            point[0], point[1], point[2], point[3], point[4],
            out gradient[0], out gradient[1], out gradient[2], out gradient[3], out gradient[4]);
}
