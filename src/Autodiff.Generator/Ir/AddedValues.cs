using System.Collections.Immutable;

namespace Autodiff.Generator.Ir;

/// <summary>The values of a function to which a pass adds some that have no names.</summary>
internal sealed class AddedValues(Function function)
{
    private readonly List<Value> values = [.. function.Values];

    /// <summary>All values, by number.</summary>
    public ImmutableArray<Value> ToImmutable() => values.ToImmutableArray();

    /// <summary>The type of a value.</summary>
    public IrType TypeOf(int value) => values[value].Type;

    /// <summary>Adds a value.</summary>
    public int Add(IrType type)
    {
        values.Add(new Value(type, null));
        return values.Count - 1;
    }

    /// <summary>Adds an instruction to a block, and gives the value that it defines.</summary>
    public int Define(Instruction instruction, IrType type, ImmutableArray<Instruction>.Builder block)
    {
        int result = Add(type);
        block.Add(instruction with { Results = ImmutableArray.Create(result) });
        return result;
    }
}
