using System.Diagnostics;

namespace GradBench.Protocol;

/// <summary>Times in nanoseconds: finer than a <see cref="TimeSpan"/>'s ticks.</summary>
internal static class Clock
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>How long an action takes.</summary>
    public static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        long end = Stopwatch.GetTimestamp();
        return (end - start) * NanosecondsPerTick;
    }
}
