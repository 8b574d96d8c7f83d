using System.Collections.Immutable;
using static Autodiff.Generator.Rules.Expr;
using static Autodiff.Generator.Rules.MathExpr;

namespace Autodiff.Generator.Rules;

/// <summary>
/// The derivatives of all primitives, one line each: the name, whether its partials can be singular, and the local
/// partial with respect to each operand, written with the operands x, y, z and the result f. To add a primitive is
/// to add a line here; <see cref="KnownFunctions"/> finds a method of the framework by its name.
/// Conventions at kinks and poles are explained in <c>docs/derivatives.md</c>.
/// </summary>
internal static class RuleTable
{
    private const bool Guarded = true;
    private const bool Regular = false;

    private const double Ln2 = 0.693147180559945309;
    private const double Ln10 = 2.30258509299404568;

    private static readonly Rule[] Lines =
    [
        // Arithmetic
        Binary("Add",              Regular, (x, y, f) => 1,                       (x, y, f) => 1),
        Binary("Subtract",         Regular, (x, y, f) => 1,                       (x, y, f) => -1),
        Binary("Multiply",         Regular, (x, y, f) => y,                       (x, y, f) => x),
        Binary("Divide",           Guarded, (x, y, f) => 1 / y,                   (x, y, f) => x.Constant == 1 ? -(f * f) : -(f / y)),
        Binary("Remainder",        Guarded, (x, y, f) => 1,                       (x, y, f) => -Round((x - f) / y)),
        Binary("IEEERemainder",    Guarded, (x, y, f) => 1,                       (x, y, f) => -Round((x - f) / y)),
        Unary("Negate",            Regular, (x, f) => -1),
        Unary("Convert",           Regular, (x, f) => 1),
        Ternary("Select",          Regular, null,                                 (c, x, y, f) => Select(c, One(f), 0),   (c, x, y, f) => Select(c, 0, One(f))),
        Ternary("FusedMultiplyAdd", Regular, (x, y, z, f) => y,                   (x, y, z, f) => x,                      (x, y, z, f) => 1),
        Ternary("Lerp",            Regular, (x, y, t, f) => 1 - t,                (x, y, t, f) => t,                      (x, y, t, f) => y - x),
        Binary("ScaleB",           Guarded, (x, n, f) => Call("ScaleB", One(x), n), null),

        // The product of an adjoint and a partial that is zero where the adjoint is
        Binary("ZeroSafeProduct",  Guarded, (x, y, f) => y,                       (x, y, f) => x),
        Binary("ZeroSafeQuotient", Guarded, (x, y, f) => 1 / y,                   (x, y, f) => -ZeroSafeQuotient(f, y)),

        // Powers and roots
        Binary("Pow",              Guarded, PowPartialX,                          (x, y, f) => f * PowLog(x, y)),
        Ternary("PowX",            Guarded, (x, y, p, f) => ZeroSafe(y, PowX(x, y - 1, Pow(x, y - 1))), (x, y, p, f) => Pow(x, y - 1) + ZeroSafe(y, Pow(x, y - 1) * PowLog(x, y - 1)), null),
        Binary("PowLog",           Guarded, (x, y, f) => 1 / x,                   null),
        Unary("Square",            Regular, (x, f) => 2 * x),
        Unary("Sqrt",              Guarded, (x, f) => 1 / (2 * f)),
        Unary("Norm",              Regular, (x, f) => 0.5 * Select(Same(f, 0), 0, 1 / f)),
        Unary("Cbrt",              Guarded, (x, f) => 1 / (3 * f * f)),
        Binary("RootN",            Guarded, (x, n, f) => Select(Same(x, 0), Pow(f, 1 - n.As(f)), f / x) / n.As(f), null),
        Binary("Hypot",            Regular, (x, y, f) => Select(Same(f, 0), 0, x / f), (x, y, f) => Select(Same(f, 0), 0, y / f)),
        Unary("ReciprocalEstimate", Guarded, (x, f) => -1 / (x * x)),
        Unary("ReciprocalSqrtEstimate", Guarded, (x, f) => -0.5 / (x * Sqrt(x))),

        // Exponentials and logarithms
        Unary("Exp",               Guarded, (x, f) => f),
        Unary("Exp2",              Guarded, (x, f) => Ln2 * f),
        Unary("Exp10",             Guarded, (x, f) => Ln10 * f),
        Unary("ExpM1",             Guarded, (x, f) => Exp(x)),
        Unary("Exp2M1",            Guarded, (x, f) => Ln2 * Call("Exp2", x)),
        Unary("Exp10M1",           Guarded, (x, f) => Ln10 * Call("Exp10", x)),
        Unary("Log",               Guarded, (x, f) => 1 / x),
        Unary("Log2",              Guarded, (x, f) => 1 / (Ln2 * x)),
        Unary("Log10",             Guarded, (x, f) => 1 / (Ln10 * x)),
        Unary("LogP1",             Guarded, (x, f) => 1 / (1 + x)),
        Unary("Log2P1",            Guarded, (x, f) => 1 / (Ln2 * (1 + x))),
        Unary("Log10P1",           Guarded, (x, f) => 1 / (Ln10 * (1 + x))),
        Binary("LogBase",          Guarded, (x, b, f) => 1 / (x * Log(b)),        (x, b, f) => -(f / (b * Log(b)))),

        // Trigonometry
        Unary("Sin",               Regular, (x, f) => Cos(x)),
        Unary("Cos",               Regular, (x, f) => -Sin(x)),
        Unary("Tan",               Guarded, (x, f) => 1 + (f * f)),
        Unary("Asin",              Guarded, (x, f) => 1 / Sqrt((1 - x) * (1 + x))),
        Unary("Acos",              Guarded, (x, f) => -1 / Sqrt((1 - x) * (1 + x))),
        Unary("Atan",              Regular, (x, f) => 1 / (1 + (x * x))),
        Binary("Atan2",            Guarded, (y, x, f) => x / ((x * x) + (y * y)), (y, x, f) => -(y / ((x * x) + (y * y)))),
        Unary("SinPi",             Regular, (x, f) => Pi * Call("CosPi", x)),
        Unary("CosPi",             Regular, (x, f) => -(Pi * Call("SinPi", x))),
        Unary("TanPi",             Guarded, (x, f) => Pi * (1 + (f * f))),
        Unary("AsinPi",            Guarded, (x, f) => 1 / (Pi * Sqrt((1 - x) * (1 + x)))),
        Unary("AcosPi",            Guarded, (x, f) => -1 / (Pi * Sqrt((1 - x) * (1 + x)))),
        Unary("AtanPi",            Regular, (x, f) => 1 / (Pi * (1 + (x * x)))),
        Binary("Atan2Pi",          Guarded, (y, x, f) => x / (Pi * ((x * x) + (y * y))), (y, x, f) => -(y / (Pi * ((x * x) + (y * y))))),
        Binary("SinCos.Sin",       Regular, null,                                 (t, x, f) => Element("SinCos.Cos", "Cos", t, x)),
        Binary("SinCos.Cos",       Regular, null,                                 (t, x, f) => -Element("SinCos.Sin", "Sin", t, x)),
        Binary("SinCosPi.SinPi",   Regular, null,                                 (t, x, f) => Pi * Element("SinCosPi.CosPi", "CosPi", t, x)),
        Binary("SinCosPi.CosPi",   Regular, null,                                 (t, x, f) => -(Pi * Element("SinCosPi.SinPi", "SinPi", t, x))),
        Unary("DegreesToRadians",  Regular, (x, f) => Math.PI / 180),
        Unary("RadiansToDegrees",  Regular, (x, f) => 180 / Math.PI),

        // Hyperbolic functions
        Unary("Sinh",              Guarded, (x, f) => Call("Cosh", x)),
        Unary("Cosh",              Guarded, (x, f) => Call("Sinh", x)),
        Unary("Tanh",              Regular, (x, f) => 1 - (f * f)),
        Unary("Asinh",             Regular, (x, f) => 1 / Sqrt((x * x) + 1)),
        Unary("Acosh",             Guarded, (x, f) => 1 / Sqrt((x - 1) * (x + 1))),
        Unary("Atanh",             Guarded, (x, f) => 1 / ((1 - x) * (1 + x))),

        // Kinks: the operand whose value is returned gets the slope; at a tie a constant, else the second operand
        Unary("Abs",               Regular, (x, f) => Select(Same(x, 0), 0, Call("CopySign", One(x), x))),
        Binary("CopySign",         Regular, (x, s, f) => Select(Same(x, 0), 0, Select(Same(f, x), 1, -1)), null),
        Binary("Max",              Regular, (x, y, f) => Wins(x, y, x > y, x <= y), (x, y, f) => Loses(x, y, x > y, y <= x)),
        Binary("Min",              Regular, (x, y, f) => Wins(x, y, x < y, x >= y), (x, y, f) => Loses(x, y, x < y, y >= x)),
        Binary("MaxMagnitude",     Regular, FirstReturned,                        SecondReturned),
        Binary("MinMagnitude",     Regular, FirstReturned,                        SecondReturned),
        Binary("MaxNative",        Regular, FirstReturned,                        SecondReturned),
        Binary("MinNative",        Regular, FirstReturned,                        SecondReturned),
        Binary("MaxNumber",        Regular, FirstNumber,                          SecondNumber),
        Binary("MinNumber",        Regular, FirstNumber,                          SecondNumber),
        Binary("MaxMagnitudeNumber", Regular, FirstNumber,                        SecondNumber),
        Binary("MinMagnitudeNumber", Regular, FirstNumber,                        SecondNumber),
        Ternary("Clamp",           Regular, (x, l, h, f) => Select((x < l) | (x > h), 0, 1), (x, l, h, f) => Select(x < l, 1, 0), (x, l, h, f) => Select(x > h, 1, 0)),

        // Steps of one unit in the last place follow their operand
        Unary("BitIncrement",      Regular, (x, f) => 1),
        Unary("BitDecrement",      Regular, (x, f) => 1),

        // Piecewise constant
        Zero("Floor", 1),
        Zero("Ceiling", 1),
        Zero("Truncate", 1),
        Zero("Round", 3),
    ];

