using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <content>Loops: what counts them, and what is not computed in them.</content>
internal sealed partial class Schedule
{
    /// <summary>For each loop, by the number of what it carries first, the carried value that steps in the head of a <c>for</c>.</summary>
    private readonly Dictionary<int, (int Index, int Step)> counters = [];

    /// <summary>The stepped values of those.</summary>
    private readonly HashSet<int> steps = [];

    /// <summary>Which of the values that a loop carries is stepped in the head of a <c>for</c>; −1 where none is.</summary>
    public int CounterOf(Instruction loop) => counters.TryGetValue(KeyOf(loop), out var counter) ? counter.Index : -1;

    /// <summary>The stepped value of that.</summary>
    public int StepOf(Instruction loop) => counters[KeyOf(loop)].Step;

    /// <summary>The truth of a Boolean constant; null for what is none.</summary>
    public bool? TruthOf(int value) => Definition(value) is { Op: Op.Constant } constant ? constant.Text == "true" : null;

    /// <summary>Whether a value that is written in place does something, so that it has to be written.</summary>
    public bool Acts(int value) =>
        !IsLeaf(value) && ((Definition(value).Effects & Effects.Acts) != 0 || Reads(Definition(value)).Any(Acts));

    private static int KeyOf(Instruction loop) => loop.Blocks[0].Arguments is { Length: > 0 } arguments ? arguments[0] : -2;

    private int DefineArguments(Instruction loop)
    {
        var arguments = loop.Blocks[0].Arguments;
        int key = KeyOf(loop);
        for (int i = 0; i < arguments.Length; i++)
        {
            definitions[arguments[i]] = new Instruction
            {
                Op = Op.Argument,
                Results = ImmutableArray.Create(arguments[i]),
                Operands = default,
                Origin = loop.Origin,
                IsPrimal = loop.IsPrimal && i < (loop.PrimalResults ?? int.MaxValue),
            };
            loopOf[arguments[i]] = key;
            if (loop.Blocks[1].Completes)
            {
                handedOn[loop.Blocks[1].Yields[i + 1]] = arguments[i];
            }
        }

        return key;
    }

    /// <summary>
    /// Finds the loops that are written as <c>for</c>: what they carry includes an integer that grows or shrinks by a constant
    /// at the end, that the condition compares, and that nothing reads after the loop.
    /// </summary>
    private void FindCounters(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                FindCounters(nested);
            }

            if (instruction is { Op: Op.Loop, Operands.Length: > 0 } && !(instruction.IsPrimal && instruction.Text is "while" or "do"))
            {
                FindCounter(instruction);
            }
        }
    }

    private void FindCounter(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        for (int i = 0; i < loop.Results.Length && body.Completes && header.Completes; i++)
        {
            int argument = header.Arguments[i];
            if (function.Values[argument].Type.Kind is not (IrTypeKind.Int32 or IrTypeKind.Int64)
                || uses[loop.Results[i]] != 0
                || !Definition(header.Yields[0]).Operands.Contains(argument))
            {
                continue;
            }

            var ends = new List<int>();
            int step = -1;
            if (IsStepped(body.Yields[0], body.Yields[i + 1], argument, ends, ref step) && step >= 0)
            {
                counters[KeyOf(loop)] = (i, step);
                steps.UnionWith(ends.Where(e => IsStep(e, argument)));
                return;
            }
        }
    }

    /// <summary>
    /// Whether a carried value is the sum of its predecessor and one constant on every way on which the loop goes on. What it is
    /// where the loop ends does not matter. The body may read the sum too: it is written out there, as <c>x[i + 1]</c> was.
    /// </summary>
    private bool IsStepped(int goesOn, int next, int argument, List<int> ends, ref int step)
    {
        var definition = Definition(next);
        if (definition.Op == Op.If)
        {
            int index = definition.Results.Items.IndexOf(next);
            int flag = definition.Results.Items.IndexOf(goesOn);
            if (uses[next] != 1 || (flag < 0 && TruthOf(goesOn) is null))
            {
                return false;
            }

            foreach (var arm in definition.Blocks)
            {
                if (arm.Completes && !IsStepped(flag < 0 ? goesOn : arm.Yields[flag], arm.Yields[index], argument, ends, ref step))
                {
                    return false;
                }
            }

            return true;
        }

        ends.Add(next);
        if (TruthOf(goesOn) == false)
        {
            return true;
        }

        if (!IsStep(next, argument) || (step >= 0 && !IsSameStep(next, step)))
        {
            return false;
        }

        step = next;
        return true;
    }

    private bool IsStep(int value, int argument) =>
        Definition(value) is { Op: Op.Add or Op.Subtract, IsChecked: false } step
        && step.Operands[0] == argument
        && Definition(step.Operands[1]).Op == Op.Constant;

    private bool IsSameStep(int a, int b) =>
        Definition(a).Op == Definition(b).Op && Definition(Definition(a).Operands[1]).Bits == Definition(Definition(b).Operands[1]).Bits;

    /// <summary>
    /// Whether a value is the next of a variable whose present value the iteration hands on, as in <c>previous = sum; sum += term;</c>: it is
    /// computed where the variable is free.
    /// </summary>
    private bool IsNextOfHandedOn(Instruction instruction, int value) =>
        instruction is { Op: >= Op.Add and <= Op.Select, Effects: Effects.None }
        && handedOn.TryGetValue(value, out int argument) && loopOf[value] == loopOf[argument]
        && function.Values[value].Name == function.Values[argument].Name && function.Values[value].Owner == function.Values[argument].Owner
        && handedOn.TryGetValue(argument, out int other) && other != argument && !results.Contains(value);

    /// <summary>What is defined before a loop is not computed again in every iteration.</summary>
    private void KeepOutOfLoops(Block block, int loop)
    {
        foreach (var instruction in block.Instructions)
        {
            KeepOut(instruction.Operands, loop);
            int inner = instruction.Op == Op.Loop ? KeyOf(instruction) : loop;
            foreach (var nested in instruction.Blocks)
            {
                KeepOutOfLoops(nested, inner);
            }
        }

        KeepOut(block.Yields, loop);
    }

    private void KeepOut(EquatableArray<int> values, int loop)
    {
        foreach (int value in values)
        {
            if (inline[value] && loopOf[value] != loop && Definition(value).Op != Op.Length && !IsCheapCondition(Definition(value)))
            {
                Keep(value);
            }
        }
    }
}
