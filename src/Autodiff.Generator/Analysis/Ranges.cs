using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Interval analysis: bounds that hold for a value whatever the inputs, ±∞ included where an intermediate result may
/// overflow. A partial whose range is bounded is regular: it cannot turn a zero adjoint into NaN, so that no guard is
/// needed. The bounds are never evaluated with a transcendental function, only with arithmetic whose rounding is
/// covered by what is known at the exact points 0 and ±1; a value of which nothing is known has the range (−∞, ∞).
/// NaN is outside every range: <see cref="Undefined"/> knows which values may be NaN. Of integers there are bounds, too, for counts that
/// are divisors.
/// </summary>
/// <remarks>
/// Where a condition is known to hold, more is known of what it compares: <see cref="BranchFacts"/> says so. What is defined there has
/// bounds that follow from that, which it keeps: it is read only where it was computed.
/// </remarks>
/// <param name="definitionOf">The instruction that defines a value.</param>
/// <param name="typeOf">The type of a value.</param>
/// <param name="size">About how many values there are.</param>
internal sealed class Ranges(Func<int, Instruction> definitionOf, Func<int, IrType> typeOf, int size)
{
    /// <summary>How many terms of a sum are looked at.</summary>
    private const int MostTerms = 16;

    /// <summary>By the number of the value; null where it has not been asked for.</summary>
    private Interval?[] known = new Interval?[size + (size / 8)];

    /// <summary>What the conditions that hold here say of values, and of differences of two; and which values they say to be numbers.</summary>
    private readonly Dictionary<int, Interval> assumed = [];
    private readonly Dictionary<(int, int), Interval> differences = [];
    private readonly HashSet<int> numbers = [];
    private readonly Stack<Assumption> undo = new();

    /// <summary>Bounds of what the arms of branches yield, where more is known of it than outside.</summary>
    private readonly Dictionary<Block, Interval[]> yielded = new(ByReference<Block>.Instance);

    /// <summary>Bounds of a value.</summary>
    public Interval Of(int value)
    {
        if (assumed.Count > 0 && assumed.TryGetValue(value, out var here))
        {
            return here;
        }

        if (value < known.Length && known[value] is { } found)
        {
            return found;
        }

        // What holds here may not hold where it is defined.
        return Assumptions > 0 && definitionOf(value).Op != Op.Constant ? (typeOf(value).Kind == IrTypeKind.Int32 ? Interval.Integer : Interval.Unknown) : Define(value);
    }

    /// <summary>
    /// Bounds of a value where it is defined. To be asked of every value in order of definition, so that it looks one step back only.
    /// </summary>
    public Interval Define(int value)
    {
        if (value < known.Length && known[value] is { } found)
        {
            return found;
        }

        var type = typeOf(value);
        var range = type.IsFloating ? Compute(definitionOf(value), value)
            : type.Kind == IrTypeKind.Int32 ? ComputeInteger(definitionOf(value))
            : Interval.Unknown;
        range = type.Kind == IrTypeKind.Single ? range.InSingle : range;
        if (value >= known.Length)
        {
            Array.Resize(ref known, Math.Max(value + 1, 2 * known.Length));
        }

        known[value] = range;
        return range;
    }

    /// <summary>Says that a value is in an interval, wherever it is read.</summary>
    public void Define(int value, Interval bounds)
    {
        // What is known may have to grow for it.
        bounds = Define(value).Intersect(bounds);
        known[value] = bounds;
    }

    /// <summary>Whether a value is finite whatever the inputs.</summary>
    public bool IsBounded(int value) => Of(value).IsBounded;

    /// <summary>Whether a value is never zero.</summary>
    public bool IsNonZero(int value) => Of(value).ExcludesZero;

    /// <summary>Whether the inverse of a value is finite: it is not zero, and no subnormal number.</summary>
    public bool HasFiniteInverse(int value) =>
        typeOf(value).Kind == IrTypeKind.Single ? Of(value).InSingle.ExcludesZero : Of(value).HasFiniteReciprocal;

    /// <summary>Whether a condition says that a value is no NaN.</summary>
    public bool IsNumber(int value) => numbers.Contains(value);

    /// <summary>How much is assumed.</summary>
    public int Assumptions => undo.Count;

