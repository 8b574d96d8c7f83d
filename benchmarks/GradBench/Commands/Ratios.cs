using System.Diagnostics;
using System.Globalization;
using Autodiff.Benchmarks.Harness;
using GradBench.Evals;
using GradBench.Protocol;

namespace GradBench.Commands;

/// <summary>
/// Prints what the objective, the generated and the hand-written gradient cost beside each other. Each round times all three, and
/// which goes first rotates; whatever slows the machine for longer than a round cancels in the ratios of that round.
/// </summary>
internal static class Ratios
{
    private const double Goal = 1.05;
    private const int MostRounds = 301;
    private const int LeastRounds = 21;
    private static readonly TimeSpan SideDuration = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <summary>Measures the sizes whose names contain a text; returns how many miss the goal.</summary>
    public static int Print(string filter)
    {
        int misses = 0;
        Console.WriteLine("| eval and size | objective, µs | generated, µs | hand-written, µs | generated / hand-written | 95 % interval | generated / objective | hand-written / objective | bytes a call | by hand |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, _, sample) in Sample.All(filter))
        {
            misses += Measure(name, sample.Draw()) <= Goal ? 0 : 1;
        }

        return misses;
    }

    private static double Measure(string name, Problem problem)
    {
        Func<double>[] sides = [problem.Objective, problem.Gradient, problem.HandWrittenGradient];
        long[] bytes = [.. sides.Select(BytesPerCall)];
        int[] calls = [.. sides.Select(Calibrate)];
        var times = sides.Select(_ => new List<double>()).ToArray();
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < LeastRounds || (round < MostRounds && clock.Elapsed < Budget); round++)
        {
            for (int i = 0; i < sides.Length; i++)
            {
                int side = (i + round) % sides.Length;
                times[side].Add(Time(sides[side], calls[side]));
            }
        }

        double Median(int side) => MedianInterval.Of(times[side]).Median / 1000;
        MedianInterval Ratio(int side, int reference) => MedianInterval.Of(times[side].Zip(times[reference], (a, b) => a / b));
        var ratio = Ratio(1, 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(0):0.###} | {Median(1):0.###} | {Median(2):0.###} | {ratio.Median:0.000} | {ratio.Low:0.000}–{ratio.High:0.000} | {Ratio(1, 0).Median:0.00} | {Ratio(2, 0).Median:0.00} | {bytes[1]} | {bytes[2]} |"));
        return ratio.Low;
    }

    /// <summary>The bytes that a call allocates once it has been called before.</summary>
    private static long BytesPerCall(Func<double> side)
    {
        side();
        long before = GC.GetAllocatedBytesForCurrentThread();
        side();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int Calibrate(Func<double> side)
    {
        int calls = 1;
        while (Time(side, calls) * calls < SideDuration.TotalNanoseconds)
        {
            calls *= 2;
        }

        return calls;
    }

    /// <summary>Nanoseconds a call.</summary>
    private static double Time(Func<double> side, int calls) =>
        Clock.Time(() =>
        {
            for (int i = 0; i < calls; i++)
            {
                side();
            }
        }) / calls;
}
