using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// What it costs to compute a value of the forward sweep again in the reverse sweep, in floating-point operations. A value that is kept is
/// written once and read once, which costs about as much as a few operations, and fills the caches.
/// </summary>
internal sealed class Recomputation
{
    /// <summary>Up to what cost a value is computed again.</summary>
    public const double Limit = 4;

    private static readonly HashSet<string> Cheap = new(StringComparer.Ordinal) { "Abs", "Max", "Min", "CopySign", "FusedMultiplyAdd", "Floor", "Ceiling", "Truncate" };

    private readonly Function function;
    private readonly PointsTo memory;
    private readonly Dictionary<Instruction, Dictionary<int, bool>> untouched = new(ByReference<Instruction>.Instance);

    public Recomputation(Function function, PointsTo? memory = null)
    {
        this.function = function;
        this.memory = memory ?? PointsTo.Of(function);
    }

    /// <summary>Whether a function costs no more than a few operations.</summary>
    public static bool IsCheap(string rule) => Cheap.Contains(rule);

    /// <summary>What the arrays stand for.</summary>
    public PointsTo Memory => memory;

    /// <summary>Whether a load gives the same in the reverse sweep.</summary>
    public bool IsStable(Instruction load) => memory.Writes.IsStable(load);

    /// <summary>Whether nothing in a loop writes to what may be an array's elements.</summary>
    public bool IsUntouched(Instruction loop, int array)
    {
        if (!untouched.TryGetValue(loop, out var known))
        {
            untouched.Add(loop, known = []);
        }

        if (!known.TryGetValue(array, out bool isUntouched))
        {
            known.Add(array, isUntouched = LeavesAlone(loop, array));
        }

        return isUntouched;
    }

    private bool LeavesAlone(Instruction loop, int array)
    {
        return !loop.Blocks.Any(b => b.Instructions.Any(Touches));

        bool Touches(Instruction instruction) =>
            (instruction.IsPrimal && Placement.TargetOf(instruction) is { } target && memory.MayAlias(target, array))
            || (instruction.Op is Op.Invoke or Op.InvokeWithGradient && instruction.Operands.Any(o => function.Values[o].Type.IsArray && memory.MayReach(o, array)))
            || instruction.Blocks.Any(b => b.Instructions.Any(Touches));
    }

    /// <summary>The cost of one instruction; infinite where it cannot or should not be done again.</summary>
    public double CostOf(Instruction instruction)
    {
        if (instruction.Results.Length != 1 || instruction.Blocks.Length > 0)
        {
            return double.PositiveInfinity;
        }

        switch (instruction.Op)
        {
            case Op.Load:
                return IsStable(instruction) ? 1 : double.PositiveInfinity;
            case Op.Length or Op.Slice or Op.Constant:
                return 0;
        }

        bool hasSucceeded = instruction.IsChecked || instruction.Op is Op.Divide or Op.Remainder;
        if (instruction.Effects != Effects.None && !hasSucceeded)
        {
            return double.PositiveInfinity;
        }

        bool isFloating = instruction.Operands.Length > 0 && function.Values[instruction.Operands[0]].Type.IsFloating;
        return instruction.Op switch
        {
            Op.Divide or Op.Remainder => isFloating ? double.PositiveInfinity : 3,
            Op.Call => IsCheap(instruction.Rule!) ? 1 : double.PositiveInfinity,
            >= Op.Add and <= Op.Select => isFloating ? 1 : 0.5,
            _ => double.PositiveInfinity,
        };
    }
}
