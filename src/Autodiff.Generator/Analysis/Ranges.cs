using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Interval analysis: bounds that hold for a value whatever the inputs, ±∞ included where an intermediate result may
/// overflow. A partial whose range is bounded is regular: it cannot turn a zero adjoint into NaN, so that no guard is
/// needed. The bounds are never evaluated with a transcendental function, only with arithmetic whose rounding is
/// covered by what is known at the exact points 0 and ±1; a value of which nothing is known has the range (−∞, ∞).
/// NaN is outside every range: <see cref="Undefined"/> knows which values may be NaN.
/// </summary>
internal sealed class Ranges(Func<int, Instruction> definitionOf, Func<int, IrType> typeOf)
{
    private static readonly Range Unknown = new(double.NegativeInfinity, double.PositiveInfinity);
    private static readonly Range NonNegative = new(0, double.PositiveInfinity);
    private static readonly Range Unit = new(-1, 1);

    /// <summary>Beyond this a bound is taken for infinite, so that products of bounds do not overflow unnoticed.</summary>
    private const double Large = 1e100;

    /// <summary>The same for a <c>float</c>.</summary>
    private const double LargeSingle = 1e30;

    /// <summary>By the number of the value; null where it has not been asked for.</summary>
    private Range?[] known = new Range?[64];

    /// <summary>Bounds of a value. To be asked of every value in order of definition, so that it looks one step back only.</summary>
    public Range Of(int value)
    {
        if (value < known.Length && known[value] is { } found)
        {
            return found;
        }

        var type = typeOf(value);
        var range = type.IsFloating ? Compute(definitionOf(value), value) : Unknown;
        range = type.Kind == IrTypeKind.Single ? range.InSingle : range;
        if (value >= known.Length)
        {
            Array.Resize(ref known, Math.Max(value + 1, 2 * known.Length));
        }

        known[value] = range;
        return range;
    }

    /// <summary>Whether a value is finite whatever the inputs.</summary>
    public bool IsBounded(int value) => Of(value).IsBounded;

    /// <summary>Whether a value is never zero.</summary>
    public bool IsNonZero(int value) => Of(value).ExcludesZero;

    private Range Compute(Instruction instruction, int value)
    {
        var o = instruction.Operands;
        switch (instruction.Op)
        {
            case Op.Constant:
                double number = Literal.Number(instruction.Bits);
                return double.IsNaN(number) ? Unknown : new Range(number, number);
            case Op.Negate:
                return Of(o[0]).Negated;
            case Op.Add:
                return Of(o[0]) + Of(o[1]);
            case Op.Subtract when IsOperandOf("Max", o[0], o[1], 0):
                return new Range(double.NegativeInfinity, 0);
            case Op.Subtract when IsOperandOf("Min", o[0], o[1], 0):
                return NonNegative;
            case Op.Subtract:
                return Of(o[0]) + Of(o[1]).Negated;
            case Op.Multiply when o[0] == o[1]:
                return Of(o[0]).Squared;
            case Op.Multiply when definitionOf(o[0]) is { Op: Op.Multiply } scaled && scaled.Operands[1] == o[1]:
                return Of(scaled.Operands[0]) * Of(o[1]).Squared;
            case Op.Multiply or Op.ZeroSafeProduct:
                return Of(o[0]) * Of(o[1]);
            case Op.Divide or Op.ZeroSafeQuotient:
                return Of(o[0]) * Of(o[1]).Reciprocal;
            case Op.Convert when typeOf(o[0]).IsFloating:
                return Of(o[0]);
            case Op.Select:
                return Of(o[1]).Union(Of(o[2]));
            case Op.If:
                return OfBranch(instruction, value);
            case Op.Call:
                return ComputeCall(instruction.Rule!, o);
            default:
                return Unknown;
        }
    }

    private Range OfBranch(Instruction branch, int value)
    {
        int index = branch.Results.Items.IndexOf(value);
        return branch.Blocks.Where(b => b.Completes).Select(b => Of(b.Yields[index])).Aggregate((a, b) => a.Union(b));
    }

    /// <summary>Whether a maximum or minimum, perhaps of others, has a value among its operands: x − max(x, y) ≤ 0.</summary>
    private bool IsOperandOf(string rule, int value, int extremum, int depth) =>
        depth < 16
        && definitionOf(extremum) is { Op: Op.Call } call
        && call.Rule == rule
        && call.Operands.Any(o => o == value || IsOperandOf(rule, value, o, depth + 1));

