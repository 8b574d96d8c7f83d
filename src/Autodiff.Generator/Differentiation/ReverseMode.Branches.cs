using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Differentiation;

/// <content>The reverse sweep of branches.</content>
internal sealed partial class ReverseMode
{
    /// <summary>
    /// The reverse sweep of a branch is a branch on the same condition: each side runs its own sweep, and yields what
    /// it adds to the adjoints of the values that both sides can see.
    /// </summary>
    private void ReverseBranch(Instruction branch, Adjoints adjoints)
    {
        var seeds = branch.Results.Select(adjoints.Find).ToArray();
        if (seeds.All(s => s is null) && !branch.Blocks.Any(HasShadows))
        {
            return;
        }

        if (branch.Blocks.Count(b => b.Completes) == 1)
        {
            SweepOnlyArm(branch, seeds, adjoints);
            return;
        }

        var outer = new List<int>();
        var swept = new (Block Block, Adjoints Adjoints)[branch.Blocks.Length];
        for (int b = 0; b < branch.Blocks.Length; b++)
        {
            var block = branch.Blocks[b];
            Builder.OpenAfter(block);
            var inner = Sweep(block, seeds, branch.Origin);
            swept[b] = (Builder.Close([], block.Completes), inner);
            var defined = new HashSet<int>(block.Instructions.SelectMany(i => i.Results));
            outer.AddRange(inner.Values.Where(v => !defined.Contains(v) && !outer.Contains(v)));
        }

        foreach (int result in branch.Results)
        {
            NameAdjoint(adjoints, result, isComplete: true);
        }

        Builder.Origin = branch.Origin;
        var zeros = outer.Select(v => Builder.Constant(0, Builder.TypeOf(v))).ToArray();
        var blocks = swept.Select(s => s.Block with
        {
            Yields = outer.Select((v, i) => s.Adjoints.Find(v) ?? zeros[i]).ToImmutableArray(),
        });
        var reverse = new Instruction
        {
            Op = Op.If,
            Results = default,
            Operands = branch.Operands,
            Blocks = blocks.ToImmutableArray(),
            ReverseOf = branch.Region,
        };
        var contributions = Builder.AddMany(reverse, outer.Select(Builder.TypeOf));
        for (int i = 0; i < outer.Count; i++)
        {
            Accumulate(adjoints, outer[i], new Expr(Builder, contributions[i]));
        }
    }

    /// <summary>The reverse sweep of one arm, from the adjoints of the branch's results.</summary>
    private Adjoints Sweep(Block block, int?[] seeds, int origin)
    {
        var inner = new Adjoints();
        Builder.Origin = origin;
        for (int i = 0; i < seeds.Length; i++)
        {
            if (seeds[i] is { } seed && block.Completes && varied[block.Yields[i]])
            {
                Accumulate(inner, block.Yields[i], new Expr(Builder, seed));
            }
        }

        Reverse(block.Instructions.Items, inner);
        return inner;
    }

    /// <summary>Where the other arm throws, the reverse sweep is that of the arm that does not: no branch is needed.</summary>
    private void SweepOnlyArm(Instruction branch, int?[] seeds, Adjoints adjoints)
    {
        var block = branch.Blocks.First(b => b.Completes);
        Builder.OpenAfter(block);
        var inner = Sweep(block, seeds, branch.Origin);
        Builder.Splice();
        var defined = new HashSet<int>(block.Instructions.SelectMany(i => i.Results));
        foreach (int value in inner.Values.Where(v => !defined.Contains(v)))
        {
            Accumulate(adjoints, value, new Expr(Builder, inner.Find(value)!.Value));
        }
    }
}
