using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Puts into variables the indices that turned out to be negative constants. Such an access throws, as it does in the method, where
/// the constant was in a variable, too: of one that it sees itself the compiler warns.
/// </summary>
internal sealed class NegativeIndices
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly List<Value> values;

    private NegativeIndices(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        values = [];
    }

    /// <summary>Names the negative indices of a function.</summary>
    public static Function Name(Function function)
    {
        var pass = new NegativeIndices(function);
        if (!pass.HasNegative(function.Body))
        {
            return function;
        }

        pass.values.AddRange(function.Values);
        return function with { Body = pass.Rewrite(function.Body), Values = pass.values.ToImmutableArray() };
    }

    private bool HasNegative(Block block) =>
        block.Instructions.Any(i => (i.Op is Op.Load or Op.Store or Op.Accumulate && HasNegativeIndex(i)) || (i.Blocks.Length > 0 && i.Blocks.Any(HasNegative)));

    private bool HasNegativeIndex(Instruction access) => IndicesOf(access).Any(o => IsNegative(access.Operands[o]));

    private bool IsNegative(int value) => definitions[value] is { Op: Op.Constant, Bits: < 0 } && function.Values[value].Type.IsInteger;

    /// <summary>Which operands of an instruction are indices.</summary>
    private static IEnumerable<int> IndicesOf(Instruction access) => access.Op switch
    {
        Op.Load => Enumerable.Range(1, access.Operands.Length - 1),
        Op.Store or Op.Accumulate => Enumerable.Range(1, access.Operands.Length - 2),
        _ => [],
    };

    private Block Rewrite(Block block)
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>(block.Instructions.Length);
        foreach (var instruction in block.Instructions)
        {
            var operands = instruction.Operands.Items;
            foreach (int o in IndicesOf(instruction).Where(o => IsNegative(instruction.Operands[o])))
            {
                var constant = definitions[operands[o]];
                int index = values.Count;
                values.Add(new Value(function.Values[operands[o]].Type, "index", IsLocal: true));
                instructions.Add(new Instruction
                {
                    Op = Op.Opaque,
                    Text = constant.Text,
                    Results = ImmutableArray.Create(index),
                    Operands = default,
                    Origin = instruction.Origin,
                    IsPrimal = true,
                });
                operands = operands.SetItem(o, index);
            }

            instructions.Add(instruction with { Operands = operands, Blocks = instruction.Blocks.Select(Rewrite).ToImmutableArray() });
        }

        return block with { Instructions = instructions.ToImmutable() };
    }
}
