using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Moves calls of mathematical functions up to where their arguments are known. A call clears the floating-point registers
/// on the common platforms, so that every value that is live across it is stored and loaded again: the fewer are live, the
/// less there is to store. Where the calls of two inlined helpers come first, nothing of their polynomials is live yet. Calls
/// keep their order: one that overtakes another would itself be live across it.
/// </summary>
/// <remarks>
/// Only calls without effects and without a name of the user's are moved, with the arithmetic that leads to them, and only
/// within their block; the value of a pure function does not depend on when it is called. An element of an array is
/// read where it was, since it may be written before.
/// </remarks>
internal sealed class EarlyCalls : Rewriter
{
    /// <summary>The functions that are an instruction or two.</summary>
    private static readonly HashSet<string> Instructions = new(StringComparer.Ordinal)
    {
        "Abs", "Sqrt", "CopySign", "Max", "Min", "MaxNumber", "MinNumber", "MaxNative", "MinNative", "Clamp", "FusedMultiplyAdd",
        "Floor", "Ceiling", "Truncate", "Round", "ReciprocalEstimate", "ReciprocalSqrtEstimate", "Lerp", "DegreesToRadians",
        "RadiansToDegrees", "SinCos.Sin", "SinCos.Cos", "SinCosPi.SinPi", "SinCosPi.CosPi", "Convert",
    };

    /// <summary>How many instructions are moved with a call.</summary>
    private const int MaximumCone = 8;

    private readonly int[] uses;

    /// <summary>The place of the instruction that defines a value in the block that is written; −1 where that is another.</summary>
    private readonly int[] indexOf;

    /// <summary>The place of the last instruction that reads a value in the block that is written first of those that do; −1 for none.</summary>
    private readonly int[] readers;

    /// <summary>The new order of each block that has one, by its first instruction.</summary>
    private readonly Dictionary<Instruction, EquatableArray<Instruction>> orders = new(ByReference<Instruction>.Instance);
    private int parameters;

    private EarlyCalls(Function source)
        : base(source)
    {
        uses = UseCounts.Of(source);
        indexOf = Enumerable.Repeat(-1, uses.Length).ToArray();
        readers = Enumerable.Repeat(-1, uses.Length).ToArray();
    }

    public static Function Schedule(Function function)
    {
        var pass = new EarlyCalls(function);
        pass.Visit(function.Body);
        return function.IsNumbered && pass.orders.Count == 0 ? function : pass.Run();
    }

    protected override void CopyInstructions(EquatableArray<Instruction> instructions) =>
        base.CopyInstructions(instructions.Any() && orders.TryGetValue(instructions[0], out var order) ? order : instructions);

    /// <summary>Finds the order of a block's instructions, and of those in its blocks.</summary>
    private void Visit(Block block)
    {
        if (block.Instructions.Any(IsCall))
        {
            Order(block.Instructions);
        }

        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }
        }
    }

    private void Order(EquatableArray<Instruction> instructions)
    {
        parameters = instructions.Count(i => i.Op == Op.Parameter);
        int[] places = Enumerable.Range(0, instructions.Length).ToArray();
        bool isMoved = false;
        int[] roots = Roots(instructions);
        int previousCall = -1;
        for (int i = 0; i < instructions.Length; i++)
        {
            if (IsMovable(instructions[i]))
            {
                isMoved |= MoveUp(instructions, i, places, previousCall < 0 ? -1 : places[previousCall]);
            }

            if (IsCall(instructions[i]))
            {
                previousCall = roots[i];
            }

            foreach (int result in instructions[i].Results)
            {
                indexOf[result] = i;
            }
        }

        Forget(instructions);
        if (isMoved)
        {
            var order = Enumerable.Range(0, instructions.Length).OrderBy(i => places[i]).ThenBy(i => i);
            orders.Add(instructions[0], order.Select(i => instructions[i]).ToImmutableArray());
        }
    }

    /// <summary>What a block defines is in no other.</summary>
    private void Forget(EquatableArray<Instruction> instructions)
    {
        foreach (var instruction in instructions)
        {
            foreach (int result in instruction.Results)
            {
                indexOf[result] = -1;
            }
        }
    }

    /// <summary>Gives a call, and what serves it alone, the place of the last of its inputs.</summary>
    private bool MoveUp(EquatableArray<Instruction> instructions, int call, int[] places, int least)
    {
        var cone = new List<int> { call };
        int last = -1;
        for (int next = 0; next < cone.Count; next++)
        {
            foreach (int operand in instructions[cone[next]].Operands)
            {
                int index = indexOf[operand];
                if (index < 0)
                {
                    continue;
                }

                if (cone.Count < MaximumCone && Serves(instructions[index]))
                {
                    cone.Add(index);
                }
                else
                {
                    last = Math.Max(last, places[index]);
                }
            }
        }

        if (!cone.Any(i => IsCall(instructions[i])))
        {
            return false;
        }

        last = Math.Max(last, Math.Max(least, parameters - 1));
        if (last >= places[call])
        {
            return false;
        }

        foreach (int index in cone)
        {
            places[index] = Math.Min(places[index], last);
        }

        return true;
    }

    /// <summary>
    /// For each instruction with one result the one in whose statement it is written: its only reader's, while there is one and
    /// nothing has a name.
    /// </summary>
    private int[] Roots(EquatableArray<Instruction> instructions)
    {
        int[] roots = new int[instructions.Length];
        for (int i = instructions.Length - 1; i >= 0; i--)
        {
            bool isInReader = instructions[i].Results.Length == 1
                && uses[instructions[i].Result] == 1 && !Source.Values[instructions[i].Result].IsLocal
                && readers[instructions[i].Result] is >= 0 and var reader && instructions[reader].Blocks.Length == 0 && instructions[reader].Results.Length == 1;
            roots[i] = isInReader ? roots[readers[instructions[i].Result]] : i;
            foreach (int operand in instructions[i].Operands)
            {
                if (readers[operand] < 0)
                {
                    readers[operand] = i;
                }
            }
        }

        return roots;
    }

    private bool IsMovable(Instruction instruction) =>
        instruction is { Effects: Effects.None, Blocks.Length: 0, Results.Length: 1 }
        && instruction.Op is not (Op.Parameter or Op.Constant) and < Op.Loop
        && !Source.Values[instruction.Result].IsLocal
        && instruction.IsPrimal && uses[instruction.Result] > 1;

    private bool Serves(Instruction instruction) =>
        instruction.IsPure && instruction.Op is not Op.Parameter and < Op.Loop
        && instruction.Results.Length == 1
        && (uses[instruction.Result] == 1
            || (instruction.Op == Op.Call ? !IsCall(instruction) : !Source.Values[instruction.Result].IsLocal));

    /// <summary>Whether the processor has no instruction for it.</summary>
    private static bool IsCall(Instruction instruction) => instruction.Op == Op.Call && !Instructions.Contains(instruction.Rule!);
}
