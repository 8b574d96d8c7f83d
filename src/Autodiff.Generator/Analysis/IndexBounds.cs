using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// What an index is at most or at least, told by the loops around it: the counter of one is less than its bound and not less than its start, and
/// these may be counters of the loops around that, as in a triangle.
/// </summary>
internal sealed class IndexBounds(Function function, Definitions definitions, Placement places)
{
    /// <summary>How many counters are replaced by their bounds.</summary>
    private const int MostSteps = 8;

    /// <summary>The index with counters replaced by their largest or least values, from the innermost loop on, as far as it goes.</summary>
    /// <param name="index">The index.</param>
    /// <param name="isUpper">Whether the result is to be at least the index, and not at most.</param>
    /// <param name="place">Where it is computed.</param>
    /// <param name="outer">The loop whose counters are left as they are, and those around it; null for none.</param>
    public LinearIndex Of(LinearIndex index, bool isUpper, int place, Placement.Extent? outer)
    {
        foreach (var loop in places.LoopsAround(place).TakeWhile(l => l != outer).Take(MostSteps))
        {
            if (loop.BodyStart > place)
            {
                continue;
            }

            foreach (int counter in loop.Loop.Blocks[0].Arguments.Where(a => index.FactorOf(a) != 0).ToList())
            {
                long factor = index.FactorOf(counter);
                if (BoundOf(loop.Loop, counter, isUpper == factor > 0) is { } bound)
                {
                    index = index.With(counter, factor, bound);
                }
            }
        }

        return index;
    }

    /// <summary>What a counter is at most or at least in the body of its loop; null where that is not known.</summary>
    private LinearIndex? BoundOf(Instruction loop, int counter, bool isUpper)
    {
        int slot = loop.Blocks[0].Arguments.Items.IndexOf(counter);
        if (!loop.Blocks[1].Completes || CountedLoop.StepOf(definitions[loop.Blocks[1].Yields[slot + 1]], counter, v => definitions[v]) is not { } step || step == 0)
        {
            return null;
        }

        if (step > 0 != isUpper)
        {
            return LinearIndex.Of([loop.Operands[slot]], definitions);
        }

        if (CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is not { } counted || counted.Counter != counter)
        {
            return null;
        }

        var bound = LinearIndex.Of([counted.Bound], definitions);
        return counted.Comparison switch
        {
            Op.Less => bound.Plus(-1),
            Op.Greater => bound.Plus(1),
            _ => bound,
        };
    }
}
