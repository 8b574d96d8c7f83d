using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>The values of a function to which others are added, and the blocks in which they are in scope.</summary>
internal sealed class ScopedValues
{
    private readonly List<Value> values;

    public ScopedValues(Function function)
    {
        Function = function;
        Regions = new Regions(function);
        Definitions = Definitions.Of(function);
        values = [.. function.Values];
    }

    /// <summary>The function.</summary>
    public Function Function { get; }

    /// <summary>Its blocks.</summary>
    public Regions Regions { get; }

    /// <summary>What defines the function's own values.</summary>
    public Definitions Definitions { get; }

    /// <summary>The type and name of a value.</summary>
    public Value this[int value] => values[value];

    /// <summary>All values, by number.</summary>
    public ImmutableArray<Value> ToImmutable() => values.ToImmutableArray();

    /// <summary>The type of a value.</summary>
    public IrType TypeOf(int value) => values[value].Type;

    /// <summary>Whether a value is a span, which neither a variable that outlives its block nor the tape can hold.</summary>
    public bool IsSpan(int value) => TypeOf(value).Array is { Shape: not ArrayShape.Array };

    /// <summary>Has a span that the function allocates be an array, which converts to one.</summary>
    public void MakeArray(int value) => values[value] = values[value] with { Type = IrType.ArrayOf(TypeOf(value).Array!.Element, ArrayShape.Array) };

    /// <summary>What is known of a value, and where it has no name which one it is: what the reverse sweep finds again is called the same.</summary>
    public Value Identify(int value)
    {
        if (values[value] is { Name: null, Owner: 0 } && Definitions[value].IsPrimal)
        {
            values[value] = values[value] with { Owner = -1 - value };
        }

        return values[value];
    }

    /// <summary>Adds a value that is defined in a block, at the place of another in the order of the text.</summary>
    public int Add(Value value, int block, int position)
    {
        values.Add(value);
        Regions.Add(values.Count - 1, block, position);
        return values.Count - 1;
    }

    /// <summary>Adds a value that only what is written beside it reads.</summary>
    public int Add(Value value) => Add(value, -1, 0);

    /// <summary>Whether a value may be read in a block.</summary>
    public bool IsInScope(int value, int block) => Regions.IsWithin(block, Regions.HomeOf(value));

    /// <summary>Whether a loop is left on the way from a block to one that holds another as well.</summary>
    public bool IsInLoop(int block, int other)
    {
        for (; !Regions.IsWithin(other, block); block = Regions.ParentOf(block))
        {
            if (Regions.IsLoop(block))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a loop stands between a block and one around it.</summary>
    public bool IsOuter(int around, int block)
    {
        for (; block != around; block = Regions.ParentOf(block))
        {
            if (Regions.IsLoop(block))
            {
                return true;
            }
        }

        return false;
    }
}
