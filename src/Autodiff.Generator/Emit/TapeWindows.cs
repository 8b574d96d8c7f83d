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
/// It is done where the loop and its reverse loop stand in one block: then one window serves both. Where an outer loop stands between,
/// see <see cref="NestWindows"/>. Last in, first out stays what is kept in branches, by loops that do not count or do not step by one,
/// and by loops that keep many values, for which the registers do not suffice (<see cref="TapeRecords"/>).
/// <para>
/// A window looks at the storage that the tape has when it is opened, and that goes back to the pool where the tape grows. No room
/// may be made in either loop therefore; where some is made between the two, the window is opened again after it.
/// </para>
/// </remarks>
internal sealed class TapeWindows : WindowWriter
{
    private TapeWindows(Function function)
        : base(function)
    {
    }

    /// <summary>Opens windows where they serve.</summary>
    public static Function Open(Function function)
    {
        if (!TapeTraffic.Keeps(function.Body))
        {
            return function;
        }

        var windows = new TapeWindows(function);
        return windows.With(windows.Visit(function.Body, ImmutableDictionary<int, int>.Empty, isRoot: true));
    }

    /// <summary>Writes a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="lengths">For each number that may be a length the value that is one: the number itself, or zero where it is negative.</param>
    /// <param name="isRoot">Whether it is the function's own, after which nothing is put on the tape.</param>
    private Block Visit(Block block, ImmutableDictionary<int, int> lengths, bool isRoot)
    {
        var pairs = LoopPair.In(block, DefinitionOf, TypeOf).ToDictionary(p => p.Loop);
        var traffic = pairs.Count == 0 ? null : new TapeTraffic(Source, block.Instructions);
        var open = new Dictionary<int, (LoopPair Pair, List<Kept> Kept)>();
        var written = ImmutableArray.CreateBuilder<Instruction>();
        for (int i = 0; i < block.Instructions.Length; i++)
        {
            var instruction = block.Instructions[i];
            var behind = new List<Instruction>();
            if (pairs.TryGetValue(i, out var pair) && KeptBy(block, pair, traffic!) is { Count: > 0 } kept)
            {
                int length = LengthOf(pair, instruction.Blocks[0], ref lengths, written);
                open.Add(pair.Reverse, (pair, []));
                foreach (var windows in kept.Select(k => Open(k with { Length = length }, isPrimal: true, written)))
                {
                    open[pair.Reverse].Kept.Add(windows);
                    instruction = Store(instruction, pair.Counted.Counter, windows);
                    if (IsShared(pair, windows, traffic!))
                    {
                        Move(Op.Advance, windows, isPrimal: true, written);
                    }
                }
            }
            else if (open.TryGetValue(i, out var opened))
            {
                foreach (var windows in opened.Kept)
                {
                    bool isLast = isRoot && traffic!.UsesOf(windows.Type.Text, i + 1, block.Instructions.Length) == 0;
                    instruction = Load(instruction, opened.Pair.Counter, Find(opened.Pair, windows, traffic!, isLast, written, behind));
                }
            }
            else if (instruction.Op == Op.Allocate)
            {
                // An array of a negative length would have thrown.
                lengths = instruction.Operands.Aggregate(lengths, (all, o) => all.SetItem(o, o));
            }

            if (instruction.Blocks.Length > 0)
            {
                var known = lengths;
                instruction = instruction.WithBlocks(b => Visit(b, known, isRoot: false));
            }

            written.Add(instruction);
            written.AddRange(behind);
        }

        return block.With(written);
    }

    /// <summary>What a loop keeps in windows: of each type for which no room is made in it or in its reverse.</summary>
    private List<Kept> KeptBy(Block block, LoopPair pair, TapeTraffic traffic) => KeptBy(block.Instructions[pair.Loop], block.Instructions[pair.Reverse])
        .Where(k => !traffic.IsGrown(k.Type.Text, pair.Loop, pair.Loop + 1) && !traffic.IsGrown(k.Type.Text, pair.Reverse, pair.Reverse + 1))
        .ToList();

    /// <summary>Whether anything else is put on the tape while windows are open.</summary>
    private static bool IsShared(LoopPair pair, Kept kept, TapeTraffic traffic) => traffic.UsesOf(kept.Type.Text, pair.Loop, pair.Reverse) > kept.Names.Count;

    /// <summary>What the reverse loop reads, and what stands before and behind it.</summary>
    private Kept Find(LoopPair pair, Kept kept, TapeTraffic traffic, bool isLast, ICollection<Instruction> written, ICollection<Instruction> behind)
    {
        if (!IsShared(pair, kept, traffic))
        {
            return kept;
        }

        if (traffic.IsGrown(kept.Type.Text, pair.Loop + 1, pair.Reverse))
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

    /// <summary>How long a window must be that a loop's counter indexes.</summary>
    private int LengthOf(LoopPair pair, Block header, ref ImmutableDictionary<int, int> lengths, ICollection<Instruction> written)
    {
        var (value, extra) = pair.Counted.LengthOfIndices(DefinitionOf)!.Value;
        int number = Repeat(value, header, written);
        int count = extra == 0 ? number : Define(new Value(IrType.Int32, null), Computation(Op.Add, number, Integer(extra, written)), written);
        if (DefinitionOf(value) is { Op: Op.Length } or { Op: Op.Constant, Bits: >= 0 })
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
}
