using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autodiff.Runtime;

/// <summary>The elements of an array or span of any shape, for the sake of telling whether two share some.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Storage<T>
{
    private readonly ReadOnlySpan<T> elements;
    private readonly T[]?[]? rows;

    private Storage(ReadOnlySpan<T> elements, T[]?[]? rows = null)
    {
        this.elements = elements;
        this.rows = rows;
    }

    /// <summary>The elements of an array; none where it is null.</summary>
    public static implicit operator Storage<T>(T[]? array) => new(array);

    /// <summary>The elements of a span.</summary>
    public static implicit operator Storage<T>(Span<T> span) => new(span);

    /// <summary>The elements of a span.</summary>
    public static implicit operator Storage<T>(ReadOnlySpan<T> span) => new(span);

    /// <summary>The elements of an array with two dimensions.</summary>
    public static implicit operator Storage<T>(T[,]? array) => Flat(array);

    /// <summary>The elements of an array with three dimensions.</summary>
    public static implicit operator Storage<T>(T[,,]? array) => Flat(array);

    /// <summary>The elements of all rows of a jagged array.</summary>
    public static implicit operator Storage<T>(T[]?[]? rows) => new(default, rows);

    /// <summary>Whether any element is one of another's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Overlaps(Storage<T> other) =>
        rows is null && other.rows is null ? elements.Overlaps(other.elements) : RowsOverlap(other);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RowsOverlap(Storage<T> other)
    {
        if (rows is { } mine && other.rows is { } its)
        {
            return HaveCommonRow(mine, its);
        }

        var whole = rows is null ? elements : other.elements;
        foreach (var row in (rows ?? other.rows)!)
        {
            if (whole.Overlaps(row))
            {
                return true;
            }
        }

        return false;
    }

    private static Storage<T> Flat(Array? array) =>
        array is null ? default : new(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length));

    /// <summary>Two arrays overlap only where they are one.</summary>
    private static bool HaveCommonRow(T[]?[] mine, T[]?[] its) =>
        (long)mine.Length * its.Length <= 256 ? HaveCommonRowOfFew(mine, its) : HaveCommonRowOfMany(mine, its);

    private static bool HaveCommonRowOfFew(T[]?[] mine, T[]?[] its)
    {
        foreach (var row in mine)
        {
            if (row is { Length: > 0 } && Array.IndexOf(its, row) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HaveCommonRowOfMany(T[]?[] mine, T[]?[] its)
    {
        var known = RowSet.Rent();
        foreach (var row in its)
        {
            if (row is { Length: > 0 })
            {
                known.Add(row);
            }
        }

        bool isCommon = false;
        foreach (var row in mine)
        {
            isCommon |= row is not null && known.Contains(row);
        }

        RowSet.Return(known);
        return isCommon;
    }
}
