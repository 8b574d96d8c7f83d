using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>What goes beside a span.</summary>
/// <param name="Source">The number of the array that it is a window on, where there are several, or the array itself.</param>
/// <param name="Range">The start and the length of a span.</param>
internal sealed record Window(int? Source, (int Start, int Length)? Range)
{
    public IEnumerable<int> Numbers => [.. Source is { } source ? new[] { source } : [], .. Range is var (start, length) ? new[] { start, length } : []];
}

/// <summary>
/// The numbers that stand for spans while a function is written that carries them: which array a span is a window on, where it starts and how
/// long it is. A span that flows into a variable has them computed, and where the variable is read the window is made of them.
/// </summary>
/// <param name="source">The function that is read.</param>
/// <param name="builder">The function that is written.</param>
/// <param name="slots">The variables that hold the spans.</param>
/// <param name="map">The value in the new function for one of the old.</param>
internal sealed class WindowNumbers(Function source, FunctionBuilder builder, WindowSlots slots, Func<int, int> map)
{
    /// <summary>For each span that is tracked, by its number in the source, what is carried beside it.</summary>
    private readonly Dictionary<int, Window> windows = [];

    /// <summary>Says what is carried beside a span.</summary>
    public void Set(int value, Window window) => windows[value] = window;

    /// <summary>What is carried beside a span, as endings of its name.</summary>
    public List<string> NamesOf(int value)
    {
        var names = new List<string>();
        var slot = slots.Find(value)!;
        var bases = slot.Bases;
        if (slot.CarriesArray)
        {
            names.Add("Array");
        }
        else if (bases.Count > 1)
        {
            names.Add(bases.Count == 2 && source.Values[bases[1]].Name is { } other ? "Is" + Capitalized(other) : "Source");
        }

        if (IsSpan(value))
        {
            names.AddRange(["Start", "Length"]);
        }

        return names;
    }

    /// <summary>The window of numbers that go beside a span.</summary>
    public Window From(int value, IReadOnlyList<int> numbers)
    {
        var slot = slots.Find(value)!;
        return new Window(
            slot.CarriesArray || slot.Bases.Count > 1 ? numbers[0] : null,
            IsSpan(value) ? (numbers[numbers.Count - 2], numbers[numbers.Count - 1]) : null);
    }

    /// <summary>What goes beside a span that flows into a slot.</summary>
    public Window Of(int value, WindowSlots.Slot slot)
    {
        int start = -1;
        int length = -1;
        while (slots.DefinitionOf(value) is { Op: Op.Slice } window)
        {
            start = Plus(map(window.Operands[1]), start);
            length = length < 0 ? map(window.Operands[2]) : length;
            value = window.Operands[0];
        }

        if (slots.Find(value) is { } other)
        {
            var whole = windows[value];
            return Make(() => slot.CarriesArray ? ArrayOf(whole, other) : SourceFor(slot, whole, other), () => Plus(whole.Range?.Start ?? Integer(0), start), () => whole.Range?.Length ?? LengthOf(value));
        }

        return slots.IsNothing(value)
            ? Make(() => SourceFor(slot, slot.Bases[0]), () => start < 0 ? Integer(0) : start, () => Integer(0))
            : Make(() => slot.CarriesArray ? map(value) : SourceFor(slot, value), () => start < 0 ? Integer(0) : start, () => LengthOf(value));

        Window Make(Func<int> source, Func<int> first, Func<int> all) => new(
            slot.CarriesArray || slot.Bases.Count > 1 ? source() : null,
            IsSpan(slot.Values[0]) ? (first(), length < 0 ? all() : length) : null);
    }

    /// <summary>A tracked span as the window that it is.</summary>
    public int Read(Window window, WindowSlots.Slot slot, int value, int span)
    {
        int array = ArrayOf(window, slot, span);
        return window.Range is var (start, length)
            ? builder.Add(new Instruction { Op = Op.Slice, Results = default, Operands = ImmutableArray.Create(array, start, length, span) }, source.Values[value].Type)
            : array;
    }

