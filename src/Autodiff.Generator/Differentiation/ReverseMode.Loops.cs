using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Differentiation;

/// <content>
/// The reverse sweep of loops: a loop over the iterations from the last to the first. It carries the adjoints of what the loop
/// carries, and the sums of what the iterations contribute to the adjoints of values from before the loop.
/// </content>
internal sealed partial class ReverseMode
{
    private void ReverseLoop(Instruction loop, Adjoints adjoints)
    {
        if (loop.Text == SplitMode.Once)
        {
            ReverseOnce(loop, adjoints);
            return;
        }

        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var seeds = loop.Results.Select(adjoints.Find).ToArray();
        for (int i = 0; i < header.Arguments.Length; i++)
        {
            NameAdjoint(adjoints, loop.Results[i], isComplete: true);
        }

        int[] carried = Enumerable.Range(0, header.Arguments.Length).Where(i => IsCarried(loop, i)).ToArray();
        int[] outer = OuterValues(loop).ToArray();
        if (!body.Completes)
        {
            // It ends where its header says so, with what it started from.
            Hand(loop, seeds, adjoints);
            return;
        }

        if (carried.Length == 0 && !HasShadows(loop.Blocks[0]) && !HasShadows(loop.Blocks[1]))
        {
            // What it reads from before it, it makes nothing of that leaves it.
            return;
        }

        // Loops speak for themselves.
        Builder.Origin = -1;
        var (initial, last, comparison, step, name) = Iterations(loop);
        var counterType = Builder.TypeOf(initial);
        var inits = new List<int> { initial };
        inits.AddRange(carried.Select(i => seeds[i] ?? Builder.Constant(0, Builder.TypeOf(loop.Results[i]))));
        inits.AddRange(outer.Select(v => adjoints.Find(v) ?? Builder.Constant(0, Builder.TypeOf(v))));
        var arguments = Builder.OpenLoop(inits.Select(Builder.TypeOf));
        Builder.Name(arguments[0], name ?? "iteration", isLocal: true);
        int condition = Builder.Add(comparison, IrType.Boolean, arguments[0], last);
        Builder.OpenAfter(header, body);
        var inner = new Adjoints();
        for (int i = 0; i < outer.Length; i++)
        {
            inner.Set(outer[i], arguments[1 + carried.Length + i], -1);
            NameAdjoint(inner, outer[i], isComplete: false);
        }

        for (int i = 0; i < carried.Length; i++)
        {
            int next = body.Yields[carried[i] + 1];
            Shadows.NameAfter(header.Arguments[carried[i]], arguments[1 + i], Builder.IsLocal(header.Arguments[carried[i]]));
            if (next < varied.Length && varied[next])
            {
                Accumulate(inner, next, new Expr(Builder, arguments[1 + i]));
            }
        }

        Reverse(header.Instructions.Items.AddRange(body.Instructions), inner);
        RequireComplete(loop, inner, carried, outer);
        Builder.Origin = -1;
        int before = Builder.Add(step < 0 ? Op.Subtract : Op.Add, counterType, arguments[0], ConstantFolding.Integer(Builder, Math.Abs(step), counterType));
        Builder.Name(before, Builder.NameOf(arguments[0]), isLocal: true);
        var yields = new List<int> { ConstantFolding.Boolean(Builder, true), before };
        foreach (int i in carried)
        {
            NameAdjoint(inner, header.Arguments[i], isComplete: true);
            yields.Add(inner.Find(header.Arguments[i]) ?? Builder.Constant(0, Builder.TypeOf(header.Arguments[i])));
        }

        yields.AddRange(outer.Select(v => inner.Find(v)!.Value));
        var reversed = Builder.Close(yields);
        var test = Builder.Close([condition]);
        var results = Builder.AddMany(
            new Instruction
            {
                Op = Op.Loop,
                Results = default,
                Operands = inits.ToImmutableArray(),
                Blocks = ImmutableArray.Create(test, reversed),
                Text = "for",
                ReverseOf = loop.Region,
            },
            inits.Select(Builder.TypeOf).ToList());
        for (int i = 0; i < outer.Length; i++)
        {
            adjoints.Set(outer[i], results[1 + carried.Length + i], loop.Origin);
            NameAdjoint(adjoints, outer[i], isComplete: false);
        }

        var handed = new int?[loop.Results.Length];
        for (int i = 0; i < carried.Length; i++)
        {
            handed[carried[i]] = results[1 + i];
        }

        Hand(loop, handed, adjoints);
    }

