using System.Buffers;

namespace Autodiff.Generator.Ir;

/// <summary>
/// The values that the pure instructions of a block have, by what they compute. An entry is the number of a value and a hash:
/// what it computes is in its definition, so that nothing is stored twice.
/// </summary>
/// <param name="builder">The function under construction, which knows the definitions.</param>
/// <param name="size">How many entries there is room for at first: a power of two.</param>
internal sealed class ValueNumbers(FunctionBuilder builder, int size)
{
    private readonly PooledList<Entry> entries = new(size);
    private int[] buckets = Rent(size);
    private int mask = size - 1;

    /// <summary>Finds the value of what is computed.</summary>
    public bool TryGetValue(in InstructionKey key, int hash, out int value)
    {
        int entry = Find(key, hash);
        value = entry < 0 ? -1 : entries[entry].Value;
        return entry >= 0;
    }

    /// <summary>Takes note of a value, in place of an equal one.</summary>
    public void Set(in InstructionKey key, int hash, int value)
    {
        int entry = Find(key, hash);
        if (entry >= 0)
        {
            entries[entry] = entries[entry] with { Value = value };
            return;
        }

        if (entries.Count > mask)
        {
            Grow();
        }

        ref int bucket = ref buckets[hash & mask];
        entries.Add(new Entry(hash, value, bucket));
        bucket = entries.Count;
    }

    /// <summary>Takes note of all values that another table has.</summary>
    public void SetAll(ValueNumbers other)
    {
        for (int i = 0; i < other.entries.Count; i++)
        {
            var entry = other.entries[i];
            Set(new InstructionKey(builder.DefinitionOf(entry.Value), builder.TypeOf(entry.Value)), entry.Hash, entry.Value);
        }
    }

    /// <summary>Gives its storage back to the pool.</summary>
    public void Return()
    {
        entries.Return();
        ArrayPool<int>.Shared.Return(buckets);
        buckets = [];
    }

    /// <summary>The entry of what is computed, or −1. Buckets and links count from 1, so that 0 is none.</summary>
    private int Find(in InstructionKey key, int hash)
    {
        for (int i = buckets[hash & mask] - 1; i >= 0; i = entries[i].Next - 1)
        {
            if (entries[i].Hash == hash && key.IsOf(builder.DefinitionOf(entries[i].Value), builder.TypeOf(entries[i].Value)))
            {
                return i;
            }
        }

        return -1;
    }

    private void Grow()
    {
        ArrayPool<int>.Shared.Return(buckets);
        mask = (2 * mask) + 1;
        buckets = Rent(mask + 1);
        for (int i = 0; i < entries.Count; i++)
        {
            ref int bucket = ref buckets[entries[i].Hash & mask];
            entries[i] = entries[i] with { Next = bucket };
            bucket = i + 1;
        }
    }

    /// <summary>Empty buckets: at least so many.</summary>
    private static int[] Rent(int size)
    {
        int[] buckets = ArrayPool<int>.Shared.Rent(size);
        Array.Clear(buckets, 0, size);
        return buckets;
    }

    private readonly record struct Entry(int Hash, int Value, int Next);
}

/// <summary>What makes two instructions compute the same. A constant is its bits, not its text.</summary>
internal readonly struct InstructionKey(Op op, IrType type, EquatableArray<int> operands, long bits = 0, bool isChecked = false, string? text = null)
{
    private readonly string? text = TextOf(op, type, text);

    public InstructionKey(Instruction instruction, IrType type)
        : this(instruction.Op, type, instruction.Operands, instruction.Bits, instruction.IsChecked, instruction.Text)
    {
    }

    /// <summary>A number that equal keys share.</summary>
    public int Hash
    {
        get
        {
            unchecked
            {
                int hash = ((int)op * 397) ^ (int)type.Kind ^ (int)bits ^ (int)(bits >> 32);
                if (IsCommutative(op))
                {
                    hash = (hash * 31) + Math.Min(operands[0], operands[1]);
                    hash = (hash * 31) + Math.Max(operands[0], operands[1]);
                }
                else
                {
                    foreach (int operand in operands)
                    {
                        hash = (hash * 31) + operand;
                    }
                }

                hash ^= text is null ? 0 : StringComparer.Ordinal.GetHashCode(text);
                return hash ^ (hash >> 15) ^ (hash >> 23);
            }
        }
    }

    /// <summary>Whether it is the key of an instruction.</summary>
    public bool IsOf(Instruction instruction, IrType its) =>
        op == instruction.Op
        && bits == instruction.Bits
        && isChecked == instruction.IsChecked
        && (operands == instruction.Operands
            || (IsCommutative(op) && operands[0] == instruction.Operands[1] && operands[1] == instruction.Operands[0]))
        && type == its
        && text == TextOf(op, type, instruction.Text);

    private static string? TextOf(Op op, IrType type, string? text) => op == Op.Constant && type.Kind != IrTypeKind.Other ? null : text;

    /// <summary>Sums and products are the same bits either way round, but for the payload of a NaN.</summary>
    private static bool IsCommutative(Op op) => op is Op.Add or Op.Multiply or Op.Equal or Op.NotEqual;
}
