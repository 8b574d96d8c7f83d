using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which indices are in range for sure, whatever the values are: counters of loops over the length of the array, or of one of
/// the same length, in those loops' bodies, and what differs from such a counter by a constant that the loop leaves room for. A
/// shadow is as long as its array, and a destination as long as its parameter.
/// </summary>
internal sealed class KnownIndices
{
    private readonly Definitions definitions;
    private readonly Dictionary<int, CountedLoop> counters = [];
    private readonly Dictionary<int, int> parameterOf = [];

    /// <param name="function">The function.</param>
    /// <param name="definitions">The definitions of its values.</param>
    /// <param name="memory">What its arrays stand for.</param>
    /// <param name="isGradient">Whether it is a gradient, whose last parameters are the destinations.</param>
    public KnownIndices(Function function, Definitions definitions, PointsTo memory, bool isGradient)
    {
        this.definitions = definitions;
        Find(function.Body, function, memory);
        if (!isGradient || function.Name is not null)
        {
            return;
        }

        foreach (var (destination, input, _) in function.InputsOfDestinations)
        {
            parameterOf.Add(destination, input);
        }
    }

    /// <summary>Whether all indices of a read of an element, of a write or of an addition to one, are in range.</summary>
    /// <param name="access">The access.</param>
    /// <param name="lengths">What is known of lengths where it stands.</param>
    public bool AreInRange(Instruction access, KnownLengths? lengths = null)
    {
        for (int d = 0; d < access.IndexCount; d++)
        {
            if (LengthOf(access.Operands[0], d) is not { } length || !IsInRange(access.Operands[d + 1], length, lengths))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A length by the number that the array was made with, or as that of a parameter's dimension.</summary>
    public (int Value, int Dimension) Canonical(int value)
    {
        var definition = definitions[value];
        return definition.Op == Op.Length && LengthOf(definition.Operands[0], (int)definition.Bits) is { } length ? length : (value, -1);
    }

    /// <summary>The length of an array in a dimension, likewise; null where nothing is known of it.</summary>
    public (int Value, int Dimension)? LengthOf(int array, int dimension)
    {
        var definition = definitions[array];
        switch (definition.Op)
        {
            case Op.Slice:
                return Canonical(definition.Operands[2]);
            case Op.Allocate:
                return Canonical(definition.Operands[dimension]);
            case Op.Parameter:
                return (parameterOf.TryGetValue(array, out int parameter) ? parameter : array, dimension);
            default:
                return null;
        }
    }

    /// <summary>
    /// From which index on a loop runs once for each element up to the last, upwards or downwards; null where that is not known.
    /// </summary>
    /// <param name="loop">The loop.</param>
    /// <param name="length">The length, as <see cref="LengthOf"/> names it.</param>
    public long? CoversFrom(CountedLoop loop, (int Value, int Dimension) length)
    {
        int first = loop switch
        {
            { Step: 1, Comparison: Op.Less } when Canonical(loop.Bound) == length => loop.Start,
            { Step: 1, Comparison: Op.LessOrEqual } when Less(loop.Bound, length) == 1 => loop.Start,
            { Step: -1, Comparison: Op.GreaterOrEqual } when Less(loop.Start, length) == 1 => loop.Bound,
            _ => -1,
        };
        return first >= 0 && definitions[first] is { Op: Op.Constant, Bits: >= 0 and < 1 << 30 } constant ? constant.Bits : null;
    }

    private void Find(Block block, Function function, PointsTo memory)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Loop && CountedLoop.Find(instruction, v => definitions[v], v => function.Values[v].Type, memory.Writes.IsStable) is { } counted)
            {
                counters[counted.Counter] = counted;
            }

            foreach (var nested in instruction.Blocks)
            {
                Find(nested, function, memory);
            }
        }
    }

    private bool IsInRange(int index, (int Value, int Dimension) length, KnownLengths? lengths)
    {
        var (value, offset) = Elements.Offset(index, v => definitions[v]);
        if (value < 0)
        {
            return offset >= 0 && ((length.Dimension < 0 && definitions[length.Value] is { Op: Op.Constant } bound && bound.Bits > offset) || lengths?.AtLeast(length) > offset);
        }

        if (!counters.TryGetValue(value, out var loop))
        {
            return false;
        }

        var (low, high) = loop.Step > 0 ? (loop.Start, loop.Bound) : (loop.Bound, loop.Start);
        bool isExclusive = loop.Comparison == Op.Less;
        return definitions[low] is { Op: Op.Constant, Bits: >= 0 } first && first.Bits + offset >= 0
            && Less(high, length) is { } less && less - offset >= (isExclusive ? 0 : 1);
    }

    /// <summary>By what constant a value is less than a length; null where that is not known.</summary>
    private long? Less(int value, (int Value, int Dimension) length)
    {
        if (Canonical(value) == length)
        {
            return 0;
        }

        return definitions[value] is { Op: Op.Subtract } difference && definitions[difference.Operands[1]] is { Op: Op.Constant, Bits: >= 0 and < 1 << 30 } constant
            && Canonical(difference.Operands[0]) == length
            ? constant.Bits
            : null;
    }
}
