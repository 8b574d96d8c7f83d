using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <content>
/// Values that an array keeps anyway: what was read from an element or written to one that nothing overwrites until the
/// reverse sweep has used it is read from there again, and does not go on the tape.
/// </content>
internal sealed partial class SavedValues
{
    private readonly KeptElements kept;
    private readonly Dictionary<int, Instruction?> elements = [];

    /// <summary>For each value that is written to elements of arrays in its own block the writes.</summary>
    private readonly Dictionary<int, List<Instruction>> stores = [];

    /// <summary>How a value is computed again, and at what price: from its element of an array where nothing else will do.</summary>
    private (Instruction Definition, double Cost) AgainOf(int value)
    {
        double cost = recomputation.CostOf(definitions[value]);
        return double.IsPositiveInfinity(cost) && ElementOf(value) is { } element ? (element, 1) : (definitions[value], cost);
    }

    /// <summary>The load that finds a value in an array, in the block of the reverse sweep that belongs to the value's own; null where there is none.</summary>
    private Instruction? ElementOf(int value)
    {
        if (!elements.TryGetValue(value, out var element))
        {
            elements.Add(value, element = FindElement(value));
        }

        return element;
    }

    private Instruction? FindElement(int value)
    {
        int home = regions.HomeOf(value);
        if (values[value].Type.IsArray || regions.CounterpartOf(home) is not (>= 0 and var reverse) || OutermostReverse(home, reverse) is not { } owner)
        {
            return null;
        }

        var definition = definitions[value];
        if (definition is { Op: Op.Load, IsPrimal: true } && IsAtHand(definition.Operands[0], reverse) && kept.AreKept(definition, owner))
        {
            return definition with { Origin = -1 };
        }

        if (!stores.TryGetValue(value, out var writes) || writes.Find(w => IsAtHand(w.Operands[0], reverse) && kept.AreKept(w, owner)) is not { } store)
        {
            return null;
        }

        return store with
        {
            Op = Op.Load,
            Results = ImmutableArray.Create(value),
            Operands = store.Operands.Items.RemoveAt(store.Operands.Length - 1),
            Rule = definition.Rule,
            Origin = -1,
        };
    }

    /// <summary>Whether an array, or the one that it is a window on, is in scope in a block: it need not be kept for the sake of an element.</summary>
    private bool IsAtHand(int array, int block)
    {
        while (!IsInScope(array, block))
        {
            if (definitions[array] is not { Op: Op.Slice } slice)
            {
                return false;
            }

            array = slice.Operands[0];
        }

        return true;
    }

    /// <summary>The loop or branch of the reverse sweep that holds a block, and stands in one that holds the block of the forward sweep too.</summary>
    private Instruction? OutermostReverse(int home, int reverse)
    {
        int block = reverse;
        while (regions.ParentOf(block) is >= 0 and var parent && !regions.IsWithin(home, parent))
        {
            block = parent;
        }

        return regions.IsWithin(home, block) ? null : regions.OwnerOf(block).Owner;
    }

    /// <summary>Notes a write of a number to an element.</summary>
    private void NoteStore(Instruction instruction, int block)
    {
        if (instruction is { Op: Op.Store, IsPrimal: true } && instruction.Operands[instruction.Operands.Length - 1] is var value
            && regions.HomeOf(value) == block && values[instruction.Operands[0]].Type.Array!.Element == values[value].Type)
        {
            ListOf(stores, value).Add(instruction);
        }
    }
}
