using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GradBench.HandWritten;

/// <summary>What generated gradients require of their destinations.</summary>
internal static class Destinations
{
    /// <summary>Requires a destination of an input's length that shares no element with it.</summary>
    /// <exception cref="ArgumentException">The destination has another length, or overlaps the input.</exception>
    public static void Check(
        ReadOnlySpan<double> input, ReadOnlySpan<double> destination, [CallerArgumentExpression(nameof(destination))] string? name = null)
    {
        if (destination.Length != input.Length)
        {
            ThrowLength(name);
        }

        CheckApart(destination, input, name);
    }

    /// <summary>Requires that a destination shares no element with another array.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void CheckApart(
        ReadOnlySpan<double> destination, ReadOnlySpan<double> other, [CallerArgumentExpression(nameof(destination))] string? name = null)
    {
        if (destination.Overlaps(other))
        {
            ThrowOverlap(name);
        }
    }

    /// <summary>Complains of a length.</summary>
    [DoesNotReturn]
    public static void ThrowLength(string? name) => throw new ArgumentException($"The length of '{name}' is not that of its input.", name);

    [DoesNotReturn]
    private static void ThrowOverlap(string? name) => throw new ArgumentException($"'{name}' overlaps another array.", name);
}
