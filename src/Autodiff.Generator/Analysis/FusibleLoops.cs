using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which loops that follow each other may be one (Allen and Kennedy, Optimizing Compilers for Modern Architectures, 2001, §8.6.2): they count
/// upwards to the same bound, none reads what another one before it leaves, and every two accesses to one element, of which one writes,
/// stay in their order. Iteration j of the later loop then runs after the iterations up to j of the earlier one, instead of
/// after all: an element that both reach, one at i + c and one at j + d, has j − i = c − d, which must not be negative. A loop that
/// starts earlier than the others runs its first iterations before them, with what stands between the loops.
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
        var between = new Accesses(memory, indices, lengths, counter: -1);
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
        if (loop is not { Op: Op.Loop, IsPrimal: true, Region: 0 }
            || loop.Blocks[0].Instructions.Any(i => i.Effects != Effects.None || i.Blocks.Length > 0)
            || CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is not { Step: 1, Comparison: Op.Less } counted
            || definitions[counted.Start] is not { Op: Op.Constant, Bits: >= 0 and < 1 << 30 } start)
        {
            return null;
        }

        var accesses = new Accesses(memory, indices, lengths, counted.Counter);
        return loop.Blocks[1].Instructions.All(accesses.Add)
            ? new Unit(loop, counted, start.Bits, lengths.AtLeast(indices.Canonical(counted.Bound)), accesses, before, between)
            : null;
    }

    /// <summary>Whether a loop may be one with those before it, and reads what they write.</summary>
    public bool MayJoin(IReadOnlyList<Unit> units, Unit next)
    {
        var all = units.Append(next).ToList();
        long start = all.Max(u => u.Start);
        if (units.Count >= MostLoops || all.Any(u => u.Start != start && !MayStartBefore(u, start)) || !HasOneCounter(units[0], next) || !units.Any(u => u.Body.Feeds(next.Body)))
        {
            return false;
        }

        var results = new HashSet<int>(units.SelectMany(u => u.Loop.Results));
        return next.Before.All(i => !i.Operands.Any(results.Contains)) && !next.Loop.Operands.Any(results.Contains) && !Reads(next.Loop, results)
            && IsInOrder(all, start) && ThrowsInOrder(all);
    }

    private static bool Reads(Instruction loop, HashSet<int> results) => loop.Blocks.Any(b =>
        b.Yields.Any(results.Contains) || b.Instructions.Any(i => i.Operands.Any(results.Contains) || Reads(i, results)));

    /// <summary>Whether the first iteration of a loop may be written out: it is short, and it runs for sure.</summary>
    private static bool MayStartBefore(Unit unit, long start) =>
        unit.Start == start - 1 && unit.Least >= start && unit.Loop.Blocks[1].Instructions is { Length: <= Limit } body && body.All(i => i.Blocks.Length == 0);

    private bool HasOneCounter(Unit first, Unit next) =>
        indices.Canonical(first.Counted.Bound) == indices.Canonical(next.Counted.Bound)
        && function.Values[first.Counted.Counter].Type == function.Values[next.Counted.Counter].Type;

    /// <summary>Whether accesses to the same elements stay in their order.</summary>
    private bool IsInOrder(List<Unit> units, long start)
    {
        long least = units.Min(u => u.Start);
        for (int k = 1; k < units.Count; k++)
        {
            for (int before = 0; before < k; before++)
            {
                var earlier = units[before];
                if (!earlier.Body.PairsWith(units[k].Body).All(p => StayInOrder(p.First, p.Second, earlier.Counted.Counter, units[k], least))
                    || !earlier.Body.PairsWith(units[k].Between).All(p => AreApart(p.First, p.Second, earlier.Counted.Counter, start)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether an element that one loop accesses and a later one, too, is accessed in this order by the one loop.</summary>
    private bool StayInOrder(Access first, Access second, int counter, Unit later, long least) => InOneDimension(first, second, (a, b) =>
        (a.Value == counter, b.Value == later.Counted.Counter) switch
        {
            (true, true) => a.Offset >= b.Offset,
            (true, false) => b.Value < 0 && b.Offset - a.Offset <= least,
            (false, true) => a.Value < 0 && a.Offset - b.Offset < later.Start,
            _ => a.Value < 0 && b.Value < 0 && a.Offset != b.Offset,
        });

    /// <summary>Whether what stands after a loop accesses no element that an iteration from a start on accesses.</summary>
    private bool AreApart(Access inLoop, Access after, int counter, long start) => InOneDimension(inLoop, after, (a, b) =>
        b.Value < 0 && (a.Value == counter ? b.Offset < start + a.Offset : a.Value < 0 && a.Offset != b.Offset));

    private bool InOneDimension(Access first, Access second, Func<(int Value, long Offset), (int Value, long Offset), bool> holds) =>
        first.Array == second.Array && Enumerable.Range(0, Math.Min(first.Indices.Length, second.Indices.Length)).Any(d =>
            holds(Elements.Offset(first.Indices[d], v => definitions[v]), Elements.Offset(second.Indices[d], v => definitions[v])));

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
