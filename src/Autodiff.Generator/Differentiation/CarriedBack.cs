using System.Collections.Immutable;
using System.Globalization;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Values that a reverse loop carries backwards. An array that an iteration passes on as it is, from one variable to another, was in the
/// other one before: two buffers that every iteration swaps are swapped back. And integers that are counted up as a loop goes, through inner
/// loops too (<c>index++</c> in a triangle), are counted down again, from what they were in the end.
/// </summary>
/// <param name="values">The values.</param>
/// <param name="plan">What has been decided.</param>
/// <param name="escaping">The values that are read where they are not in scope.</param>
/// <param name="resolve">The value that stands for another one in a block.</param>
internal sealed class CarriedBack(ScopedValues values, SavingPlan plan, HashSet<int> escaping, Func<int, int, int> resolve)
{
    private readonly Regions regions = values.Regions;
    private readonly Definitions definitions = values.Definitions;

    /// <summary>An array in the reverse of the block that has it; null where that does not carry it backwards.</summary>
    public int? Array(int value, int home, int reverse)
    {
        if (!values.TypeOf(value).IsArray || definitions[value].Op != Op.Argument || regions.OwnerOf(home).Owner is not { Op: Op.Loop } loop)
        {
            return null;
        }

        int slot = loop.Blocks[1].Yields.Items.IndexOf(value) - 1;
        if (slot < 0)
        {
            return null;
        }

        int argument = values.Add(values[value], regions.ParentOf(reverse), regions.PositionOf(value));
        plan.Restored.Add(value, argument);
        int initial = resolve(loop.Results[slot], regions.ParentOf(regions.ParentOf(reverse)));
        plan.Carriages.Add(reverse, new Carriage(initial, argument, resolve(loop.Blocks[0].Arguments[slot], reverse)));
        return argument;
    }

    /// <summary>
    /// A counter that is no counter of its loop's condition, in the reverse of the block that has it: what the iteration made of it, less
    /// the step. Null where it is none.
    /// </summary>
    public int? Counter(int value, int home, int reverse)
    {
        if (definitions[value].Op != Op.Argument || values.TypeOf(value).Kind != IrTypeKind.Int32
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
        int result = values.Add(new Value(IrType.Int32, null), regions.ParentOf(regions.ParentOf(reverse)), position);
        if (EndOf(loop, slot, reverse, result) is not { } initial)
        {
            return null;
        }

        int argument = values.Add(values[value], regions.ParentOf(reverse), position);
        int size = values.Add(new Value(IrType.Int32, null), reverse, position);
        int again = values.Add(values[value], reverse, position);
        string text = Math.Abs(step).ToString(CultureInfo.InvariantCulture);
        plan.Recomputed.Add(reverse, new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(size), Operands = default, Text = text, Bits = Math.Abs(step) });
        plan.Recomputed.Add(reverse, new Instruction { Op = step > 0 ? Op.Subtract : Op.Add, Results = ImmutableArray.Create(again), Operands = ImmutableArray.Create(argument, size) });
        plan.Restored.Add(value, again);
        plan.Carriages.Add(reverse, new Carriage(initial, argument, again, result));
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
        if (values.IsInScope(end, place))
        {
            return end;
        }

        int home = regions.HomeOf(end);
        if (regions.CounterpartOf(home) is not (>= 0 and var counterpart) || !regions.IsWithin(place, counterpart) || !values.IsInLoop(home, place))
        {
            return null;
        }

        if (regions.OwnerOf(home) is not ({ Op: Op.Loop, Text: not "once" } outer, 1) || regions.CounterpartOf(home) != place)
        {
            return resolve(end, place);
        }

        int index = outer.Blocks[1].Yields.Items.IndexOf(end) - 1;
        if (index < 0 || outer.Blocks[0].Arguments[index] is var given && (loop.Operands[slot] != given || IsNeeded(given) || IsNeeded(end)))
        {
            // It is kept once for all iterations of the loop.
            return resolve(end, place);
        }

        int position = regions.PositionOf(end);
        int argument = values.Add(values[given], regions.ParentOf(place), position);
        int outerResult = values.Add(new Value(IrType.Int32, null), regions.ParentOf(regions.ParentOf(place)), position);
        if (EndOf(outer, index, place, outerResult) is not { } initial)
        {
            return null;
        }

        plan.Carriages.Add(place, new Carriage(initial, argument, result, outerResult));
        return argument;
    }

    private bool IsNeeded(int value) => escaping.Contains(value) || plan.Restored.ContainsKey(value);
}
