namespace Autodiff.Generator.Ir;

/// <summary>Which instruction defines each value of a function; an <see cref="Op.Argument"/> stands for a block's argument.</summary>
internal sealed class Definitions
{
    private readonly Instruction[] byValue;

    private Definitions(Function function)
    {
        byValue = new Instruction[function.Values.Length];
        Visit(function.Body);
    }

    /// <summary>Finds the definitions of all values.</summary>
    public static Definitions Of(Function function) => function.Fact(f => new Definitions(f));

    /// <summary>The instruction that defines a value; a value that a pass has added since has none that is known.</summary>
    public Instruction this[int value] => value < byValue.Length ? byValue[value] : Unknown;

    /// <summary>The array that a value is, or is a window on, through all windows.</summary>
    public int BaseOf(int array)
    {
        while (this[array] is { Op: Op.Slice } window)
        {
            array = window.Operands[0];
        }

        return array;
    }

    private static Instruction Unknown { get; } = new() { Op = Op.Undefined, Results = System.Collections.Immutable.ImmutableArray.Create(-1), Operands = default };

    private void Visit(Block block)
    {
        foreach (int argument in block.Arguments)
        {
            byValue[argument] = new Instruction { Op = Op.Argument, Results = System.Collections.Immutable.ImmutableArray.Create(argument), Operands = default };
        }

        foreach (var instruction in block.Instructions)
        {
            foreach (int result in instruction.Results)
            {
                byValue[result] = instruction;
            }

            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }
        }
    }
}
