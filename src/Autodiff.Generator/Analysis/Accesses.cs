using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>An access to an element of an array, or to any of its elements where no index is known.</summary>
/// <param name="Array">The array.</param>
/// <param name="Indices">The indices; none for any element.</param>
/// <param name="Writes">Whether it writes.</param>
internal sealed record Access(int Array, ImmutableArray<int> Indices, bool Writes);

/// <summary>What a stretch of the primal computation does to arrays, and whether it may throw.</summary>
internal sealed class Accesses(PointsTo memory, KnownIndices indices, KnownLengths lengths, int counter)
{
    private readonly List<Access> list = [];

    /// <summary>Whether it may throw.</summary>
    public bool Throws { get; private set; }

    /// <summary>Adds what an instruction does; false where it does what is not known, or acts on the world.</summary>
    public bool Add(Instruction instruction)
    {
        Throws |= instruction.Op is Op.Allocate or Op.Slice or Op.Copy || (instruction.Op is Op.Load or Op.Store && !indices.AreInRange(instruction, lengths));
        switch (instruction.Op)
        {
            case Op.Load or Op.Store:
                bool writes = instruction.Op == Op.Store;
                int count = instruction.Operands.Length - (writes ? 2 : 1);
                list.Add(new Access(instruction.Operands[0], instruction.Operands.Skip(1).Take(count).ToImmutableArray(), writes));
                return true;
            case Op.Fill:
                list.Add(new Access(instruction.Operands[0], [], Writes: true));
                return true;
            case Op.Copy:
                list.Add(new Access(instruction.Operands[0], [], Writes: false));
                list.Add(new Access(instruction.Operands[1], [], Writes: true));
                return true;
            case Op.Slice or Op.Length:
                return true;
            case Op.Allocate:
                // What is made between loops may be made before them, not again.
                return counter < 0;
            case Op.If or Op.Loop:
                return instruction.Blocks.All(b => b.Completes && b.Instructions.All(Add));
            default:
                return instruction.Blocks.Length == 0 && instruction.Effects == Effects.None;
        }
    }

    /// <summary>Whether all that it writes to is storage of a kind.</summary>
    public bool WritesOnly(Func<int, bool> isAllowed) => list.Where(a => a.Writes).All(a => memory.RootsOf(a.Array).All(isAllowed));

    /// <summary>Whether the other reads elements that this writes, by the same value.</summary>
    public bool Feeds(Accesses other) => list.Any(a => a.Writes && a.Indices.Length > 0 && other.list.Any(b => !b.Writes && b.Array == a.Array));

    /// <summary>The pairs of accesses, one here and one there, of which one writes, to what may be the same storage.</summary>
    public IEnumerable<(Access First, Access Second)> PairsWith(Accesses other) =>
        from first in list
        from second in other.list
        where (first.Writes || second.Writes) && memory.MayAlias(first.Array, second.Array)
        select (first, second);
}
