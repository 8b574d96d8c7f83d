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
    private void ReverseLoop(Instruction loop, Adjoints[] rows)
    {
        if (loop.Text == SplitMode.Once)
        {
            ReverseOnce(loop, rows.Single());
            return;
        }

        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        int?[][] seeds = [.. rows.Select(row => loop.Results.Select(row.Find).ToArray())];
        foreach (var row in rows)
        {
            foreach (int result in loop.Results.Take(header.Arguments.Length))
            {
                NameAdjoint(row, result, isComplete: true);
            }
        }

        if (!body.Completes)
        {
            // It ends where its header says so, with what it started from.
            Hand(loop, seeds, rows);
            return;
        }

        var reversed = Enumerable.Range(0, rows.Length).Where(r => IsReversed(loop, rows[r].Row)).ToList();
        var carried = reversed.SelectMany(r => Enumerable.Range(0, header.Arguments.Length).Where(i => IsCarried(loop, i, rows[r].Row)).Select(i => (Row: r, Index: i))).ToArray();
        var outer = reversed.SelectMany(r => OuterValues(loop, rows[r].Row).Select(v => (Row: r, Value: v))).ToArray();
        if (reversed.Count == 0)
        {
            // What it reads from before it, it makes nothing of that leaves it.
            return;
        }

        // Loops speak for themselves.
        Builder.Origin = -1;
        var (initial, last, comparison, step, name) = Iterations(loop);
        var counterType = Builder.TypeOf(initial);
        var inits = new List<int> { initial };
        inits.AddRange(carried.Select(c => seeds[c.Row][c.Index] ?? Builder.Constant(0, Builder.TypeOf(loop.Results[c.Index]))));
        inits.AddRange(outer.Select(o => rows[o.Row].Find(o.Value) ?? Builder.Constant(0, Builder.TypeOf(o.Value))));
        var arguments = Builder.OpenLoop(inits.Select(Builder.TypeOf));
        Builder.Name(arguments[0], name ?? "iteration", isLocal: true);
        int condition = Builder.Add(comparison, IrType.Boolean, arguments[0], last);
        Builder.OpenAfter(header, body);
        var inner = NewAdjoints();
        for (int i = 0; i < outer.Length; i++)
        {
            var (row, value) = outer[i];
            inner[row].Set(value, arguments[1 + carried.Length + i], -1);
            NameAdjoint(inner[row], value, isComplete: false);
        }

        for (int i = 0; i < carried.Length; i++)
        {
            var (row, index) = carried[i];
            int next = body.Yields[index + 1];
            rows[row].Row.Shadows.NameAfter(header.Arguments[index], arguments[1 + i], Builder.IsLocal(header.Arguments[index]));
            if (next < varied.Length && varied[next])
            {
                Accumulate(inner[row], next, new Expr(Builder, arguments[1 + i]));
            }
        }

        Reverse(header.Instructions.Items.AddRange(body.Instructions), inner);
        for (int r = 0; r < rows.Length; r++)
        {
            var arrived = carried.Where(c => c.Row == r).Select(c => header.Arguments[c.Index]);
            RequireComplete(loop, inner[r], arrived.Concat(outer.Where(o => o.Row == r).Select(o => o.Value)));
        }

        Builder.Origin = -1;
        int before = Builder.Add(step < 0 ? Op.Subtract : Op.Add, counterType, arguments[0], ConstantFolding.Integer(Builder, Math.Abs(step), counterType));
        Builder.Name(before, Builder.NameOf(arguments[0]), isLocal: true);
        var yields = new List<int> { ConstantFolding.Boolean(Builder, true), before };
        foreach (var (row, index) in carried)
        {
            NameAdjoint(inner[row], header.Arguments[index], isComplete: true);
            yields.Add(inner[row].Find(header.Arguments[index]) ?? Builder.Constant(0, Builder.TypeOf(header.Arguments[index])));
        }

        yields.AddRange(outer.Select(o => inner[o.Row].Find(o.Value)!.Value));
        var reverse = Builder.Close(yields);
        var test = Builder.Close([condition]);
        var results = Builder.AddMany(
            new Instruction
            {
                Op = Op.Loop,
                Results = default,
                Operands = inits.ToImmutableArray(),
                Blocks = ImmutableArray.Create(test, reverse),
                Text = "for",
                ReverseOf = loop.Region,
            },
            inits.Select(Builder.TypeOf).ToList());
        for (int i = 0; i < outer.Length; i++)
        {
            var (row, value) = outer[i];
            rows[row].Set(value, results[1 + carried.Length + i], loop.Origin);
            NameAdjoint(rows[row], value, isComplete: false);
        }

        int?[][] handed = [.. rows.Select(_ => new int?[loop.Results.Length])];
        for (int i = 0; i < carried.Length; i++)
        {
            handed[carried[i].Row][carried[i].Index] = results[1 + i];
        }

        Hand(loop, handed, rows);
    }

    /// <summary>Whether a row has anything to do in the reverse of a loop: what it reads from before it may be nothing that leaves it.</summary>
    private bool IsReversed(Instruction loop, Row row) =>
        Enumerable.Range(0, loop.Blocks[0].Arguments.Length).Any(i => IsCarried(loop, i, row)) || loop.Blocks.Any(block => HasShadows(block, row));

    /// <summary>No contribution may be lost: what an iteration adds to an adjoint that the loop does not carry would be.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="inner">The adjoints of a row at the start of an iteration.</param>
    /// <param name="carried">The values whose adjoints the reverse loop carries.</param>
    private static void RequireComplete(Instruction loop, Adjoints inner, IEnumerable<int> carried)
    {
        var known = new HashSet<int>(carried);
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
    private void Hand(Instruction loop, int?[][] seeds, Adjoints[] rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            for (int i = 0; i < seeds[row].Length; i++)
            {
                if (seeds[row][i] is { } seed && loop.Operands[i] < varied.Length && varied[loop.Operands[i]])
                {
                    Accumulate(rows[row], loop.Operands[i], new Expr(Builder, seed));
                }
            }
        }
    }

    /// <summary>Whether the adjoint of a carried value has to be carried.</summary>
    private bool IsCarried(Instruction loop, int index, Row row) =>
        Builder.TypeOf(loop.Results[index]).IsFloating
        && (row.Active.Contains(loop.Blocks[0].Arguments[index]) || (row.Active.Contains(loop.Results[index]) && varied[loop.Results[index]]));

    /// <summary>The values from before a loop that its iterations contribute to the adjoints of.</summary>
    private List<int> OuterValues(Instruction loop, Row row)
    {
        var inside = new HashSet<int>();
        var read = new List<int>();
        VisitInstruction(loop);
        return read.Distinct().Where(v => !inside.Contains(v) && row.Active.Contains(v)).ToList();

        void VisitInstruction(Instruction instruction)
        {
            inside.UnionWith(instruction.Results);
            if (instruction != loop && instruction.Op != Op.Loop && (instruction.Op is Op.Store or Op.Fill || instruction.Results.Any(row.Active.Contains)))
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
                if (instruction.Op == Op.Loop && IsCarried(instruction, i, row))
                {
                    read.AddRange(instruction.Blocks[1].Yields.Skip(i + 1).Take(1));
                    if (instruction != loop)
                    {
                        read.Add(instruction.Operands[i]);
                    }
                }
                else if (instruction.Op == Op.If && row.Active.Contains(instruction.Results[i]))
                {
                    read.AddRange(instruction.Blocks.Where(b => b.Completes).Select(b => b.Yields[i]));
                }
            }
        }
    }

    private bool HasShadows(Block block) => Rows.Any(row => HasShadows(block, row));

    private static bool HasShadows(Block block, Row row) => block.Instructions.Any(i =>
        i.Op == Op.Invoke
        || (i.Op is Op.Store or Op.Fill or Op.Copy && i.Operands.Any(row.Shadows.Shadowed.Contains))
        || (i.Op == Op.Load && row.Shadows.Shadowed.Contains(i.Operands[0]) && row.Active.Contains(i.Result))
        || i.Blocks.Any(b => HasShadows(b, row)));

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
