using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which values may be NaN though the inputs are finite: results of functions outside their domain and of divisions of 0 by 0,
/// and what is computed from them. Where such a value reaches the result, the result is NaN too, and so may the gradient
/// be. It matters only where a function can discard it: in an arm of a branch that does not use it, or through
/// <c>MaxNumber</c> and its like, which prefer a number. There its adjoint is zero, and a bounded range does not make a
/// partial that is computed from it regular.
/// </summary>
/// <remarks>What comes round in a loop or out of an array has to be known beforehand, from <see cref="DefinedCarriers"/>.</remarks>
internal sealed class Undefined(Func<int, Instruction> definitionOf, Func<int, IrType> typeOf, Ranges ranges, Func<int, bool> isDefined)
{
    private static readonly HashSet<string> Total = new(StringComparer.Ordinal)
    {
        "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1", "Sin", "Cos", "Tan", "SinPi", "CosPi", "TanPi", "SinCos.Sin", "SinCos.Cos",
        "SinCosPi.SinPi", "SinCosPi.CosPi", "Atan", "AtanPi", "Atan2", "Atan2Pi", "Sinh", "Cosh", "Tanh", "Asinh", "Abs", "Max", "Min",
        "MaxNumber", "MinNumber", "MaxMagnitude", "MinMagnitude", "Clamp", "CopySign", "Hypot", "Cbrt", "Lerp", "FusedMultiplyAdd",
        "Floor", "Ceiling", "Truncate", "Round", "DegreesToRadians", "RadiansToDegrees", "Convert",
    };

    /// <summary>By the number of the value; null where it has not been asked for.</summary>
    private bool?[] known = new bool?[64];

    /// <summary>Whether the function is given what another computed, which may be NaN, and not the inputs themselves.</summary>
    public bool IsCalled { get; init; }

    /// <summary>Whether a value may be NaN. To be asked of every value in order of definition.</summary>
    public bool MayBe(int value)
    {
        if (ranges.IsNumber(value))
        {
            return false;
        }

        if (value < known.Length && known[value] is { } found)
        {
            return found;
        }

        bool result = typeOf(value).IsFloating && Compute(definitionOf(value), value);
        if (value >= known.Length)
        {
            Array.Resize(ref known, Math.Max(value + 1, 2 * known.Length));
        }

        known[value] = result;
        return result;
    }

    /// <summary>Whether a function has a place that may discard a value: where an arm contributes nothing to an adjoint.</summary>
    public static bool IsDiscarded(Function gradient)
    {
        var zeros = new HashSet<int>();
        return gradient.Name is not null || Visit(gradient.Body);

        bool Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                if (instruction.Op == Op.Constant && instruction.Bits == 0)
                {
                    zeros.Add(instruction.Result);
                }

                if ((instruction.Blocks.Length > 0 && instruction.Blocks.Any(Visit)) || Discards(instruction))
                {
                    return true;
                }
            }

            return false;
        }

        // What an iteration computes may be overwritten by the next, and an element by another store.
        bool Discards(Instruction instruction) => instruction.Op switch
        {
            Op.Loop or Op.Store or Op.Fill or Op.Copy or Op.Invoke => true,
            Op.If => instruction.Blocks.Any(b => b.Completes && b.Yields.Any(zeros.Contains)),
            _ => instruction.Rule is { } rule && rule.EndsWith("Number", StringComparison.Ordinal),
        };
    }

    private bool AnyMayBe(EquatableArray<int> values)
    {
        foreach (int value in values)
        {
            if (MayBe(value))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayBeOfBranch(Instruction branch, int value)
    {
        int index = branch.Results.Items.IndexOf(value);
        return branch.Blocks.Any(b => b.Completes && MayBe(b.Yields[index]));
    }

    private bool Compute(Instruction instruction, int value)
    {
        var o = instruction.Operands;
        switch (instruction.Op)
        {
            case Op.Constant:
                return double.IsNaN(Literal.Number(instruction.Bits));
            case Op.Parameter:
                return IsCalled;
            case Op.If:
                return MayBeOfBranch(instruction, value);
            case Op.Divide or Op.ZeroSafeQuotient:
                return AnyMayBe(o) || !ranges.IsNonZero(o[1]);
            case Op.Remainder or Op.Pop or Op.Invoke or Op.InvokeReverse:
            case Op.Opaque when !instruction.IsPrimal:
                return true;
            case Op.Load or Op.Argument or Op.Loop:
                return !isDefined(value);
            case Op.Call when instruction.Rule == "Sqrt":
                return MayBe(o[0]) || ranges.Of(o[0]).Low < 0;
            case Op.Call:
                return !Total.Contains(instruction.Rule!) || AnyMayBe(o);
            default:
                return AnyMayBe(o);
        }
    }
}
