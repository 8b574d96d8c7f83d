using System.Diagnostics;
using Autodiff.Benchmarks.Harness;
using GradBench.Evals;
using GradBench.Protocol;

namespace GradBench.Commands;

/// <summary>
/// Times the objective, the generated and the hand-written gradient beside each other. Each round times all three, and which goes first
/// rotates; whatever slows the machine for longer than a round cancels in the ratios of that round.
/// </summary>
/// <param name="layout">Where the code of the three goes; null leaves it to the runtime.</param>
internal sealed class RatioRun(CodeLayout? layout)
{
    private const int MostRounds = 301;
    private const int LeastRounds = 21;
    private static readonly TimeSpan SideDuration = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <summary>Measures the sizes whose names contain a text, and prints a line for each: what <see cref="Ratios"/> collects.</summary>
    public static void PrintLines(int seed, string filter)
    {
        var run = new RatioRun(new CodeLayout(seed));
        foreach (var (name, _, sample) in Sample.All(filter))
        {
            Console.WriteLine(run.Measure(name, sample.Draw()).Result.ToLine());
        }
    }

    /// <summary>Measures one size; gives the medians of its rounds, and the interval of the ratio's.</summary>
    public (RatioResult Result, MedianInterval Ratio) Measure(string name, Problem problem)
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

        double Median(int side) => MedianInterval.Of(times[side]).Median;
        MedianInterval Ratio(int side, int reference) => MedianInterval.Of(times[side].Zip(times[reference], (a, b) => a / b));
        var ratio = Ratio(1, 2);
        return (new RatioResult(name, Median(0), Median(1), Median(2), ratio.Median, Ratio(1, 0).Median, Ratio(2, 0).Median, bytes[1], bytes[2]), ratio);
    }

    /// <summary>The bytes that a call allocates once it has been called before: the first call compiles it.</summary>
    private long BytesPerCall(Func<double> side)
    {
        layout?.Shift();
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
