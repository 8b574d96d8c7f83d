using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Joins two branches on one condition into one, where nothing between them stands in the way: the forward and the
/// reverse sweep of <c>return c ? a : b</c> then share their arms, as a person would write them, and nothing that an
/// arm computes has to be saved for the other sweep.
/// </summary>
/// <remarks>
/// The earlier branch moves down to the later one. What stands between must not have effects, and what depends on
/// the earlier branch must not be needed by the later one. What derivative code computes for the reverse sweep alone, a restatement,
/// moves past effects, too.
/// </remarks>
internal sealed class BranchFusion : Rewriter
{
    private BranchFusion(Function source)
        : base(source)
    {
    }

    public static Function Fuse(Function function) => HasTwo(function.Body, function.IsNumbered) ? new BranchFusion(function).Run() : function;

    /// <summary>Whether there are two branches in one block, and perhaps two that can be joined.</summary>
    private static bool HasTwo(Block block, bool canBeJoined)
    {
        int branches = 0;
        for (int i = 0; i < block.Instructions.Length; i++)
        {
            var instruction = block.Instructions[i];
            bool isFound = instruction.Op == Op.If && (canBeJoined ? FindPartner(block.Instructions.Items, i, out _) >= 0 : ++branches > 1);
            if (isFound || (instruction.Blocks.Length > 0 && instruction.Blocks.Any(b => HasTwo(b, canBeJoined))))
            {
                return true;
            }
        }

        return false;
    }

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        var rest = instructions.Items;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].Op == Op.If)
            {
                int partner = FindPartner(rest, i, out var dependent);
                if (partner >= 0)
                {
                    var between = rest.Skip(i + 1).Take(partner - i - 1).ToList();
                    foreach (var independent in between.Where(b => !dependent.Contains(b.Results.Length > 0 ? b.Result : -2)))
                    {
                        CopyOne(independent);
                    }

                    var fused = Fuse(rest[i], rest[partner]);
                    rest = ImmutableArray.CreateRange(
                        new[] { fused }
                            .Concat(between.Where(b => dependent.Contains(b.Results.Length > 0 ? b.Result : -2)))
                            .Concat(rest.Skip(partner + 1)));
                    i = -1;
                    continue;
                }
            }

            CopyOne(rest[i]);
        }
    }

    /// <summary>The next branch on the same condition that the one at <paramref name="first"/> can be joined with.</summary>
    private static int FindPartner(ImmutableArray<Instruction> block, int first, out HashSet<int> dependent)
    {
        var branch = block[first];
        dependent = new HashSet<int>(branch.Results);
        if (branch.Blocks.Any(b => !b.Completes))
        {
            return -1;
        }

        bool writes = Writes(branch);
        bool isRestatement = !branch.IsPrimal && Computes(branch);
        for (int i = first + 1; i < block.Length; i++)
        {
            var instruction = block[i];
            if (instruction.Op == Op.If && instruction.Operands == branch.Operands && instruction.Blocks.All(b => b.Completes) && ArePaired(branch, instruction))
            {
                // What the arms of the later branch read of the earlier one's results they find in the same arm.
                var late = new HashSet<int>(dependent);
                late.ExceptWith(branch.Results);
                return instruction.ReadsAny(late) ? -1 : i;
            }

            bool stands = instruction.Effects != Effects.None || instruction.Blocks.Length > 0 || (instruction.Op == Op.Load && writes);
            bool reads = instruction.ReadsAny(dependent);
            if (stands && (reads || !isRestatement))
            {
                return -1;
            }

            if (reads)
            {
                dependent.UnionWith(instruction.Results);
            }
        }

        return -1;
    }

    /// <summary>
    /// Whether two branches are the forward and the reverse sweep of one, or neither has a counterpart: another's would look
    /// for it in vain.
    /// </summary>
    private static bool ArePaired(Instruction first, Instruction second) =>
        first.Region == second.ReverseOf && first.ReverseOf == 0 && second.Region == 0;

    /// <summary>Whether a branch may write to an array, so that no element may be read before it instead of after it.</summary>
    private static bool Writes(Instruction instruction) =>
        Placement.TargetOf(instruction) is not null || instruction.Op is Op.Invoke or Op.InvokeReverse || instruction.Blocks.Any(b => b.Instructions.Any(Writes));

    /// <summary>Whether a branch does nothing but compute: what it reads is the same later.</summary>
    private static bool Computes(Instruction instruction) =>
        instruction.Effects == Effects.None && !Writes(instruction) && instruction.Op is not (Op.Push or Op.Pop or Op.Reserve)
        && instruction.Blocks.All(b => b.Completes && b.Instructions.All(Computes));

    /// <summary>One branch whose arms are the arms of the two, one after the other.</summary>
    public static Instruction Fuse(Instruction first, Instruction second) => first with
    {
        Results = first.Results.Concat(second.Results).ToImmutableArray(),
        PrimalResults = first.PrimalResults ?? first.Results.Length,
        Effects = first.Effects | second.Effects,
        Blocks = first.Blocks.Select((b, i) =>
        {
            var renaming = new Renaming();
            for (int r = 0; r < first.Results.Length; r++)
            {
                renaming.Add(first.Results[r], b.Yields[r]);
            }

            var later = renaming.Of(second.Blocks[i]);
            return new Block(
                b.Instructions.Concat(later.Instructions).ToImmutableArray(),
                b.Yields.Concat(later.Yields).ToImmutableArray());
        }).ToImmutableArray(),
    };
}