    /// <summary>Every line, in order: tests walk it.</summary>
    public static ImmutableArray<Rule> All { get; } = Lines.ToImmutableArray();

    private static readonly Dictionary<string, Rule> ByName = Lines.ToDictionary(r => r.Name, StringComparer.Ordinal);

    /// <summary>The line of that name; null where there is none.</summary>
    public static Rule? Find(string name) => ByName.TryGetValue(name, out var rule) ? rule : null;

    private static Rule Zero(string name, int operands) => new(name, Regular, new Func<Expr[], Expr, Expr>?[operands]);

    private static Rule Unary(string name, bool guarded, Func<Expr, Expr, Expr> dx) =>
        new(name, guarded, [(o, f) => dx(o[0], f)]);

    private static Rule Binary(string name, bool guarded, Func<Expr, Expr, Expr, Expr>? dx, Func<Expr, Expr, Expr, Expr>? dy) =>
        new(name, guarded, [
            dx is null ? null : (o, f) => dx(o[0], o[1], f),
            dy is null ? null : (o, f) => dy(o[0], o[1], f)]);

    private static Rule Ternary(
        string name,
        bool guarded,
        Func<Expr, Expr, Expr, Expr, Expr>? dx,
        Func<Expr, Expr, Expr, Expr, Expr>? dy,
        Func<Expr, Expr, Expr, Expr, Expr>? dz) =>
        new(name, guarded, [
            dx is null ? null : (o, f) => dx(o[0], o[1], o[2], f),
            dy is null ? null : (o, f) => dy(o[0], o[1], o[2], f),
            dz is null ? null : (o, f) => dz(o[0], o[1], o[2], f)]);
}
