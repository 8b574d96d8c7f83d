using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Gives what an inner loop keeps windows of the tape, as <see cref="TapeWindows"/> does, where the loop that reverses it stands in another
/// nest: each run of the inner loop opens them at the end of the tape, and its reverse opens them there again.
/// </summary>
/// <remarks>
/// <code>
/// for (int step = 0; step &lt; steps; step++)                       Span&lt;double&gt; savedY = saved.AsSpan(top, x.Length);
/// {                                                              top += x.Length;
///     for (int i = 0; i &lt; x.Length; i++)                         for (int i = 0; i &lt; x.Length; i++)
///     {                                                          {
///         saved[top++] = y;                                          savedY[i] = y;
///         …                                                          …
/// for (int step = steps - 1; step >= 0; step--)                  top -= x.Length;
/// {                                                              Span&lt;double&gt; savedY = saved.AsSpan(top, x.Length);
///     for (int i = x.Length - 1; i >= 0; i--)                    for (int i = x.Length - 1; i >= 0; i--)
///     {                                                          {
///         y = saved[--top];                                          y = savedY[i];
/// </code>
/// To open windows twice for each run of a loop costs as much as the checks of some iterations. Only innermost loops open them
/// therefore, that run to the length of an array, and nothing else may be put on the tape in them.
/// </remarks>
internal sealed class NestWindows : WindowWriter
{
    private readonly Dictionary<int, Instruction> reverses = [];
    private readonly Dictionary<Instruction, (int Length, int Counter)> counted = new(ByReference<Instruction>.Instance);
    private readonly Dictionary<Instruction, (List<Kept> Kept, bool IsReverse)> kept = new(ByReference<Instruction>.Instance);

    private NestWindows(Function function)
        : base(function)
    {
    }

    /// <summary>Opens windows where they serve.</summary>
    public static Function Open(Function function)
    {
        var windows = new NestWindows(function);
        windows.FindReverses(function.Body);
        windows.Find(function.Body);
        return windows.kept.Count == 0 ? function : windows.With(windows.Visit(function.Body));
    }

    private static bool IsInnermost(Instruction loop) => !loop.Blocks[1].HasLoop;

    /// <summary>The innermost loops that take something off the tape, by the number of the loop that they reverse.</summary>
    private void FindReverses(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Loop, ReverseOf: > 0 } && instruction.Blocks[1].Instructions.Any(i => i.Op == Op.Pop) && IsInnermost(instruction))
            {
                reverses[instruction.ReverseOf] = instruction;
            }

            foreach (var nested in instruction.Blocks)
            {
                FindReverses(nested);
            }
        }
    }

    private void Find(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Loop, Region: > 0 } && reverses.TryGetValue(instruction.Region, out var reverse) && IsInnermost(instruction))
            {
                Choose(instruction, reverse);
            }

            foreach (var nested in instruction.Blocks)
            {
                Find(nested);
            }
        }
    }

    /// <summary>Chooses the windows of a loop and its reverse.</summary>
    private void Choose(Instruction loop, Instruction reverse)
    {
        if (CountedLoop.Find(loop, DefinitionOf, TypeOf) is not { } forward || CountedLoop.Find(reverse, DefinitionOf, TypeOf) is not { } backward
            || backward.Step != -forward.Step || FirstOf(forward) != FirstOf(backward) || LengthOf(forward) is not { } length || LengthOf(backward) is not { } same)
        {
            return;
        }

        var (traffic, back) = (new TapeTraffic(Source, ImmutableArray.Create(loop)), new TapeTraffic(Source, ImmutableArray.Create(reverse)));
        var chosen = KeptBy(loop, reverse).Where(k => traffic.UsesOf(k.Type.Text, 0, 1) == k.Names.Count && back.UsesOf(k.Type.Text, 0, 1) == k.Names.Count).ToList();
        if (chosen.Count > 0)
        {
            counted.Add(loop, (length, forward.Counter));
            counted.Add(reverse, (same, backward.Counter));
            kept.Add(loop, (chosen, false));
            kept.Add(reverse, (chosen, true));
        }
    }

    /// <summary>The least index that a loop counts through; null where it is no constant.</summary>
    private long? FirstOf(CountedLoop loop) => DefinitionOf(loop.Step > 0 ? loop.Start : loop.Bound) is { Op: Op.Constant } first ? first.Bits : null;

    /// <summary>The length of an array that a loop counts up to or down from; null where it is something else.</summary>
    private int? LengthOf(CountedLoop loop)
    {
        if (TypeOf(loop.Counter).Kind != IrTypeKind.Int32 || loop.LengthOfIndices(DefinitionOf) is not (var value, var extra))
        {
            return null;
        }

        if (extra == 1 && DefinitionOf(value) is { Op: Op.Subtract, IsChecked: false } last && DefinitionOf(last.Operands[1]) is { Op: Op.Constant, Bits: 1 })
        {
            (value, extra) = (last.Operands[0], 0);
        }

        return extra == 0 && DefinitionOf(value).Op == Op.Length ? value : null;
    }

    private Block Visit(Block block)
    {
        var written = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var instruction in block.Instructions)
        {
            if (kept.TryGetValue(instruction, out var windows))
            {
                written.Add(Write(instruction, windows.Kept, windows.IsReverse, written));
            }
            else
            {
                written.Add(instruction.Blocks.Length == 0 ? instruction : instruction.WithBlocks(Visit));
            }
        }

        return block.With(written);
    }

    /// <summary>Writes a loop with its windows; types are told apart, so that their order is of no account.</summary>
    private Instruction Write(Instruction loop, List<Kept> all, bool isReverse, ICollection<Instruction> written)
    {
        var (length, counter) = counted[loop];
        foreach (var one in all)
        {
            var sized = one with { Length = Repeat(length, loop.Blocks[0], written) };
            if (isReverse)
            {
                Move(Op.Retreat, sized, isPrimal: false, written);
            }

            var open = Open(sized, isPrimal: !isReverse, written);
            loop = isReverse ? Load(loop, counter, open) : Store(loop, counter, open);
            if (!isReverse)
            {
                Move(Op.Advance, sized, isPrimal: true, written);
            }
        }

        return loop;
    }
}
