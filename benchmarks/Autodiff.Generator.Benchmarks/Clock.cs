using System.Diagnostics;

namespace Autodiff.Generator.Benchmarks;

/// <summary>Measures time.</summary>
internal static class Clock
{
    /// <summary>The milliseconds that something takes, starting from a clean heap.</summary>
    public static double Time(Action action)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
