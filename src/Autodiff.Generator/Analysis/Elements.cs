using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>Places of one array that differ for sure, whatever the values of their indices are: <c>a[i]</c> and <c>a[i - 1]</c>.</summary>
internal static class Elements
{
    /// <summary>Whether two places of an array differ: by a constant, in one dimension at least.</summary>
    /// <param name="first">The indices of the one.</param>
    /// <param name="second">The indices of the other.</param>
    /// <param name="definitionOf">The instruction that defines a value, where that is known.</param>
    public static bool AreDistinct(EquatableArray<int> first, EquatableArray<int> second, Func<int, Instruction?> definitionOf)
    {
        for (int i = 0; i < first.Length && i < second.Length; i++)
        {
            var (a, c) = Offset(first[i], definitionOf);
            var (b, d) = Offset(second[i], definitionOf);

            // Counters wrap around, at 2^32 at the least: what differs by less differs still.
            if (a == b && c != d && Math.Abs(c - d) < 1L << 31)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An index as a value and a constant that is added to it; the value is −1 for a constant.</summary>
    public static (int Value, long Offset) Offset(int index, Func<int, Instruction?> definitionOf)
    {
        long offset = 0;
        while (definitionOf(index) is { Op: Op.Add or Op.Subtract } sum && Math.Abs(offset) < 1L << 30)
        {
            bool isAdded = sum.Op == Op.Add;
            if (ConstantOf(sum.Operands[1]) is { } last)
            {
                (index, offset) = (sum.Operands[0], offset + (isAdded ? last : -last));
            }
            else if (isAdded && ConstantOf(sum.Operands[0]) is { } first)
            {
                (index, offset) = (sum.Operands[1], offset + first);
            }
            else
            {
                break;
            }
        }

        return ConstantOf(index) is { } constant ? (-1, constant + offset) : (index, offset);

        long? ConstantOf(int value) => definitionOf(value) is { Op: Op.Constant, Bits: > -1L << 30 and < 1L << 30 } definition ? definition.Bits : null;
    }
}
