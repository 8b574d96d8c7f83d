using System.Collections;
using System.Collections.Immutable;

namespace Autodiff.Generator;

/// <summary>
/// An immutable array compared element by element. Every collection that crosses the cache boundary is one: the
/// incremental pipeline decides by equality whether to run the stages after lowering again.
/// </summary>
/// <remarks>The default value is an empty array.</remarks>
internal readonly struct EquatableArray<T>(ImmutableArray<T> items) : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
{
    private readonly ImmutableArray<T> items = items;

    /// <summary>The array without elements.</summary>
    public static EquatableArray<T> Empty => default;

    /// <summary>The elements; never a default array.</summary>
    public ImmutableArray<T> Items => items.IsDefault ? [] : items;

    /// <summary>The number of elements.</summary>
    public int Length => items.IsDefault ? 0 : items.Length;

    int IReadOnlyCollection<T>.Count => Length;

    /// <summary>The element at <paramref name="index"/>.</summary>
    public T this[int index] => Items[index];

    public static implicit operator EquatableArray<T>(ImmutableArray<T> items) => new(items);

    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);

    public bool Equals(EquatableArray<T> other)
    {
        if (Length != other.Length)
        {
            return false;
        }

        var comparer = EqualityComparer<T>.Default;
        for (int i = 0; i < Length; i++)
        {
            if (!comparer.Equals(items[i], other.items[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        int hash = Length;
        foreach (var item in Items)
        {
            hash = unchecked((hash * 31) + (item?.GetHashCode() ?? 0));
        }

        return hash;
    }

    public ImmutableArray<T>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();
}

/// <summary>Makes equatable arrays.</summary>
internal static class EquatableArray
{
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items) => new(items.ToImmutableArray());
}