    /// <summary>No contribution may be lost: what an iteration adds to an adjoint that the loop does not carry would be.</summary>
    private void RequireComplete(Instruction loop, Adjoints inner, int[] carried, int[] outer)
    {
        var known = new HashSet<int>(outer.Concat(carried.Select(i => loop.Blocks[0].Arguments[i])));
        foreach (var block in loop.Blocks)
        {
            known.UnionWith(block.Instructions.SelectMany(i => i.Results));
        }

        if (inner.Values.Any(v => !known.Contains(v)))
        {
            throw new InvalidOperationException("A loop contributes to an adjoint that it does not carry.");
        }
    }

    /// <summary>Adds the adjoints of a loop's arguments to those of the values that it started from.</summary>
    private void Hand(Instruction loop, int?[] seeds, Adjoints adjoints)
    {
        for (int i = 0; i < seeds.Length; i++)
        {
            if (seeds[i] is { } seed && loop.Operands[i] < varied.Length && varied[loop.Operands[i]])
            {
                Accumulate(adjoints, loop.Operands[i], new Expr(Builder, seed));
            }
        }
    }

    /// <summary>Whether the adjoint of a carried value has to be carried.</summary>
    private bool IsCarried(Instruction loop, int index) =>
        Builder.TypeOf(loop.Results[index]).IsFloating
        && (Active.Contains(loop.Blocks[0].Arguments[index]) || (Active.Contains(loop.Results[index]) && varied[loop.Results[index]]));

    /// <summary>The values from before a loop that its iterations contribute to the adjoints of.</summary>
    private List<int> OuterValues(Instruction loop)
    {
        var inside = new HashSet<int>();
        var read = new List<int>();
        VisitInstruction(loop);
        return read.Distinct().Where(v => !inside.Contains(v) && Active.Contains(v)).ToList();

        void VisitInstruction(Instruction instruction)
        {
            inside.UnionWith(instruction.Results);
            if (instruction != loop && instruction.Op != Op.Loop && (instruction.Op is Op.Store or Op.Fill || instruction.Results.Any(Active.Contains)))
            {
                read.AddRange(instruction.Operands);
            }

            foreach (var block in instruction.Blocks)
            {
                inside.UnionWith(block.Arguments);
                foreach (var nested in block.Instructions)
                {
                    VisitInstruction(nested);
                }
            }

            for (int i = 0; i < instruction.Results.Length; i++)
            {
                if (instruction.Op == Op.Loop && IsCarried(instruction, i))
                {
                    read.AddRange(instruction.Blocks[1].Yields.Skip(i + 1).Take(1));
                    if (instruction != loop)
                    {
                        read.Add(instruction.Operands[i]);
                    }
                }
                else if (instruction.Op == Op.If && Active.Contains(instruction.Results[i]))
                {
                    read.AddRange(instruction.Blocks.Where(b => b.Completes).Select(b => b.Yields[i]));
                }
            }
        }
    }

    private bool HasShadows(Block block) => block.Instructions.Any(i =>
        i.Op == Op.Invoke
        || (i.Op is Op.Store or Op.Fill or Op.Copy && i.Operands.Any(Shadows.Shadowed.Contains))
        || (i.Op == Op.Load && Shadows.Shadowed.Contains(i.Operands[0]) && Active.Contains(i.Result))
        || i.Blocks.Any(HasShadows));

    private CountedLoop? CountedLoopOf(Instruction loop) =>
        CountedLoop.Find(loop, Builder.DefinitionOf, Builder.TypeOf, load => StableLoads.Contains(load.Result));

