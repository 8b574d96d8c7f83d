using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// What the blocks of the forward sweep put on the tape, each when it ends. What the header of a loop computes is put there by its body,
/// which runs once for each run of the reverse body.
/// </summary>
/// <param name="regions">The blocks.</param>
/// <param name="callers">The blocks that call functions which put values on the tape, in order.</param>
internal sealed class TapeContents(Regions regions, List<int> callers)
{
    private readonly Lists<int, int> kept = new();
    private readonly Dictionary<int, List<int>> found = [];
    private List<int>? homes;
    private List<int>? pushing;

    /// <summary>Whether nothing is put there.</summary>
    public bool IsEmpty => kept.IsEmpty;

    /// <summary>The blocks that put something there, in order.</summary>
    public List<int> Blocks => pushing ??= Enumerable.Range(0, regions.Count).Where(b => Of(b).Count > 0).ToList();

    /// <summary>Has a value put there by the block that it is defined in.</summary>
    public void Add(int value)
    {
        kept.Add(regions.HomeOf(value), value);
        found.Clear();
        homes = null;
        pushing = null;
    }

    /// <summary>What a block puts there, in order: with its own values those of its loop's header.</summary>
    public List<int> Of(int block)
    {
        if (!found.TryGetValue(block, out var list))
        {
            found.Add(block, list = Find(block));
        }

        return list;
    }

    /// <summary>Whether functions that a block or what is nested in it calls put anything there.</summary>
    public bool HasCalls(int block) => regions.Within(callers, block).Any();

    /// <summary>Whether blocks nested in a block, or functions that it calls, put anything there.</summary>
    public bool IsAround(int block)
    {
        homes ??= [.. kept.Keys.OrderBy(home => home)];
        return HasCalls(block) || regions.Within(homes, block).Any(home => home != block);
    }

    private List<int> Find(int block)
    {
        var (owner, index) = regions.OwnerOf(block);
        if (owner is null || (owner.Op == Op.Loop && index == 0))
        {
            return [];
        }

        var list = new List<int>();
        if (owner.Op == Op.Loop)
        {
            list.AddRange(kept[regions.ParentOf(block)]);
        }

        list.AddRange(kept[block]);
        list.Sort((a, b) => regions.PositionOf(a).CompareTo(regions.PositionOf(b)));
        return list;
    }
}
