namespace Autodiff.Runtime;

/// <summary>
/// A set of rows, by identity, that the checks of jagged arrays on a thread use one after the other, so that a gradient that is called
/// again and again allocates none.
/// </summary>
internal static class RowSet
{
    /// <summary>How many rows a set has been filled with at most that is kept between calls.</summary>
    private const int MostRows = 1 << 12;

    [ThreadStatic]
    private static HashSet<object>? idle;

    /// <summary>An empty set. An exception before <see cref="Return"/> leaves it to the garbage collector.</summary>
    public static HashSet<object> Rent()
    {
        var rented = idle ?? new HashSet<object>(ReferenceEqualityComparer.Instance);
        idle = null;
        return rented;
    }

    /// <summary>Gives a set back.</summary>
    public static void Return(HashSet<object> rented)
    {
        if (rented.Count <= MostRows)
        {
            rented.Clear();
            idle = rented;
        }
    }
}
