namespace Autodiff.Generator.Ir;

/// <summary>Which values stand for others, and code in which they do. A value that stands for one may have another in its own place.</summary>
internal sealed class Renaming
{
    private readonly Dictionary<int, int> images = [];

    /// <summary>How many values are replaced.</summary>
    public int Count => images.Count;

    /// <summary>Has one value stand for another.</summary>
    public void Add(int value, int image) => images.Add(value, image);

    /// <summary>Whether something else stands for a value.</summary>
    public bool Replaces(int value) => images.ContainsKey(value);

    /// <summary>What stands for a value in the end.</summary>
    public int Of(int value)
    {
        while (images.TryGetValue(value, out int image))
        {
            value = image;
        }

        return value;
    }

    /// <summary>What stands for each value of a list: the list itself where that is the values.</summary>
    public EquatableArray<int> Of(EquatableArray<int> values)
    {
        if (images.Count == 0)
        {
            return values;
        }

        int first = 0;
        while (first < values.Length && !Replaces(values[first]))
        {
            first++;
        }

        return first == values.Length ? values : values.Select(Of).ToImmutableArray();
    }

    /// <summary>A block that reads what stands for each value.</summary>
    public Block Of(Block block)
    {
        if (images.Count == 0)
        {
            return block;
        }

        var renamed = block.With(block.Instructions.Select(Of).ToArray());
        var yields = Of(block.Yields);
        return yields.IsSame(block.Yields) ? renamed : renamed with { Yields = yields };
    }

    /// <summary>An instruction that does: the instruction itself where it is one.</summary>
    public Instruction Of(Instruction instruction)
    {
        var operands = Of(instruction.Operands);
        var renamed = operands.IsSame(instruction.Operands) ? instruction : instruction with { Operands = operands };
        return renamed.Blocks.Length == 0 ? renamed : renamed.WithBlocks(Of);
    }
}
