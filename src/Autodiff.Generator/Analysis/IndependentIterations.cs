using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// The rule for loops whose iterations are independent but for sums, so that each can be run backwards right after it has run
/// forwards, and nothing of it has to be kept. It is read off the reverse loop: what that carries are sums, to which each
/// iteration only adds, so that no adjoint goes from one iteration to another; and of the shadows that were there before the loop
/// it reads and overwrites none, it only adds to their elements, so that no adjoint goes through memory either, unless they are
/// private to each iteration as <see cref="PrivateShadows"/> says. The order of the iterations then matters to nothing but rounding.
/// </summary>
internal sealed class IndependentIterations(Function function, Definitions definitions, PointsTo memory)
{
    private readonly Dictionary<Block, BlockUses> uses = new(ByReference<Block>.Instance);
    private PrivateShadows? shadows;

    /// <summary>What is known of a pair of loops for which the rule holds.</summary>
    /// <param name="Counter">What the counter of the reverse loop is in the forward loop.</param>
    /// <param name="Sums">Which of the reverse loop's values are sums: all but the counter.</param>
    /// <param name="Targets">The storage of the shadows from before the loop that it adds to.</param>
    internal sealed record Pair(Renaming Counter, int[] Sums, HashSet<int> Targets)
    {
        /// <summary>What the reverse loop does in each iteration, on the forward loop's counter.</summary>
        public IEnumerable<Instruction> Body(Instruction reverse) =>
            reverse.Blocks[0].Instructions.Concat(reverse.Blocks[1].Instructions).Select(Counter.Of).Where(i => !i.Operands.Contains(-1));

        /// <summary>What it hands to the next.</summary>
        public IEnumerable<int> Next(Instruction reverse) => Sums.Select(i => Counter.Of(reverse.Blocks[1].Yields[i + 1]));
    }

    /// <summary>Whether the rule holds for a loop of the forward sweep and its reverse; null where it does not.</summary>
    public Pair? Find(Instruction forward, Instruction reverse)
    {
        if (!forward.Blocks[1].Completes || !reverse.Blocks[1].Completes || CounterOf(forward, reverse) is not { } counter)
        {
            return null;
        }

        int index = CountedLoop.Find(reverse, v => definitions[v], TypeOf, memory.Writes.IsStable)!.Index;
        int[] sums = Enumerable.Range(0, reverse.Operands.Length).Where(i => i != index).ToArray();
        bool carriesSums = sums.All(i => IsSum(reverse.Blocks[0].Arguments[i], reverse.Blocks[1], reverse.Blocks[1].Yields[i + 1]));
        return carriesSums && AddsOnly(reverse, out var targets) ? new Pair(counter, sums, targets) : null;
    }

    private IrType TypeOf(int value) => function.Values[value].Type;

    /// <summary>
    /// What stands for the reverse loop's counter in the forward loop: the counter that it runs backwards on. Where the forward
    /// loop does not count, the reverse loop must not read its own counter.
    /// </summary>
    private Renaming? CounterOf(Instruction forward, Instruction reverse)
    {
        if (CountedLoop.Find(reverse, v => definitions[v], TypeOf, memory.Writes.IsStable) is not { } backwards)
        {
            return null;
        }

        // Where the forward loop has no such counter, what only tests and steps the reverse loop's is left out.
        var renaming = new Renaming();
        if (CountedLoop.Find(forward, v => definitions[v], TypeOf, memory.Writes.IsStable) is { } forwards)
        {
            renaming.Add(backwards.Counter, forwards.Counter);
            return renaming;
        }

        int step = reverse.Blocks[1].Yields[backwards.Index + 1];
        var body = UsesIn(reverse.Blocks[1]);
        bool isUnread = body.Of(backwards.Counter) == 1 && body.Of(step) == 1 && body.Of(reverse.Blocks[0].Yields[0]) == 0;
        renaming.Add(backwards.Counter, -1);
        return isUnread ? renaming : null;
    }

    private BlockUses UsesIn(Block block)
    {
        if (!uses.TryGetValue(block, out var found))
        {
            uses.Add(block, found = new BlockUses(block));
        }

        return found;
    }

    /// <summary>Whether a value that a block hands on is a value that it was given with things added, and that is read for nothing else.</summary>
    private bool IsSum(int from, Block block, int to)
    {
        var body = UsesIn(block);
        int current = from;
        while (current != to)
        {
            if (body.Of(current) != 1)
            {
                return false;
            }

            var reader = body.ReaderOf(current);
            switch (reader)
            {
                case { Op: Op.Add }:
                case { Op: Op.Subtract } when reader.Operands[0] == current:
                    current = reader.Result;
                    break;
                case { Op: Op.Loop, Blocks: var blocks }:
                    int slot = reader.Operands.Items.IndexOf(current);
                    if (!blocks[1].Completes || UsesIn(blocks[0]).Of(blocks[0].Arguments[slot]) > 0 || !IsSum(blocks[0].Arguments[slot], blocks[1], blocks[1].Yields[slot + 1]))
                    {
                        return false;
                    }

                    current = reader.Results[slot];
                    break;
                default:
                    return false;
            }
        }

        return body.YieldsOf(to) == 1 && (from == to || body.Of(to) == 1);
    }

    /// <summary>Whether a reverse loop only adds to arrays that were there before it, and to which.</summary>
    private bool AddsOnly(Instruction reverse, out HashSet<int> targets)
    {
        var found = new HashSet<int>();
        var inside = new HashSet<int>();
        var disturbed = new HashSet<int>();
        targets = found;
        if (!reverse.Blocks.All(Visit))
        {
            return false;
        }

        shadows ??= new PrivateShadows(function, definitions, memory);
        return disturbed.All(root => shadows.IsPrivate(root, reverse));

        bool Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                if (instruction.Op == Op.Allocate)
                {
                    inside.UnionWith(memory.RootsOf(instruction.Result));
                }

                if (!instruction.Blocks.All(Visit))
                {
                    return false;
                }

                if (Disturbances.AddsOnly(function, instruction))
                {
                    found.UnionWith(Disturbances.TargetsOf(function, memory, instruction));
                    continue;
                }

                if (instruction.Op is Op.Effect or Op.Push or Op.Pop or Op.Throw or Op.InvokeReverse)
                {
                    return false;
                }

                bool writes = instruction.Op is Op.Store or Op.Fill or Op.Copy or Op.AccumulateAll;
                bool readsShadow = instruction.Op is Op.Load or Op.Opaque && instruction.Effects != Effects.None;
                if (instruction.Op == Op.Accumulate)
                {
                    found.UnionWith(memory.RootsOf(instruction.Operands[0]));
                }
                else if (writes || readsShadow)
                {
                    disturbed.UnionWith(instruction.Operands.Where(o => TypeOf(o).IsArray).SelectMany(memory.ReachableFrom).Where(r => !inside.Contains(r)));
                }
            }

            return true;
        }
    }
}
