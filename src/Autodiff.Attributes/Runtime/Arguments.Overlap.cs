using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autodiff.Runtime;

/// <content>
/// That arrays of one dimension share no element: one comparison of addresses for each, in place, since a gradient method of some
/// nanoseconds makes several of them. Arrays of other shapes, and more of them, go by <see cref="Storage{T}"/>.
/// </content>
/// <remarks>
/// Four others and more are compared in a call. A method of that many arrays makes dozens of comparisons, each a dozen locals where it is
/// inlined, and the just-in-time compiler keeps a thousand locals of a method in registers: the loops would pay for the checks.
/// </remarks>
public static partial class Arguments
{
    /// <inheritdoc cref="CheckOverlap{T}(Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, string)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        ReadOnlySpan<T> first,
        [CallerArgumentExpression(nameof(written))] string? name = null) =>
        RequireApart(written, first, name);

    /// <inheritdoc cref="CheckOverlap{T}(Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, string)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        ReadOnlySpan<T> first,
        ReadOnlySpan<T> second,
        [CallerArgumentExpression(nameof(written))] string? name = null)
    {
        RequireApart(written, first, name);
        RequireApart(written, second, name);
    }

    /// <inheritdoc cref="CheckOverlap{T}(Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, string)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        ReadOnlySpan<T> first,
        ReadOnlySpan<T> second,
        ReadOnlySpan<T> third,
        [CallerArgumentExpression(nameof(written))] string? name = null)
    {
        RequireApart(written, first, name);
        RequireApart(written, second, name);
        RequireApart(written, third, name);
    }

    /// <inheritdoc cref="CheckOverlap{T}(Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, string)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        ReadOnlySpan<T> first,
        ReadOnlySpan<T> second,
        ReadOnlySpan<T> third,
        ReadOnlySpan<T> fourth,
        [CallerArgumentExpression(nameof(written))] string? name = null)
    {
        RequireApart(written, first, name);
        RequireApart(written, second, name);
        RequireApart(written, third, name);
        RequireApart(written, fourth, name);
    }

    /// <inheritdoc cref="CheckOverlap{T}(Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, string)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        ReadOnlySpan<T> first,
        ReadOnlySpan<T> second,
        ReadOnlySpan<T> third,
        ReadOnlySpan<T> fourth,
        ReadOnlySpan<T> fifth,
        [CallerArgumentExpression(nameof(written))] string? name = null)
    {
        RequireApart(written, first, name);
        RequireApart(written, second, name);
        RequireApart(written, third, name);
        RequireApart(written, fourth, name);
        RequireApart(written, fifth, name);
    }

    /// <inheritdoc cref="CheckOverlap{T}(Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, Storage{T}, string)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> written,
        ReadOnlySpan<T> first,
        ReadOnlySpan<T> second,
        ReadOnlySpan<T> third,
        ReadOnlySpan<T> fourth,
        ReadOnlySpan<T> fifth,
        ReadOnlySpan<T> sixth,
        [CallerArgumentExpression(nameof(written))] string? name = null)
    {
        RequireApart(written, first, name);
        RequireApart(written, second, name);
        RequireApart(written, third, name);
        RequireApart(written, fourth, name);
        RequireApart(written, fifth, name);
        RequireApart(written, sixth, name);
    }

    /// <summary>Asks whether one of the two begins inside the other. An empty one may, and shares nothing: that is asked last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireApart<T>(ReadOnlySpan<T> written, ReadOnlySpan<T> other, string? name)
    {
        ref T start = ref MemoryMarshal.GetReference(written);
        ref T otherStart = ref MemoryMarshal.GetReference(other);
        nint distance = Unsafe.ByteOffset(ref start, ref otherStart);
        if ((nuint)distance < Bytes<T>(written.Length) || (nuint)(-distance) < Bytes<T>(other.Length))
        {
            ThrowUnlessEmpty(written.Length, other.Length, name);
        }
    }

    private static nuint Bytes<T>(int count) => (nuint)(uint)count * (nuint)Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowUnlessEmpty(int length, int otherLength, string? name)
    {
        if (length > 0 && otherLength > 0)
        {
            ThrowOverlap(name);
        }
    }
}
