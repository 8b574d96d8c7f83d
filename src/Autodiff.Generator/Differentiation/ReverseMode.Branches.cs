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
    private void ReverseBranch(Instruction branch, Adjoints[] rows)
    {
        int?[][] seeds = [.. rows.Select(row => branch.Results.Select(row.Find).ToArray())];
        if (seeds.All(row => row.All(s => s is null)) && !branch.Blocks.Any(HasShadows))
        {
            return;
        }

        if (branch.Blocks.Count(b => b.Completes) == 1)
        {
            SweepOnlyArm(branch, seeds, rows);
            return;
        }

        var outer = new List<(int Row, int Value)>();
        var swept = new (Block Block, Adjoints[] Rows)[branch.Blocks.Length];
        for (int b = 0; b < branch.Blocks.Length; b++)
        {
            var block = branch.Blocks[b];
            Builder.OpenAfter(block);
            var inner = Sweep(block, seeds, branch.Origin);
            swept[b] = (Builder.Close([], block.Completes), inner);
            var defined = new HashSet<int>(block.Instructions.SelectMany(i => i.Results));
            for (int row = 0; row < rows.Length; row++)
            {
                outer.AddRange(inner[row].Values.Where(v => !defined.Contains(v) && !outer.Contains((row, v))).Select(v => (row, v)));
            }
        }

        foreach (var row in rows)
        {
            foreach (int result in branch.Results)
            {
                NameAdjoint(row, result, isComplete: true);
            }
        }

        Builder.Origin = branch.Origin;
        var zeros = outer.Select(o => Builder.Constant(0, Builder.TypeOf(o.Value))).ToArray();
        var blocks = swept.Select(s => s.Block with
        {
            Yields = outer.Select((o, i) => s.Rows[o.Row].Find(o.Value) ?? zeros[i]).ToImmutableArray(),
        });
        var reverse = new Instruction
        {
            Op = Op.If,
            Results = default,
            Operands = branch.Operands,
            Blocks = blocks.ToImmutableArray(),
            ReverseOf = branch.Region,
        };
        var contributions = Builder.AddMany(reverse, outer.Select(o => Builder.TypeOf(o.Value)));
        for (int i = 0; i < outer.Count; i++)
        {
            Accumulate(rows[outer[i].Row], outer[i].Value, new Expr(Builder, contributions[i]));
        }
    }

    /// <summary>The reverse sweep of one arm, from the adjoints of the branch's results.</summary>
    private Adjoints[] Sweep(Block block, int?[][] seeds, int origin)
    {
        var inner = NewAdjoints();
        Builder.Origin = origin;
        for (int row = 0; row < inner.Length; row++)
        {
            for (int i = 0; i < seeds[row].Length; i++)
            {
                if (seeds[row][i] is { } seed && block.Completes && varied[block.Yields[i]])
                {
                    Accumulate(inner[row], block.Yields[i], new Expr(Builder, seed));
                }
            }
        }

        Reverse(block.Instructions.Items, inner);
        return inner;
    }

    /// <summary>Where the other arm throws, the reverse sweep is that of the arm that does not: no branch is needed.</summary>
    private void SweepOnlyArm(Instruction branch, int?[][] seeds, Adjoints[] rows)
    {
        var block = branch.Blocks.First(b => b.Completes);
        Builder.OpenAfter(block);
        var inner = Sweep(block, seeds, branch.Origin);
        Builder.Splice();
        var defined = new HashSet<int>(block.Instructions.SelectMany(i => i.Results));
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (int value in inner[row].Values.Where(v => !defined.Contains(v)))
            {
                Accumulate(rows[row], value, new Expr(Builder, inner[row].Find(value)!.Value));
            }
        }
    }
}
