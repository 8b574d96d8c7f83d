using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>Writes windows of the tape, and loops that index them where they put values on the tape, or took them off it.</summary>
internal abstract class WindowWriter
{
    /// <summary>How many values of a type a loop may keep in windows.</summary>
    private const int Most = 4;

    private readonly Definitions definitions;
    private readonly ImmutableArray<Value>.Builder values;

    protected WindowWriter(Function source)
    {
        Source = source;
        definitions = Definitions.Of(source);
        values = source.Values.Items.ToBuilder();
    }

    /// <summary>The function that is read.</summary>
    protected Function Source { get; }

    /// <summary>The function with another body: the function itself where it is the same.</summary>
    protected Function With(Block body) => ReferenceEquals(body, Source.Body) ? Source : Source with { Values = values.ToImmutable(), Body = body };

    /// <summary>The instruction that defines a value.</summary>
    protected Instruction DefinitionOf(int value) => definitions[value];

    /// <summary>The type of a value.</summary>
    protected IrType TypeOf(int value) => values[value].Type;

    /// <summary>What a loop keeps of one type in windows.</summary>
    /// <param name="Type">The type.</param>
    /// <param name="Names">What the windows are called, in the order in which the values are kept.</param>
    /// <param name="Length">The length of each window.</param>
    protected sealed record Kept(IrType Type, IReadOnlyList<string> Names, int Length)
    {
        /// <summary>The windows.</summary>
        public IReadOnlyList<int> Windows { get; init; } = [];
    }

    /// <summary>What a loop keeps in windows, type by type, with the names of these; their length is still to be found.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="reverse">The loop that reverses it.</param>
    protected IEnumerable<Kept> KeptBy(Instruction loop, Instruction reverse)
    {
        var popped = reverse.Blocks[1].Instructions.Where(i => i.Op == Op.Pop).ToLookup(i => values[i.Result].Type);
        return loop.Blocks[1].Instructions.Where(i => i.Op == Op.Push).GroupBy(i => values[i.Operands[0]].Type)
            .Where(pushed => pushed.Key.Kind is IrTypeKind.Boolean or >= IrTypeKind.Double
                && pushed.Count() <= Most && pushed.Count() == popped[pushed.Key].Count())
            .Select(pushed => new Kept(pushed.Key, pushed.Select(p => NameOf(p.Operands[0])).ToList(), Length: -1));
    }

    /// <summary>Opens the windows of a loop.</summary>
    protected Kept Open(Kept kept, bool isPrimal, ICollection<Instruction> written)
    {
        var windows = new List<int>();
        foreach (string name in kept.Names)
        {
            int start = Times(windows.Count, kept.Length, written);
            windows.Add(Define(new Value(IrType.ArrayOf(kept.Type, ArrayShape.Span), name), new Instruction
            {
                Op = Op.Window,
                Results = default,
                Operands = ImmutableArray.Create(start, kept.Length),
                Text = kept.Type.Text,
                Effects = Effects.Acts,
                IsPrimal = isPrimal,
            }, written));
        }

        return kept with { Windows = windows };
    }

    /// <summary>Changes how much of the tape is in use by the length of all windows.</summary>
    protected void Move(Op op, Kept kept, bool isPrimal, ICollection<Instruction> written)
    {
        int total = Times(kept.Names.Count, kept.Length, written);
        written.Add(new Instruction { Op = op, Results = default, Operands = ImmutableArray.Create(total), Text = kept.Type.Text, Effects = Effects.Acts, IsPrimal = isPrimal });
    }

    /// <summary>The loop that writes to windows what it put on the tape.</summary>
    protected Instruction Store(Instruction loop, int counter, Kept kept)
    {
        int next = 0;
        return WithBody(loop, i => i.Op == Op.Push && values[i.Operands[0]].Type == kept.Type
            ? i with { Op = Op.Store, Operands = ImmutableArray.Create(kept.Windows[next++], counter, i.Operands[0]) }
            : i);
    }

    /// <summary>The reverse loop that reads from windows what it took off the tape, in the opposite order.</summary>
    protected Instruction Load(Instruction loop, int counter, Kept kept)
    {
        int next = kept.Windows.Count;
        return WithBody(loop, i => i.Op == Op.Pop && values[i.Result].Type == kept.Type ? Load(i, kept.Windows[--next], counter) : i);
    }

    /// <summary>The window says whose value it is: what is used once needs no variable.</summary>
    private Instruction Load(Instruction pop, int window, int counter)
    {
        values[pop.Result] = values[pop.Result] with { IsLocal = false };
        return pop with { Op = Op.Load, Operands = ImmutableArray.Create(window, counter), Effects = Effects.None };
    }

    private static Instruction WithBody(Instruction loop, Func<Instruction, Instruction> write)
    {
        var body = loop.Blocks[1];
        return loop with { Blocks = ImmutableArray.Create(loop.Blocks[0], body with { Instructions = body.Instructions.Select(write).ToImmutableArray() }) };
    }

    /// <summary>Computes a value before a loop that its header computes.</summary>
    protected int Repeat(int value, Block header, ICollection<Instruction> written)
    {
        if (!header.Instructions.Any(i => i.Results.Contains(value)))
        {
            return value;
        }

        var definition = definitions[value];
        var operands = definition.Operands.Select(o => Repeat(o, header, written)).ToImmutableArray();
        return Define(values[value] with { IsLocal = false }, definition with { Operands = operands }, written);
    }

    /// <summary>A length, some times.</summary>
    private int Times(int factor, int length, ICollection<Instruction> written) => factor switch
    {
        0 => Integer(0, written),
        1 => length,
        _ => Define(new Value(IrType.Int32, null), Computation(Op.Multiply, Integer(factor, written), length), written),
    };

    /// <summary>A constant.</summary>
    protected int Integer(int number, ICollection<Instruction> written) => Define(
        new Value(IrType.Int32, null),
        Computation(Op.Constant) with { Text = number.ToString(System.Globalization.CultureInfo.InvariantCulture), Bits = number },
        written);

    /// <summary>An integer of the primal computation.</summary>
    protected static Instruction Computation(Op op, params int[] operands) =>
        new() { Op = op, Results = default, Operands = operands.ToImmutableArray(), IsPrimal = true };

    /// <summary>Defines a value.</summary>
    protected int Define(Value value, Instruction instruction, ICollection<Instruction> written)
    {
        values.Add(value);
        written.Add(instruction with { Results = ImmutableArray.Create(values.Count - 1) });
        return values.Count - 1;
    }

    /// <summary>The name of the window for a value.</summary>
    private string NameOf(int value)
    {
        string? name = values[value].Name?.TrimStart('@') ?? (definitions[value] is { Op: Op.Call, Rule: { } rule } && rule.All(char.IsLetterOrDigit) ? rule : null);
        return "saved" + (name is null ? "Values" : char.ToUpperInvariant(name[0]) + name.Substring(1));
    }
}
