using System.Diagnostics;

namespace Autodiff.Generator.Benchmarks;

/// <summary>Measures time.</summary>
internal static class Clock
{
    /// <summary>Whether the time of all processors that this process ran on is counted, and not the time that passes.</summary>
    public static bool CountsProcessors { get; set; }

    private static TimeSpan Now => CountsProcessors ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);

    /// <summary>The milliseconds that something takes, starting from a clean heap.</summary>
    public static double Time(Action action)
    {
        GC.Collect();
        var start = Now;
        action();
        return (Now - start).TotalMilliseconds;
    }
}
