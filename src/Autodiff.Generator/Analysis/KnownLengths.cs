using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// How long arrays are at least at a place of a function: an access to <c>a[0]</c> that has run without an exception shows that <c>a</c>,
/// and every array as long as it, has an element. What was learnt in a block is known until the block ends.
/// </summary>
internal sealed class KnownLengths(KnownIndices indices, Definitions definitions)
{
    private readonly Dictionary<(int Value, int Dimension), long> least = [];
    private readonly Stack<((int Value, int Dimension) Length, long Before)> changes = new();

    /// <summary>How much has been learnt: a mark for <see cref="Forget"/>.</summary>
    public int Count => changes.Count;

    /// <summary>What a length is at least.</summary>
    /// <param name="length">The length, as <see cref="KnownIndices"/> names it.</param>
    public long AtLeast((int Value, int Dimension) length) =>
        length.Dimension < 0 && definitions[length.Value] is { Op: Op.Constant } constant ? constant.Bits
        : least.TryGetValue(length, out long known) ? known : 0;

    /// <summary>Learns from an instruction that runs in the block.</summary>
    public void Note(Instruction instruction)
    {
        if (instruction.Op is not (Op.Load or Op.Store))
        {
            return;
        }

        for (int d = 0; d < instruction.IndexCount; d++)
        {
            if (definitions[instruction.Operands[d + 1]] is { Op: Op.Constant, Bits: >= 0 } index
                && indices.LengthOf(instruction.Operands[0], d) is { } length && AtLeast(length) <= index.Bits)
            {
                changes.Push((length, AtLeast(length)));
                least[length] = index.Bits + 1;
            }
        }
    }

    /// <summary>Forgets what was learnt since a mark, where the block ends.</summary>
    public void Forget(int mark)
    {
        while (changes.Count > mark)
        {
            var (length, before) = changes.Pop();
            least[length] = before;
        }
    }
}