    /// <summary>Takes a value to be in an interval, besides what is known of it, until that is forgotten.</summary>
    public Interval Assume(int value, Interval bounds)
    {
        bounds = Of(value).Intersect(bounds);
        undo.Push(new Assumption(AssumptionKind.Bounds, value, 0, assumed.TryGetValue(value, out var before) ? before : null));
        assumed[value] = bounds;
        return bounds;
    }

    /// <summary>The same for the difference of two values.</summary>
    public void AssumeDifference(int a, int b, Interval bounds)
    {
        bool isKnown = differences.TryGetValue((a, b), out var before);
        undo.Push(new Assumption(AssumptionKind.Difference, a, b, isKnown ? before : null));
        differences[(a, b)] = isKnown ? before.Intersect(bounds) : bounds;
    }

    /// <summary>Takes a value for no NaN.</summary>
    public void AssumeNumber(int value)
    {
        if (numbers.Add(value))
        {
            undo.Push(new Assumption(AssumptionKind.Number, value, 0, null));
        }
    }

    /// <summary>Keeps the bounds of what an arm of a branch yields for when what is assumed of them there is forgotten.</summary>
    public void KeepYields(Block arm)
    {
        if (assumed.Count > 0 && arm.Completes && arm.Yields.Any(assumed.ContainsKey))
        {
            yielded[arm] = arm.Yields.Select(Of).ToArray();
        }
    }

    /// <summary>Forgets what has been assumed since there was less of it.</summary>
    public void Forget(int assumptions)
    {
        while (undo.Count > assumptions)
        {
            Forget(undo.Pop());
        }
    }

    private void Forget(Assumption last)
    {
        switch (last.Kind)
        {
            case AssumptionKind.Number:
                numbers.Remove(last.A);
                break;
            case AssumptionKind.Bounds:
                Restore(assumed, last.A, last.Before);
                break;
            default:
                Restore(differences, (last.A, last.B), last.Before);
                break;
        }
    }

    private static void Restore<T>(Dictionary<T, Interval> notes, T key, Interval? before)
    {
        if (before is { } bounds)
        {
            notes[key] = bounds;
        }
        else
        {
            notes.Remove(key);
        }
    }

    private Interval Compute(Instruction instruction, int value)
    {
        var o = instruction.Operands;
        switch (instruction.Op)
        {
            case Op.Constant:
                double number = Literal.Number(instruction.Bits);
                return double.IsNaN(number) ? Interval.Unknown : new Interval(number, number);
            case Op.Negate:
                return Of(o[0]).Negated;
            case Op.Add:
                return Of(o[0]) + Of(o[1]);
            case Op.Subtract when IsOperandOf("Max", o[0], o[1], 0):
                return Interval.NonPositive;
            case Op.Subtract when IsOperandOf("Min", o[0], o[1], 0):
                return Interval.NonNegative;
            case Op.Subtract when differences.TryGetValue((o[0], o[1]), out var difference):
                return difference.Intersect(Of(o[0]) + Of(o[1]).Negated);
            case Op.Subtract:
                return Of(o[0]) + Of(o[1]).Negated;
            case Op.Multiply when o[0] == o[1]:
                return Of(o[0]).Squared;
            case Op.Multiply when definitionOf(o[0]) is { Op: Op.Multiply } scaled && scaled.Operands[1] == o[1]:
                return Of(scaled.Operands[0]) * Of(o[1]).Squared;
            case Op.Multiply or Op.ZeroSafeProduct:
                return Of(o[0]) * Of(o[1]);
            case Op.Divide or Op.ZeroSafeQuotient when IsNormalised(o[0], o[1]):
                return new Interval(-2, 2);
            case Op.Divide or Op.ZeroSafeQuotient:
                return Of(o[0]) * Of(o[1]).Reciprocal;
            case Op.Convert when typeOf(o[0]).IsFloating || typeOf(o[0]).Kind == IrTypeKind.Int32:
                return Of(o[0]);
            case Op.Select:
                return Of(o[1]).Union(Of(o[2]));
            case Op.If:
                return OfBranch(instruction, value);
            case Op.Call:
                return ComputeCall(instruction.Rule!, o);
            default:
                return Interval.Unknown;
        }
    }

