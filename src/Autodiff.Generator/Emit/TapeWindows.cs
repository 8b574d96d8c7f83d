using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Gives each value that a counted loop keeps in every iteration a window of the tape as long as the loop, indexed by the loop's
/// own counter, where it would go on and off the tape one by one. The just-in-time compiler removes the checks of such an index,
/// which it cannot do for the count of a tape.
/// </summary>
/// <remarks>
/// <code>
/// for (int i = 0; i &lt; x.Length; i++)          Span&lt;double&gt; savedY = saved.AsSpan(top, x.Length);
/// {                                            for (int i = 0; i &lt; x.Length; i++)
///     saved[top++] = y;                        {
///     y *= x[i];                                   savedY[i] = y;
/// }                                                y *= x[i];
/// …                                            }
/// for (int i = x.Length - 1; i >= 0; i--)      …
/// {                                            for (int i = x.Length - 1; i >= 0; i--)
///     y = saved[--top];                        {
///     …                                            y = savedY[i];
/// </code>
/// It is done where the loop and its reverse loop stand in one block: then one window serves both. Where an outer loop stands
/// between, windows would be opened twice for each of its iterations, which loops of a few iterations pay more for than the checks
/// cost. What is kept there stays last in, first out, as does what is kept in branches, by loops that do not count or do not
/// step by one, and by loops that keep many values, for which the registers do not suffice (<see cref="TapeRecords"/>).
/// <para>
/// A window looks at the storage that the tape has when it is opened, and that goes back to the pool where the tape grows. No room
/// may be made in either loop therefore; where some is made between the two, the window is opened again after it.
/// </para>
/// </remarks>
internal sealed class TapeWindows
{
    /// <summary>How many values of a type a loop may keep in windows.</summary>
    private const int Most = 4;

    private readonly Function function;
    private readonly Definitions definitions;
    private readonly ImmutableArray<Value>.Builder values;

    private TapeWindows(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        values = function.Values.Items.ToBuilder();
    }

    /// <summary>What a loop keeps of one type in windows.</summary>
    /// <param name="Pair">The loop and its reverse loop.</param>
    /// <param name="Type">The type.</param>
    /// <param name="Names">What the windows are called, in the order in which the values are kept.</param>
    private sealed record Kept(LoopPair Pair, IrType Type, List<string> Names)
    {
        /// <summary>The length of each window.</summary>
        public int Length { get; init; }

        /// <summary>The windows.</summary>
        public List<int> Windows { get; init; } = [];
    }

    /// <summary>Opens windows where they serve.</summary>
    public static Function Open(Function function)
    {
        var windows = new TapeWindows(function);
        var body = windows.Visit(function.Body, ImmutableDictionary<int, int>.Empty, isRoot: true);
        return ReferenceEquals(body, function.Body) ? function : function with { Values = windows.values.ToImmutable(), Body = body };
    }

    /// <summary>Writes a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="lengths">For each number that may be a length the value that is one: the number itself, or zero where it is negative.</param>
    /// <param name="isRoot">Whether it is the function's own, after which nothing is put on the tape.</param>
    private Block Visit(Block block, ImmutableDictionary<int, int> lengths, bool isRoot)
    {
        var pairs = LoopPair.In(block, v => definitions[v], v => values[v].Type).ToDictionary(p => p.Loop);
        var traffic = pairs.Count == 0 ? null : new TapeTraffic(function, block.Instructions);
        var open = new Dictionary<int, List<Kept>>();
        var written = ImmutableArray.CreateBuilder<Instruction>();
        for (int i = 0; i < block.Instructions.Length; i++)
        {
            var instruction = block.Instructions[i];
            var behind = new List<Instruction>();
            if (pairs.TryGetValue(i, out var pair) && KeptBy(block, pair, traffic!) is { Count: > 0 } kept)
            {
                int length = LengthOf(pair, instruction.Blocks[0], ref lengths, written);
                open.Add(pair.Reverse, []);
                foreach (var windows in kept.Select(k => Open(k with { Length = length }, isPrimal: true, written)))
                {
                    open[pair.Reverse].Add(windows);
                    instruction = Store(instruction, windows);
                    if (IsShared(windows, traffic!))
                    {
                        Move(Op.Advance, windows, isPrimal: true, written);
                    }
                }
            }
            else if (open.TryGetValue(i, out var opened))
            {
                foreach (var windows in opened)
                {
                    bool isLast = isRoot && traffic!.UsesOf(windows.Type.Text, i + 1, block.Instructions.Length) == 0;
                    instruction = Load(instruction, Find(windows, traffic!, isLast, written, behind));
                }
            }
            else if (instruction.Op == Op.Allocate)
            {
                // An array of a negative length would have thrown.
                lengths = instruction.Operands.Aggregate(lengths, (all, o) => all.SetItem(o, o));
            }

            var known = lengths;
            written.Add(instruction.WithBlocks(b => Visit(b, known, isRoot: false)));
            written.AddRange(behind);
        }

        return block.With(written);
    }

    /// <summary>What a loop keeps in windows, type by type.</summary>
    private List<Kept> KeptBy(Block block, LoopPair pair, TapeTraffic traffic)
    {
        int[] places = [pair.Loop, pair.Reverse];
        var popped = block.Instructions[pair.Reverse].Blocks[1].Instructions.Where(i => i.Op == Op.Pop).ToLookup(i => values[i.Result].Type);
        return block.Instructions[pair.Loop].Blocks[1].Instructions.Where(i => i.Op == Op.Push).GroupBy(i => values[i.Operands[0]].Type)
            .Where(pushed => pushed.Key.Kind is IrTypeKind.Boolean or >= IrTypeKind.Double
                && pushed.Count() <= Most && pushed.Count() == popped[pushed.Key].Count()
                && !places.Any(p => traffic.IsGrown(pushed.Key.Text, p, p + 1)))
            .Select(pushed => new Kept(pair, pushed.Key, pushed.Select(p => NameOf(p.Operands[0])).ToList())).ToList();
    }

