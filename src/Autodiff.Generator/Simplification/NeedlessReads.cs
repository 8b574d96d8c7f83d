using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Leaves out reads of elements that nothing needs, and that cannot throw: what a helper returns besides what its caller wants. Such a read
/// is there for its exception only, which an access to an element of the same array at that place or behind it, before it in the same block
/// or an enclosing one, has thrown already. Places are constants; an array never changes its length.
/// </summary>
internal sealed class NeedlessReads
{
    private readonly int[] uses;
    private readonly Definitions definitions;

    private NeedlessReads(Function function)
    {
        uses = UseCounts.Of(function);
        definitions = Definitions.Of(function);
    }

    /// <summary>Leaves them out of a function: gives the function itself where there are none.</summary>
    public static Function Remove(Function function)
    {
        var body = new NeedlessReads(function).Rewrite(function.Body, []);
        return ReferenceEquals(body, function.Body) ? function : function with { Body = body };
    }

    /// <summary>Rewrites a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="reached">The last place of each array that was reached before.</param>
    private Block Rewrite(Block block, Dictionary<int, long> reached)
    {
        var kept = new List<Instruction>(block.Instructions.Length);
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { IsPrimal: true, Op: Op.Load or Op.Store } && PlaceOf(instruction) is { } place)
            {
                int array = instruction.Operands[0];
                bool isReached = reached.TryGetValue(array, out long last) && last >= place;
                if (isReached && instruction.Op == Op.Load && uses[instruction.Result] == 0)
                {
                    continue;
                }

                reached[array] = isReached ? last : place;
            }

            kept.Add(instruction.Blocks.Length == 0 ? instruction : instruction.WithBlocks(b => Rewrite(b, new(reached))));
        }

        return block.With(kept);
    }

    /// <summary>The constant index of an access to an element of an array of one dimension.</summary>
    private long? PlaceOf(Instruction access) =>
        access.Operands.Length == (access.Op == Op.Load ? 2 : 3) && definitions[access.Operands[1]] is { Op: Op.Constant, Bits: >= 0 and var index } ? index : null;
}
