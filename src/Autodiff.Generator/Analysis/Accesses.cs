using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>What an access does to an element.</summary>
internal enum AccessKind
{
    Read,
    Write,

    /// <summary>It adds to the element. Two additions may change places, which matters to nothing but rounding.</summary>
    Add,
}

/// <summary>An access to an element of an array, or to any of its elements where no index is known.</summary>
/// <param name="Array">The array.</param>
/// <param name="Indices">The indices; none for any element.</param>
/// <param name="Kind">What it does.</param>
internal sealed record Access(int Array, ImmutableArray<int> Indices, AccessKind Kind)
{
    /// <summary>Whether it must stay before or behind another one, should both be to one element.</summary>
    public bool DependsOn(Access other) => Kind != other.Kind || Kind == AccessKind.Write;
}

/// <summary>What a stretch of code does to arrays, to the tape, and whether it may throw.</summary>
/// <param name="memory">What the arrays stand for.</param>
/// <param name="isInRange">Whether the indices of an access are in range for sure.</param>
/// <param name="runsOnce">Whether it is no iteration: what it allocates may be allocated earlier, not again.</param>
internal sealed class Accesses(PointsTo memory, Func<Instruction, bool> isInRange, bool runsOnce)
{
    private readonly List<Access> list = [];

    /// <summary>How many there are.</summary>
    public int Count => list.Count;

    /// <summary>Whether it may throw.</summary>
    public bool Throws { get; private set; }

    /// <summary>Whether it takes something off the tape.</summary>
    public bool Pops { get; private set; }

    /// <summary>Adds what an instruction does; false where it does what is not known, or acts on the world.</summary>
    public bool Add(Instruction instruction)
    {
        Throws |= instruction.Op is Op.Allocate or Op.Slice or Op.Copy || (instruction.Op is Op.Load or Op.Store && !isInRange(instruction));
        switch (instruction.Op)
        {
            case Op.Load:
                AddElement(instruction, AccessKind.Read);
                return true;
            case Op.Store:
                AddElement(instruction, AccessKind.Write);
                return true;
            case Op.Accumulate:
                AddElement(instruction, AccessKind.Add);
                return true;
            case Op.Fill:
                AddWhole(instruction.Operands[0], AccessKind.Write);
                return true;
            case Op.Copy:
                AddWhole(instruction.Operands[0], AccessKind.Read);
                AddWhole(instruction.Operands[1], AccessKind.Write);
                return true;
            case Op.Slice or Op.Length:
                return true;
            case Op.Allocate:
                return runsOnce;
            case Op.Pop:
                Pops = true;
                return true;
            case Op.If or Op.Loop:
                return instruction.Blocks.All(b => b.Completes && b.Instructions.All(Add));
            default:
                return instruction.IsPure;
        }
    }

    /// <summary>Whether all that it writes to is storage of a kind.</summary>
    public bool WritesOnly(Func<int, bool> isAllowed) => list.Where(a => a.Kind != AccessKind.Read).All(a => memory.RootsOf(a.Array).All(isAllowed));

    /// <summary>Whether the other reads elements that this writes, by the same value.</summary>
    public bool Feeds(Accesses other) =>
        list.Any(a => a.Kind == AccessKind.Write && a.Indices.Length > 0 && other.list.Any(b => b.Kind == AccessKind.Read && b.Array == a.Array));

    /// <summary>The pairs of accesses, one here and one there, whose order matters where they are to one element, and that may be.</summary>
    public IEnumerable<(Access First, Access Second)> DependencesOf(Accesses other) =>
        from first in list
        from second in other.list
        where first.DependsOn(second) && memory.MayAlias(first.Array, second.Array)
        select (first, second);

    private void AddElement(Instruction access, AccessKind kind) =>
        list.Add(new Access(access.Operands[0], access.Operands.Skip(1).Take(access.IndexCount).ToImmutableArray(), kind));

    private void AddWhole(int array, AccessKind kind) => list.Add(new Access(array, [], kind));
}
