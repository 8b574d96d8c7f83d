using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Autodiff.Generator.Ir;

/// <summary>
/// A list in an array that a pool lends: every pass builds a function, and with arrays of its own for that it would leave more garbage than
/// everything else together. A list that is never returned, since something was refused, is garbage like any other.
/// </summary>
/// <param name="capacity">About how many items there will be.</param>
internal sealed class PooledList<T>(int capacity)
{
    private T[] items = ArrayPool<T>.Shared.Rent(Math.Max(capacity, 16));

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>An item.</summary>
    public T this[int index]
    {
        get => items[index];
        set => items[index] = value;
    }

    /// <summary>Adds an item.</summary>
    public void Add(T item)
    {
        if (Count == items.Length)
        {
            var larger = ArrayPool<T>.Shared.Rent(2 * Count);
            Array.Copy(items, larger, Count);
            GiveBack();
            items = larger;
        }

        items[Count++] = item;
    }

    /// <summary>The items so far.</summary>
    public ImmutableArray<T> ToImmutable()
    {
        if (Count == 0)
        {
            return [];
        }

        var copy = new T[Count];
        Array.Copy(items, copy, Count);
        return ImmutableCollectionsMarshal.AsImmutableArray(copy);
    }

    /// <summary>Gives the array back to the pool, after which there are no items.</summary>
    public void Return()
    {
        if (items.Length > 0)
        {
            GiveBack();
            items = [];
            Count = 0;
        }
    }

    /// <summary>Gives the array back without what it refers to, which the pool would keep alive.</summary>
    private void GiveBack()
    {
        Array.Clear(items, 0, Count);
        ArrayPool<T>.Shared.Return(items);
    }
}
