using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <content>Writes the function with what was decided.</content>
internal sealed partial class SavedValues
{
    /// <summary>A value that the reverse loop carries backwards, since the forward loop only hands it from one variable to another.</summary>
    /// <param name="Initial">The value at the end of the forward loop.</param>
    /// <param name="Argument">The reverse loop's argument.</param>
    /// <param name="Next">The value in the iteration before.</param>
    /// <param name="Result">The value after the last iteration, where something reads it; else −1.</param>
    private sealed record Carriage(int Initial, int Argument, int Next, int Result = -1);

    /// <summary>
    /// An array that an iteration passes on as it is, from one variable to another, was in the other one before: two buffers that
    /// every iteration swaps are swapped back by the reverse loop.
    /// </summary>
    private int? Carry(int value, int home, int reverse)
    {
        if (!values[value].Type.IsArray || definitions[value].Op != Op.Argument || regions.OwnerOf(home).Owner is not { Op: Op.Loop } loop)
        {
            return null;
        }

        int slot = loop.Blocks[1].Yields.Items.IndexOf(value) - 1;
        if (slot < 0)
        {
            return null;
        }

        int argument = NewValue(values[value], regions.ParentOf(reverse), regions.PositionOf(value));
        restored.Add(value, argument);
        int initial = Resolve(loop.Results[slot], regions.ParentOf(regions.ParentOf(reverse)));
        ListOf(carriages, reverse).Add(new Carriage(initial, argument, Resolve(loop.Blocks[0].Arguments[slot], reverse)));
        return argument;
    }

    private Block Rewrite(Block block)
    {
        int number = nextBlock++;
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        instructions.AddRange(Pops(number));

        // Where nothing else is put on the tape meanwhile, a value is as soon as it is there: its variable may be assigned to then.
        var pushed = block.Completes ? SavedBy(number) : [];
        bool isEarly = pushed.Count > 0 && !IsAround(number);
        var early = new HashSet<int>(isEarly ? pushed : []);
        if (number > 0)
        {
            AddRoomAtStart(number, instructions);
        }

        if (isEarly)
        {
            AddPushes(number, pushed, pushed.Where(v => regions.HomeOf(v) != number), instructions);
        }

        // At the start of a function the parameters and the guards come first: what they refuse asks for no room.
        bool isStart = number == 0;
        foreach (var instruction in block.Instructions)
        {
            if (isStart && instruction.Op != Op.Parameter && (instruction.Op == Op.Loop || instruction.Results.Any(r => values[r].Type.IsFloating || values[r].Type.IsArray)))
            {
                isStart = false;
                AddRoomAtStart(number, instructions);
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
            AddPushes(number, pushed, pushed, instructions);
        }

        var yields = block.Yields.Select(y => Resolve(y, number)).ToImmutableArray();
        return new Block(instructions.ToImmutable(), yields, block.Completes) { Arguments = block.Arguments };
    }

    private void Rewrite(Instruction instruction, int number, ImmutableArray<Instruction>.Builder instructions)
    {
        var operands = instruction.Operands.Select(o => Resolve(o, number)).ToImmutableArray();
        switch (instruction.Op)
        {
            case Op.If:
                instructions.Add(RewriteBranch(instruction, operands));
                break;
            case Op.Loop:
                if (hoisted.TryGetValue(nextBlock, out var invariant))
                {
                    instructions.AddRange(invariant);
                }

                var header = Rewrite(instruction.Blocks[0]);
                AddRoom(instruction, nextBlock, instructions);
                instructions.Add(RewriteLoop(instruction, operands, header, instructions));
                break;
            default:
                instructions.Add(instruction with { Operands = operands });
                break;
        }
    }

    private Instruction RewriteLoop(Instruction loop, ImmutableArray<int> operands, Block header, ImmutableArray<Instruction>.Builder instructions)
    {
        int number = nextBlock;
        var body = Rewrite(loop.Blocks[1]);
        var carried = carriages.TryGetValue(number, out var list) ? list : [];
        var results = carried.Select(c => c.Result >= 0 ? c.Result : NewValue(values[c.Argument] with { Name = null }, -1, 0)).ToList();
        var left = leaving.TryGetValue(number, out var others) ? others : [];
        var zeros = left.Select(l => Zero(values[l.Value].Type, instructions)).ToList();
        return loop with
        {
            Operands = operands.AddRange(carried.Select(c => c.Initial)).AddRange(zeros),
            Results = loop.Results.Items.AddRange(results).AddRange(left.Select(l => l.Left)),
            Blocks = ImmutableArray.Create(
                header with { Arguments = header.Arguments.Items.AddRange(carried.Select(c => c.Argument)).AddRange(left.Select(l => NewValue(values[l.Value], -1, 0))) },
                body with { Yields = body.Yields.Items.AddRange(carried.Select(c => c.Next)).AddRange(left.Select(l => l.Value)) }),
        };
    }

    /// <summary>The zero of a type, or <c>false</c>.</summary>
    private int Zero(IrType type, ImmutableArray<Instruction>.Builder instructions)
    {
        int zero = NewValue(new Value(type, null), -1, 0);
        instructions.Add(new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(zero), Operands = default, Text = type.Kind == IrTypeKind.Boolean ? "false" : "0", IsPrimal = true });
        return zero;
    }

