using System.Diagnostics;
using System.Globalization;

namespace Autodiff.Benchmarks.Harness;

/// <summary>
/// Runs this program again in processes of its own, one after the other: what is the same in every sample of a process, such as where
/// its code and its arrays fall, has to be drawn anew to be measured.
/// </summary>
internal static class FreshProcesses
{
    /// <summary>What the processes print, line by line.</summary>
    /// <param name="count">How many processes.</param>
    /// <param name="command">The first argument of each; the second is its seed, which counts from 1.</param>
    /// <param name="filter">The third argument.</param>
    public static IEnumerable<string> Lines(int count, string command, string filter) =>
        Enumerable.Range(1, count).SelectMany(seed => Run(command, seed.ToString(CultureInfo.InvariantCulture), filter));

    private static List<string> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? lines
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed with exit code {process.ExitCode}.");
    }
}
