using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

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
    public T this[int index] => items[index];

    public static implicit operator EquatableArray<T>(ImmutableArray<T> items) => new(items);

    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);

    /// <summary>Whether it is the same array in memory, which is sooner told than that it is an equal one.</summary>
    public bool IsSame(EquatableArray<T> other) => items == other.items || (Length == 0 && other.Length == 0);

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

    public Enumerator GetEnumerator() => new(ImmutableCollectionsMarshal.AsArray(items));

    // LINQ's methods on what is nearly every collection of the generator's, without an enumerator on the heap.

    /// <summary>Whether there is an element.</summary>
    public bool Any() => Length > 0;

    /// <summary>Whether an element satisfies a condition.</summary>
    public bool Any(Func<T, bool> predicate)
    {
        for (int i = 0; i < Length; i++)
        {
            if (predicate(items[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether all elements satisfy a condition.</summary>
    public bool All(Func<T, bool> predicate)
    {
        for (int i = 0; i < Length; i++)
        {
            if (!predicate(items[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an element equals a value.</summary>
    public bool Contains(T value)
    {
        for (int i = 0; i < Length; i++)
        {
            if (EqualityComparer<T>.Default.Equals(items[i], value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a function makes of each element, when it is asked for.</summary>
    public Selection<T, TResult> Select<TResult>(Func<T, TResult> selector) => new(this, selector);

    /// <summary>The elements.</summary>
    public ImmutableArray<T> ToImmutableArray() => Items;

    /// <summary>Enumerates the elements.</summary>
    public struct Enumerator(T[]? elements)
    {
        private int index = -1;

        public readonly T Current => elements![index];

        public bool MoveNext() => elements is not null && ++index < elements.Length;
    }

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();
}

/// <summary>What a function makes of each element of an array, when it is asked for.</summary>
internal readonly struct Selection<T, TResult>(EquatableArray<T> source, Func<T, TResult> selector) : IEnumerable<TResult>
{
    public TResult[] ToArray()
    {
        var results = source.Length == 0 ? [] : new TResult[source.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = selector(source[i]);
        }

        return results;
    }

    public ImmutableArray<TResult> ToImmutableArray() => ImmutableCollectionsMarshal.AsImmutableArray(ToArray());

    public EquatableArray<TResult> ToEquatableArray() => ToImmutableArray();

    public IEnumerator<TResult> GetEnumerator()
    {
        for (int i = 0; i < source.Length; i++)
        {
            yield return selector(source[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes equatable arrays.</summary>
internal static class EquatableArray
{
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items) => new(items.ToImmutableArray());
}
