namespace Autodiff.Generator.Emit;

/// <summary>Classes of values that share a variable, by union-find: each with its values and where any of them is alive.</summary>
internal sealed class ValueClasses
{
    private readonly int[] representative;
    private readonly List<int>?[] members;
    private readonly List<(int From, int To)>?[] ranges;
    private readonly HashSet<int> given = [];

    /// <param name="count">How many values there are.</param>
    /// <param name="live">Where each is alive.</param>
    /// <param name="isGiven">Whether the variable of a value is given by the method's declaration.</param>
    public ValueClasses(int count, LiveRanges live, Func<int, bool> isGiven)
    {
        representative = [.. Enumerable.Range(0, count)];
        members = new List<int>?[count];
        ranges = new List<(int From, int To)>?[count];
        for (int i = 0; i < count; i++)
        {
            ranges[i] = live.Of(i);
            if (isGiven(i))
            {
                given.Add(i);
            }
        }
    }

    /// <summary>The number that stands for all values of a variable.</summary>
    public int Find(int value)
    {
        while (representative[value] != value)
        {
            representative[value] = representative[representative[value]];
            value = representative[value];
        }

        return value;
    }

    /// <summary>The values of a variable.</summary>
    public IReadOnlyList<int> Members(int variable) => members[variable] ?? (IReadOnlyList<int>)[variable];

    /// <summary>Whether a variable is one that is given.</summary>
    public bool IsGiven(int variable) => given.Contains(variable);

    /// <summary>Where a variable is alive.</summary>
    public List<(int From, int To)> RangesOf(int variable) => ranges[variable]!;

    /// <summary>Whether two variables are alive at one place.</summary>
    public bool Overlap(int a, int b) => TextIntervals.Overlap(ranges[a]!, ranges[b]!);

    /// <summary>Makes one variable of two, and gives the number that stands for it.</summary>
    public int Unite(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        if (a == b)
        {
            return a;
        }

        var (large, small) = Members(a).Count >= Members(b).Count ? (a, b) : (b, a);
        members[large] ??= [large];
        members[large]!.AddRange(Members(small));
        ranges[large] = TextIntervals.Union(ranges[large]!, ranges[small]!);
        members[small] = null;
        ranges[small] = null;
        representative[small] = large;
        if (given.Contains(small))
        {
            given.Add(large);
        }

        return large;
    }
}