    private Range ComputeCall(string rule, EquatableArray<int> o)
    {
        switch (rule)
        {
            case "Exp" or "Exp2" or "Exp10":
                var exponent = Of(o[0]);
                return new Range(exponent.Low >= 0 ? 1 : 0, exponent.High <= 0 ? 1 : double.PositiveInfinity);
            case "Sqrt":
                var radicand = Of(o[0]);
                return new Range(radicand.Low >= 1 ? 1 : 0, radicand.High <= 1 ? 1 : double.PositiveInfinity);
            case "Abs":
                return Of(o[0]).Magnitude;
            case "Cosh":
                return new Range(1, double.PositiveInfinity);
            case "Hypot":
                return NonNegative;
            case "Sin" or "Cos" or "Tanh" or "SinPi" or "CosPi" or "SinCos.Sin" or "SinCos.Cos" or "SinCosPi.SinPi" or "SinCosPi.CosPi":
                return Unit;
            case "Atan":
                return new Range(-2, 2);
            case "Max":
                var a = Of(o[0]);
                var b = Of(o[1]);
                return new Range(Math.Max(a.Low, b.Low), Math.Max(a.High, b.High));
            case "Min":
                a = Of(o[0]);
                b = Of(o[1]);
                return new Range(Math.Min(a.Low, b.Low), Math.Min(a.High, b.High));
            case "Pow" when definitionOf(o[1]) is { Op: Op.Constant } power && Literal.Number(power.Bits) is 2 or 4:
                return Of(o[0]).Squared.Low >= 1 ? new Range(1, double.PositiveInfinity) : NonNegative;
            default:
                return Unknown;
        }
    }

    /// <summary>A closed interval.</summary>
    internal readonly record struct Range(double Low, double High)
    {
        public bool IsBounded => Low > -Large && High < Large;

        /// <summary>Whether zero and what is so close to it that a reciprocal overflows are outside.</summary>
        public bool ExcludesZero => Low > 1 / Large || High < -1 / Large;

        /// <summary>The interval where a <c>float</c> overflows or underflows, which it does long before a <c>double</c>.</summary>
        public Range InSingle => new(
            Low < -LargeSingle ? double.NegativeInfinity : Low is > 0 and < 1 / LargeSingle ? 0 : Low,
            High > LargeSingle ? double.PositiveInfinity : High is < 0 and > -1 / LargeSingle ? 0 : High);

        public Range Negated => new(-High, -Low);

        public Range Magnitude => Low >= 0 ? this : High <= 0 ? Negated : new Range(0, Math.Max(-Low, High));

        public Range Squared
        {
            get
            {
                var magnitude = Magnitude;
                return new Range(Product(magnitude.Low, magnitude.Low), Product(magnitude.High, magnitude.High));
            }
        }

        public Range Reciprocal => !ExcludesZero ? new Range(double.NegativeInfinity, double.PositiveInfinity) : Outward(1 / High, 1 / Low);

        public static Range operator +(Range a, Range b) => Outward(
            double.IsNegativeInfinity(a.Low) || double.IsNegativeInfinity(b.Low) ? double.NegativeInfinity : a.Low + b.Low,
            double.IsPositiveInfinity(a.High) || double.IsPositiveInfinity(b.High) ? double.PositiveInfinity : a.High + b.High);

        public static Range operator *(Range a, Range b)
        {
            var (p, q, r, s) = (Product(a.Low, b.Low), Product(a.Low, b.High), Product(a.High, b.Low), Product(a.High, b.High));
            return Outward(Math.Min(Math.Min(p, q), Math.Min(r, s)), Math.Max(Math.Max(p, q), Math.Max(r, s)));
        }

        public Range Union(Range other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

        /// <summary>A bound times a bound; an unbounded factor only approaches infinity, so that zero wins.</summary>
        private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

        /// <summary>Widens a bound that is not exact by far more than a rounding error, keeping its sign.</summary>
        private static Range Outward(double low, double high) => new(
            low == Math.Floor(low) ? low : low > 0 ? low * (1 - 1e-6) : low * (1 + 1e-6),
            high == Math.Ceiling(high) ? high : high > 0 ? high * (1 + 1e-6) : high * (1 - 1e-6));
    }
}
