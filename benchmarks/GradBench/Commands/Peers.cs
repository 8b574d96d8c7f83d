using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autodiff.Benchmarks.Harness;
using GradBench.Evals;
using GradBench.Protocol;

namespace GradBench.Commands;

/// <summary>
/// Prints what this program's objectives and generated gradients cost beside those of another tool, whose programs have the form
/// of GradBench's own in C++: <c>DIRECTORY/EVAL FILE FUNCTION</c>. Both are run as processes on the same files, in turn; a
/// process gives the median of its runs, and a ratio is taken of two processes that ran one after the other.
/// </summary>
internal static class Peers
{
    private const int Rounds = 5;
    private const int LeastRuns = 5;
    private const double LeastSeconds = 0.2;
    private const double Tolerance = 1e-9;

    /// <summary>Measures the sizes whose names contain a text, where the other tool has the eval; returns how many outputs differ.</summary>
    public static int Print(string directory, string filter)
    {
        int differences = 0;
        Console.WriteLine("| eval and size | peer's objective, µs | objective, µs | peer's gradient, µs | gradient, µs | gradient / peer's | 95 % interval | peer's gradient / objective | gradient / objective |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        string file = Path.GetTempFileName();
        try
        {
            foreach (var (name, eval, sample) in Sample.All(filter))
            {
                string peer = Path.GetFullPath(Path.Combine(directory, eval.Name));
                if (!File.Exists(peer))
                {
                    continue;
                }

                var input = JsonObject.Create(sample.Input())!;
                input["min_runs"] = LeastRuns;
                input["min_seconds"] = LeastSeconds;
                File.WriteAllText(file, input.ToJsonString());
                differences += Measure(name, peer, eval.Name, file, eval.ObjectiveName, eval.GradientName);
            }
        }
        finally
        {
            File.Delete(file);
        }

        return differences;
    }

    private static int Measure(string name, string peer, string eval, string file, string objective, string gradient)
    {
        string self = Environment.ProcessPath!;
        var times = Enumerable.Range(0, 4).Select(_ => new List<double>()).ToArray();
        double distance = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var (expectedValue, peerObjective) = Run(peer, file, objective);
            var (value, ownObjective) = Run(self, eval, file, objective);
            var (expected, peerGradient) = Run(peer, file, gradient);
            var (actual, ownGradient) = Run(self, eval, file, gradient);
            distance = Math.Max(CheckCases.Distance(expectedValue, value), CheckCases.Distance(expected, actual));
            double[] all = [peerObjective, ownObjective, peerGradient, ownGradient];
            for (int i = 0; i < all.Length; i++)
            {
                times[i].Add(all[i]);
            }
        }

        double Median(int side) => MedianInterval.Of(times[side]).Median / 1000;
        MedianInterval Ratio(int side, int reference) => MedianInterval.Of(times[side].Zip(times[reference], (a, b) => a / b));
        var ratio = Ratio(3, 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(0):0.###} | {Median(1):0.###} | {Median(2):0.###} | {Median(3):0.###} | {ratio.Median:0.00} | {ratio.Low:0.00}–{ratio.High:0.00} | {Ratio(2, 0).Median:0.00} | {Ratio(3, 1).Median:0.00} |"));
        if (distance <= Tolerance)
        {
            return 0;
        }

        Console.WriteLine($"{name}: the outputs differ by {distance:0.0e+00}");
        return 1;
    }

    /// <summary>Runs a program; returns its output and the median of its timings in nanoseconds.</summary>
    private static (JsonElement Output, double Nanoseconds) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || lines.Length < 2)
        {
            throw new InvalidInputException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }

        var timings = lines.Skip(1).Select(line => JsonSerializer.Deserialize(line, ProtocolJson.Default.Timing)!);
        return (
            JsonSerializer.Deserialize(lines[0], ProtocolJson.Default.JsonElement),
            MedianInterval.Of(timings.Where(timing => timing.Name == "evaluate").Select(timing => (double)timing.Nanoseconds)).Median);
    }
}
