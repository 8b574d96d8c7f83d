using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Guards additions of sums that a loop has made (<see cref="PromotedSums"/>): an index that nothing but the loop has used is not known to be in
/// range where the loop did not run. There the element is left alone.
/// </summary>
/// <param name="values">The values.</param>
/// <param name="sums">For each sum what it starts with, and whether it is certain that something is added to it.</param>
/// <param name="indices">Which indices are in range.</param>
internal sealed class SumGuards(AddedValues values, IReadOnlyDictionary<int, (int Zero, bool IsAdded)> sums, KnownIndices indices)
{
    /// <summary>A block in which such additions are guarded.</summary>
    public Block Add(Block block) => Add(block, []);

    /// <summary>The place of an access.</summary>
    public static (int, EquatableArray<int>) KeyOf(Instruction access) =>
        (access.Operands[0], access.Operands.Skip(1).Take(access.IndexCount).ToImmutableArray());

    /// <summary>What an addition adds.</summary>
    public static int ValueOf(Instruction addition) => addition.Operands[addition.Operands.Length - 1];

    private Block Add(Block block, List<(int, EquatableArray<int>)> around)
    {
        if (!block.Instructions.Any(i => i.Blocks.Length > 0))
        {
            return block;
        }

        var accessed = new List<(int, EquatableArray<int>)>(around);
        accessed.AddRange(block.Instructions.Where(i => i.Op == Op.Store || i.Op == Op.Load || (i.Op == Op.Accumulate && !sums.ContainsKey(ValueOf(i)))).Select(KeyOf));
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Accumulate && sums.TryGetValue(ValueOf(instruction), out var sum) && !sum.IsAdded
                && !accessed.Contains(KeyOf(instruction)) && !indices.AreInRange(instruction))
            {
                int isAdded = values.Define(
                    new Instruction { Op = Op.NotEqual, Results = default, Operands = ImmutableArray.Create(ValueOf(instruction), sum.Zero), Origin = instruction.Origin },
                    IrType.Boolean,
                    instructions);
                instructions.Add(new Instruction
                {
                    Op = Op.If,
                    Results = default,
                    Operands = ImmutableArray.Create(isAdded),
                    Blocks = ImmutableArray.Create(new Block(ImmutableArray.Create(instruction), default), Block.Empty),
                    Origin = instruction.Origin,
                });
                continue;
            }

            instructions.Add(instruction.Blocks.Length == 0
                ? instruction
                : instruction with { Blocks = instruction.Blocks.Select(b => Add(b, accessed)).ToImmutableArray() });
        }

        return block with { Instructions = instructions.ToImmutable() };
    }
}
