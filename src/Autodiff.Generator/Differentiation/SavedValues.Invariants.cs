using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <content>
/// Values that are the same in every iteration: what is too dear to be computed again in each iteration of the reverse loop is
/// computed once before it, rather than kept for each of them.
/// </content>
internal sealed partial class SavedValues
{
    /// <summary>How many instructions a value may take to compute that is computed once more.</summary>
    private const int LargestInvariant = 32;

    /// <summary>For each reverse loop, by the number of its header, what is computed before it.</summary>
    private readonly Dictionary<int, List<Instruction>> hoisted = [];
    private readonly Dictionary<(int Value, int Header), int> invariants = [];
    private readonly Dictionary<(int Value, int Block), int> places = [];

    /// <summary>The header of the outermost reverse loop before which a value can be computed; −1 where there is none.</summary>
    private int PlaceOf(int value, int reverse)
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

    /// <summary>Whether a value is known in a block, or can be computed from such by what does not throw.</summary>
    private bool IsKnown(int value, int block, ref int left)
    {
        if (IsInScope(value, block) || (restored.TryGetValue(value, out int found) && IsInScope(found, block)))
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
        instruction is { Results.Length: 1, Blocks.Length: 0, Effects: Effects.None, IsChecked: false }
        && instruction.Op switch
        {
            Op.Constant or Op.Call => true,
            Op.Divide or Op.Remainder => values[instruction.Result].Type.IsFloating,
            >= Op.Add and <= Op.Select => !values[instruction.Result].Type.IsArray,
            Op.ZeroSafeProduct or Op.ZeroSafeQuotient or Op.ZeroSafeSelection => true,
            Op.Length => definitions[instruction.Operands[0]].Op == Op.Allocate || IsDifferentiated(instruction.Operands[0]),
            _ => false,
        };

    private bool IsDifferentiated(int array) => function.Parameters.Items.IndexOf(array) is >= 0 and var index && function.Differentiated[index];

    /// <summary>Computes a value before a reverse loop.</summary>
    private int Hoist(int value, int header)
    {
        int block = regions.ParentOf(header);
        if (IsInScope(value, block))
        {
            return value;
        }

        if (restored.TryGetValue(value, out int found) && IsInScope(found, block))
        {
            return found;
        }

        if (!invariants.TryGetValue((value, header), out int result))
        {
            var definition = definitions[value];
            var operands = definition.Operands.Select(o => Hoist(o, header)).ToImmutableArray();
            result = NewValue(values[value], block, regions.PositionOf(value));
            invariants.Add((value, header), result);
            ListOf(hoisted, header).Add(definition with { Results = ImmutableArray.Create(result), Operands = operands, IsPrimal = false });
        }

        return result;
    }
}
