using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// What the reverse sweep does to shadows besides adding to their elements. Additions to an element may change places, which
/// matters to nothing but rounding; what reads a shadow, or overwrites it, <em>disturbs</em> it and can neither pass an addition nor be
/// passed by one. To clear a whole shadow disturbs it, too, unless that moves to before all that is added.
/// </summary>
internal static class Disturbances
{
    /// <summary>Whether an instruction itself, not what is nested in it, may disturb the shadows among its operands.</summary>
    public static bool MayDisturb(Function function, Instruction instruction) =>
        instruction.Effects != Effects.None
        && instruction.Op is Op.Store or Op.Fill or Op.Copy or Op.AccumulateAll or Op.Load or Op.Opaque or Op.Effect or Op.Invoke or Op.InvokeReverse
        && !AddsOnly(function, instruction);

    /// <summary>Whether an instruction sets a whole shadow to zero.</summary>
    public static bool IsClear(Instruction instruction) =>
        instruction is { Op: Op.Fill, IsPrimal: false } or { Op: Op.Effect, IsPrimal: false, Operands.Length: 1 };

    /// <summary>Whether a call is the reverse sweep of a function that writes to no array of numbers: it only adds to shadows.</summary>
    public static bool AddsOnly(Function function, Instruction instruction) =>
        instruction.Op is Op.InvokeReverse or Op.InvokeWithGradient && !function.CalleeOf(instruction).WritesNumbers;

    /// <summary>The storage of the shadows that the reverse sweep of a call adds to, which it is given after the call's arguments.</summary>
    public static IEnumerable<int> TargetsOf(Function function, PointsTo memory, Instruction reverse) =>
        reverse.Operands.Skip(function.CalleeOf(reverse).Parameters.Length).SelectMany(memory.ReachableFrom);
}
