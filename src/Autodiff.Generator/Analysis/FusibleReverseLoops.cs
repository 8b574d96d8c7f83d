using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which loops of the reverse sweep that follow each other may be one: <see cref="JoinableLoops"/> that start from the same number, of which
/// the later one reads an element that the earlier one writes in the same iteration: the adjoint is a number then.
/// </summary>
/// <remarks>
/// The tape gives back in its order what was put there, so that at most one of the loops takes from it. The reverse sweep accesses what
/// the forward sweep has accessed: no exception changes its place.
/// </remarks>
internal sealed class FusibleReverseLoops(Function function, Definitions definitions, PointsTo memory, KnownIndices indices)
{
    /// <summary>How many accesses of a loop are compared with those of another one at most.</summary>
    private const int Limit = 64;

    private readonly JoinableLoops rule = new(function, definitions, indices);

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

    /// <summary>Two loops as one; null where they are not, or where nothing is gained.</summary>
    /// <param name="first">The earlier loop.</param>
    /// <param name="between">What stands between the two: instructions that only compute, which may run before both.</param>
    /// <param name="second">The later loop.</param>
    public Pair? Find(Instruction first, IReadOnlyList<Instruction> between, Instruction second)
    {
        if (rule.CounterOf(first) is not { } a || rule.CounterOf(second) is not { } b || !rule.CountAlike(a, b) || !rule.AreEqual(a.Start, b.Start)
            || JoinableLoops.Needs([.. first.Results], between, second)
            || AccessesOf(first) is not { } earlier || AccessesOf(second) is not { } later || (earlier.Pops && later.Pops) || !rule.StayInOrder(earlier, a, later, b))
        {
            return null;
        }

        var forwarded = Forward(first.Blocks[1], a.Counter, second.Blocks[1], b.Counter);
        return forwarded.Count == 0 ? null : new Pair(first, a, second, b, later.Pops ? second.ReverseOf : first.ReverseOf, forwarded);
    }

    /// <summary>What the iterations of a loop do; null where that is too much, or not known.</summary>
    private Accesses? AccessesOf(Instruction loop)
    {
        var accesses = new Accesses(memory, _ => true, runsOnce: false);
        return loop.Blocks[1].Instructions.All(accesses.Add) && accesses.Count <= Limit ? accesses : null;
    }

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
