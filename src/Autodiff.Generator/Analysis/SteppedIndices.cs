using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// The indices that step with a counted loop: its counter, or another integer that it carries and that grows or shrinks by as much in
/// every iteration, plus or minus numbers that the loop does not change (induction variables: Cocke and Kennedy, An algorithm for
/// reduction of operator strength, 1977). An array that is accessed at such an index is walked element by element, from one end of a
/// range to the other.
/// </summary>
internal sealed class SteppedIndices
{
    private readonly Definitions definitions;
    private readonly HashSet<int> inside = [];
    private readonly Dictionary<int, int> slots = [];

    /// <param name="loop">The loop.</param>
    /// <param name="counted">How it counts: by one.</param>
    /// <param name="definitions">The definitions of all values.</param>
    /// <param name="typeOf">The type of a value.</param>
    public SteppedIndices(Instruction loop, CountedLoop counted, Definitions definitions, Func<int, IrType> typeOf)
    {
        this.definitions = definitions;
        Enter(loop);
        var arguments = loop.Blocks[0].Arguments;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (typeOf(arguments[i]).Kind == IrTypeKind.Int32
                && definitions[loop.Blocks[1].Yields[i + 1]] is { IsChecked: false } next
                && CountedLoop.StepOf(next, arguments[i], v => definitions[v]) == counted.Step)
            {
                slots.Add(arguments[i], i);
            }
        }
    }

    /// <summary>An index that steps with the loop.</summary>
    /// <param name="Slot">Which of the values that the loop carries it is made of.</param>
    /// <param name="Terms">What is added to that, or subtracted from it, besides a constant.</param>
    /// <param name="Constant">The constant that is added.</param>
    internal sealed record Index(int Slot, EquatableArray<(int Value, bool IsSubtracted)> Terms, long Constant);

    /// <summary>Which of the values that the loop carries step with it, the counter among them.</summary>
    public IEnumerable<int> Slots => slots.Values;

    /// <summary>A value as an index that steps with the loop; null for one that does not.</summary>
    public Index? Find(int value)
    {
        if (slots.TryGetValue(value, out int slot))
        {
            return new Index(slot, ImmutableArray<(int, bool)>.Empty, 0);
        }

        if (!inside.Contains(value) || definitions[value] is not { Op: Op.Add or Op.Subtract, IsChecked: false, Operands: var o } sum)
        {
            return null;
        }

        return Plus(Find(o[0]), o[1], sum.Op == Op.Subtract) ?? (sum.Op == Op.Add ? Plus(Find(o[1]), o[0], isSubtracted: false) : null);
    }

    /// <summary>Whether a value is the same in all iterations: it is from before the loop, or index arithmetic on such.</summary>
    public bool IsInvariant(int value) => !inside.Contains(value)
        || (definitions[value] is { Op: Op.Constant or Op.Add or Op.Subtract or Op.Multiply or Op.Negate or Op.Length, Effects: Effects.None, IsChecked: false } definition
            && definition.Operands.All(IsInvariant));

    /// <summary>Whether a value is defined in the loop.</summary>
    public bool IsInside(int value) => inside.Contains(value);

    private Index? Plus(Index? index, int value, bool isSubtracted)
    {
        if (index is null || !IsInvariant(value))
        {
            return null;
        }

        return definitions[value] is { Op: Op.Constant, Bits: var number }
            ? index with { Constant = index.Constant + (isSubtracted ? -number : number) }
            : index with { Terms = index.Terms.Items.Add((value, isSubtracted)) };
    }

    private void Enter(Instruction instruction)
    {
        inside.UnionWith(instruction.Results);
        foreach (var block in instruction.Blocks)
        {
            inside.UnionWith(block.Arguments);
            foreach (var nested in block.Instructions)
            {
                Enter(nested);
            }
        }
    }
}