    /// <summary>One of two numbers or truths, by a condition.</summary>
    public int Choose(int condition, int one, int other)
    {
        (one, other) = (Outside(one), Outside(other));
        return (ConstantFolding.TruthOf(builder, one), ConstantFolding.TruthOf(builder, other)) switch
        {
            _ when one == other => one,
            (true, false) => condition,
            (false, true) => Not(condition),
            _ => builder.Add(Op.Select, builder.TypeOf(one), condition, one, other),
        };
    }

    private int Not(int truth) => builder.DefinitionOf(truth) is { Op: Op.Not } negation ? negation.Operands[0] : builder.Add(Op.Not, IrType.Boolean, truth);

    /// <summary>A value that is known outside of the block that has it: a constant is made again.</summary>
    private int Outside(int value) => builder.DefinitionOf(value) is { Op: Op.Constant } constant
        ? builder.Add(constant with { Results = default }, builder.TypeOf(value))
        : value;

    /// <summary>The array that a window is one on.</summary>
    private int ArrayOf(Window window, WindowSlots.Slot slot, int? span = null)
    {
        if (slot.CarriesArray)
        {
            return window.Source!.Value;
        }

        int array = map(slot.Bases[0]);
        for (int b = 1; b < slot.Bases.Count; b++)
        {
            int condition = Is(window, slot, slot.Bases[b]);
            var (one, other) = (map(slot.Bases[b]), array);
            if (builder.DefinitionOf(condition) is { Op: Op.Not } negation)
            {
                (condition, one, other) = (negation.Operands[0], other, one);
            }

            var operands = ImmutableArray.Create(condition, one, other);
            if (b == slot.Bases.Count - 1 && window.Range is null && span is { } known)
            {
                operands = operands.Add(known);
            }

            array = builder.Add(new Instruction { Op = Op.Select, Results = default, Operands = operands }, IrType.CommonArray(builder.TypeOf(one), builder.TypeOf(other)));
        }

        return array;
    }

    /// <summary>Whether a window is one on a certain array.</summary>
    private int Is(Window window, WindowSlots.Slot slot, int array) => slot.Bases.IndexOf(array) switch
    {
        < 0 => ConstantFolding.Boolean(builder, false),
        _ when slot.Bases.Count == 1 => ConstantFolding.Boolean(builder, true),
        0 when slot.Bases.Count == 2 => Not(window.Source!.Value),
        1 when slot.Bases.Count == 2 => window.Source!.Value,
        _ => builder.Add(Op.Equal, IrType.Boolean, window.Source!.Value, Integer(slots.Bases.IndexOf(array))),
    };

    /// <summary>Which of the arrays of a slot a window is on that flows into it: whether it is the second of two, or its number.</summary>
    private int SourceFor(WindowSlots.Slot slot, Window window, WindowSlots.Slot of)
    {
        if (slot.Bases.Count == 2)
        {
            return Is(window, of, slot.Bases[1]);
        }

        return of.Bases.Count > 2 ? window.Source!.Value
            : of.Bases.Count == 1 ? Number(of.Bases[0])
            : Choose(window.Source!.Value, Number(of.Bases[1]), Number(of.Bases[0]));
    }

    private int SourceFor(WindowSlots.Slot slot, int array) =>
        slot.Bases.Count == 2 ? ConstantFolding.Boolean(builder, slot.Bases[1] == array) : Number(array);

    private int Number(int array) => Integer(slots.Bases.IndexOf(array));

    private int LengthOf(int array) => builder.Add(Op.Length, IrType.Int32, map(array));

    private int Plus(int start, int offset) => offset < 0 ? start : builder.Add(Op.Add, IrType.Int32, start, offset);

    private int Integer(int number) => ConstantFolding.Integer(builder, number, IrType.Int32);

    private static string Capitalized(string name) => name.TrimStart('@') is var bare && bare.Length > 0 ? char.ToUpperInvariant(bare[0]) + bare.Substring(1) : bare;

    private bool IsSpan(int value) => source.Values[value].Type.Array!.Shape != ArrayShape.Array;
}
