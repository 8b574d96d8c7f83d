using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Writes a function with what was decided of values that the reverse sweep needs: pushes, where a block ends or, if nothing else is put on the
/// tape meanwhile, as soon as the value is there; pops and what is computed again, where a block of the reverse sweep starts; and
/// what branches and loops hand on besides.
/// </summary>
internal sealed class SavingWriter
{
    private readonly ScopedValues values;
    private readonly Regions regions;
    private readonly Definitions definitions;
    private readonly SavingPlan plan;
    private readonly TapeContents tape;
    private readonly Func<int, int, int> resolve;
    private readonly RoomOnTape room;
    private int nextBlock;

    private SavingWriter(ScopedValues values, SavingPlan plan, Func<int, int, int> resolve, Func<Instruction, bool> isStable)
    {
        (this.values, this.plan, this.resolve) = (values, plan, resolve);
        (regions, definitions, tape) = (values.Regions, values.Definitions, plan.Tape);
        room = new RoomOnTape(values, tape, new CountingCode(values, isStable), resolve);
    }

    /// <summary>Writes a function.</summary>
    /// <param name="values">Its values, to which those are added that are written.</param>
    /// <param name="plan">What was decided.</param>
    /// <param name="resolve">The value that stands for another one in a block.</param>
    /// <param name="isStable">Whether a load gives the same wherever it is done.</param>
    public static Function Write(ScopedValues values, SavingPlan plan, Func<int, int, int> resolve, Func<Instruction, bool> isStable)
    {
        var body = new SavingWriter(values, plan, resolve, isStable).Rewrite(values.Function.Body);
        return values.Function with { Body = body, Values = values.ToImmutable() };
    }

    private Block Rewrite(Block block)
    {
        int number = nextBlock++;
        var instructions = ImmutableArray.CreateBuilder<Instruction>(block.Instructions.Length);
        instructions.AddRange(Restoring(number));

        // Where nothing else is put on the tape meanwhile, a value is as soon as it is there: its variable may be assigned to then.
        var pushed = block.Completes ? tape.Of(number) : [];
        bool isEarly = pushed.Count > 0 && !tape.IsAround(number);
        var early = new HashSet<int>(isEarly ? pushed : []);
        if (number > 0)
        {
            room.AddAtStart(number, instructions);
        }

        if (isEarly)
        {
            AddPushes(number, pushed.Where(v => regions.HomeOf(v) != number), instructions);
        }

        // At the start of a function the parameters and the guards come first: what they refuse asks for no room.
        bool isStart = number == 0;
        foreach (var instruction in block.Instructions)
        {
            if (isStart && instruction.Op != Op.Parameter && (instruction.Op == Op.Loop || instruction.Results.Any(r => values.TypeOf(r).IsFloating || values.TypeOf(r).IsArray)))
            {
                isStart = false;
                room.AddAtStart(number, instructions);
            }

            Rewrite(instruction, number, instructions);
            if (isEarly)
            {
                var written = instructions[instructions.Count - 1].Results;
                if (written.Any(early.Contains))
                {
                    Push(written.Length == 1 ? written : pushed.Where(v => written.Contains(v)), instructions);
                }
            }
        }

        if (!isEarly)
        {
            AddPushes(number, pushed, instructions);
        }

        return new Block(instructions.ToImmutable(), Resolve(block.Yields, number), block.Completes) { Arguments = block.Arguments };
    }

    private void Rewrite(Instruction instruction, int number, ImmutableArray<Instruction>.Builder instructions)
    {
        var operands = Resolve(instruction.Operands, number);
        switch (instruction.Op)
        {
            case Op.If:
                instructions.Add(RewriteBranch(instruction, operands));
                break;
            case Op.Loop:
                instructions.AddRange(plan.Hoisted[nextBlock]);
                var header = Rewrite(instruction.Blocks[0]);
                room.AddBefore(instruction, nextBlock, instructions);
                instructions.Add(RewriteLoop(instruction, operands, header, instructions));
                break;
            default:
                instructions.Add(operands.IsSame(instruction.Operands) ? instruction : instruction with { Operands = operands });
                break;
        }
    }

    /// <summary>What stands for values in a block: the list itself where they do.</summary>
    private EquatableArray<int> Resolve(EquatableArray<int> sources, int number)
    {
        int[]? resolved = null;
        for (int i = 0; i < sources.Length; i++)
        {
            int value = resolve(sources[i], number);
            if (resolved is null && value != sources[i])
            {
                resolved = [.. sources];
            }

            if (resolved is not null)
            {
                resolved[i] = value;
            }
        }

        return resolved is null ? sources : resolved.ToImmutableArray();
    }

