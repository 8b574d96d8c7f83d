using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Values that an array keeps anyway: what was read from an element or written to one that nothing overwrites until the
/// reverse sweep has used it is read from there again, and does not go on the tape.
/// </summary>
internal sealed class ValuesInElements(ScopedValues values, KeptElements kept)
{
    private readonly Regions regions = values.Regions;
    private readonly Definitions definitions = values.Definitions;
    private readonly Dictionary<int, Instruction?> elements = [];

    /// <summary>For each value that is written to elements of arrays in its own block the writes.</summary>
    private readonly Lists<int, Instruction> stores = new();

    /// <summary>Notes a write of a number to an element.</summary>
    /// <param name="instruction">The instruction, if perhaps no write.</param>
    /// <param name="block">The block that it stands in.</param>
    public void Note(Instruction instruction, int block)
    {
        if (instruction is { Op: Op.Store, IsPrimal: true } && instruction.Operands[instruction.Operands.Length - 1] is var value
            && regions.HomeOf(value) == block && values.TypeOf(instruction.Operands[0]).Array!.Element == values.TypeOf(value))
        {
            stores.Add(value, instruction);
        }
    }

    /// <summary>The load that finds a value in an array, in the block of the reverse sweep that belongs to the value's own; null where there is none.</summary>
    public Instruction? Find(int value)
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
        if (values.TypeOf(value).IsArray || regions.CounterpartOf(home) is not (>= 0 and var reverse) || OutermostReverse(home, reverse) is not { } owner)
        {
            return null;
        }

        var definition = definitions[value];
        if (definition is { Op: Op.Load, IsPrimal: true } && IsAtHand(definition.Operands[0], reverse) && kept.AreKept(definition, owner))
        {
            return definition with { Origin = -1 };
        }

        if (stores[value].FirstOrDefault(w => IsAtHand(w.Operands[0], reverse) && kept.AreKept(w, owner)) is not { } store)
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
        while (!values.IsInScope(array, block))
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
}