    private Instruction RewriteBranch(Instruction branch, ImmutableArray<int> operands)
    {
        var blocks = new List<Block>();
        var extra = new List<(int Arm, int Value)>();
        for (int b = 0; b < branch.Blocks.Length; b++)
        {
            if (exportsOfBlock.TryGetValue(nextBlock, out var list))
            {
                extra.AddRange(list.Select(v => (b, v)));
            }

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
                    yield = NewValue(values[value] with { Name = null }, -1, 0);
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
            Results = branch.Results.Items.AddRange(extra.Select(e => exports[e.Value])),
            Blocks = blocks.ToImmutableArray(),
        };
    }

    /// <summary>What a block puts on the tape when it ends, in order: with its own values those of its loop's header.</summary>
    private List<int> SavedBy(int block)
    {
        if (!savedBy.TryGetValue(block, out var list))
        {
            savedBy.Add(block, list = FindSavedBy(block));
        }

        return list;
    }

    private List<int> FindSavedBy(int block)
    {
        var (owner, index) = regions.OwnerOf(block);
        if (owner is null || (owner.Op == Op.Loop && index == 0))
        {
            return [];
        }

        var list = new List<int>();
        if (owner.Op == Op.Loop && saved.TryGetValue(regions.ParentOf(block), out var ofHeader))
        {
            list.AddRange(ofHeader);
        }

        if (saved.TryGetValue(block, out var own))
        {
            list.AddRange(own);
        }

        list.Sort((a, b) => regions.PositionOf(a).CompareTo(regions.PositionOf(b)));
        return list;
    }

    private void AddPushes(int block, List<int> all, IEnumerable<int> pushed, ImmutableArray<Instruction>.Builder instructions)
    {
        if (!HasRoom(block))
        {
            foreach (var group in all.GroupBy(v => values[v].Type).Where(g => !roomy.Contains((block, g.Key))))
            {
                instructions.Add(Reserve(Integer(group.Count(), instructions), group.Key));
            }
        }

        Push(pushed, instructions);
    }

    private static void Push(IEnumerable<int> pushed, ImmutableArray<Instruction>.Builder instructions)
    {
        foreach (int value in pushed)
        {
            instructions.Add(new Instruction { Op = Op.Push, Results = default, Operands = ImmutableArray.Create(value), Effects = Effects.Acts, IsPrimal = true });
        }
    }

    private IEnumerable<Instruction> Pops(int block)
    {
        foreach (int home in regions.OriginalsOf(block))
        {
            if (SavedBy(home) is { Count: > 0 } pushed)
            {
                foreach (int value in Enumerable.Reverse(pushed))
                {
                    yield return new Instruction { Op = Op.Pop, Results = ImmutableArray.Create(restored[value]), Operands = default, Rule = definitions[value].Rule, Effects = Effects.Acts };
                }
            }
        }

        if (recomputed.TryGetValue(block, out var again))
        {
            foreach (var instruction in again)
            {
                yield return instruction;
            }
        }
    }

    /// <summary>
    /// Whether the room for what a block puts on the tape is made before its loop: not where what is nested in it makes room
    /// too, which would be taken from it.
    /// </summary>
    private bool HasRoom(int block) => regions.OwnerOf(block) is ({ Op: Op.Loop } loop, 1) && !IsAround(block) && Counted(loop) is not null;

    /// <summary>Whether blocks nested in a block, or functions that it calls, put anything on the tape.</summary>
    private bool IsAround(int block)
    {
        savers ??= [.. saved.Keys.OrderBy(home => home)];
        return regions.Within(callers, block).Any() || regions.Within(savers, block).Any(home => home != block);
    }

