using System.Collections.Immutable;

namespace Autodiff.Generator.Ir;

/// <summary>A function to which a pass adds values and instructions while it reads it.</summary>
internal sealed class Draft
{
    private readonly List<Value> values;
    private readonly Dictionary<int, Instruction> added = [];
    private readonly Dictionary<int, int> sources = [];
    private readonly Definitions definitions;
    private readonly int count;

    public Draft(Function function)
    {
        values = [.. function.Values];
        count = values.Count;
        definitions = Definitions.Of(function);
    }

    /// <summary>The values so far.</summary>
    public ImmutableArray<Value> Values => values.ToImmutableArray();

    /// <summary>What is known of a value.</summary>
    public Value this[int value] => values[value];

    /// <summary>The type of a value.</summary>
    public IrType TypeOf(int value) => values[value].Type;

    /// <summary>The instruction that defines a value, as it is now.</summary>
    public Instruction DefinitionOf(int value) => added.TryGetValue(value, out var definition) ? definition : definitions[value];

    /// <summary>The value of the function as it was that one repeats; the value itself where it is one of these.</summary>
    public int SourceOf(int value) => sources.TryGetValue(value, out int source) ? source : value;

    /// <summary>Whether a value is one of the function as it was, or repeats one.</summary>
    public bool IsKnown(int value) => SourceOf(value) < count;

    /// <summary>A new value without a definition yet.</summary>
    public int Add(Value value, int source = -1)
    {
        values.Add(value);
        if (source >= 0)
        {
            sources.Add(values.Count - 1, SourceOf(source));
        }

        return values.Count - 1;
    }

    /// <summary>Takes note of what an instruction, and those in it, define.</summary>
    public Instruction Define(Instruction instruction)
    {
        foreach (int result in instruction.Results)
        {
            added[result] = instruction;
        }

        foreach (var block in instruction.Blocks)
        {
            foreach (int argument in block.Arguments)
            {
                added[argument] = new Instruction { Op = Op.Argument, Results = ImmutableArray.Create(argument), Operands = default };
            }

            foreach (var nested in block.Instructions)
            {
                Define(nested);
            }
        }

        return instruction;
    }

    /// <summary>A pure instruction of the primal computation with one new result.</summary>
    public Instruction Make(Instruction template, Value value, int origin, int source = -1) => Define(template with
    {
        Results = ImmutableArray.Create(Add(value, source)),
        Origin = origin,
        IsPrimal = true,
    });
}
