using System.Diagnostics;
using System.Runtime.CompilerServices;
using Autodiff.Benchmarks.Cases;

namespace Autodiff.Benchmarks.Harness;

/// <summary>
/// Times two gradients of one case side by side. A sample runs one of them over all points some rounds, then the
/// other as often, and is the ratio of the two times; which one goes first alternates. Whatever slows the machine
/// for longer than a sample (frequency, another process) slows both sides of the ratio and cancels.
/// </summary>
internal static class PairedComparison
{
    /// <summary>The number of points that one round visits.</summary>
    public const int Points = 512;

    private const int Samples = 201;
    private static readonly TimeSpan SideDuration = TimeSpan.FromMicroseconds(150);

    /// <summary>What the loops return, kept so that they cannot be dropped.</summary>
    private static double sink;

    /// <summary>Compares <typeparamref name="TCandidate"/> to <typeparamref name="TBaseline"/>.</summary>
    public static ComparisonResult Run<TCase, TBaseline, TCandidate>(CodeLayout layout)
        where TCase : struct, IGradientCase
        where TBaseline : struct, IGradientMethod
        where TCandidate : struct, IGradientMethod
    {
        double[] points = DrawPoints<TCase>();
        double[] gradient = new double[TCase.Arity];
        layout.Shift();
        int rounds = Calibrate<TBaseline>(points, gradient);
        layout.Shift();
        Time<TCandidate>(points, gradient, rounds);

        double[] ratios = new double[Samples];
        double[] baselineTimes = new double[Samples];
        double[] candidateTimes = new double[Samples];
        for (int i = 0; i < Samples; i++)
        {
            if (i % 2 == 0)
            {
                baselineTimes[i] = Time<TBaseline>(points, gradient, rounds);
                candidateTimes[i] = Time<TCandidate>(points, gradient, rounds);
            }
            else
            {
                candidateTimes[i] = Time<TCandidate>(points, gradient, rounds);
                baselineTimes[i] = Time<TBaseline>(points, gradient, rounds);
            }

            ratios[i] = candidateTimes[i] / baselineTimes[i];
        }

        double calls = (double)Points * rounds;
        return new ComparisonResult(
            TCase.Name,
            MedianInterval.Of(baselineTimes).Median / calls,
            MedianInterval.Of(candidateTimes).Median / calls,
            MedianInterval.Of(ratios).Median,
            AllocatedBytesPerCall<TCandidate>(points, gradient));
    }

    /// <summary>The bytes that one call allocates, on average over all points.</summary>
    public static double AllocatedBytesPerCall<TMethod>(double[] points, double[] gradient)
        where TMethod : struct, IGradientMethod
    {
        sink += EvaluateAll<TMethod>(points, gradient, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sink += EvaluateAll<TMethod>(points, gradient, 4);
        long after = GC.GetAllocatedBytesForCurrentThread();
        return (after - before) / (4.0 * points.Length / gradient.Length);
    }

    /// <summary>The points of a case, one after the other: many enough that branches are not learnt by heart.</summary>
    public static double[] DrawPoints<TCase>()
        where TCase : struct, IGradientCase
    {
        var random = new Random(20240229);
        double[] points = new double[Points * TCase.Arity];
        for (int i = 0; i < Points; i++)
        {
            TCase.Draw(random, points.AsSpan(i * TCase.Arity, TCase.Arity));
        }

        return points;
    }

    /// <summary>Evaluates at every point, <paramref name="rounds"/> times; returns the sum of the values.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double EvaluateAll<TMethod>(double[] points, double[] gradient, int rounds)
        where TMethod : struct, IGradientMethod
    {
        double sum = 0;
        int arity = gradient.Length;
        for (int round = 0; round < rounds; round++)
        {
            for (int start = 0; start < points.Length; start += arity)
            {
                sum += TMethod.Evaluate(points.AsSpan(start, arity), gradient);
            }
        }

        return sum;
    }

    private static int Calibrate<TMethod>(double[] points, double[] gradient)
        where TMethod : struct, IGradientMethod
    {
        int rounds = 1;
        Time<TMethod>(points, gradient, rounds);
        while (Time<TMethod>(points, gradient, rounds) < SideDuration.TotalNanoseconds)
        {
            rounds *= 2;
        }

        return rounds;
    }

    private static double Time<TMethod>(double[] points, double[] gradient, int rounds)
        where TMethod : struct, IGradientMethod
    {
        long start = Stopwatch.GetTimestamp();
        sink += EvaluateAll<TMethod>(points, gradient, rounds);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
