using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>How often a block reads each value, what is nested in it included, and which of its own instructions does so first.</summary>
internal sealed class BlockUses
{
    private readonly Dictionary<int, int> counts = [];
    private readonly Dictionary<int, int> yields = [];
    private readonly Dictionary<int, Instruction> readers = [];

    public BlockUses(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (int operand in instruction.Operands)
            {
                if (!readers.ContainsKey(operand))
                {
                    readers.Add(operand, instruction);
                }
            }
        }

        foreach (int value in block.Yields)
        {
            Count(yields, value);
        }

        Visit(block);
    }

    /// <summary>How often a value is read.</summary>
    public int Of(int value) => counts.TryGetValue(value, out int count) ? count : 0;

    /// <summary>How often the block itself hands a value on.</summary>
    public int YieldsOf(int value) => yields.TryGetValue(value, out int count) ? count : 0;

    /// <summary>The block's first instruction with a value among its operands; null where there is none.</summary>
    public Instruction? ReaderOf(int value) => readers.TryGetValue(value, out var reader) ? reader : null;

    private static void Count(Dictionary<int, int> counts, int value)
    {
        counts.TryGetValue(value, out int count);
        counts[value] = count + 1;
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (int operand in instruction.Operands)
            {
                Count(counts, operand);
            }

            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }
        }

        foreach (int value in block.Yields)
        {
            Count(counts, value);
        }
    }
}
