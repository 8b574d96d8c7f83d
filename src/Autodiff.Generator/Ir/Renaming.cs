using System.Collections.Immutable;

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

    /// <summary>What stands for each value of a list.</summary>
    public ImmutableArray<int> Of(EquatableArray<int> values) => values.Select(Of).ToImmutableArray();

    /// <summary>A block that reads what stands for each value.</summary>
    public Block Of(Block block) => block with
    {
        Instructions = block.Instructions.Select(Of).ToImmutableArray(),
        Yields = Of(block.Yields),
    };

    /// <summary>An instruction that does.</summary>
    public Instruction Of(Instruction instruction) => instruction with
    {
        Operands = Of(instruction.Operands),
        Blocks = instruction.Blocks.Select(Of).ToImmutableArray(),
    };
}