    /// <summary>
    /// The counter of the reverse loop: its first value, the last one with the comparison that holds until then, and the step.
    /// A counted loop is run backwards on its own counter, another on the number of its iterations.
    /// </summary>
    private (int First, int Last, Op Comparison, long Step, string? Name) Iterations(Instruction loop)
    {
        if (CountedLoopOf(loop) is not { } counted)
        {
            return CountedIterations(loop, TripCounts[loop.Region]);
        }

        long step = Math.Abs(counted.Step);
        int sign = counted.Step > 0 ? 1 : -1;
        bool isInclusive = counted.Comparison is Op.LessOrEqual or Op.GreaterOrEqual;
        int bound = Repeat(counted.Bound, loop.Blocks[0]);
        int first;
        if (step == 1)
        {
            first = isInclusive ? bound : Sum(bound, -sign);
        }
        else
        {
            // The distance from the start that the last iteration stands at, a multiple of the step.
            var type = Builder.TypeOf(bound);
            int distance = sign > 0 ? Binary(Op.Subtract, bound, counted.Start) : Binary(Op.Subtract, counted.Start, bound);
            int whole = Binary(Op.Divide, Sum(distance, isInclusive ? step : step - 1), ConstantFolding.Integer(Builder, step, type));
            int length = Sum(Binary(Op.Multiply, whole, ConstantFolding.Integer(Builder, step, type)), -step);
            first = Binary(sign > 0 ? Op.Add : Op.Subtract, counted.Start, length);
        }

        return (first, counted.Start, sign > 0 ? Op.GreaterOrEqual : Op.LessOrEqual, -counted.Step, Builder.NameOf(counted.Counter) ?? "i");
    }

    /// <summary>
    /// The counter of the reverse of a loop that has counted its iterations: a counter of the loop's own, where one steps by a
    /// constant each time, and else the number of the iteration.
    /// </summary>
    private (int First, int Last, Op Comparison, long Step, string? Name) CountedIterations(Instruction loop, int trips)
    {
        var header = loop.Blocks[0];
        for (int i = 0; i < header.Arguments.Length; i++)
        {
            int argument = header.Arguments[i];
            if (Builder.NameOf(argument) != "iterations" && Builder.TypeOf(argument).Kind == IrTypeKind.Int32
                && CountedLoop.StepOf(Builder.DefinitionOf(loop.Blocks[1].Yields[i + 1]), argument, Builder.DefinitionOf) is (> 0 and var step))
            {
                int distance = step == 1 ? trips : Binary(Op.Multiply, trips, ConstantFolding.Integer(Builder, step, IrType.Int32));
                int start = loop.Operands[i];
                int first = Builder.DefinitionOf(start) is { Op: Op.Constant } constant ? Sum(distance, constant.Bits - step) : Sum(Binary(Op.Add, start, distance), -step);
                return (first, start, Op.GreaterOrEqual, -step, Builder.NameOf(argument));
            }
        }

        return (Sum(trips, -1), ConstantFolding.Integer(Builder, 0, IrType.Int32), Op.GreaterOrEqual, -1, null);
    }

    /// <summary>A value that a header computes from what does not change, computed again outside.</summary>
    private int Repeat(int value, Block header)
    {
        var definition = Builder.DefinitionOf(value);
        return header.Instructions.Any(i => i.Results.Contains(value))
            ? Builder.Add(definition with { Results = default, Operands = definition.Operands.Select(o => Repeat(o, header)).ToImmutableArray(), Effects = Effects.None }, Builder.TypeOf(value))
            : value;
    }

    private int Binary(Op op, int left, int right) => Builder.Add(op, Builder.TypeOf(left), left, right);

    private int Sum(int value, long number) => number == 0 ? value
        : Builder.Add(number < 0 ? Op.Subtract : Op.Add, Builder.TypeOf(value), value, ConstantFolding.Integer(Builder, Math.Abs(number), Builder.TypeOf(value)));
}
