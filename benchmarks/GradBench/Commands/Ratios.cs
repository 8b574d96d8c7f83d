using System.Globalization;
using Autodiff.Benchmarks.Harness;

namespace GradBench.Commands;

/// <summary>Prints what the objective, the generated and the hand-written gradient cost beside each other.</summary>
internal static class Ratios
{
    /// <summary>A size meets its goal where the interval reaches down to this ratio.</summary>
    private const double Goal = 1.05;

    /// <summary>Measures in this process the sizes whose names contain a text; returns how many miss the goal.</summary>
    public static int Print(string filter)
    {
        PrintHeader();
        var run = new RatioRun(layout: null);
        int misses = 0;
        foreach (var (name, _, sample) in Sample.All(filter))
        {
            var (result, ratio) = run.Measure(name, sample.Draw());
            misses += PrintRow(result, ratio);
        }

        return misses;
    }

    /// <summary>
    /// Measures in fresh processes, each with its own layout of the code: the table gives medians of what the processes give, and the
    /// interval of the ratio's, which for eight processes or fewer is their whole range.
    /// </summary>
    public static int Print(int processes, string filter)
    {
        PrintHeader();
        int misses = 0;
        foreach (var (name, _, _) in Sample.All(filter))
        {
            List<RatioResult> results = [.. FreshProcesses.Lines(processes, "ratios-once", name).Select(RatioResult.Parse).Where(result => result.Name == name)];
            double Median(Func<RatioResult, double> part) => MedianInterval.Of(results.Select(part)).Median;
            var ratio = MedianInterval.Of(results.Select(result => result.Ratio));
            misses += PrintRow(
                new RatioResult(
                    name,
                    Median(result => result.Objective),
                    Median(result => result.Generated),
                    Median(result => result.HandWritten),
                    ratio.Median,
                    Median(result => result.GeneratedToObjective),
                    Median(result => result.HandWrittenToObjective),
                    results.Max(result => result.GeneratedBytes),
                    results.Max(result => result.HandWrittenBytes)),
                ratio);
        }

        return misses;
    }

    private static void PrintHeader()
    {
        Console.WriteLine("| eval and size | objective, µs | generated, µs | hand-written, µs | generated / hand-written | 95 % interval | generated / objective | hand-written / objective | bytes a call | by hand |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    /// <summary>Returns 1 where the goal is missed.</summary>
    private static int PrintRow(RatioResult result, MedianInterval ratio)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {result.Name} | {result.Objective / 1000:0.###} | {result.Generated / 1000:0.###} | {result.HandWritten / 1000:0.###} | {ratio.Median:0.000} | {ratio.Low:0.000}–{ratio.High:0.000} | {result.GeneratedToObjective:0.00} | {result.HandWrittenToObjective:0.00} | {result.GeneratedBytes} | {result.HandWrittenBytes} |"));
        return ratio.Low <= Goal ? 0 : 1;
    }
}
