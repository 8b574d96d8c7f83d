using System.Collections.Immutable;

namespace Autodiff.Generator.Ir;

/// <summary>
/// One instruction: an operation on values that are named by number. A flat list of these compares in linear time,
/// where a tree of records would take exponential time on a graph that shares its nodes.
/// </summary>
internal sealed record Instruction
{
    /// <summary>What it does.</summary>
    public required Op Op { get; init; }

    /// <summary>The numbers of the values that it defines; several for a branch, none for an effect.</summary>
    public required EquatableArray<int> Results { get; init; }

    /// <summary>The numbers of the values that it reads.</summary>
    public required EquatableArray<int> Operands { get; init; }

    /// <summary>The text that belongs to the operation; see <see cref="Ir.Op"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The key of a call's line in the rule table; of a <see cref="Op.Pop"/>, that of the call whose value it finds again.</summary>
    public string? Rule { get; init; }

    /// <summary>The bits of a constant.</summary>
    public long Bits { get; init; }

    /// <summary>What it does besides computing.</summary>
    public Effects Effects { get; init; }

    /// <summary>
    /// Whether it is an opaque read of a field, or of a property that only returns one: reading it again tells the same and does
    /// nothing else.
    /// </summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether it is arithmetic in a <c>checked</c> context.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Whether it belongs to the primal computation, which is kept bit for bit; the rest is the reverse sweep's.</summary>
    public bool IsPrimal { get; init; }

    /// <summary>
    /// Whether it computes again in the reverse sweep what the primal computation has computed: to the bit, since a branch may have
    /// been decided by it.
    /// </summary>
    public bool IsRecomputed { get; init; }

    /// <summary>Whether it is derivative code, in which algebra may rewrite.</summary>
    public bool IsDerivative => !IsPrimal && !IsRecomputed;

    /// <summary>The index in <see cref="Function.Origins"/> of the statement that it comes from, or −1.</summary>
    public int Origin { get; init; } = -1;

    /// <summary>How many of the first results of a branch in both passes belong to the primal computation; all of them where it is null.</summary>
    public int? PrimalResults { get; init; }

    /// <summary>
    /// The number of a loop or branch of the forward sweep, by which its counterpart in the reverse sweep names it; 0 where it
    /// has none.
    /// </summary>
    public int Region { get; init; }

    /// <summary>
    /// The <see cref="Region"/> of which this loop or branch is the reverse sweep, or 0. What the blocks of the counterpart
    /// compute may be read in its own, as of the same iteration, until <c>SavedValues</c> has made them reachable.
    /// </summary>
    public int ReverseOf { get; init; }

    /// <summary>The nested blocks of a branch or loop.</summary>
    public EquatableArray<Block> Blocks { get; init; }

    /// <summary>The value that it defines, where that is one.</summary>
    public int Result => Results.Length > 0 ? Results[0] : -1;

    /// <summary>What a branch asks, or a loop before each iteration.</summary>
    public int Condition => Op == Op.Loop ? Blocks[0].Yields[0] : Operands[0];

    /// <summary>Whether it does nothing but compute: it can be dropped, moved and merged with its equals.</summary>
    public bool IsPure => Effects == Effects.None && Blocks.Length == 0;

    /// <summary>Whether it is opaque code for the default of a type, which is no array.</summary>
    public bool IsDefault => Op == Op.Opaque && Text!.StartsWith("default(", StringComparison.Ordinal);

    /// <summary>How many indices an access to an element has: of a read, of a write or of an addition.</summary>
    public int IndexCount => Operands.Length - (Op == Op.Load ? 1 : 2);

    /// <summary>Whether it is a loop, or one stands in its blocks.</summary>
    public bool HasLoop
    {
        get
        {
            if (Op == Op.Loop)
            {
                return true;
            }

            foreach (var block in Blocks)
            {
                if (block.HasLoop)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The values that it reads, or that what is nested in it does.</summary>
    public IEnumerable<int> Reads => Operands.Concat(Blocks.SelectMany(b => b.Reads));

    /// <summary>Whether it, or what is nested in it, reads one of some values.</summary>
    public bool ReadsAny(HashSet<int> values)
    {
        foreach (int operand in Operands)
        {
            if (values.Contains(operand))
            {
                return true;
            }
        }

        foreach (var block in Blocks)
        {
            if (block.ReadsAny(values))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>It as a part of the reverse sweep.</summary>
    public Instruction InReverseSweep() => this with { IsPrimal = false, IsRecomputed = IsPrimal || IsRecomputed };

    /// <summary>It with what is made of its blocks: itself where that is the blocks.</summary>
    public Instruction WithBlocks(Func<Block, Block> rewrite)
    {
        if (Blocks.Length == 0)
        {
            return this;
        }

        var blocks = Blocks.Select(rewrite).ToArray();
        for (int i = 0; i < blocks.Length; i++)
        {
            if (!ReferenceEquals(blocks[i], Blocks[i]))
            {
                return this with { Blocks = ImmutableArray.Create(blocks) };
            }
        }

        return this;
    }
}
