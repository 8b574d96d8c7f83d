using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Takes the restatements out when the reverse sweep stands, which was what they were for: a restated value is the value that there was, and
/// so is what restated it, unless that is older.
/// </summary>
internal sealed class Restatements
{
    private readonly Renaming renaming = new();
    private readonly Dictionary<int, int> places = [];

    /// <summary>Removes all restatements.</summary>
    public static Function Settle(Function gradient)
    {
        var pass = new Restatements();
        pass.Visit(gradient.Body);
        return pass.renaming.Count == 0 ? gradient : gradient with { Body = pass.Rewrite(gradient.Body) };
    }

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

    private Block Rewrite(Block block) => block with
    {
        Instructions = block.Instructions.Where(i => i.Op != Op.Restate)
            .Select(i => i with { Operands = renaming.Of(i.Operands), Blocks = i.Blocks.Select(Rewrite).ToImmutableArray() }).ToImmutableArray(),
        Yields = renaming.Of(block.Yields),
    };
}
