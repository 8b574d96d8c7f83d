using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Takes the restatements out when the reverse sweep stands, which was what they were for: a restated value is the value that there was, and
/// so is what restated it, unless that is older. What else was computed for a restatement belongs to the reverse sweep.
/// </summary>
internal sealed class Restatements
{
    private readonly Renaming renaming = new();
    private readonly Dictionary<int, int> places = [];
    private readonly HashSet<int> read = [];
    private readonly int[] uses;

    private Restatements(Function gradient) => uses = UseCounts.Of(gradient);

    /// <summary>Removes all restatements.</summary>
    public static Function Settle(Function gradient)
    {
        if (!HasRestatement(gradient.Body))
        {
            return gradient;
        }

        var pass = new Restatements(gradient);
        pass.Visit(gradient.Body);
        return pass.renaming.Count == 0 ? gradient : gradient with { Body = pass.Rewrite(gradient.Body) };
    }

    private static bool HasRestatement(Block block) =>
        block.Instructions.Any(i => i.Op == Op.Restate || (i.Blocks.Length > 0 && i.Blocks.Any(HasRestatement)));

    private void Visit(Block block)
    {
        Define(block.Arguments);
        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }

            Define(instruction.Results);
            if (instruction.Op != Op.Restate)
            {
                continue;
            }

            var (known, restatement) = (instruction.Operands[0], instruction.Operands[1]);
            renaming.Add(instruction.Result, known);
            if (places[restatement] > places[known] && !renaming.Replaces(restatement))
            {
                renaming.Add(restatement, known);
            }
        }
    }

    private void Define(EquatableArray<int> values)
    {
        foreach (int value in values)
        {
            places.Add(value, places.Count);
        }
    }

    /// <summary>A block without restatements, from its end on: what of the forward sweep that does not read is the reverse sweep's.</summary>
    private Block Rewrite(Block block)
    {
        var yields = renaming.Of(block.Yields);
        read.UnionWith(yields);
        var instructions = new List<Instruction>();
        foreach (var instruction in block.Instructions.Where(i => i.Op != Op.Restate).Reverse())
        {
            var operands = renaming.Of(instruction.Operands);
            bool isPrimal = instruction.IsPrimal && (Acts(instruction) || instruction.Results.Any(read.Contains));
            if (isPrimal)
            {
                read.UnionWith(operands);
            }

            var rewritten = instruction with { Operands = operands };
            instructions.Add(isPrimal || !instruction.IsPrimal ? rewritten with { Blocks = BlocksOf(instruction) } : Derived(rewritten));
        }

        instructions.Reverse();
        return block with { Instructions = instructions.ToImmutableArray(), Yields = yields };
    }

    /// <summary>The blocks of an instruction, of which the later sees the earlier.</summary>
    private ImmutableArray<Block> BlocksOf(Instruction instruction) => instruction.Blocks.Reverse().Select(Rewrite).Reverse().ToImmutableArray();

    private Instruction Derived(Instruction instruction) => instruction.InReverseSweep() with
    {
        Blocks = instruction.Blocks.Select(b => b with
        {
            Instructions = b.Instructions.Where(i => i.Op != Op.Restate).Select(i => Derived(i with { Operands = renaming.Of(i.Operands) })).ToImmutableArray(),
            Yields = renaming.Of(b.Yields),
        }).ToImmutableArray(),
    };

    /// <summary>Whether an instruction stays what it is even where nothing reads it. An array that nothing uses may still have no length, and throw.</summary>
    private bool Acts(Instruction instruction) =>
        instruction.Op == Op.Parameter || (instruction.Op == Op.Allocate && uses[instruction.Result] == 0) || (instruction.Effects & Effects.Acts) != 0 || instruction.Blocks.Any(b => !b.Completes || b.Instructions.Any(Acts));
}
