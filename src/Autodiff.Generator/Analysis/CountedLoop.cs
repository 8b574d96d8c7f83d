using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// A loop that counts: one of the integers that it carries grows or shrinks by a constant in every iteration, nothing
/// but the comparison of that counter with a bound ends it, and the bound does not change meanwhile. How often it runs is
/// known before it starts, and it can be run backwards without a record of the iterations.
/// </summary>
/// <param name="Index">Which of the carried values is the counter.</param>
/// <param name="Counter">The header's argument that stands for it.</param>
/// <param name="Start">Its first value.</param>
/// <param name="Bound">What it is compared with: a value from before the loop, or computed in the header from such.</param>
/// <param name="Comparison">The comparison (counter, bound) that keeps the loop running.</param>
/// <param name="Step">What is added to the counter each time.</param>
internal sealed record CountedLoop(int Index, int Counter, int Start, int Bound, Op Comparison, long Step)
{
    /// <summary>How far from zero the indices of a buffer may start: what is before is not used.</summary>
    public const int LargestGap = 16;

    /// <summary>The loop as a counted one; null where it is none.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="definitionOf">The instruction that defines a value; that of an argument is an <see cref="Op.Argument"/>.</param>
    /// <param name="typeOf">The type of a value.</param>
    /// <param name="isStable">
    /// Whether a load gives the same wherever it is done, since nothing overwrites what it reads. Without it no load does.
    /// </param>
    public static CountedLoop? Find(Instruction loop, Func<int, Instruction> definitionOf, Func<int, IrType> typeOf, Func<Instruction, bool>? isStable = null)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        if (!body.Completes || !header.Completes || !IsTrue(definitionOf(body.Yields[0])))
        {
            return null;
        }

        var test = definitionOf(header.Yields[0]);
        if (test.Operands.Length != 2 || typeOf(test.Operands[0]).Kind is not (IrTypeKind.Int32 or IrTypeKind.Int64) || Mirrored(test.Op) is not { } mirrored)
        {
            return null;
        }

        return Find(loop, test.Operands[0], test.Operands[1], test.Op, definitionOf, isStable)
            ?? Find(loop, test.Operands[1], test.Operands[0], mirrored, definitionOf, isStable);
    }

    /// <summary>Whether the counter is each index of a length once, upwards or downwards.</summary>
    /// <param name="definitionOf">The instruction that defines a value.</param>
    /// <param name="isLength">Whether a value is the length.</param>
    public bool CoversAll(Func<int, Instruction> definitionOf, Func<int, bool> isLength)
    {
        return this switch
        {
            { Step: 1, Comparison: Op.Less } => IsConstant(Start, 0) && isLength(Bound),
            { Step: -1, Comparison: Op.GreaterOrEqual } => IsConstant(Bound, 0) && definitionOf(Start) is { Op: Op.Subtract } last
                && IsConstant(last.Operands[1], 1) && isLength(last.Operands[0]),
            _ => false,
        };

        bool IsConstant(int value, long number) => definitionOf(value) is { Op: Op.Constant } constant && constant.Bits == number;
    }

    /// <summary>
    /// How long a buffer must be for the counter to be an index of it, as a value and what to add; null where the counter is none, or
    /// would leave much of the buffer unused.
    /// </summary>
    /// <param name="definitionOf">The instruction that defines a value.</param>
    public (int Value, int Extra)? LengthOfIndices(Func<int, Instruction> definitionOf)
    {
        return this switch
        {
            { Step: 1 } when IsNearZero(Start) => (Bound, Comparison == Op.Less ? 0 : 1),
            { Step: -1, Comparison: Op.GreaterOrEqual } when IsNearZero(Bound) => definitionOf(Start) is { Op: Op.Subtract, IsChecked: false } last
                && definitionOf(last.Operands[1]) is { Op: Op.Constant, Bits: 1 } ? (last.Operands[0], 0) : (Start, 1),
            _ => null,
        };

        bool IsNearZero(int value) => definitionOf(value) is { Op: Op.Constant, Bits: >= 0 and <= LargestGap };
    }

    private static CountedLoop? Find(
        Instruction loop, int counter, int bound, Op comparison, Func<int, Instruction> definitionOf, Func<Instruction, bool>? isStable)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        int index = header.Arguments.Items.IndexOf(counter);
        if (index < 0 || StepOf(definitionOf(body.Yields[index + 1]), counter, definitionOf) is not { } step)
        {
            return null;
        }

        bool isUpwards = comparison is Op.Less or Op.LessOrEqual;
        return step != 0 && isUpwards == step > 0 && IsInvariant(bound, header, definitionOf, isStable)
            ? new CountedLoop(index, counter, loop.Operands[index], bound, comparison, step)
            : null;
    }

    /// <summary>Whether a value that the header can see is the same in every iteration.</summary>
    private static bool IsInvariant(int value, Block header, Func<int, Instruction> definitionOf, Func<Instruction, bool>? isStable)
    {
        if (header.Arguments.Contains(value))
        {
            return false;
        }

        var definition = definitionOf(value);
        if (!header.Instructions.Any(i => ReferenceEquals(i, definition) || i.Results.Contains(value)))
        {
            return true;
        }

        bool isRepeatable = definition.Op == Op.Load ? isStable?.Invoke(definition) == true : definition.IsPure;
        return isRepeatable && definition.Operands.All(o => IsInvariant(o, header, definitionOf, isStable));
    }

    /// <summary>The constant that a new value of a counter differs by; null where it is something else.</summary>
    /// <param name="next">The instruction that defines the new value.</param>
    /// <param name="counter">The old value.</param>
    /// <param name="definitionOf">The instruction that defines a value.</param>
    public static long? StepOf(Instruction next, int counter, Func<int, Instruction> definitionOf)
    {
        if (next.Op is not (Op.Add or Op.Subtract))
        {
            return null;
        }

        var (left, right) = (next.Operands[0], next.Operands[1]);
        if (next.Op == Op.Add && right == counter)
        {
            (left, right) = (right, left);
        }

        return left == counter && definitionOf(right) is { Op: Op.Constant } step && Math.Abs(step.Bits) < 1 << 30
            ? next.Op == Op.Add ? step.Bits : -step.Bits
            : null;
    }

    private static bool IsTrue(Instruction instruction) => instruction is { Op: Op.Constant, Text: "true" };

    private static Op? Mirrored(Op comparison) => comparison switch
    {
        Op.Less => Op.Greater,
        Op.LessOrEqual => Op.GreaterOrEqual,
        Op.Greater => Op.Less,
        Op.GreaterOrEqual => Op.LessOrEqual,
        _ => null,
    };
}
