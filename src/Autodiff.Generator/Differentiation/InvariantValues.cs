using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Values that are the same in every iteration: what is too dear to be computed again in each iteration of the reverse loop is
/// computed once before it, rather than kept for each of them.
/// </summary>
internal sealed class InvariantValues(ScopedValues values, Recomputation recomputation, SavingPlan plan)
{
    /// <summary>How many instructions a value may take to compute that is computed once more.</summary>
    private const int LargestInvariant = 32;

    private readonly Regions regions = values.Regions;
    private readonly Definitions definitions = values.Definitions;
    private readonly Dictionary<(int Value, int Header), int> invariants = [];
    private readonly Dictionary<(int Value, int Block), int> places = [];

    /// <summary>The header of the outermost reverse loop before which a value can be computed; −1 where there is none.</summary>
    public int PlaceOf(int value, int reverse)
    {
        if (places.TryGetValue((value, reverse), out int place))
        {
            return place;
        }

        place = -1;
        places[(value, reverse)] = place;
        if (!double.IsPositiveInfinity(recomputation.CostOf(definitions[value])) || !IsHarmless(definitions[value]))
        {
            return place;
        }

        for (int block = reverse; block >= 0; block = regions.ParentOf(block))
        {
            if (regions.OwnerOf(block) is not ({ Op: Op.Loop } loop, 0))
            {
                continue;
            }

            int left = LargestInvariant;
            if (loop.Text == SplitMode.Once || !IsKnown(value, regions.ParentOf(block), ref left))
            {
                break;
            }

            place = block;
        }

        places[(value, reverse)] = place;
        return place;
    }

    /// <summary>Computes a value before a reverse loop.</summary>
    public int Hoist(int value, int header)
    {
        int block = regions.ParentOf(header);
        if (values.IsInScope(value, block))
        {
            return value;
        }

        if (plan.Restored.TryGetValue(value, out int found) && values.IsInScope(found, block))
        {
            return found;
        }

        if (!invariants.TryGetValue((value, header), out int result))
        {
            var definition = definitions[value];
            var operands = definition.Operands.Select(o => Hoist(o, header)).ToImmutableArray();
            result = values.Add(values[value], block, regions.PositionOf(value));
            invariants.Add((value, header), result);
            plan.Hoisted.Add(header, definition.InReverseSweep() with { Results = ImmutableArray.Create(result), Operands = operands });
        }

        return result;
    }

    /// <summary>Whether a value is known in a block, or can be computed from such by what does not throw.</summary>
    private bool IsKnown(int value, int block, ref int left)
    {
        if (values.IsInScope(value, block) || (plan.Restored.TryGetValue(value, out int found) && values.IsInScope(found, block)))
        {
            return true;
        }

        if (left-- <= 0 || !IsHarmless(definitions[value]))
        {
            return false;
        }

        foreach (int operand in definitions[value].Operands)
        {
            if (!IsKnown(operand, block, ref left))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an instruction can be run even where the loop that it stands in never is.</summary>
    private bool IsHarmless(Instruction instruction) =>
        instruction is { Results.Length: 1, IsPure: true, IsChecked: false }
        && instruction.Op switch
        {
            Op.Constant or Op.Call => true,
            Op.Divide or Op.Remainder => values.TypeOf(instruction.Result).IsFloating,
            >= Op.Add and <= Op.Select => !values.TypeOf(instruction.Result).IsArray,
            Op.ZeroSafeProduct or Op.ZeroSafeQuotient or Op.ZeroSafeSelection => true,
            Op.Length => definitions[instruction.Operands[0]].Op == Op.Allocate || IsDifferentiated(instruction.Operands[0]),
            _ => false,
        };

    private bool IsDifferentiated(int array) => values.Function.Parameters.Items.IndexOf(array) is >= 0 and var index && values.Function.Differentiated[index];
}
