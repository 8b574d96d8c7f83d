using System.Globalization;

namespace Autodiff.Benchmarks.Harness;

/// <summary>Prints, case by case, what the generated gradient costs beside the hand-written one.</summary>
internal static class RatioTable
{
    /// <summary>The name of the row that compares a gradient with itself.</summary>
    public const string ControlName = "*(control: one gradient twice)*";

    /// <summary>A case meets its goal where the interval reaches down to this ratio.</summary>
    private const double Goal = 1.05;

    private const int Processes = 15;

    /// <summary>Measures in fresh processes and prints the table; returns the number of cases that miss the goal.</summary>
    public static int Print(string filter)
    {
        var results = FreshProcesses.Lines(Processes, "ratios-once", filter)
            .Select(ComparisonResult.Parse)
            .GroupBy(result => result.Name)
            .ToList();

        Console.WriteLine("| function | hand-written, ns | generated, ns | ratio | 95 % interval | bytes a call |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        int misses = 0;
        foreach (var runs in results)
        {
            var ratio = MedianInterval.Of(runs.Select(run => run.Ratio));
            var baseline = MedianInterval.Of(runs.Select(run => run.BaselineTime));
            var candidate = MedianInterval.Of(runs.Select(run => run.CandidateTime));
            double bytes = runs.Max(run => run.CandidateBytes);
            misses += runs.Key == ControlName || (ratio.Low <= Goal && bytes == 0) ? 0 : 1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {runs.Key} | {baseline.Median:0.0} | {candidate.Median:0.0} | {ratio.Median:0.000} | {ratio.Low:0.000}–{ratio.High:0.000} | {bytes:0.##} |"));
        }

        return misses;
    }
}
