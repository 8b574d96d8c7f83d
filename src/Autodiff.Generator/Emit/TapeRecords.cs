using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Gives the values that a block keeps together one window of the tape, where there are many: the room for all is then checked once,
/// and the constant indices of the window not at all. The places on the tape, and their order, are the same as if the values went on
/// and off one by one, so that each block is rewritten for itself.
/// </summary>
/// <remarks>
/// <code>
///                                Span&lt;double&gt; kept = saved.AsSpan(top, 5);
/// saved[top++] = a;              top += 5;
/// …                              kept[0] = a;
/// saved[top++] = e;              …
///                                kept[4] = e;
/// </code>
/// </remarks>
internal sealed class TapeRecords
{
    /// <summary>From how many values on a window is opened: for fewer it costs as much as their checks.</summary>
    private const int Fewest = 5;

    private readonly Function function;
    private readonly ImmutableArray<Value>.Builder values;

    private TapeRecords(Function function)
    {
        this.function = function;
        values = function.Values.Items.ToBuilder();
    }

    /// <summary>Opens windows where they serve.</summary>
    public static Function Open(Function function)
    {
        if (!TapeTraffic.Keeps(function.Body))
        {
            return function;
        }

        var records = new TapeRecords(function);
        var body = records.Visit(function.Body);
        return ReferenceEquals(body, function.Body) ? function : function with { Values = records.values.ToImmutable(), Body = body };
    }

    private Block Visit(Block block)
    {
        var written = ImmutableArray.CreateBuilder<Instruction>();
        var runs = RunsOf(block.Instructions);
        var windows = new Dictionary<List<int>, int>();
        for (int i = 0; i < block.Instructions.Length; i++)
        {
            var instruction = block.Instructions[i];
            if (runs.TryGetValue(i, out var run) && run.Count >= Fewest)
            {
                if (!windows.TryGetValue(run, out int window))
                {
                    windows.Add(run, window = Open(instruction, run.Count, written));
                }

                written.Add(Access(instruction, window, run.IndexOf(i), run.Count, written));
                continue;
            }

            written.Add(instruction.Blocks.Length == 0 ? instruction : instruction.WithBlocks(Visit));
        }

        return block.With(written);
    }

    /// <summary>
    /// What is put on the tape, or taken off it, without anything else being done to the tape between: for the place of each such
    /// instruction the places of all.
    /// </summary>
    private Dictionary<int, List<int>> RunsOf(EquatableArray<Instruction> instructions)
    {
        var runs = new Dictionary<int, List<int>>();
        var open = new Dictionary<string, (Op Op, List<int> Places)>(StringComparer.Ordinal);
        for (int i = 0; i < instructions.Length; i++)
        {
            var instruction = instructions[i];
            if (instruction.Op is Op.Push or Op.Pop)
            {
                var type = values[instruction.Op == Op.Push ? instruction.Operands[0] : instruction.Result].Type;
                if (type.Kind is not (IrTypeKind.Boolean or >= IrTypeKind.Double))
                {
                    continue;
                }

                if (!open.TryGetValue(type.Text, out var run) || run.Op != instruction.Op)
                {
                    open[type.Text] = run = (instruction.Op, []);
                }

                run.Places.Add(i);
                runs.Add(i, run.Places);
            }
            else
            {
                End(instruction);
            }
        }

        return runs;

        void End(Instruction instruction)
        {
            if (TapeTraffic.TypeOf(function, instruction) is { } type)
            {
                if (type.Length == 0)
                {
                    open.Clear();
                }

                open.Remove(type);
            }

            foreach (var nested in instruction.Blocks)
            {
                foreach (var inner in nested.Instructions)
                {
                    End(inner);
                }
            }
        }
    }

    /// <summary>Opens the window before its first value is put into it or taken out of it.</summary>
    private int Open(Instruction first, int count, ImmutableArray<Instruction>.Builder written)
    {
        bool isForward = first.Op == Op.Push;
        var type = values[isForward ? first.Operands[0] : first.Result].Type;
        int length = Integer(count, written);
        var move = new Instruction { Op = Op.Advance, Results = default, Operands = ImmutableArray.Create(length), Text = type.Text, Effects = Effects.Acts, IsPrimal = isForward };
        if (!isForward)
        {
            written.Add(move with { Op = Op.Retreat });
        }

        int window = NewValue(new Value(IrType.ArrayOf(type, ArrayShape.Span), "kept"));
        written.Add(move with { Op = Op.Window, Results = ImmutableArray.Create(window), Operands = ImmutableArray.Create(Integer(0, written), length) });
        if (isForward)
        {
            written.Add(move);
        }

        return window;
    }

    private Instruction Access(Instruction instruction, int window, int number, int count, ImmutableArray<Instruction>.Builder written) =>
        instruction.Op == Op.Push
            ? instruction with { Op = Op.Store, Operands = ImmutableArray.Create(window, Integer(number, written), instruction.Operands[0]) }
            : instruction with { Op = Op.Load, Operands = ImmutableArray.Create(window, Integer(count - 1 - number, written)), Effects = Effects.None };

    private int Integer(int number, ImmutableArray<Instruction>.Builder written)
    {
        int result = NewValue(new Value(IrType.Int32, null));
        string text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        written.Add(new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(result), Operands = default, Text = text, Bits = number, IsPrimal = true });
        return result;
    }

    private int NewValue(Value value)
    {
        values.Add(value);
        return values.Count - 1;
    }
}
