using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autodiff.Runtime;

/// <summary>
/// The storage of the local arrays of a generated gradient method: pooled memory that is handed out in order and given back in
/// the opposite order. It grows by renting another array, and keeps those before, so that what was handed out stays where it is.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Workspace<T>
    where T : unmanaged
{
    private const int SmallestLength = 256;

    /// <summary>The array that is handed out from, and how many of its elements are in use.</summary>
    private T[]? current;
    private int used;

    /// <summary>The arrays before it, all of whose elements count as in use, and how many elements that is.</summary>
    private T[][]? full;
    private int fullCount;
    private long fullLength;

    /// <summary>How much is in use, for <see cref="Release"/>.</summary>
    public readonly long Mark => fullLength + used;

    /// <summary>
    /// Hands out an array of zeros. The just-in-time compiler sees that it is as long as the number that it was asked for, and removes
    /// the checks of what counts up to that.
    /// </summary>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="OverflowException">The length is negative, as for <c>new T[length]</c>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Take(int length) => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(Zeros(length)), length);

    /// <summary>Gives back what was taken since a <see cref="Mark"/>, which must not be used any more.</summary>
    /// <param name="mark">The mark.</param>
    public void Release(long mark)
    {
        while (mark < fullLength)
        {
            ArrayPool<T>.Shared.Return(current!);
            current = full![--fullCount];
            fullLength -= current.Length;
        }

        used = (int)(mark - fullLength);
    }

    /// <summary>Gives all storage back to the pool. Nothing that was taken may be used any more.</summary>
    public void Return()
    {
        if (current is null)
        {
            return;
        }

        Release(0);
        ArrayPool<T>.Shared.Return(current);
        if (full is not null)
        {
            ArrayPool<T[]>.Shared.Return(full, clearArray: true);
        }

        this = default;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Span<T> Zeros(int length)
    {
        if (length < 0 || current is null || length > current.Length - used)
        {
            Grow(length);
        }

        var taken = current.AsSpan(used, length);
        used += length;
        taken.Clear();
        return taken;
    }

    private void Grow(int length)
    {
        if (length < 0)
        {
            throw new OverflowException();
        }

        int before = current is null ? 0 : current.Length;
        var rented = ArrayPool<T>.Shared.Rent((int)Math.Max(length, Math.Max(SmallestLength, Math.Min(2L * before, Array.MaxLength))));
        if (current is not null)
        {
            if (full is null || fullCount == full.Length)
            {
                Widen();
            }

            full![fullCount++] = current;
            fullLength += before;
        }

        current = rented;
        used = 0;
    }

    private void Widen()
    {
        var wider = ArrayPool<T[]>.Shared.Rent(fullCount + 16);
        if (full is not null)
        {
            Array.Copy(full, wider, fullCount);
            ArrayPool<T[]>.Shared.Return(full, clearArray: true);
        }

        full = wider;
    }
}
