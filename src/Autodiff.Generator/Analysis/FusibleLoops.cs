using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which loops of the forward pass that follow each other may be one: <see cref="JoinableLoops"/> that count upwards from constants, of
/// which a later one reads what an earlier one writes. A loop that starts one earlier than the others runs its first iteration before
/// them, with what stands between the loops.
/// </summary>
/// <remarks>
/// What may throw keeps its place among what may throw, and where anything may, nothing is written that the caller sees. Arrays are
/// told apart by <see cref="PointsTo"/>: what may be the same storage by another value stands in the way.
/// </remarks>
internal sealed class FusibleLoops(Function function, Definitions definitions, PointsTo memory, KnownIndices indices, KnownLengths lengths)
{
    /// <summary>How many instructions may stand between two loops, and in an iteration that runs before the loop.</summary>
    private const int Limit = 40;

    /// <summary>How many loops become one at most; each is compared with each.</summary>
    private const int MostLoops = 16;

    private readonly JoinableLoops rule = new(function, definitions, indices);

    /// <summary>A loop with what is known of it.</summary>
    /// <param name="Loop">The loop.</param>
    /// <param name="Counted">How it counts.</param>
    /// <param name="Start">Where it starts.</param>
    /// <param name="Least">What its bound is at least.</param>
    /// <param name="Body">What its iterations do.</param>
    /// <param name="Before">What stands between the loop before and this one.</param>
    /// <param name="Between">What that does.</param>
    internal sealed record Unit(Instruction Loop, CountedLoop Counted, long Start, long Least, Accesses Body, IReadOnlyList<Instruction> Before, Accesses Between);

    /// <summary>The loop at a place of a block as one that may be fused with others; null where it is none.</summary>
    /// <param name="list">The instructions of the block.</param>
    /// <param name="from">From where on there may stand other instructions before it.</param>
    /// <param name="at">Where it stands.</param>
    public Unit? Find(ImmutableArray<Instruction> list, int from, out int at)
    {
        var between = new Accesses(memory, IsInRange, runsOnce: true);
        for (at = from; at < list.Length && at - from <= Limit && list[at].Op != Op.Loop; at++)
        {
            if (list[at].Blocks.Length > 0 || !between.Add(list[at]))
            {
                return null;
            }

            lengths.Note(list[at]);
        }

        return at < list.Length ? Find(list[at], list.Skip(from).Take(at - from).ToList(), between) : null;
    }

    private Unit? Find(Instruction loop, IReadOnlyList<Instruction> before, Accesses between)
    {
        if (loop is not { Op: Op.Loop, IsPrimal: true, Region: 0 } || rule.CounterOf(loop) is not { Step: 1, Comparison: Op.Less } counted || rule.StartOf(counted) is not { } start)
        {
            return null;
        }

        var accesses = new Accesses(memory, IsInRange, runsOnce: false);
        return loop.Blocks[1].Instructions.All(accesses.Add)
            ? new Unit(loop, counted, start, lengths.AtLeast(indices.Canonical(counted.Bound)), accesses, before, between)
            : null;
    }

    private bool IsInRange(Instruction access) => indices.AreInRange(access, lengths);

    /// <summary>Whether a loop may be one with those before it, and reads what they write.</summary>
    public bool MayJoin(IReadOnlyList<Unit> units, Unit next)
    {
        var all = units.Append(next).ToList();
        long start = all.Max(u => u.Start);
        return units.Count < MostLoops && all.TrueForAll(u => u.Start == start || MayStartBefore(u, start)) && rule.CountAlike(units[0].Counted, next.Counted)
            && units.Any(u => u.Body.Feeds(next.Body)) && !JoinableLoops.Needs([.. units.SelectMany(u => u.Loop.Results)], next.Before, next.Loop)
            && IsInOrder(all, start) && ThrowsInOrder(all);
    }

    /// <summary>Whether the first iteration of a loop may be written out: it is short, and it runs for sure.</summary>
    private static bool MayStartBefore(Unit unit, long start) =>
        unit.Start == start - 1 && unit.Least >= start && unit.Loop.Blocks[1].Instructions is { Length: <= Limit } body && body.All(i => i.Blocks.Length == 0);

    /// <summary>Whether accesses to the same elements stay in their order.</summary>
    private bool IsInOrder(List<Unit> units, long start)
    {
        for (int k = 1; k < units.Count; k++)
        {
            for (int before = 0; before < k; before++)
            {
                var (earlier, later) = (units[before], units[k]);
                if (!rule.StayInOrder(earlier.Body, earlier.Counted, later.Body, later.Counted) || !rule.AreApart(earlier.Body, earlier.Counted, later.Between, start))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Whether what may throw is not passed by anything else that may, and nothing is written meanwhile that is seen after an exception.
    /// </summary>
    private bool ThrowsInOrder(List<Unit> units)
    {
        var throwing = units.Where(u => u.Body.Throws).ToList();
        bool isAlone = throwing.Count == 0 || (throwing.Count == 1 && !units.SkipWhile(u => u != throwing[0]).Skip(1).Any(u => u.Between.Throws));
        bool throws = throwing.Count > 0 || units.Skip(1).Any(u => u.Between.Throws);
        return isAlone && (!throws || units.All(u => u.Body.WritesOnly(memory.IsFresh) && u.Between.WritesOnly(memory.IsFresh)));
    }
}
