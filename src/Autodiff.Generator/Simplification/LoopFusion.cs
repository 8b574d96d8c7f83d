using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Reverses a loop in place where its iterations are independent but for sums, as <see cref="IndependentIterations"/> says, and
/// the adjoints that its reverse starts from can be known before it: the reverse loop moves into the forward one, with what
/// it starts from before it, and each iteration runs forwards and then backwards at once.
/// </summary>
internal sealed class LoopFusion : Rewriter
{
    private readonly Definitions definitions;
    private readonly PointsTo memory;

    private LoopFusion(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        memory = PointsTo.Of(source);
    }

    /// <summary>Fuses the outermost loops of which that is possible, and those that come to stand side by side by it.</summary>
    public static Function Fuse(Function function)
    {
        while (HasPair(function.Body))
        {
            var pass = new LoopFusion(function);
            var fused = pass.Run();
            if (!pass.HasFused)
            {
                break;
            }

            function = fused;
        }

        return function;
    }

    private bool HasFused { get; set; }

    private static bool HasPair(Block block) => block.Instructions.Any(i => (i.Op == Op.Loop && i.ReverseOf > 0) || i.Blocks.Any(HasPair));

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        if (HasFused)
        {
            // What is nested in a fused loop is renamed, and no longer what the analyses of the source know: the next pass sees it.
            base.CopyInstructions(instructions);
            return;
        }

        var list = instructions.Items;
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i] is not { Op: Op.Loop, Region: > 0 } forward)
            {
                continue;
            }

            int partner = i + 1;
            while (partner < list.Length && !(list[partner].Op == Op.Loop && list[partner].ReverseOf == forward.Region))
            {
                partner++;
            }

            if (partner < list.Length && Fuse(list, i, partner) is { } fused)
            {
                HasFused = true;
                list = fused;
            }
        }

        base.CopyInstructions(list);
    }

    /// <summary>The instructions with the two loops as one; null where the rule does not hold.</summary>
    private ImmutableArray<Instruction>? Fuse(ImmutableArray<Instruction> list, int first, int second)
    {
        var (forward, reverse) = (list[first], list[second]);
        var between = list.Skip(first + 1).Take(second - first - 1).ToList();
        if (new IndependentIterations(Source, definitions, memory).Find(forward, reverse) is not { } pair)
        {
            return null;
        }

        // What the reverse loop reads of what stands between the two has to be moved before them.
        var moved = new HashSet<Instruction>(ByReference<Instruction>.Instance);
        var reads = new HashSet<int>();
        foreach (var block in reverse.Blocks)
        {
            Collect(block, reads);
        }

        if (!reads.All(v => MayMove(v, forward, between, moved)) || !ShadowsMayMove(between, pair.Targets, moved))
        {
            return null;
        }

        var operands = new List<int>();
        var builder = new List<Instruction>(list.Take(first));
        foreach (int i in pair.Sums)
        {
            if (!MayMove(reverse.Operands[i], forward, between, moved))
            {
                return null;
            }

            operands.Add(reverse.Operands[i]);
        }

        // A constant that only what moves reads may stand between too.
        foreach (int operand in between.Where(moved.Contains).SelectMany(i => i.Operands).ToList())
        {
            if (definitions[operand] is { Op: Op.Constant } constant)
            {
                moved.Add(constant);
            }
        }

        builder.AddRange(between.Where(moved.Contains));
        builder.Add(Join(forward, reverse, pair, operands));
        builder.AddRange(between.Where(i => !moved.Contains(i)));
        builder.AddRange(list.Skip(second + 1));
        return builder.ToImmutableArray();
    }

    private IrType TypeOf(int value) => Source.Values[value].Type;

    /// <summary>Whether a value exists before the forward loop, or can be computed there from what does.</summary>
    private bool MayMove(int value, Instruction forward, List<Instruction> between, HashSet<Instruction> moved)
    {
        if (forward.Results.Contains(value))
        {
            return false;
        }

        var definition = definitions[value];
        if (!between.Any(i => ReferenceEquals(i, definition)) || moved.Contains(definition))
        {
            return true;
        }

        bool isPure = definition.Blocks.Length == 0 && (definition.Effects == Effects.None || definition is { Op: Op.Allocate, IsPrimal: false });
        if (!isPure || (definition.Op == Op.Load && !memory.IsStable(definition)) || !definition.Operands.All(o => MayMove(o, forward, between, moved)))
        {
            return false;
        }

        moved.Add(definition);
        return true;
    }

    /// <summary>
    /// Whether what stands between the loops leaves the shadows alone that the reverse loop adds to, but for additions, and for
    /// clearing them first, which moves before the loop.
    /// </summary>
    private bool ShadowsMayMove(List<Instruction> between, HashSet<int> targets, HashSet<Instruction> moved)
    {
        foreach (var instruction in between)
        {
            if (IsClear(instruction) && memory.ReachableFrom(instruction.Operands[0]).Any(targets.Contains))
            {
                moved.Add(instruction);
                continue;
            }

            if (Disturbs(instruction, targets))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an instruction sets a whole shadow to zero; the zero is a constant from before.</summary>
    private bool IsClear(Instruction instruction) =>
        instruction is { Op: Op.Fill, IsPrimal: false } ? definitions[instruction.Operands[1]].Op == Op.Constant : instruction is { Op: Op.Effect, IsPrimal: false, Operands.Length: 1 };

    private bool Disturbs(Instruction instruction, HashSet<int> targets) =>
        instruction.Blocks.Any(b => b.Instructions.Any(i => Disturbs(i, targets)))
        || (instruction.Op is Op.Store or Op.Fill or Op.Copy or Op.AccumulateAll or Op.Load or Op.Opaque or Op.Effect or Op.Invoke or Op.InvokeReverse && instruction.Effects != Effects.None
            && instruction.Operands.Where(o => TypeOf(o).IsArray).SelectMany(memory.ReachableFrom).Any(targets.Contains));

    private static void Collect(Block block, HashSet<int> reads)
    {
        foreach (var instruction in block.Instructions)
        {
            reads.UnionWith(instruction.Operands);
            foreach (var nested in instruction.Blocks)
            {
                Collect(nested, reads);
            }
        }

        reads.UnionWith(block.Yields);
    }

    /// <summary>The one loop: the forward loop, whose iterations end with the reverse loop's.</summary>
    private static Instruction Join(Instruction forward, Instruction reverse, IndependentIterations.Pair pair, List<int> operands)
    {
        var (header, body) = (forward.Blocks[0], forward.Blocks[1]);
        return forward with
        {
            PrimalResults = forward.Results.Length,
            Operands = forward.Operands.Items.AddRange(operands),
            Results = forward.Results.Items.AddRange(pair.Sums.Select(i => reverse.Results[i])),
            Blocks = ImmutableArray.Create(
                header with { Arguments = header.Arguments.Items.AddRange(pair.Sums.Select(i => reverse.Blocks[0].Arguments[i])) },
                body with
                {
                    Instructions = body.Instructions.Items.AddRange(pair.Body(reverse)),
                    Yields = body.Yields.Items.AddRange(pair.Next(reverse)),
                }),
        };
    }
}
