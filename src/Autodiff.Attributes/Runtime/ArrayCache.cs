using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Autodiff.Runtime;

/// <summary>
/// The arrays that generated gradient methods make for themselves where no window on a <see cref="Workspace{T}"/> will do:
/// matrices, jagged arrays, and arrays that a loop hands on or another array holds. Each has exactly the lengths that were
/// asked for. A call that takes the same arrays in the same order as the one before on its thread allocates none.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <remarks>
/// An exception between <see cref="Rent"/> and <see cref="Return"/> leaves the cache to the garbage collector, and the next
/// call starts with an empty one.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1814:Prefer jagged arrays over multidimensional", Justification = "The arrays have the shapes of the user's own.")]
public sealed class ArrayCache<T>
    where T : unmanaged
{
    /// <summary>How many elements a thread's cache holds between calls. What is larger is the garbage collector's again.</summary>
    private const int MostElements = 1 << 17;

    /// <summary>
    /// How many free arrays are tried for their lengths. The first fits where the calls before were like this one; a few methods
    /// that take turns find theirs close behind.
    /// </summary>
    private const int MostTried = 32;

    [ThreadStatic]
    private static ArrayCache<T>? idle;

    /// <summary>The arrays: those in use, then the free ones.</summary>
    private Array[] kept = new Array[8];
    private int count;
    private int taken;
    private int highest;
    private long elements;

    private ArrayCache()
    {
    }

    /// <summary>How many arrays are in use, for <see cref="Release"/>.</summary>
    public long Mark => taken;

    /// <summary>The cache of this thread, or a new one where that is in use.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Generated code calls it.")]
    public static ArrayCache<T> Rent()
    {
        var rented = idle ?? new ArrayCache<T>();
        idle = null;
        return rented;
    }

    /// <summary>An array of zeros.</summary>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="OverflowException">The length is negative, as for <c>new T[length]</c>.</exception>
    public T[] Take(int length)
    {
        for (int i = taken; i < count && i < taken + MostTried; i++)
        {
            if (kept[i] is T[] array && array.Length == length)
            {
                TakeAt(i);
                array.AsSpan().Clear();
                return array;
            }
        }

        return Keep(new T[length]);
    }

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="OverflowException">A number is negative, as for <c>new T[rows, columns]</c>.</exception>
    public T[,] Take(int rows, int columns)
    {
        for (int i = taken; i < count && i < taken + MostTried; i++)
        {
            if (kept[i] is T[,] matrix && matrix.GetLength(0) == rows && matrix.GetLength(1) == columns)
            {
                TakeAt(i);
                Array.Clear(matrix);
                return matrix;
            }
        }

        return Keep(new T[rows, columns]);
    }

    /// <summary>A jagged array whose rows are null.</summary>
    /// <param name="length">The number of rows.</param>
    /// <exception cref="OverflowException">The length is negative, as for <c>new T[length][]</c>.</exception>
    public T[][] TakeRows(int length)
    {
        for (int i = taken; i < count && i < taken + MostTried; i++)
        {
            if (kept[i] is T[][] rows && rows.Length == length)
            {
                TakeAt(i);
                Array.Clear(rows);
                return rows;
            }
        }

        return Keep(new T[length][]);
    }

    /// <summary>An array of zeros of another's length.</summary>
    /// <param name="array">The other; of length zero where it is null.</param>
    public T[] TakeLike(ReadOnlySpan<T> array) => Take(array.Length);

    /// <summary>A matrix of zeros of another's shape.</summary>
    /// <param name="matrix">The other; null where it is null.</param>
    public T[,] TakeLike(T[,] matrix) => matrix is null ? null! : Take(matrix.GetLength(0), matrix.GetLength(1));

    /// <summary>A jagged array with rows of zeros, of the lengths of another's.</summary>
    /// <param name="rows">The other; null where it is null. A row that is null has no elements.</param>
    public T[][] TakeLike(T[]?[] rows)
    {
        if (rows is null)
        {
            return null!;
        }

        var zeros = TakeRows(rows.Length);
        for (int i = 0; i < zeros.Length; i++)
        {
            zeros[i] = Take(rows[i]?.Length ?? 0);
        }

        return zeros;
    }

    /// <summary>Takes back the arrays that were handed out since a <see cref="Mark"/>, which must not be used any more.</summary>
    /// <param name="mark">The mark.</param>
    public void Release(long mark) => taken = (int)mark;

    /// <summary>Takes back all arrays, which must not be used any more.</summary>
    public void Return()
    {
        for (int i = 0; i < highest; i++)
        {
            if (kept[i] is T[][] rows)
            {
                // They may be the user's.
                Array.Clear(rows);
            }
        }

        taken = 0;
        highest = 0;
        idle = this;
    }

    /// <summary>Moves a free array to the end of those in use.</summary>
    private void TakeAt(int index)
    {
        (kept[index], kept[taken]) = (kept[taken], kept[index]);
        taken++;
        highest = Math.Max(highest, index + 1);
    }

    /// <summary>Keeps a new array, as one that is in use, if need be in place of free ones.</summary>
    private TArray Keep<TArray>(TArray made)
        where TArray : class
    {
        var array = (Array)(object)made;
        if (SizeOf(array) > MostElements)
        {
            return made;
        }

        while (count > taken && elements + SizeOf(array) > MostElements)
        {
            count--;
            elements -= SizeOf(kept[count]);
            kept[count] = null!;
        }

        if (elements + SizeOf(array) > MostElements)
        {
            return made;
        }

        if (count == kept.Length)
        {
            Array.Resize(ref kept, 2 * count);
        }

        elements += SizeOf(array);
        kept[count++] = array;
        TakeAt(count - 1);
        return made;
    }

    /// <summary>What an array counts as: the empty are not kept without end either.</summary>
    private static long SizeOf(Array array) => array.LongLength + 4;
}
