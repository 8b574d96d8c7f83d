using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which loops of the reverse sweep that follow each other may be one (Allen and Kennedy, Optimizing Compilers for Modern Architectures, 2001,
/// §8.6.2): they count in one direction from the same start to the same bound, the later one needs nothing that the earlier one leaves, and
/// every two accesses to one element, of which one writes, stay in their order. Two additions to an element are in order either way. An
/// element that the earlier loop reaches at i + c and the later one at j + d is reached when j − i = c − d, and j must not run before i.
/// </summary>
/// <remarks>
/// The tape gives back in its order what was put there, so that at most one of the loops takes from it. The reverse sweep accesses what
/// the forward sweep has accessed: no exception changes its place. It pays where an element that the earlier loop writes is read in the same
/// iteration, which is a number then.
/// </remarks>
internal sealed class FusibleReverseLoops(Function function, Definitions definitions, PointsTo memory, KnownIndices indices)
{
    /// <summary>How many accesses of a loop are compared with those of another one at most.</summary>
    private const int Limit = 64;

    /// <summary>Two loops of which the later may run in the iterations of the earlier.</summary>
    /// <param name="First">The earlier loop.</param>
    /// <param name="FirstCounter">How it counts.</param>
    /// <param name="Second">The later loop.</param>
    /// <param name="SecondCounter">How that counts.</param>
    /// <param name="ReverseOf">The region whose values the loop takes off the tape.</param>
    /// <param name="Forwarded">The reads of the later loop of what the earlier one wrote in the iteration, with what that was.</param>
    internal sealed record Pair(
        Instruction First, CountedLoop FirstCounter, Instruction Second, CountedLoop SecondCounter, int ReverseOf, Dictionary<Instruction, int> Forwarded);

    /// <summary>Whether a loop is one of the reverse sweep.</summary>
    public static bool IsCandidate(Instruction instruction) => instruction is { Op: Op.Loop, IsPrimal: false, PrimalResults: null, Region: 0 };

    /// <summary>Whether an instruction between two loops may run before both.</summary>
    public static bool MayStandBetween(Instruction instruction) => instruction is { Effects: Effects.None, Blocks.Length: 0 };

    /// <summary>Two loops as one; null where they are not, or where nothing is gained.</summary>
    /// <param name="first">The earlier loop.</param>
    /// <param name="between">What stands between the two: instructions that <see cref="MayStandBetween"/>.</param>
    /// <param name="second">The later loop.</param>
    public Pair? Find(Instruction first, IEnumerable<Instruction> between, Instruction second)
    {
        if (CounterOf(first) is not { } a || CounterOf(second) is not { } b || a.Step != b.Step || a.Comparison != b.Comparison
            || function.Values[a.Counter].Type != function.Values[b.Counter].Type || !AreEqual(a.Start, b.Start) || !AreEqual(a.Bound, b.Bound))
        {
            return null;
        }

        var results = new HashSet<int>(first.Results);
        var (accesses, others) = (new List<Instruction>(), new List<Instruction>());
        if (between.Any(i => i.Operands.Any(results.Contains)) || Reads(second, results)
            || !Collect(first.Blocks[1], accesses, out bool firstPops) || !Collect(second.Blocks[1], others, out bool secondPops) || (firstPops && secondPops)
            || !accesses.TrueForAll(x => others.TrueForAll(y => StayInOrder(x, y, a, b))))
        {
            return null;
        }

        var forwarded = Forward(first.Blocks[1], a.Counter, second.Blocks[1], b.Counter);
        return forwarded.Count == 0 ? null : new Pair(first, a, second, b, secondPops ? second.ReverseOf : first.ReverseOf, forwarded);
    }

    private CountedLoop? CounterOf(Instruction loop) =>
        loop.Blocks[0].Instructions.All(MayStandBetween)
        && CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is { Step: 1 or -1 } counted ? counted : null;

    /// <summary>Whether two numbers are the same: the same value, constant or length, or that less a constant.</summary>
    private bool AreEqual(int first, int second)
    {
        var (a, c) = Elements.Offset(first, v => definitions[v]);
        var (b, d) = Elements.Offset(second, v => definitions[v]);
        return c == d && (a == b || (a >= 0 && b >= 0 && indices.Canonical(a) == indices.Canonical(b)));
    }

    private static bool Reads(Instruction instruction, HashSet<int> values) =>
        instruction.Operands.Any(values.Contains) || instruction.Blocks.Any(b => b.Yields.Any(values.Contains) || b.Instructions.Any(i => Reads(i, values)));

    /// <summary>Collects the accesses of a block; false where it does anything that is neither one nor pure.</summary>
    private static bool Collect(Block block, List<Instruction> accesses, out bool pops)
    {
        pops = false;
        foreach (var instruction in block.Instructions)
        {
            switch (instruction.Op)
            {
                case Op.Load or Op.Store or Op.Accumulate:
                    accesses.Add(instruction);
                    break;
                case Op.Pop:
                    pops = true;
                    break;
                case Op.If or Op.Loop:
                    foreach (var nested in instruction.Blocks)
                    {
                        if (!Collect(nested, accesses, out bool nestedPops))
                        {
                            return false;
                        }

                        pops |= nestedPops;
                    }

                    break;
                default:
                    if (!MayStandBetween(instruction))
                    {
                        return false;
                    }

                    break;
            }
        }

        return block.Completes && accesses.Count <= Limit;
    }

    /// <summary>Whether what the two loops do to one element is done in the same order by the one loop.</summary>
    private bool StayInOrder(Instruction first, Instruction second, CountedLoop a, CountedLoop b)
    {
        if ((first.Op == Op.Load && second.Op == Op.Load) || (first.Op == Op.Accumulate && second.Op == Op.Accumulate)
            || !memory.MayAlias(first.Operands[0], second.Operands[0]))
        {
            return true;
        }

        int count = Math.Min(IndexCount(first), IndexCount(second));
        return first.Operands[0] == second.Operands[0] && Enumerable.Range(1, count).Any(d =>
        {
            var (x, c) = Elements.Offset(first.Operands[d], v => definitions[v]);
            var (y, e) = Elements.Offset(second.Operands[d], v => definitions[v]);
            return x == a.Counter && y == b.Counter ? (a.Step > 0 ? c >= e : c <= e) : x < 0 && y < 0 && c != e;
        });
    }

    private static int IndexCount(Instruction access) => access.Operands.Length - (access.Op == Op.Load ? 1 : 2);

    /// <summary>The reads that stand in the later body itself, of the element that the earlier one has written last, with what it wrote.</summary>
    private Dictionary<Instruction, int> Forward(Block first, int firstCounter, Block second, int secondCounter)
    {
        var known = new Dictionary<int, int>();
        foreach (var instruction in first.Instructions)
        {
            Note(instruction, firstCounter, known);
        }

        var forwarded = new Dictionary<Instruction, int>(ByReference<Instruction>.Instance);
        foreach (var instruction in second.Instructions)
        {
            if (instruction is { Op: Op.Load, Operands.Length: 2 } && instruction.Operands[1] == secondCounter && known.TryGetValue(instruction.Operands[0], out int value))
            {
                forwarded.Add(instruction, value);
            }

            Note(instruction, secondCounter, known);
        }

        return forwarded;
    }

    /// <summary>Follows what is known of elements past an instruction.</summary>
    private void Note(Instruction instruction, int counter, Dictionary<int, int> known)
    {
        foreach (var nested in instruction.Blocks.SelectMany(b => b.Instructions))
        {
            Note(nested, counter: -1, known);
        }

        if (instruction.Op is not (Op.Store or Op.Accumulate))
        {
            return;
        }

        int array = instruction.Operands[0];
        foreach (int other in known.Keys.Where(k => memory.MayAlias(k, array)).ToList())
        {
            known.Remove(other);
        }

        if (instruction is { Op: Op.Store, Operands.Length: 3 } && instruction.Operands[1] == counter
            && function.Values[instruction.Operands[2]].Type == function.Values[array].Type.Array!.Element)
        {
            known[array] = instruction.Operands[2];
        }
    }
}
