using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Elements that still hold, when a part of the reverse sweep runs, what an access of the forward sweep found or left there: the array
/// is its own tape. That is so where no write comes in between. Of writes that stand in the loops around the access, direction
/// vectors tell (Wolfe, High Performance Compilers for Parallel Computing, 1996, §5; Allen and Kennedy, Optimizing Compilers for
/// Modern Architectures, 2001, §2.2 and §3): if access and write reach one element, how many iterations of each loop is the write later? Where
/// the first of these numbers that is not zero is negative, the write has come before.
/// </summary>
/// <remarks>
/// <code>
/// for (int i = 1; i &lt; n; i++)
/// {
///     y[i] = Math.Sin(y[i - 1]);      // y[i - 1] has been written in the iteration before: −1
/// }
/// </code>
/// A loop around both the access and the part of the reverse sweep is none of these: it comes to the next iteration when both have run. An index
/// that comes to the same element by wrapping around passes negative numbers on its way.
/// </remarks>
internal sealed class KeptElements(Function function, Definitions definitions, PointsTo memory)
{
    private readonly Placement places = Placement.Of(function);
    private readonly IndexBounds bounds = new(function, definitions, Placement.Of(function));

    /// <summary>How many writes are compared with an access.</summary>
    private const int MostWrites = 32;

    /// <summary>How many steps of index arithmetic are looked at.</summary>
    private const int DeepestIndex = 4;

    /// <summary>Whether what a read found in an element, or a write left there, is there still when a loop or branch of the reverse sweep has run.</summary>
    /// <param name="access">The access of the forward sweep.</param>
    /// <param name="reverse">The loop or branch, which stands behind the access in a block around it.</param>
    public bool AreKept(Instruction access, Instruction reverse)
    {
        int array = access.Operands[0];
        if (memory.Writes.IsUnsettled(array) || places.PlaceOf(access) is not { } place || ElementPlace.Of(access, place, definitions, bounds) is not { } element)
        {
            return false;
        }

        var (use, end) = places.RangeOf(reverse);
        var loops = places.LoopsAround(place).TakeWhile(l => use <= l.Start || use > l.End).Reverse().ToList();
        if (use <= place || loops.Any(l => l.Loop.Text == "once"))
        {
            return false;
        }

        int from = loops.Count > 0 ? loops[0].Start : place;
        var writes = memory.Writes.To(array).Where(w => w.Place >= from && w.Place <= end).Take(MostWrites + 1).ToList();
        return writes.Count <= MostWrites && !writes.Any(w => MayOverwrite(w.Instruction, w.Place, element, place, loops));
    }

    /// <summary>
    /// Whether a write that stands in the loops around an access, or behind it, may come to its element later. From the outermost loop on: as
    /// long as both are in the same iteration of the loops so far, what these compute is the same for both.
    /// </summary>
    private bool MayOverwrite(Instruction write, int at, ElementPlace element, int place, List<Placement.Extent> loops)
    {
        var written = ElementPlace.Of(write, at, definitions, bounds);
        if (written is not null && (written.Array != element.Array || written.RowLength != element.RowLength || written.Indices.Count != element.Indices.Count))
        {
            written = null;
        }

        var common = loops.Where(l => l.Start < at && at <= l.End).ToList();
        for (int i = 0; i < common.Count; i++)
        {
            var inner = common.Skip(i).ToList();
            long? distance = memory.RootsOf(element.Array).All(r => memory.Writes.IsOfOneIteration(r, common[i].Loop)) ? 0 : null;
            long most = distance ?? long.MaxValue;
            if (written is not null && IsSame(element.Array, inner) && (element.RowLength < 0 || IsSame(element.RowLength, inner)))
            {
                for (int d = 0; d < element.Indices.Count; d++)
                {
                    var (isNever, found, bound) = Compare(element.Indices[d], place, written.Indices[d], at, inner);
                    if (isNever || (found is not null && distance is not null && found != distance))
                    {
                        return false;
                    }

                    distance ??= found;
                    most = Math.Min(most, Math.Min(found ?? long.MaxValue, bound));
                }
            }

            // What may be in the same iteration, and is in no later one, is told by the loops further in.
            if (most != 0)
            {
                return most > 0;
            }
        }

        return at > place && !AreApart(element, written, place, at);
    }

