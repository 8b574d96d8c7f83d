using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Arrays of which each iteration of a loop writes every element before it reads any, so that none goes from one iteration to the
/// next: each might as well have an array of its own (array privatization: Tu and Padua, Automatic Array Privatization, 1993).
/// </summary>
internal sealed class OverwrittenArrays(Function function, Definitions definitions, PointsTo memory)
{
    private readonly KnownIndices indices = new(function, definitions, memory, isGradient: false);

    /// <summary>Whether a block writes all elements of an array, which nothing else stands for, before it does anything else with it.</summary>
    public bool AreOverwritten(int array, Block block)
    {
        if (indices.LengthOf(array, 0) is not { } length)
        {
            return false;
        }

        // From which element on all are written, and which others are.
        long from = long.MaxValue;
        var single = new HashSet<long>();
        foreach (var instruction in block.Instructions)
        {
            if (!Accesses(instruction, array))
            {
                continue;
            }

            switch (instruction.Op)
            {
                case Op.Fill:
                    return true;
                case Op.Store when definitions[instruction.Operands[1]] is { Op: Op.Constant, Bits: >= 0 } index:
                    single.Add(index.Bits);
                    break;
                case Op.Loop when WritesFrom(instruction, array, length) is { } first:
                    from = Math.Min(from, first);
                    break;
                default:
                    return false;
            }

            while (single.Contains(from - 1))
            {
                from--;
            }

            if (from == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>From which element on a loop writes all to the last, in each iteration the one that it counts, and reads none but that afterwards; null where it does not.</summary>
    private long? WritesFrom(Instruction loop, int array, (int Value, int Dimension) length)
    {
        if (CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type, memory.Writes.IsStable) is not { } counted
            || indices.CoversFrom(counted, length) is not { } first || loop.Blocks[0].Instructions.Any(i => Accesses(i, array)))
        {
            return null;
        }

        bool isWritten = false;
        foreach (var instruction in loop.Blocks[1].Instructions.Where(i => Accesses(i, array)))
        {
            if (instruction.Op is not (Op.Load or Op.Store) || instruction.Operands[1] != counted.Counter || (instruction.Op == Op.Load && !isWritten))
            {
                return null;
            }

            isWritten = true;
        }

        return isWritten ? first : null;
    }

    private static bool Accesses(Instruction instruction, int array) =>
        (instruction.Op != Op.Length && instruction.Operands.Contains(array)) || instruction.Blocks.Any(b => b.Instructions.Any(i => Accesses(i, array)));
}
