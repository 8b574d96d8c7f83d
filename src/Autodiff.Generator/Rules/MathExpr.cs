namespace Autodiff.Generator.Rules;

/// <summary>The functions that lines of the rule table are written with.</summary>
internal static class MathExpr
{
    public static Expr Sqrt(Expr x) => Expr.Call("Sqrt", x);

    public static Expr Exp(Expr x) => Expr.Call("Exp", x);

    public static Expr Log(Expr x) => Expr.Call("Log", x);

    public static Expr Sin(Expr x) => Expr.Call("Sin", x);

    public static Expr Cos(Expr x) => Expr.Call("Cos", x);

    public static Expr Round(Expr x) => Expr.Call("Round", x);

    public static Expr Pow(Expr x, Expr y) => Expr.Call("Pow", x, y);

    /// <summary>y · xʸ⁻¹, and 0 where y is 0: the partial of the power xʸ with respect to x.</summary>
    public static Expr PowX(Expr x, Expr y, Expr power) => Expr.Call("PowX", x, y, power);

    /// <summary>log x, and 0 where x is 0 and y positive: the partial of xʸ with respect to y, divided by xʸ.</summary>
    public static Expr PowLog(Expr x, Expr y) => x.Constant > 0 ? Log(x) : Expr.Call("PowLog", x, y);

    /// <summary>
    /// The partial of xʸ with respect to x. With a constant exponent no general power is needed for the small
    /// integers, and none is ever taken of a logarithm.
    /// </summary>
    public static Expr PowPartialX(Expr x, Expr y, Expr f) => y.Constant switch
    {
        0 => 0,
        1 => 1,
        2 => 2 * x,
        3 => 3 * (x * x),
        4 => 4 * (x * x * x),
        -1 => -(f * f),
        { } n => n * Pow(x, n - 1),
        null => PowX(x, y, f),
    };

    /// <summary>1 where x is what <c>Max</c> or <c>Min</c> returns; NaN is returned, whichever operand it is.</summary>
    public static Expr Wins(Expr x, Expr y, Expr isBetter, Expr isNotBetter) =>
        y.Constant is not null ? Expr.Select(isNotBetter, 0, 1) : Expr.Select(isBetter | Expr.IsNaN(x), 1, 0);

    /// <summary>1 where y is what <c>Max</c> or <c>Min</c> returns.</summary>
    public static Expr Loses(Expr x, Expr y, Expr isBetter, Expr isNotBetter) =>
        x.Constant is not null ? Expr.Select(isNotBetter, 0, 1) : Expr.Select(isBetter | Expr.IsNaN(x), 0, 1);

    /// <summary>1 where the result is x, for functions that return a NaN operand.</summary>
    public static Expr FirstReturned(Expr x, Expr y, Expr f) =>
        Expr.Select(Expr.Same(f, y) | Expr.IsNaN(y), 0, 1);

    /// <summary>1 where the result is y, for functions that return a NaN operand.</summary>
    public static Expr SecondReturned(Expr x, Expr y, Expr f) => x.Constant is not null
        ? Expr.Select(Expr.Same(f, x), 0, 1)
        : Expr.Select(Expr.Same(f, y) | Expr.IsNaN(y), 1, 0);

    /// <summary>1 where the result is x, for functions that prefer a number to NaN.</summary>
    public static Expr FirstNumber(Expr x, Expr y, Expr f) => Expr.Select(Expr.Same(f, y), 0, 1);

    /// <summary>1 where the result is y, for functions that prefer a number to NaN.</summary>
    public static Expr SecondNumber(Expr x, Expr y, Expr f) => x.Constant is not null
        ? Expr.Select(Expr.Same(f, x), 0, 1)
        : Expr.Select(Expr.Same(f, y), 1, 0);
}