    /// <summary>Bounds of a count: integers are divisors, which are zero or at least one.</summary>
    private Interval ComputeInteger(Instruction instruction)
    {
        var o = instruction.Operands;
        return instruction.Op switch
        {
            Op.Constant => new Interval(instruction.Bits, instruction.Bits),
            Op.Length => new Interval(0, int.MaxValue),
            Op.Add => (Of(o[0]) + Of(o[1])).InInteger,
            Op.Subtract => (Of(o[0]) + Of(o[1]).Negated).InInteger,
            _ => Interval.Integer,
        };
    }

    private Interval OfBranch(Instruction branch, int value)
    {
        int index = branch.Results.Items.IndexOf(value);
        return branch.Blocks.Where(b => b.Completes).Select(b => yielded.TryGetValue(b, out var bounds) ? bounds[index] : Of(b.Yields[index])).Aggregate((a, b) => a.Union(b));
    }

    /// <summary>Whether a maximum or minimum, perhaps of others, has a value among its operands: x − max(x, y) ≤ 0.</summary>
    private bool IsOperandOf(string rule, int value, int extremum, int depth) =>
        depth < 16
        && definitionOf(extremum) is { Op: Op.Call } call
        && call.Rule == rule
        && call.Operands.Any(o => o == value || IsOperandOf(rule, value, o, depth + 1));

    /// <summary>
    /// Whether a number is divided by a root, which is not zero, of a sum in which its square stands: a component of a vector by the length.
    /// Roundings make the quotient 1.3 at most, where the square is a subnormal number.
    /// </summary>
    private bool IsNormalised(int dividend, int divisor) =>
        definitionOf(divisor) is { Op: Op.Call, Rule: "Sqrt" } root && IsNonZero(divisor) && HasSquare(root.Operands[0], dividend);

    private bool HasSquare(int sum, int number)
    {
        bool isFound = false;
        for (int i = 0; i < MostTerms; i++)
        {
            var definition = definitionOf(sum);
            int last = definition.Op == Op.Add ? definition.Operands[1] : sum;
            if (definitionOf(last) is { Op: Op.Multiply } square && square.Operands[0] == number && square.Operands[1] == number)
            {
                isFound = true;
            }
            else if (Of(last).Low < 0)
            {
                return false;
            }

            if (definition.Op != Op.Add)
            {
                return isFound;
            }

            sum = definition.Operands[0];
        }

        return isFound && Of(sum).Low >= 0;
    }

    private Interval ComputeCall(string rule, EquatableArray<int> o)
    {
        switch (rule)
        {
            case "Exp" or "Exp2" or "Exp10":
                var exponent = Of(o[0]);
                return new Interval(exponent.Low >= 0 ? 1 : 0, exponent.High <= 0 ? 1 : double.PositiveInfinity);
            case "Sqrt":
                return Of(o[0]).Root;
            case "Abs":
                return Of(o[0]).Magnitude;
            case "Cosh":
                return new Interval(1, double.PositiveInfinity);
            case "Hypot":
                return Interval.NonNegative;
            case "Sin" or "Cos" or "Tanh" or "SinPi" or "CosPi" or "SinCos.Sin" or "SinCos.Cos" or "SinCosPi.SinPi" or "SinCosPi.CosPi":
                return Interval.Unit;
            case "Atan":
                return new Interval(-2, 2);
            case "Max":
                return Of(o[0]).Max(Of(o[1]));
            case "Min":
                return Of(o[0]).Min(Of(o[1]));
            case "Pow" when definitionOf(o[1]) is { Op: Op.Constant } power && Literal.Number(power.Bits) is 2 or 4:
                return Of(o[0]).Squared.Low >= 1 ? new Interval(1, double.PositiveInfinity) : Interval.NonNegative;
            default:
                return Interval.Unknown;
        }
    }

    private enum AssumptionKind
    {
        /// <summary>A value is in an interval.</summary>
        Bounds,

        /// <summary>The difference of two is.</summary>
        Difference,

        /// <summary>A value is no NaN.</summary>
        Number,
    }

    /// <summary>Something that is assumed, and what was assumed of the same before.</summary>
    private readonly record struct Assumption(AssumptionKind Kind, int A, int B, Interval? Before);
}
