using static Autodiff.Generator.Tests.Oracle.Domain;

namespace Autodiff.Generator.Tests.Oracle;

/// <summary>
/// The elementary functions with their derivatives, written from textbooks and from the framework's documentation,
/// on purpose without a look at the generator's table.
/// </summary>
internal static class ElementaryFunctions
{
    private static readonly double Ln2 = Math.Log(2);
    private static readonly double Ln10 = Math.Log(10);

    /// <summary>Static members of Math and of MathF, and so of <see langword="double"/> and <see langword="float"/> too.</summary>
    private static readonly ElementaryFunction[] Common =
    [
        Unary("Exp", Moderate, Math.Exp, MathF.Exp, (x, v) => v),
        Unary("Log", Positive, Math.Log, MathF.Log, (x, v) => 1 / x),
        Unary("Log2", Positive, Math.Log2, MathF.Log2, (x, v) => 1 / (x * Ln2)),
        Unary("Log10", Positive, Math.Log10, MathF.Log10, (x, v) => 1 / (x * Ln10)),
        Unary("Sqrt", Positive, Math.Sqrt, MathF.Sqrt, (x, v) => 0.5 / v),
        Unary("Cbrt", Positive, Math.Cbrt, MathF.Cbrt, (x, v) => 1 / (3 * v * v)),
        Unary("Sin", Any, Math.Sin, MathF.Sin, (x, v) => Math.Cos(x), (x, v) => 1),
        Unary("Cos", Any, Math.Cos, MathF.Cos, (x, v) => -Math.Sin(x), (x, v) => 1),
        Unary("Tan", Unit, Math.Tan, MathF.Tan, (x, v) => 1 / (Math.Cos(x) * Math.Cos(x))),
        Unary("Asin", Unit, Math.Asin, MathF.Asin, (x, v) => 1 / Math.Sqrt(1 - (x * x)), (x, v) => Math.Pow(1 - (x * x), -1.5)),
        Unary("Acos", Unit, Math.Acos, MathF.Acos, (x, v) => -1 / Math.Sqrt(1 - (x * x)), (x, v) => Math.Pow(1 - (x * x), -1.5)),
        Unary("Atan", Any, Math.Atan, MathF.Atan, (x, v) => 1 / (1 + (x * x))),
        Unary("Sinh", Moderate, Math.Sinh, MathF.Sinh, (x, v) => Math.Cosh(x)),
        Unary("Cosh", Moderate, Math.Cosh, MathF.Cosh, (x, v) => Math.Sinh(x), (x, v) => 1),
        Unary("Tanh", Any, Math.Tanh, MathF.Tanh, (x, v) => 1 / Math.Cosh(x) / Math.Cosh(x), (x, v) => 1),
        Unary("Asinh", Any, Math.Asinh, MathF.Asinh, (x, v) => 1 / Math.Sqrt((x * x) + 1)),
        Unary("Acosh", AboveOne, Math.Acosh, MathF.Acosh, (x, v) => 1 / Math.Sqrt((x * x) - 1), (x, v) => x * x * Math.Pow((x * x) - 1, -1.5)),
        Unary("Atanh", Unit, Math.Atanh, MathF.Atanh, (x, v) => 1 / (1 - (x * x)), (x, v) => Math.Pow(1 - (x * x), -2)),
        Unary("Floor", Any, Math.Floor, MathF.Floor, (x, v) => 0),
        Unary("Ceiling", Any, Math.Ceiling, MathF.Ceiling, (x, v) => 0),
        Unary("Round", Any, Math.Round, MathF.Round, (x, v) => 0),
        Unary("Truncate", Any, Math.Truncate, MathF.Truncate, (x, v) => 0),
        Binary("Pow", Positive, Moderate, Math.Pow, MathF.Pow, (x, y, v) => (y * Math.Pow(x, y - 1), v * Math.Log(x)), PowSlack),
        Binary("Atan2", Any, Positive, Math.Atan2, MathF.Atan2, (y, x, v) => (x / ((x * x) + (y * y)), -y / ((x * x) + (y * y)))),
        Binary("CopySign", Any, Any, Math.CopySign, MathF.CopySign, (x, s, v) => (x == 0 ? 0 : double.IsNegative(x) == double.IsNegative(s) ? 1 : -1, 0)),
        Binary("ScaleB", Any, SmallInteger, (x, n) => Math.ScaleB(x, (int)n), (x, n) => MathF.ScaleB(x, (int)n), (x, n, v) => (Math.Pow(2, n), 0)),
        Ternary("FusedMultiplyAdd", Any, Any, Any, Math.FusedMultiplyAdd, MathF.FusedMultiplyAdd, (x, y, z, v) => [y, x, 1]),
        Selection("MaxMagnitude", Math.MaxMagnitude, MathF.MaxMagnitude),
        Selection("MinMagnitude", Math.MinMagnitude, MathF.MinMagnitude),
        Binary("Log", Positive, AboveOne, Math.Log, MathF.Log, (x, b, v) => (1 / (x * Math.Log(b)), -v / (b * Math.Log(b)))),
    ];

