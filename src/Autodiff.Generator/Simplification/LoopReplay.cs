using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Runs the iterations of a loop again in its reverse loop, where they are independent but for sums and the adjoint of a sum is
/// known only after the loop (<c>Sqrt(total)</c>): each iteration is replayed before it is reversed, so that nothing of it has
/// to be kept, however many there are. What is only read or is cheap to compute again anyway needs no replay.
/// </summary>
/// <remarks>
/// It costs the forward pass once more, so that it is done only where memory would grow with the number of iterations: not in a
/// loop within another one, and not where the loop adds to one element of a gradient for each iteration, which takes as much.
/// </remarks>
internal sealed class LoopReplay : Rewriter
{
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly IndependentIterations rule;
    private readonly Recomputation recomputation;
    private readonly Dictionary<Block, Instruction> replays = new(ByReference<Block>.Instance);
    private bool isReplaying;
    private int depth;

    private LoopReplay(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        memory = PointsTo.Of(source);
        rule = new IndependentIterations(source, definitions, memory);
        recomputation = new Recomputation(source, memory);
    }

    public static Function Replay(Function function) => LoopFusion.HasPair(function.Body) ? new LoopReplay(function).Run() : function;

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        var forwards = new Dictionary<int, Instruction>();
        foreach (var reverse in depth == 0 ? instructions : default)
        {
            if (reverse is { Op: Op.Loop, Region: > 0 })
            {
                forwards[reverse.Region] = reverse;
            }

            if (reverse is { Op: Op.Loop, ReverseOf: > 0 } && forwards.TryGetValue(reverse.ReverseOf, out var forward) && forwards.Remove(reverse.ReverseOf)
                && rule.Find(forward, reverse) is not null && !AddsToEach(forward, reverse) && IsRepeatable(forward) && NeedsMore(forward, reverse))
            {
                replays.Add(reverse.Blocks[1], forward);
            }
        }

        base.CopyInstructions(instructions);
    }

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op == Op.Loop && replays.TryGetValue(instruction.Blocks[1], out var forward))
        {
            depth++;
            Write(forward, instruction);
            depth--;
        }
        else if (instruction.Op == Op.Loop && !isReplaying)
        {
            depth++;
            base.Copy(instruction);
            depth--;
        }
        else if (!isReplaying)
        {
            base.Copy(instruction);
        }
        else if (instruction.Op != Op.Effect)
        {
            // What it read the first time, and what did not throw then, is the same.
            bool isStable = instruction.Op == Op.Load && memory.Writes.IsStable(instruction);
            bool acts = instruction.Op is Op.Store or Op.Fill or Op.Copy or Op.Throw or Op.If or Op.Loop;
            var effects = acts ? instruction.Effects : instruction.Op is Op.Allocate || (instruction.Op == Op.Load && !isStable) ? Effects.Reads : Effects.None;
            base.Copy(instruction with { Effects = effects });
        }
    }

    private void Write(Instruction forward, Instruction reverse)
    {
        var pair = rule.Find(forward, reverse)!;
        var (header, body) = (forward.Blocks[0], forward.Blocks[1]);
        var sums = pair.Sums.Select(i => reverse.Blocks[0].Arguments[i]).ToArray();
        var initial = forward.Operands.Concat(pair.Sums.Select(i => reverse.Operands[i])).Select(Map).ToImmutableArray();
        ImmutableArray<int> results = [];
        Again(() =>
        {
            var arguments = Builder.OpenLoop(initial.Select(Builder.TypeOf));
            for (int i = 0; i < arguments.Length; i++)
            {
                SetMap(i < header.Arguments.Length ? header.Arguments[i] : sums[i - header.Arguments.Length], arguments[i]);
            }

            isReplaying = true;
            CopyInstructions(header.Instructions);
            Builder.Open();
            CopyInstructions(body.Instructions);
            isReplaying = false;
            CopyInstructions(pair.Body(reverse).ToImmutableArray());
            var yields = body.Yields.Concat(pair.Next(reverse)).Select(Map).ToList();
            var newBody = Builder.Close(yields);
            var newHeader = Builder.Close(header.Yields.Select(Map));
            Builder.Origin = reverse.Origin;
            Builder.IsPrimal = false;
            results = Builder.AddMany(
                new Instruction { Op = Op.Loop, Results = default, Operands = initial, Blocks = ImmutableArray.Create(newHeader, newBody), Text = forward.Text },
                initial.Select(Builder.TypeOf).ToList());
        });
        for (int i = 0; i < sums.Length; i++)
        {
            SetMap(reverse.Results[pair.Sums[i]], results[forward.Operands.Length + i]);
        }
    }

    /// <summary>Whether the reverse loop adds to the element of an array that the loop's counter stands for.</summary>
    private bool AddsToEach(Instruction forward, Instruction reverse) =>
        CountedLoop.Find(forward, v => definitions[v], v => Source.Values[v].Type, memory.Writes.IsStable) is { } counted
        && reverse.Blocks[1].Instructions.Any(i => i.Op == Op.Accumulate && i.Operands.Length == 3 && i.Operands[1] == counted.Counter);

    /// <summary>
    /// Whether the iterations of a loop can be run again: they write to arrays of their own only, read what is the same afterwards,
    /// and ask nothing of the world outside, which is asked once.
    /// </summary>
    private bool IsRepeatable(Instruction loop)
    {
        var own = new HashSet<int>();
        return loop.Blocks.All(Visit);

        bool Visit(Block block) => block.Instructions.All(i =>
        {
            if (i.Op == Op.Allocate)
            {
                own.UnionWith(memory.RootsOf(i.Result));
            }

            bool isAllowed = i.Op switch
            {
                Op.Opaque => i.Effects == Effects.None,
                Op.Load => memory.Writes.IsStable(i) || memory.RootsOf(i.Operands[0]).All(own.Contains),
                Op.Store or Op.Fill => memory.RootsOf(i.Operands[0]).All(own.Contains),
                Op.Copy => i.Operands.SelectMany(memory.RootsOf).All(own.Contains),
                Op.Invoke or Op.InvokeReverse => false,
                Op.Call => true,
                _ => true,
            };
            return isAllowed && i.Blocks.All(Visit);
        });
    }

    /// <summary>Whether the reverse loop reads what it would not just compute again.</summary>
    private bool NeedsMore(Instruction forward, Instruction reverse)
    {
        var inside = new HashSet<int>();
        Define(forward);
        var counter = CountedLoop.Find(forward, v => definitions[v], v => Source.Values[v].Type, memory.Writes.IsStable)?.Counter;
        return Reads(reverse);

        void Define(Instruction instruction)
        {
            inside.UnionWith(instruction.Results);
            foreach (var block in instruction.Blocks)
            {
                inside.UnionWith(block.Arguments);
                foreach (var nested in block.Instructions)
                {
                    Define(nested);
                }
            }
        }

        bool Reads(Instruction instruction) =>
            instruction.Operands.Any(IsDear) || instruction.Blocks.Any(b => b.Yields.Any(IsDear) || b.Instructions.Any(Reads));

        bool IsDear(int value) => inside.Contains(value) && !forward.Results.Contains(value) && CostOf(value, Recomputation.Limit) > Recomputation.Limit;

        double CostOf(int value, double budget)
        {
            if (!inside.Contains(value) || value == counter)
            {
                return 0;
            }

            double cost = recomputation.CostOf(definitions[value]);
            foreach (int operand in definitions[value].Operands)
            {
                if (cost > budget)
                {
                    break;
                }

                cost += CostOf(operand, budget - cost);
            }

            return cost;
        }
    }
}
