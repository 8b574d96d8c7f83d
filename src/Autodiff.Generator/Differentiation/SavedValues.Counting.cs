using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <content>
/// Integers that are counted up as a loop goes, through inner loops too (<c>index++</c> in a triangle), are counted down again by
/// the reverse loops, from what they were in the end.
/// </content>
internal sealed partial class SavedValues
{
    /// <summary>The value of a counter that is no counter of its loop's condition: what the iteration made of it, less the step.</summary>
    private int? CountBack(int value, int home, int reverse)
    {
        if (definitions[value].Op != Op.Argument || values[value].Type.Kind != IrTypeKind.Int32
            || regions.OwnerOf(home).Owner is not { Op: Op.Loop, Text: not "once" } loop || !loop.Blocks[1].Completes)
        {
            return null;
        }

        int slot = loop.Blocks[0].Arguments.Items.IndexOf(value);
        var next = definitions[loop.Blocks[1].Yields[slot + 1]];
        if (next.IsChecked || CountedLoop.StepOf(next, value, v => definitions[v]) is not { } step)
        {
            return null;
        }

        int position = regions.PositionOf(value);
        int result = NewValue(new Value(IrType.Int32, null), regions.ParentOf(regions.ParentOf(reverse)), position);
        if (EndOf(loop, slot, reverse, result) is not { } initial)
        {
            return null;
        }

        int argument = NewValue(values[value], regions.ParentOf(reverse), position);
        int size = NewValue(new Value(IrType.Int32, null), reverse, position);
        int again = NewValue(values[value], reverse, position);
        string text = Math.Abs(step).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var list = ListOf(recomputed, reverse);
        list.Add(new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(size), Operands = default, Text = text, Bits = Math.Abs(step) });
        list.Add(new Instruction { Op = step > 0 ? Op.Subtract : Op.Add, Results = ImmutableArray.Create(again), Operands = ImmutableArray.Create(argument, size) });
        restored.Add(value, again);
        ListOf(carriages, reverse).Add(new Carriage(initial, argument, again, result));
        return again;
    }

    /// <summary>
    /// What a loop's counter was at its end, in the block that holds the reverse loop. Where an outer loop hands it from one
    /// iteration to the next, its reverse carries it back, from what it is after the inner reverse loop.
    /// </summary>
    private int? EndOf(Instruction loop, int slot, int reverse, int result)
    {
        int end = loop.Results[slot];
        int place = regions.ParentOf(regions.ParentOf(reverse));
        if (IsInScope(end, place))
        {
            return end;
        }

        int home = regions.HomeOf(end);
        if (regions.CounterpartOf(home) is not (>= 0 and var counterpart) || !regions.IsWithin(place, counterpart) || !IsInLoop(home, place))
        {
            return null;
        }

        if (regions.OwnerOf(home) is not ({ Op: Op.Loop, Text: not "once" } outer, 1) || regions.CounterpartOf(home) != place)
        {
            return Resolve(end, place);
        }

        int index = outer.Blocks[1].Yields.Items.IndexOf(end) - 1;
        if (index < 0 || outer.Blocks[0].Arguments[index] is var given && (loop.Operands[slot] != given || escaping.Contains(given) || escaping.Contains(end) || restored.ContainsKey(given) || restored.ContainsKey(end)))
        {
            // It is kept once for all iterations of the loop.
            return Resolve(end, place);
        }

        int position = regions.PositionOf(end);
        int argument = NewValue(values[given], regions.ParentOf(place), position);
        int outerResult = NewValue(new Value(IrType.Int32, null), regions.ParentOf(regions.ParentOf(place)), position);
        if (EndOf(outer, index, place, outerResult) is not { } initial)
        {
            return null;
        }

        ListOf(carriages, place).Add(new Carriage(initial, argument, result, outerResult));
        return argument;
    }
}
