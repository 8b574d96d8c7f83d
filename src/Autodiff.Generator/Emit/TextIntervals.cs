namespace Autodiff.Generator.Emit;

/// <summary>Lists of intervals of places in the text, both ends included, in order and without any that touch.</summary>
internal static class TextIntervals
{
    /// <summary>Whether two lists of intervals have a place in common.</summary>
    public static bool Overlap(List<(int From, int To)> a, List<(int From, int To)> b)
    {
        if (a.Count > b.Count)
        {
            (a, b) = (b, a);
        }

        foreach (var (from, to) in a)
        {
            // The first interval of b that does not end before this one begins.
            int low = 0;
            int high = b.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = b[middle].To < from ? (middle + 1, high) : (low, middle);
            }

            if (low < b.Count && b[low].From <= to)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The intervals of both lists.</summary>
    public static List<(int From, int To)> Union(List<(int From, int To)> a, List<(int From, int To)> b)
    {
        if (a.Count == 0 || b.Count == 0)
        {
            return a.Count == 0 ? b : a;
        }

        if (a[0].From > b[0].From)
        {
            (a, b) = (b, a);
        }

        if (a[a.Count - 1].To < b[0].From)
        {
            a.AddRange(b);
            return a;
        }

        return Normalize([.. a, .. b]);
    }

    /// <summary>Intervals in order, with those that touch as one.</summary>
    public static List<(int From, int To)> Normalize(List<(int From, int To)> list)
    {
        if (list.Count < 2)
        {
            return list;
        }

        list.Sort();
        var merged = new List<(int From, int To)> { list[0] };
        for (int i = 1; i < list.Count; i++)
        {
            var last = merged[merged.Count - 1];
            if (list[i].From <= last.To + 1)
            {
                merged[merged.Count - 1] = (last.From, Math.Max(last.To, list[i].To));
            }
            else
            {
                merged.Add(list[i]);
            }
        }

        return merged;
    }
}
