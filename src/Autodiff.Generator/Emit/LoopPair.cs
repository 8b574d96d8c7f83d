using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// A loop of the forward pass and the one that reverses it, which stand in one block and count through the same numbers, one up and the
/// other down. A buffer that both index by their counters needs no record of the iterations.
/// </summary>
/// <param name="Loop">The place of the forward loop in the block.</param>
/// <param name="Reverse">The place of the reverse loop.</param>
/// <param name="Counted">How the forward loop counts.</param>
/// <param name="Counter">The counter of the reverse loop.</param>
internal sealed record LoopPair(int Loop, int Reverse, CountedLoop Counted, int Counter)
{
    /// <summary>The pairs in a block of which the counter may be an index.</summary>
    public static IEnumerable<LoopPair> In(Block block, Func<int, Instruction> definitionOf, Func<int, IrType> typeOf)
    {
        var loops = new Dictionary<int, int>();
        for (int i = 0; i < block.Instructions.Length; i++)
        {
            var instruction = block.Instructions[i];
            if (instruction is { Op: Op.Loop, ReverseOf: > 0 } && loops.TryGetValue(instruction.ReverseOf, out int loop)
                && Find(block.Instructions[loop], instruction, definitionOf, typeOf) is var (counted, counter))
            {
                yield return new LoopPair(loop, i, counted, counter);
            }

            if (instruction is { Op: Op.Loop, Region: > 0 })
            {
                loops[instruction.Region] = i;
            }
        }
    }

    private static (CountedLoop Counted, int Counter)? Find(Instruction loop, Instruction reverse, Func<int, Instruction> definitionOf, Func<int, IrType> typeOf)
    {
        if (CountedLoop.Find(loop, definitionOf, typeOf) is not { } forward || CountedLoop.Find(reverse, definitionOf, typeOf) is not { } backward)
        {
            return null;
        }

        // The reverse loop runs as often: where it ends on the number that the other starts from, the steps between are the same too.
        bool isSame = backward.Step == -forward.Step && typeOf(forward.Counter).Kind == IrTypeKind.Int32 && typeOf(backward.Counter).Kind == IrTypeKind.Int32
            && backward.Comparison is Op.GreaterOrEqual or Op.LessOrEqual
            && (backward.Bound == forward.Start
                || (definitionOf(backward.Bound) is { Op: Op.Constant } end && definitionOf(forward.Start) is { Op: Op.Constant } start && end.Bits == start.Bits));
        return isSame && forward.LengthOfIndices(definitionOf) is not null ? (forward, backward.Counter) : null;
    }
}
