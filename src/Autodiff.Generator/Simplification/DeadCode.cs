using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Removes what no result needs. What may throw or act stays, and a branch loses the results that nothing reads. One
/// backward walk finds the live values; one forward walk copies what defines them.
/// </summary>
internal sealed class DeadCode : Rewriter
{
    private readonly bool[] live;

    private DeadCode(Function source)
        : base(source)
    {
        live = new bool[source.Values.Length];
        foreach (int result in source.Body.Yields)
        {
            live[result] = true;
        }

        Mark(source.Body);
    }

    public static Function Remove(Function function) => new DeadCode(function).Run();

    protected override void Copy(Instruction instruction)
    {
        if (!IsKept(instruction))
        {
            return;
        }

        if (instruction.Op != Op.If)
        {
            base.Copy(instruction);
            return;
        }

        var kept = Enumerable.Range(0, instruction.Results.Length).Where(i => live[instruction.Results[i]]).ToArray();
        var narrowed = instruction with
        {
            Results = kept.Select(i => instruction.Results[i]).ToImmutableArray(),
            PrimalResults = instruction.PrimalResults is { } primal ? kept.Count(i => i < primal) : null,
            Blocks = instruction.Blocks
                .Select(b => b with { Yields = b.Completes ? kept.Select(i => b.Yields[i]).ToImmutableArray() : default })
                .ToImmutableArray(),
        };
        base.Copy(narrowed);
    }

    private void Mark(Block block)
    {
        for (int i = block.Instructions.Length - 1; i >= 0; i--)
        {
            var instruction = block.Instructions[i];
            if (instruction.Op == Op.If)
            {
                foreach (var nested in instruction.Blocks)
                {
                    for (int r = 0; r < instruction.Results.Length && nested.Completes; r++)
                    {
                        live[nested.Yields[r]] |= live[instruction.Results[r]];
                    }

                    Mark(nested);
                }
            }

            if (IsKept(instruction))
            {
                foreach (int operand in instruction.Operands)
                {
                    live[operand] = true;
                }
            }
        }
    }

    private bool IsKept(Instruction instruction) =>
        instruction.Op == Op.Parameter
        || (instruction.Effects & Effects.Acts) != 0
        || instruction.Results.Any(r => live[r])
        || instruction.Blocks.Any(b => !b.Completes || b.Instructions.Any(IsKept));
}
