using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// What a loop carries only for its exits: <c>return</c> sets it and ends the loop, and every iteration that goes on hands on what it was at
/// first. Such an iteration leaves it alone instead of setting it again. It runs on the primal computation, before
/// that is differentiated.
/// </summary>
/// <remarks>
/// Where each path that goes on yields the initial value, every iteration starts with it, by induction: a path may yield what it
/// was given in its place.
/// </remarks>
internal sealed class ExitValues
{
    private readonly Definitions definitions;

    private ExitValues(Function function)
    {
        definitions = Definitions.Of(function);
    }

    /// <summary>Leaves alone what does not change, in all loops of a function.</summary>
    public static Function Keep(Function function) =>
        function.Body.HasLoop && new ExitValues(function).Rewrite(function.Body) is var body && !ReferenceEquals(body, function.Body) ? function with { Body = body } : function;

    private Block Rewrite(Block block) => block.With(block.Instructions.Select(i =>
    {
        var rewritten = i.Blocks.Length == 0 ? i : i.WithBlocks(Rewrite);
        return i.Op == Op.Loop ? RewriteLoop(rewritten) : rewritten;
    }).ToArray());

    private Instruction RewriteLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        for (int i = 0; i < loop.Operands.Length && body.Completes; i++)
        {
            // Where the loop always goes on there is no exit to carry it for.
            if (definitions[body.Yields[0]].Op == Op.If && GoesOnWith(body, 0, i + 1, loop.Operands[i], header.Arguments[i]))
            {
                body = WithArgument(body, i + 1, loop.Operands[i], header.Arguments[i]);
            }
        }

        return ReferenceEquals(body, loop.Blocks[1]) ? loop : loop with { Blocks = ImmutableArray.Create(header, body) };
    }

    /// <summary>Whether all paths through a block that go on yield the initial value, or what the loop was given for it.</summary>
    private bool GoesOnWith(Block block, int goesOn, int index, int initial, int argument)
    {
        if (!block.Completes || definitions[block.Yields[goesOn]] is { Op: Op.Constant, Bits: 0 }
            || block.Yields[index] == argument || IsSame(block.Yields[index], initial))
        {
            return true;
        }

        return BranchOf(block, index) is { } branch && branch.Results.Items.IndexOf(block.Yields[goesOn]) is >= 0 and var flag
            && branch.Blocks.All(arm => GoesOnWith(arm, flag, branch.Results.Items.IndexOf(block.Yields[index]), initial, argument));
    }

    /// <summary>A block that yields what the loop was given where it yielded the initial value.</summary>
    private Block WithArgument(Block block, int index, int initial, int argument)
    {
        if (!block.Completes)
        {
            return block;
        }

        if (IsSame(block.Yields[index], initial))
        {
            return block with { Yields = block.Yields.Items.SetItem(index, argument) };
        }

        if (BranchOf(block, index) is not { } branch)
        {
            return block;
        }

        int result = branch.Results.Items.IndexOf(block.Yields[index]);
        var arms = branch.Blocks.Select(arm => WithArgument(arm, result, initial, argument)).ToImmutableArray();
        return block with { Instructions = block.Instructions.Select(i => ReferenceEquals(i, branch) ? i with { Blocks = arms } : i).ToImmutableArray() };
    }

    /// <summary>The branch in a block that a value which the block yields comes from.</summary>
    private static Instruction? BranchOf(Block block, int index) =>
        block.Instructions.LastOrDefault(i => i.Op == Op.If && i.Results.Contains(block.Yields[index]));

    /// <summary>Whether two values are one, or constants that are the same.</summary>
    private bool IsSame(int value, int other) =>
        value == other
        || (definitions[value] is { Op: Op.Constant } one && definitions[other] is { Op: Op.Constant } two && one.Bits == two.Bits && one.Text == two.Text);
}
