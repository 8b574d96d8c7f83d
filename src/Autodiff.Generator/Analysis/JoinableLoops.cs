using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// When two loops that follow each other may run as one (loop fusion: Allen and Kennedy, Optimizing Compilers for Modern Architectures, 2001,
/// §8.6.2). Iteration j of the later loop then runs after the iterations up to j of the earlier one, instead of after all of them. That
/// changes nothing if they <em>count alike</em>, if neither the later loop nor what stands between the two <em>needs what the earlier one
/// leaves</em>, and if every two accesses to one element <em>stay in their order</em>, but for two reads and two additions. An element that
/// the earlier loop reaches at i + c and the later one at j + d is reached when j − i = c − d: j must not run before i, which is so where
/// c − d has the sign of the step, or is zero.
/// </summary>
/// <remarks>
/// Loops of the forward pass (<see cref="FusibleLoops"/>) and of the reverse sweep (<see cref="FusibleReverseLoops"/>) differ in what
/// else there is to keep in order: exceptions in the one, the tape in the other. The reverse of a loop, which runs the other way, is joined to its
/// forward loop by <see cref="IndependentIterations"/>: they count alike by construction, and since the one only adds, its order does not matter,
/// so that it can be turned round first.
/// </remarks>
internal sealed class JoinableLoops(Function function, Definitions definitions, KnownIndices indices)
{
    /// <summary>How a loop counts, in whose header nothing happens; null where it does not count by ones.</summary>
    public CountedLoop? CounterOf(Instruction loop) =>
        loop.Blocks[0].Instructions.All(i => i.IsPure)
        && CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is { Step: 1 or -1 } counted ? counted : null;

    /// <summary>Whether two loops count alike, but for where they start.</summary>
    public bool CountAlike(CountedLoop first, CountedLoop second) =>
        first.Step == second.Step && first.Comparison == second.Comparison
        && function.Values[first.Counter].Type == function.Values[second.Counter].Type && AreEqual(first.Bound, second.Bound);

    /// <summary>Whether two numbers are the same: the same value, constant or length, or that less a constant.</summary>
    public bool AreEqual(int first, int second)
    {
        var ((a, c), (b, d)) = (OffsetOf(first), OffsetOf(second));
        return c == d && (a == b || (a >= 0 && b >= 0 && indices.Canonical(a) == indices.Canonical(b)));
    }

    /// <summary>Where a loop starts; null where it is no constant.</summary>
    public long? StartOf(CountedLoop counted) => definitions[counted.Start] is { Op: Op.Constant, Bits: >= 0 and < 1 << 30 } start ? start.Bits : null;

    /// <summary>Whether a loop, or what stands before it, reads one of the results of earlier loops.</summary>
    public static bool Needs(HashSet<int> results, IEnumerable<Instruction> between, Instruction loop) =>
        between.Any(i => i.ReadsAny(results)) || loop.ReadsAny(results);

    /// <summary>Whether accesses to the same elements stay in their order where two loops are one.</summary>
    /// <param name="earlier">What the iterations of the earlier loop do.</param>
    /// <param name="first">How that counts.</param>
    /// <param name="later">What those of the later one do.</param>
    /// <param name="second">How that counts.</param>
    public bool StayInOrder(Accesses earlier, CountedLoop first, Accesses later, CountedLoop second)
    {
        bool isUpwards = first.Step > 0;
        long? start = StartOf(second);
        return earlier.DependencesOf(later).All(pair => Holds(pair.First, pair.Second, (a, b) =>
            (a.Value == first.Counter, b.Value == second.Counter) switch
            {
                (true, true) => isUpwards ? a.Offset >= b.Offset : a.Offset <= b.Offset,
                // All iterations of the one loop reach the element, and the other reaches it, if ever, in one that is no later or earlier.
                (true, false) => b.Value < 0 && IsNotAfter(b.Offset - a.Offset, start),
                (false, true) => a.Value < 0 && IsBefore(a.Offset - b.Offset, start),
                _ => a.Value < 0 && b.Value < 0 && a.Offset != b.Offset,
            }));

        bool IsNotAfter(long iteration, long? place) => isUpwards ? iteration <= place : iteration >= place;

        bool IsBefore(long iteration, long? place) => isUpwards ? iteration < place : iteration > place;
    }

    /// <summary>Whether what stands after a loop that counts upwards reaches none of the elements that its iterations from a place on reach.</summary>
    /// <param name="loop">What the iterations do.</param>
    /// <param name="counted">How the loop counts.</param>
    /// <param name="after">What stands after the loop.</param>
    /// <param name="start">The place.</param>
    public bool AreApart(Accesses loop, CountedLoop counted, Accesses after, long start) =>
        loop.DependencesOf(after).All(pair => Holds(pair.First, pair.Second, (a, b) =>
            b.Value < 0 && (a.Value == counted.Counter ? b.Offset - a.Offset < start : a.Value < 0 && a.Offset != b.Offset)));

    /// <summary>Whether two accesses are to one array, with indices of which, in one dimension at least, something is so.</summary>
    private bool Holds(Access first, Access second, Func<(int Value, long Offset), (int Value, long Offset), bool> isSo) =>
        first.Array == second.Array && Enumerable.Range(0, Math.Min(first.Indices.Length, second.Indices.Length)).Any(d =>
            isSo(OffsetOf(first.Indices[d]), OffsetOf(second.Indices[d])));

    private (int Value, long Offset) OffsetOf(int value) => Elements.Offset(value, v => definitions[v]);
}