    /// <summary>The name of the window for a value.</summary>
    private string NameOf(int value)
    {
        string? name = values[value].Name?.TrimStart('@') ?? (definitions[value] is { Op: Op.Call, Rule: { } rule } && rule.All(char.IsLetterOrDigit) ? rule : null);
        return "saved" + (name is null ? "Values" : char.ToUpperInvariant(name[0]) + name.Substring(1));
    }

    /// <summary>Whether anything else is put on the tape while windows are open.</summary>
    private static bool IsShared(Kept kept, TapeTraffic traffic) => traffic.UsesOf(kept.Type.Text, kept.Pair.Loop, kept.Pair.Reverse) > kept.Names.Count;

    /// <summary>Opens the windows of a loop.</summary>
    private Kept Open(Kept kept, bool isPrimal, ICollection<Instruction> written)
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

    /// <summary>What the reverse loop reads, and what stands before and behind it.</summary>
    private Kept Find(Kept kept, TapeTraffic traffic, bool isLast, ICollection<Instruction> written, ICollection<Instruction> behind)
    {
        if (!IsShared(kept, traffic))
        {
            return kept;
        }

        if (traffic.IsGrown(kept.Type.Text, kept.Pair.Loop + 1, kept.Pair.Reverse))
        {
            Move(Op.Retreat, kept, isPrimal: false, written);
            return Open(kept, isPrimal: false, written);
        }

        if (!isLast)
        {
            Move(Op.Retreat, kept, isPrimal: false, behind);
        }

        return kept;
    }

    /// <summary>Changes how much of the tape is in use by the length of all windows.</summary>
    private void Move(Op op, Kept kept, bool isPrimal, ICollection<Instruction> written)
    {
        int total = Times(kept.Names.Count, kept.Length, written);
        written.Add(new Instruction { Op = op, Results = default, Operands = ImmutableArray.Create(total), Text = kept.Type.Text, Effects = Effects.Acts, IsPrimal = isPrimal });
    }

    /// <summary>The loop that writes to windows what it put on the tape.</summary>
    private Instruction Store(Instruction loop, Kept kept)
    {
        int next = 0;
        return WithBody(loop, i => i.Op == Op.Push && values[i.Operands[0]].Type == kept.Type
            ? i with { Op = Op.Store, Operands = ImmutableArray.Create(kept.Windows[next++], kept.Pair.Counted.Counter, i.Operands[0]) }
            : i);
    }

    /// <summary>The reverse loop that reads from windows what it took off the tape, in the opposite order.</summary>
    private Instruction Load(Instruction loop, Kept kept)
    {
        int next = kept.Windows.Count;
        return WithBody(loop, i => i.Op == Op.Pop && values[i.Result].Type == kept.Type ? Load(i, kept.Windows[--next], kept.Pair.Counter) : i);
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

    /// <summary>How long a window must be that a loop's counter indexes.</summary>
    private int LengthOf(LoopPair pair, Block header, ref ImmutableDictionary<int, int> lengths, ICollection<Instruction> written)
    {
        var (value, extra) = pair.Counted.LengthOfIndices(v => definitions[v])!.Value;
        int number = Repeat(value, header, written);
        int count = extra == 0 ? number : Define(new Value(IrType.Int32, null), Computation(Op.Add, number, Integer(extra, written)), written);
        if (definitions[value] is { Op: Op.Length } or { Op: Op.Constant, Bits: >= 0 })
        {
            return count;
        }

        if (!lengths.TryGetValue(count, out int length))
        {
            var clamp = Computation(Op.Opaque, count) with { Text = TapeRoom.AtLeastZero };
            length = Define(new Value(IrType.Int32, "count"), clamp, written);
            lengths = lengths.Add(count, length);
        }

        return length;
    }

    /// <summary>Computes a value before a loop that its header computes.</summary>
    private int Repeat(int value, Block header, ICollection<Instruction> written)
    {
        if (!header.Instructions.Any(i => i.Results.Contains(value)))
        {
            return value;
        }

        var definition = definitions[value];
        var operands = definition.Operands.Select(o => Repeat(o, header, written)).ToImmutableArray();
        return Define(values[value] with { IsLocal = false }, definition with { Operands = operands }, written);
    }

    private int Times(int factor, int length, ICollection<Instruction> written) => factor switch
    {
        0 => Integer(0, written),
        1 => length,
        _ => Define(new Value(IrType.Int32, null), Computation(Op.Multiply, Integer(factor, written), length), written),
    };

    private int Integer(int number, ICollection<Instruction> written) => Define(
        new Value(IrType.Int32, null),
        Computation(Op.Constant) with { Text = number.ToString(System.Globalization.CultureInfo.InvariantCulture), Bits = number },
        written);

    private static Instruction Computation(Op op, params int[] operands) =>
        new() { Op = op, Results = default, Operands = operands.ToImmutableArray(), IsPrimal = true };

    private int Define(Value value, Instruction instruction, ICollection<Instruction> written)
    {
        values.Add(value);
        written.Add(instruction with { Results = ImmutableArray.Create(values.Count - 1) });
        return values.Count - 1;
    }
}