    /// <summary>Those that Math overloads for <see langword="float"/>.</summary>
    private static readonly ElementaryFunction[] Overloaded =
    [
        Unary("Abs", Any, Math.Abs, MathF.Abs, (x, v) => x > 0 ? 1 : x < 0 ? -1 : 0),
        Selection("Max", Math.Max, MathF.Max),
        Selection("Min", Math.Min, MathF.Min),
        Ternary("Clamp", Any, Any, AbovePrevious, Math.Clamp, Math.Clamp, (x, low, high, v) => x < low ? [0, 1, 0] : x > high ? [0, 0, 1] : [1, 0, 0]),
    ];

    /// <summary>Static members of <see langword="double"/> and <see langword="float"/> alone.</summary>
    private static readonly ElementaryFunction[] OfTypes =
    [
        Unary("Exp2", Moderate, double.Exp2, float.Exp2, (x, v) => v * Ln2),
        Unary("Exp10", Moderate, double.Exp10, float.Exp10, (x, v) => v * Ln10),
        Unary("ExpM1", Moderate, double.ExpM1, float.ExpM1, (x, v) => Math.Exp(x), (x, v) => 1),
        Unary("Exp2M1", Moderate, double.Exp2M1, float.Exp2M1, (x, v) => Ln2 * Math.Pow(2, x), (x, v) => 1),
        Unary("Exp10M1", Moderate, double.Exp10M1, float.Exp10M1, (x, v) => Ln10 * Math.Pow(10, x), (x, v) => 3),
        Unary("LogP1", Positive, double.LogP1, float.LogP1, (x, v) => 1 / (1 + x)),
        Unary("Log2P1", Positive, double.Log2P1, float.Log2P1, (x, v) => 1 / ((1 + x) * Ln2)),
        Unary("Log10P1", Positive, double.Log10P1, float.Log10P1, (x, v) => 1 / ((1 + x) * Ln10)),
        Unary("SinPi", Moderate, double.SinPi, float.SinPi, (x, v) => Math.PI * Math.Cos(Math.PI * x), (x, v) => 12 * (1 + Math.Abs(x))),
        Unary("CosPi", Moderate, double.CosPi, float.CosPi, (x, v) => -Math.PI * Math.Sin(Math.PI * x), (x, v) => 12 * (1 + Math.Abs(x))),
        Unary("AsinPi", Unit, double.AsinPi, float.AsinPi, (x, v) => 1 / (Math.PI * Math.Sqrt(1 - (x * x))), (x, v) => Math.Pow(1 - (x * x), -1.5)),
        Unary("AcosPi", Unit, double.AcosPi, float.AcosPi, (x, v) => -1 / (Math.PI * Math.Sqrt(1 - (x * x))), (x, v) => Math.Pow(1 - (x * x), -1.5)),
        Unary("AtanPi", Any, double.AtanPi, float.AtanPi, (x, v) => 1 / (Math.PI * (1 + (x * x)))),
        Unary("DegreesToRadians", Any, double.DegreesToRadians, float.DegreesToRadians, (x, v) => Math.PI / 180),
        Unary("RadiansToDegrees", Any, double.RadiansToDegrees, float.RadiansToDegrees, (x, v) => 180 / Math.PI),
        Binary("Hypot", Any, Positive, double.Hypot, float.Hypot, (x, y, v) => (x / v, y / v)),
        Binary("RootN", Positive, SmallInteger, (x, n) => double.RootN(x, (int)n), (x, n) => float.RootN(x, (int)n), (x, n, v) => (v / (n * x), 0)),
        Binary("Atan2Pi", Any, Positive, double.Atan2Pi, float.Atan2Pi, (y, x, v) => (x / (Math.PI * ((x * x) + (y * y))), -y / (Math.PI * ((x * x) + (y * y))))),
        Selection("MaxNumber", double.MaxNumber, float.MaxNumber),
        Selection("MinNumber", double.MinNumber, float.MinNumber),
        Selection("MaxMagnitudeNumber", double.MaxMagnitudeNumber, float.MaxMagnitudeNumber),
        Binary("Ieee754Remainder", Any, Positive, double.Ieee754Remainder, float.Ieee754Remainder, (x, y, v) => (1, -Math.Round((x - v) / y))),
        Ternary("Lerp", Any, Any, Any, double.Lerp, float.Lerp, (a, b, t, v) => [1 - t, t, b - a], (a, b, t, v) => [1 + Math.Abs(t), 0, Math.Abs(a) + Math.Abs(b)]),
    ];

