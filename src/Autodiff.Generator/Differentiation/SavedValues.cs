using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Makes values that one arm of a branch computes reachable from the reverse sweep of that arm, which is another
/// block: the arm yields them as further results of its branch, and the other arm yields a value of no meaning. After
/// this pass every use is in the scope of its definition.
/// </summary>
internal sealed class SavedValues
{
    private readonly Function function;
    private readonly List<Value> values;
    private readonly List<int> blockOf;
    private readonly List<int> parents = [-1];
    private readonly Dictionary<int, int> exports = [];
    private readonly Dictionary<int, List<int>> exportsOfBlock = [];
    private int nextBlock;

    private SavedValues(Function function)
    {
        this.function = function;
        values = [.. function.Values];
        blockOf = [.. Enumerable.Repeat(0, values.Count)];
    }

    public static Function Save(Function function) => new SavedValues(function).Run();

    private Function Run()
    {
        nextBlock = 0;
        Number(function.Body);
        nextBlock = 0;
        FindEscapes(function.Body);
        if (exports.Count == 0)
        {
            return function;
        }

        nextBlock = 0;
        var body = Rewrite(function.Body);
        return function with { Body = body, Values = values.ToImmutableArray() };
    }

    /// <summary>Numbers the blocks in preorder and notes where each value is defined.</summary>
    private void Number(Block block)
    {
        int number = nextBlock++;
        foreach (var instruction in block.Instructions)
        {
            foreach (int result in instruction.Results)
            {
                blockOf[result] = number;
            }

            foreach (var nested in instruction.Blocks)
            {
                parents.Add(number);
                Number(nested);
            }
        }
    }

    private void FindEscapes(Block block)
    {
        int number = nextBlock++;
        foreach (var instruction in block.Instructions)
        {
            foreach (int operand in instruction.Operands)
            {
                Resolve(operand, number);
            }

            foreach (var nested in instruction.Blocks)
            {
                FindEscapes(nested);
            }
        }

        foreach (int value in block.Yields)
        {
            Resolve(value, number);
        }
    }

    /// <summary>The value that stands for <paramref name="value"/> in a block, exported as far as it must be.</summary>
    private int Resolve(int value, int block)
    {
        while (!IsWithin(block, blockOf[value]))
        {
            if (!exports.TryGetValue(value, out int exported))
            {
                int home = blockOf[value];
                exported = NewValue(values[value], parents[home]);
                exports.Add(value, exported);
                if (!exportsOfBlock.TryGetValue(home, out var list))
                {
                    exportsOfBlock.Add(home, list = []);
                }

                list.Add(value);
            }

            value = exported;
        }

        return value;
    }

    private bool IsWithin(int block, int ancestor)
    {
        for (; block >= 0; block = parents[block])
        {
            if (block == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private int NewValue(Value value, int block)
    {
        values.Add(value);
        blockOf.Add(block);
        return values.Count - 1;
    }

    private Block Rewrite(Block block)
    {
        int number = nextBlock++;
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in block.Instructions)
        {
            instructions.Add(Rewrite(instruction, number));
        }

        var yields = block.Yields.Select(y => Resolve(y, number)).ToImmutableArray();
        return new Block(instructions.ToImmutable(), yields, block.Completes);
    }

    private Instruction Rewrite(Instruction instruction, int number)
    {
        var operands = instruction.Operands.Select(o => Resolve(o, number)).ToImmutableArray();
        if (instruction.Op != Op.If)
        {
            return instruction with { Operands = operands };
        }

        var blocks = new List<Block>();
        var saved = new List<List<int>>();
        foreach (var nested in instruction.Blocks)
        {
            saved.Add(exportsOfBlock.TryGetValue(nextBlock, out var list) ? list : []);
            blocks.Add(Rewrite(nested));
        }

        var extra = saved.SelectMany(s => s).ToList();
        for (int b = 0; b < blocks.Count; b++)
        {
            if (!blocks[b].Completes)
            {
                continue;
            }

            var undefined = ImmutableArray.CreateBuilder<Instruction>();
            var yields = blocks[b].Yields.Items.ToBuilder();
            foreach (int value in extra)
            {
                if (saved[b].Contains(value))
                {
                    yields.Add(value);
                }
                else
                {
                    int none = NewValue(values[value] with { Name = null }, -1);
                    undefined.Add(new Instruction { Op = Op.Undefined, Results = ImmutableArray.Create(none), Operands = default, IsPrimal = true });
                    yields.Add(none);
                }
            }

            blocks[b] = blocks[b] with
            {
                Instructions = blocks[b].Instructions.Items.AddRange(undefined),
                Yields = yields.ToImmutable(),
            };
        }

        return instruction with
        {
            Operands = operands,
            Results = instruction.Results.Items.AddRange(extra.Select(v => exports[v])),
            Blocks = blocks.ToImmutableArray(),
        };
    }
}
