using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>Counters of reverse loops, which count the other way what a counter of the forward loop counts.</summary>
internal sealed class ReverseCounters(ScopedValues values, Func<Instruction, bool> isStable)
{
    private readonly Regions regions = values.Regions;
    private readonly Definitions definitions = values.Definitions;

    /// <summary>
    /// The reverse loop's own counter, for a counter of the forward loop that has the same values: both start from the same number
    /// and differ by the same from one iteration to the next. Null where there is none.
    /// </summary>
    public int? Find(int value, int home, int reverse)
    {
        if (definitions[value].Op != Op.Argument || values.TypeOf(value).Kind is not (IrTypeKind.Int32 or IrTypeKind.Int64)
            || regions.OwnerOf(home).Owner is not { Op: Op.Loop } loop || regions.OwnerOf(reverse).Owner is not { } backwards)
        {
            return null;
        }

        int index = loop.Blocks[0].Arguments.Items.IndexOf(value);
        if (!loop.Blocks[1].Completes
            || CountedLoop.StepOf(definitions[loop.Blocks[1].Yields[index + 1]], value, v => definitions[v]) is not { } step
            || CountedLoop.Find(backwards, v => definitions[v], values.TypeOf, isStable) is not { } counted)
        {
            return null;
        }

        bool isSame = counted.Step == -step && values.TypeOf(counted.Counter) == values.TypeOf(value)
            && (counted.Bound == loop.Operands[index]
                || (definitions[counted.Bound] is { Op: Op.Constant } end && definitions[loop.Operands[index]] is { Op: Op.Constant } start && end.Bits == start.Bits));
        return isSame ? counted.Counter : null;
    }
}