    private CountedLoop? Counted(Instruction loop) => CountedLoop.Find(loop, v => definitions[v], v => values[v].Type, recomputation.IsStable);

    /// <summary>Makes room before a counted loop for what all its iterations put on the tape.</summary>
    private void AddRoom(Instruction loop, int body, ImmutableArray<Instruction>.Builder instructions)
    {
        var pushed = SavedBy(body);
        if (pushed.All(v => roomy.Contains((body, values[v].Type))) || !HasRoom(body) || Counted(loop) is not { } counted)
        {
            return;
        }

        int start = Resolve(counted.Start, regions.ParentOf(regions.ParentOf(body)));
        int bound = Repeat(counted.Bound, loop.Blocks[0], regions.ParentOf(regions.ParentOf(body)), instructions);
        int trips = Trips(counted, start, bound, instructions);
        foreach (var group in pushed.GroupBy(v => values[v].Type).Where(g => !roomy.Contains((body, g.Key))).ToList())
        {
            int count = group.Count() == 1 ? trips : Compute(Op.Multiply, Integer(group.Count(), instructions), trips, instructions);
            instructions.Add(Reserve(count, group.Key));
            roomy.Add((body, group.Key));
        }
    }

    /// <summary>How often a counted loop runs, from its start and its bound; negative where it does not run.</summary>
    private int Trips(CountedLoop counted, int start, int bound, ImmutableArray<Instruction>.Builder instructions)
    {
        var (low, high) = counted.Step > 0 ? (start, bound) : (bound, start);

        // A few too many do no harm: a loop that starts a little later is taken to start with 0, as a window of the tape does.
        bool startsAtZero = Integer(low) is 0 || counted.LengthOfIndices(v => definitions[v]) is not null;
        int distance = startsAtZero ? high : Compute(Op.Subtract, high, low, instructions);
        long step = Math.Abs(counted.Step);
        long extra = counted.Comparison is Op.LessOrEqual or Op.GreaterOrEqual ? step : step - 1;
        int trips = extra == 0 ? distance : Compute(Op.Add, distance, Integer(extra, instructions, values[distance].Type), instructions);
        trips = step == 1 ? trips : Compute(Op.Divide, trips, Integer(step, instructions, values[trips].Type), instructions);
        if (values[trips].Type.Kind != IrTypeKind.Int32)
        {
            int narrow = NewValue(new Value(IrType.Int32, null), -1, 0);
            instructions.Add(new Instruction { Op = Op.Convert, Results = ImmutableArray.Create(narrow), Operands = ImmutableArray.Create(trips), IsPrimal = true });
            trips = narrow;
        }

        return trips;
    }

    private static Instruction Reserve(int count, IrType type) =>
        new() { Op = Op.Reserve, Results = default, Operands = ImmutableArray.Create(count), Text = type.Text, Effects = Effects.Acts, IsPrimal = true };

    private int Repeat(int value, Block header, int block, ImmutableArray<Instruction>.Builder instructions)
    {
        if (!header.Instructions.Any(i => i.Results.Contains(value)))
        {
            return Resolve(value, block);
        }

        var definition = definitions[value];
        var operands = definition.Operands.Select(o => Repeat(o, header, block, instructions)).ToImmutableArray();
        int again = NewValue(values[value] with { IsLocal = false }, -1, 0);
        instructions.Add(definition with { Results = ImmutableArray.Create(again), Operands = operands, Effects = Effects.None });
        return again;
    }

    private int Compute(Op op, int left, int right, ImmutableArray<Instruction>.Builder instructions)
    {
        int result = NewValue(new Value(values[left].Type, null), -1, 0);
        instructions.Add(new Instruction { Op = op, Results = ImmutableArray.Create(result), Operands = ImmutableArray.Create(left, right), IsPrimal = true });
        return result;
    }

    private long? Integer(int value) =>
        constants.TryGetValue(value, out long number) ? number : definitions[value] is { Op: Op.Constant } constant ? constant.Bits : null;

    private int Integer(long number, ImmutableArray<Instruction>.Builder instructions, IrType? type = null)
    {
        var known = type ?? IrType.Int32;
        int result = NewValue(new Value(known, null), -1, 0);
        string text = number.ToString(System.Globalization.CultureInfo.InvariantCulture) + (known.Kind == IrTypeKind.Int64 ? "L" : string.Empty);
        instructions.Add(new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(result), Operands = default, Text = text, Bits = number, IsPrimal = true });
        return result;
    }
}
