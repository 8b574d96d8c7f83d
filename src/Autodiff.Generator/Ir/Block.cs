using System.Collections.Immutable;

namespace Autodiff.Generator.Ir;

/// <summary>Instructions in order, and the values that they hand to the instruction that owns the block.</summary>
/// <param name="Instructions">The instructions.</param>
/// <param name="Yields">What <see cref="Ir.Op"/> says of the owner; empty where the block always throws.</param>
/// <param name="Completes">Whether the end is reached; false where the block always throws.</param>
internal sealed record Block(EquatableArray<Instruction> Instructions, EquatableArray<int> Yields, bool Completes = true)
{
    /// <summary>The values that the block is entered with: what a loop carries, on its header.</summary>
    public EquatableArray<int> Arguments { get; init; }

    /// <summary>Whether a loop stands in the block, or in one of its blocks.</summary>
    public bool HasLoop
    {
        get
        {
            foreach (var instruction in Instructions)
            {
                if (instruction.HasLoop)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The values that the block reads or hands on.</summary>
    public IEnumerable<int> Reads => Instructions.SelectMany(i => i.Reads).Concat(Yields);

    /// <summary>Whether the block reads one of some values, or hands it on.</summary>
    public bool ReadsAny(HashSet<int> values)
    {
        foreach (var instruction in Instructions)
        {
            if (instruction.ReadsAny(values))
            {
                return true;
            }
        }

        return Yields.Any(values.Contains);
    }

    /// <summary>It with other instructions: itself where they are its own.</summary>
    public Block With(IReadOnlyList<Instruction> instructions)
    {
        if (instructions.Count != Instructions.Length)
        {
            return this with { Instructions = instructions.ToImmutableArray() };
        }

        for (int i = 0; i < instructions.Count; i++)
        {
            if (!ReferenceEquals(instructions[i], Instructions[i]))
            {
                return this with { Instructions = instructions.ToImmutableArray() };
            }
        }

        return this;
    }

    /// <summary>A block that does nothing.</summary>
    public static readonly Block Empty = new(default, default);
}
