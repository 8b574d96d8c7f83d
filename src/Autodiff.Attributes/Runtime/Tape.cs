using System;
using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Autodiff.Runtime;

/// <summary>
/// The storage of what a generated forward pass saves for its backward pass where the number of values is not known in the code:
/// a pooled array that grows. Generated code keeps the array and the count in local variables.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Tape<T>
{
    private const int SmallestLength = 64;

    /// <summary>The storage of a tape on which nothing was put yet.</summary>
    public static T[] Empty => [];

    /// <summary>Makes sure that there is room for more values.</summary>
    /// <param name="values">The storage: <see cref="Empty"/>, or what this method returned before.</param>
    /// <param name="count">How many values are on the tape.</param>
    /// <param name="more">How many there must be room for besides; a negative number stands for zero.</param>
    /// <returns>The storage, or a new one to which the values have been moved.</returns>
    /// <exception cref="OutOfMemoryException">The values do not fit into one array.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T[] Reserve(T[] values, int count, int more) => values.Length - count < more ? Grow(values, count, more) : values;

    /// <summary>Moves the values of a tape to an array that has room for more, and gives the old array back.</summary>
    /// <param name="values">The storage: <see cref="Empty"/>, or what this method returned before.</param>
    /// <param name="count">How many values are on the tape.</param>
    /// <param name="more">How many there must be room for besides; a negative number stands for zero.</param>
    /// <returns>The new storage. It is at least twice as long as the old one, so that the moves cost no more than the values.</returns>
    /// <exception cref="OutOfMemoryException">The values do not fit into one array.</exception>
    public static T[] Grow(T[] values, int count, int more)
    {
        long needed = (long)count + Math.Max(more, 0);
        if (needed > Array.MaxLength)
        {
            throw new OutOfMemoryException();
        }

        long length = Math.Max(needed, Math.Max(SmallestLength, Math.Min(2L * values.Length, Array.MaxLength)));
        var grown = ArrayPool<T>.Shared.Rent((int)length);
        Array.Copy(values, grown, count);
        Return(values);
        return grown;
    }

    /// <summary>Gives the storage of a tape back.</summary>
    /// <param name="values">The storage, which must not be used any more.</param>
    public static void Return(T[] values)
    {
        if (values.Length > 0)
        {
            ArrayPool<T>.Shared.Return(values, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }
}