    /// <summary>Whether an access and a write in one iteration never reach the same: in different arms of a branch, or by indices that a branch found different.</summary>
    private bool AreApart(ElementPlace element, ElementPlace? written, int place, int at)
    {
        foreach (var arm in places.ArmsAround(place))
        {
            if (places.ArmsAround(at).Any(other => ReferenceEquals(other.Branch, arm.Branch) && other.Index != arm.Index))
            {
                return true;
            }

            if (written is not null && definitions[arm.Branch.Operands[0]] is { Op: Op.Equal or Op.NotEqual } test && (test.Op == Op.NotEqual) == (arm.Index == 0)
                && function.Values[test.Operands[0]].Type.IsInteger
                && element.Indices.Zip(written.Indices, (read, write) => read.With(-1, -1, write)).Any(d =>
                    d is { Constant: 0, Terms.Count: 2 } && Math.Abs(d.FactorOf(test.Operands[0])) == 1 && d.FactorOf(test.Operands[0]) == -d.FactorOf(test.Operands[1])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a value is from before the outermost of some loops, or computed from such.</summary>
    private bool IsSame(int value, List<Placement.Extent> loops, int depth = 0) =>
        !places.IsInside(definitions[value], loops[0])
        || (depth < DeepestIndex && definitions[value] is { Results.Length: 1, Blocks.Length: 0, Effects: Effects.None, Op: not Op.Argument } computed
            && computed.Operands.All(o => IsSame(o, loops, depth + 1)));

    /// <summary>
    /// What the indices in one dimension tell of the outermost of some loops: by how many of its iterations a write to an element is later than
    /// an access to it, exactly or at most, or that they never reach the same.
    /// </summary>
    private (bool IsNever, long? Distance, long Most) Compare(LinearIndex read, int place, LinearIndex written, int at, List<Placement.Extent> loops)
    {
        if (StepOf(read, written, loops) is { } step)
        {
            long difference = read.Constant - written.Constant;
            return step == 0 ? (difference != 0, null, long.MaxValue) : difference % step != 0 ? (true, null, long.MaxValue) : (false, difference / step, long.MaxValue);
        }

        // The counters of the loops further in are at their bounds at most.
        long most = long.MaxValue;
        foreach (bool isUpper in new[] { true, false })
        {
            var (first, second) = (bounds.Of(read, isUpper, place, loops[0]), bounds.Of(written, !isUpper, at, loops[0]));
            if (StepOf(first, second, loops) is not { } bounded)
            {
                continue;
            }

            // The write reaches the element only if bounded * distance is at most, or at least, the difference.
            long difference = first.Constant - second.Constant;
            if (bounded == 0 && (isUpper ? difference < 0 : difference > 0))
            {
                return (true, null, most);
            }

            if (isUpper ? bounded > 0 : bounded < 0)
            {
                most = Math.Min(most, (long)Math.Floor((double)difference / bounded));
            }
        }

        return (false, null, most);
    }

    /// <summary>
    /// By how much two indices change from one iteration of the outermost of some loops to the next, where they differ by a constant in the same
    /// iteration and nothing else changes them; null where that is not known.
    /// </summary>
    private long? StepOf(LinearIndex read, LinearIndex written, List<Placement.Extent> loops)
    {
        long step = 0;
        foreach (int value in read.Terms.Keys.Union(written.Terms.Keys))
        {
            long factor = read.FactorOf(value);
            if (factor != written.FactorOf(value))
            {
                return null;
            }

            if (factor == 0 || IsSame(value, loops))
            {
                continue;
            }

            // Two counters in one index tell nothing of either, nor does a number that the loops compute.
            if (step != 0 || definitions[value].Op != Op.Argument || !ReferenceEquals(places.LoopOf(value), loops[0].Loop) || StepOf(value, loops[0].Loop) is not { } counted)
            {
                return null;
            }

            step = counted * factor;
        }

        return step;
    }

    /// <summary>By how much a counter of a loop changes from one iteration to the next; null for what is none.</summary>
    private long? StepOf(int value, Instruction loop)
    {
        int slot = loop.Blocks[0].Arguments.Items.IndexOf(value);
        return loop.Blocks[1].Completes && CountedLoop.StepOf(definitions[loop.Blocks[1].Yields[slot + 1]], value, v => definitions[v]) is { } step && step != 0 ? step : null;
    }
}
