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
    private readonly IndependentIterations rule;
    private readonly HashSet<Instruction> fused = new(ByReference<Instruction>.Instance);
    private bool isInFused;

    private LoopFusion(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        memory = PointsTo.Of(source);
        rule = new IndependentIterations(source, definitions, memory);
    }

    /// <summary>Fuses the outermost loops of which that is possible, and those that come to stand side by side by it.</summary>
    public static Function Fuse(Function function)
    {
        while (HasPair(function.Body) && function.Fact(FusedOnce.Of).Function is { } fused)
        {
            function = fused;
        }

        return function;
    }

    /// <summary>A function with loops fused; null where none can be. It is asked for again after passes that change nothing.</summary>
    private sealed record FusedOnce(Function? Function)
    {
        public static FusedOnce Of(Function function)
        {
            var pass = new LoopFusion(function);
            var fused = pass.Run();
            return new FusedOnce(pass.fused.Count == 0 ? null : fused);
        }
    }

    /// <summary>Whether there is a loop of the reverse sweep.</summary>
    public static bool HasPair(Block block) =>
        block.Instructions.Any(i => (i.Op == Op.Loop && i.ReverseOf > 0) || (i.Blocks.Length > 0 && i.Blocks.Any(HasPair)));

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        // What is nested in a fused loop is renamed, and no longer what the analyses of the source know: the next pass sees it.
        if (isInFused || !instructions.Any(i => i is { Op: Op.Loop, ReverseOf: > 0 }))
        {
            base.CopyInstructions(instructions);
            return;
        }

        var places = new FusionPlaces(instructions, memory, IsClear, i => Disturbances.MayDisturb(Source, i));
        for (int i = 0; i < instructions.Length; i++)
        {
            if (instructions[i] is { Op: Op.Loop, Region: > 0 } forward && places.Partner(i) is { } partner)
            {
                TryFuse(places, forward, i, instructions[partner], partner);
            }
        }

        base.CopyInstructions(places.Instructions());
    }

    protected override void Copy(Instruction instruction)
    {
        bool wasInFused = isInFused;
        isInFused |= instruction.Op == Op.Loop && fused.Contains(instruction);
        base.Copy(instruction);
        isInFused = wasInFused;
    }

    /// <summary>Makes one of two loops where the rule holds.</summary>
    private void TryFuse(FusionPlaces places, Instruction forward, int first, Instruction reverse, int second)
    {
        if (rule.Find(forward, reverse) is not { } pair)
        {
            return;
        }

        // What the reverse loop reads of what stands between the two has to be moved before them.
        var moved = new HashSet<int>();
        var reads = new HashSet<int>(reverse.Blocks.SelectMany(b => b.Reads));
        int[] operands = pair.Sums.Select(i => reverse.Operands[i]).ToArray();
        if (!reads.Concat(operands).All(MayMove) || !places.MayMoveShadows(first, second, pair.Targets, moved))
        {
            return;
        }

        // A constant that only what moves reads may stand between too.
        foreach (int operand in moved.SelectMany(place => places[place].Operands).ToList())
        {
            if (definitions[operand] is { Op: Op.Constant } constant && places.Find(constant, first, second) is { } place)
            {
                moved.Add(place);
            }
        }

        var joined = Join(forward, reverse, pair, operands);
        fused.Add(joined);
        places.Fuse(first, second, moved, joined);

        // Whether a value exists before the forward loop, or can be computed there from what does.
        bool MayMove(int value)
        {
            if (forward.Results.Contains(value))
            {
                return false;
            }

            var definition = definitions[value];
            if (places.Find(definition, first, second) is not { } place || moved.Contains(place))
            {
                return true;
            }

            bool isPure = definition.Blocks.Length == 0 && (definition.Effects == Effects.None || definition is { Op: Op.Allocate, IsPrimal: false });
            return isPure && (definition.Op != Op.Load || memory.Writes.IsStable(definition)) && definition.Operands.All(MayMove) && moved.Add(place);
        }
    }

    /// <summary>Whether an instruction sets a whole shadow to zero; the zero is a constant from before.</summary>
    private bool IsClear(Instruction instruction) =>
        Disturbances.IsClear(instruction) && (instruction.Op != Op.Fill || definitions[instruction.Operands[1]].Op == Op.Constant);

    /// <summary>The one loop: the forward loop, whose iterations end with the reverse loop's.</summary>
    private static Instruction Join(Instruction forward, Instruction reverse, IndependentIterations.Pair pair, int[] operands)
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