    /// <summary>Every function, with all the ways to spell it.</summary>
    public static IReadOnlyList<ElementaryFunction> All { get; } =
    [
        .. Common.Select(function => function with { DoubleHolders = ["Math", "double"], SingleHolders = ["MathF", "float"] }),
        .. Overloaded.Select(function => function with { DoubleHolders = ["Math", "double"], SingleHolders = ["Math", "float"] }),
        .. OfTypes,
        .. OfTypes.Where(function => function.Name == "Ieee754Remainder")
            .Select(function => function with { Name = "IEEERemainder", DoubleHolders = ["Math"], SingleHolders = ["MathF"] }),
    ];

    /// <summary>The function of that name and number of arguments.</summary>
    public static ElementaryFunction Find(string name, int arity) =>
        All.Single(function => function.Name == name && function.Domains.Count == arity);

    /// <summary>An exponent's rounding error e changes the power by a factor of 1 + e · Log(x).</summary>
    private static (double Left, double Right) PowSlack(double x, double y, double value)
    {
        double factor = 1 + Math.Abs(y * Math.Log(x));
        return (Math.Abs(y * value / x) * factor, Math.Abs(value) * factor);
    }

    private static ElementaryFunction Unary(
        string name,
        Domain domain,
        Func<double, double> @double,
        Func<float, float> single,
        Func<double, double, double> slope,
        Func<double, double, double>? slack = null) => Create(
            name,
            [domain],
            x => @double(x[0]),
            x => single(x[0]),
            (x, v) => [slope(x[0], v)],
            slack is null ? null : (x, v) => [slack(x[0], v)]);

    private static ElementaryFunction Binary(
        string name,
        Domain left,
        Domain right,
        Func<double, double, double> @double,
        Func<float, float, float> single,
        Func<double, double, double, (double Left, double Right)> slopes,
        Func<double, double, double, (double Left, double Right)>? slack = null) => Create(
            name,
            [left, right],
            x => @double(x[0], x[1]),
            x => single(x[0], x[1]),
            (x, v) => ToArray(slopes(x[0], x[1], v)),
            slack is null ? null : (x, v) => ToArray(slack(x[0], x[1], v)));

    /// <summary>The slope goes to the operand that is returned; at a tie to the second one.</summary>
    private static ElementaryFunction Selection(
        string name, Func<double, double, double> @double, Func<float, float, float> single) =>
        Binary(name, Any, Any, @double, single, (x, y, v) => SameBits(y, v) ? (0, 1) : (1, 0)) with { IsSelection = true };

    private static bool SameBits(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);

    private static ElementaryFunction Ternary(
        string name,
        Domain first,
        Domain second,
        Domain third,
        Func<double, double, double, double> @double,
        Func<float, float, float, float> single,
        Func<double, double, double, double, double[]> slopes,
        Func<double, double, double, double, double[]>? slack = null) => Create(
            name,
            [first, second, third],
            x => @double(x[0], x[1], x[2]),
            x => single(x[0], x[1], x[2]),
            (x, v) => slopes(x[0], x[1], x[2], v),
            slack is null ? null : (x, v) => slack(x[0], x[1], x[2], v));

    private static ElementaryFunction Create(
        string name,
        Domain[] domains,
        Func<double[], double> @double,
        Func<float[], float> single,
        Func<double[], double, double[]> slopes,
        Func<double[], double, double[]>? slack) => new()
        {
            Name = name,
            DoubleHolders = ["double"],
            SingleHolders = ["float"],
            Domains = domains,
            Double = @double,
            Single = single,
            Slopes = slopes,
            Slack = slack,
        };

    private static double[] ToArray((double Left, double Right) pair) => [pair.Left, pair.Right];
}