    private Instruction RewriteLoop(Instruction loop, EquatableArray<int> operands, Block header, ImmutableArray<Instruction>.Builder instructions)
    {
        int number = nextBlock;
        var body = Rewrite(loop.Blocks[1]);
        var carried = plan.Carriages[number];
        var results = carried.Select(c => c.Result >= 0 ? c.Result : values.Add(values[c.Argument] with { Name = null })).ToList();
        var left = plan.Leaving[number];
        var zeros = left.Select(l => Zero(values.TypeOf(l.Value), instructions)).ToList();
        return loop with
        {
            Operands = operands.Items.AddRange(carried.Select(c => c.Initial)).AddRange(zeros),
            Results = loop.Results.Items.AddRange(results).AddRange(left.Select(l => l.Left)),
            Blocks = ImmutableArray.Create(
                header with { Arguments = header.Arguments.Items.AddRange(carried.Select(c => c.Argument)).AddRange(left.Select(l => values.Add(values[l.Value]))) },
                body with { Yields = body.Yields.Items.AddRange(carried.Select(c => c.Next)).AddRange(left.Select(l => l.Value)) }),
        };
    }

    /// <summary>The zero of a type, or <c>false</c>.</summary>
    private int Zero(IrType type, ImmutableArray<Instruction>.Builder instructions)
    {
        int zero = values.Add(new Value(type, null));
        instructions.Add(new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(zero), Operands = default, Text = type.Kind == IrTypeKind.Boolean ? "false" : "0", IsPrimal = true });
        return zero;
    }

    private Instruction RewriteBranch(Instruction branch, EquatableArray<int> operands)
    {
        var blocks = new List<Block>();
        var extra = new List<(int Arm, int Value)>();
        for (int b = 0; b < branch.Blocks.Length; b++)
        {
            extra.AddRange(plan.Exports[nextBlock].Select(v => (b, v)));
            blocks.Add(Rewrite(branch.Blocks[b]));
        }

        for (int b = 0; b < blocks.Count; b++)
        {
            if (!blocks[b].Completes)
            {
                continue;
            }

            var undefined = ImmutableArray.CreateBuilder<Instruction>();
            var yields = blocks[b].Yields.Items.ToBuilder();
            foreach (var (arm, value) in extra)
            {
                int yield = value;
                if (arm != b)
                {
                    yield = values.Add(values[value] with { Name = null });
                    undefined.Add(new Instruction { Op = Op.Undefined, Results = ImmutableArray.Create(yield), Operands = default, IsPrimal = true });
                }

                yields.Add(yield);
            }

            blocks[b] = blocks[b] with
            {
                Instructions = blocks[b].Instructions.Items.AddRange(undefined),
                Yields = yields.ToImmutable(),
            };
        }

        return branch with
        {
            Operands = operands,
            Results = branch.Results.Items.AddRange(extra.Select(e => plan.Exported[e.Value])),
            Blocks = blocks.ToImmutableArray(),
        };
    }

    private void AddPushes(int block, IEnumerable<int> pushed, ImmutableArray<Instruction>.Builder instructions)
    {
        room.AddFor(block, instructions);
        Push(pushed, instructions);
    }

    private static void Push(IEnumerable<int> pushed, ImmutableArray<Instruction>.Builder instructions)
    {
        foreach (int value in pushed)
        {
            instructions.Add(new Instruction { Op = Op.Push, Results = default, Operands = ImmutableArray.Create(value), Effects = Effects.Acts, IsPrimal = true });
        }
    }

    /// <summary>What the start of a block finds again: what is taken off the tape, then what is computed.</summary>
    private IEnumerable<Instruction> Restoring(int block)
    {
        foreach (int home in regions.OriginalsOf(block))
        {
            if (tape.Of(home) is { Count: > 0 } pushed)
            {
                foreach (int value in Enumerable.Reverse(pushed))
                {
                    yield return new Instruction { Op = Op.Pop, Results = ImmutableArray.Create(plan.Restored[value]), Operands = default, Rule = definitions[value].Rule, Effects = Effects.Acts };
                }
            }
        }

        foreach (var instruction in plan.Recomputed[block])
        {
            yield return instruction;
        }
    }
}
