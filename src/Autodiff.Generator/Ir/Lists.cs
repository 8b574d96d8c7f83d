namespace Autodiff.Generator.Ir;

/// <summary>Lists by keys, each of which begins with what is first added to it.</summary>
internal sealed class Lists<TKey, T>
    where TKey : notnull
{
    private readonly Dictionary<TKey, List<T>> lists = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => lists.Count == 0;

    /// <summary>The keys to which anything was added.</summary>
    public IEnumerable<TKey> Keys => lists.Keys;

    /// <summary>What was added to a key, in order.</summary>
    public IReadOnlyList<T> this[TKey key] => lists.TryGetValue(key, out var list) ? list : [];

    /// <summary>Adds to the list of a key.</summary>
    public void Add(TKey key, T item)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        list.Add(item);
    }
}
