namespace Autodiff.Generator.Tests.Oracle;

/// <summary>The members of <see cref="MathF"/> and of <see langword="float"/> on <see cref="DualSingle"/>.</summary>
public static class DualSingleMath
{
    public static readonly DualSingle PI = MathF.PI;
    public static readonly DualSingle E = MathF.E;
    public static readonly DualSingle MaxValue = float.MaxValue;
    public static readonly DualSingle MinValue = float.MinValue;
    public static readonly DualSingle Epsilon = float.Epsilon;
    public static readonly DualSingle NaN = float.NaN;
    public static readonly DualSingle PositiveInfinity = float.PositiveInfinity;
    public static readonly DualSingle NegativeInfinity = float.NegativeInfinity;

    public static bool IsNaN(DualSingle x) => float.IsNaN(x.Value);

    public static bool IsInfinity(DualSingle x) => float.IsInfinity(x.Value);

    public static bool IsFinite(DualSingle x) => float.IsFinite(x.Value);

    public static int Sign(DualSingle x) => Math.Sign(x.Value);

    public static DualSingle Floor(DualSingle x) => MathF.Floor(x.Value);

    public static DualSingle Ceiling(DualSingle x) => MathF.Ceiling(x.Value);

    public static DualSingle Round(DualSingle x) => MathF.Round(x.Value);

    public static DualSingle Truncate(DualSingle x) => MathF.Truncate(x.Value);

    public static DualSingle Abs(DualSingle x) => Chain(MathF.Abs(x.Value), x, x.Value > 0 ? 1 : x.Value < 0 ? -1 : 0);

    public static DualSingle Sqrt(DualSingle x) => Chain(MathF.Sqrt(x.Value), x, 0.5 / Math.Sqrt(x.Value));

    public static DualSingle Cbrt(DualSingle x) => Chain(MathF.Cbrt(x.Value), x, 1 / (3 * Math.Cbrt(x.Value) * Math.Cbrt(x.Value)));

    public static DualSingle Exp(DualSingle x) => Chain(MathF.Exp(x.Value), x, Math.Exp(x.Value));

    public static DualSingle Log(DualSingle x) => Chain(MathF.Log(x.Value), x, 1.0 / x.Value);

    public static DualSingle Log2(DualSingle x) => Chain(MathF.Log2(x.Value), x, 1 / (x.Value * Math.Log(2)));

    public static DualSingle Log10(DualSingle x) => Chain(MathF.Log10(x.Value), x, 1 / (x.Value * Math.Log(10)));

    public static DualSingle Sin(DualSingle x) => Chain(MathF.Sin(x.Value), x, Math.Cos(x.Value));

    public static DualSingle Cos(DualSingle x) => Chain(MathF.Cos(x.Value), x, -Math.Sin(x.Value));

    public static DualSingle Tan(DualSingle x) => Chain(MathF.Tan(x.Value), x, 1 / (Math.Cos(x.Value) * Math.Cos(x.Value)));

    public static DualSingle Asin(DualSingle x) => Chain(MathF.Asin(x.Value), x, 1 / Math.Sqrt((1 - x.Value) * (1 + x.Value)));

    public static DualSingle Acos(DualSingle x) => Chain(MathF.Acos(x.Value), x, -1 / Math.Sqrt((1 - x.Value) * (1 + x.Value)));

    public static DualSingle Atan(DualSingle x) => Chain(MathF.Atan(x.Value), x, 1 / (1 + ((double)x.Value * x.Value)));

    public static DualSingle Sinh(DualSingle x) => Chain(MathF.Sinh(x.Value), x, Math.Cosh(x.Value));

    public static DualSingle Cosh(DualSingle x) => Chain(MathF.Cosh(x.Value), x, Math.Sinh(x.Value));

    public static DualSingle Tanh(DualSingle x) => Chain(MathF.Tanh(x.Value), x, 1 / (Math.Cosh(x.Value) * Math.Cosh(x.Value)));

    public static DualSingle Atan2(DualSingle y, DualSingle x)
    {
        double square = ((double)x.Value * x.Value) + ((double)y.Value * y.Value);
        return new(MathF.Atan2(y.Value, x.Value), ((x.Value * y.Derivative) - (y.Value * x.Derivative)) / square);
    }

    public static DualSingle Hypot(DualSingle x, DualSingle y)
    {
        double length = Math.Sqrt(((double)x.Value * x.Value) + ((double)y.Value * y.Value));
        return new(float.Hypot(x.Value, y.Value), ((x.Value * x.Derivative) + (y.Value * y.Derivative)) / length);
    }

    public static DualSingle Pow(DualSingle x, DualSingle y)
    {
        double byBase = x.Derivative == 0 ? 0 : x.Derivative * y.Value * Math.Pow(x.Value, y.Value - 1.0);
        double byExponent = y.Derivative == 0 ? 0 : y.Derivative * Math.Pow(x.Value, y.Value) * Math.Log(x.Value);
        return new(MathF.Pow(x.Value, y.Value), byBase + byExponent);
    }

    public static DualSingle Max(DualSingle x, DualSingle y) => x.Value > y.Value ? x : y.Value > x.Value ? y : new(MathF.Max(x.Value, y.Value), y.Derivative);

    public static DualSingle Min(DualSingle x, DualSingle y) => x.Value < y.Value ? x : y.Value < x.Value ? y : new(MathF.Min(x.Value, y.Value), y.Derivative);

    public static DualSingle Clamp(DualSingle x, DualSingle low, DualSingle high) => x.Value < low.Value ? low : x.Value > high.Value ? high : x;

    public static DualSingle FusedMultiplyAdd(DualSingle x, DualSingle y, DualSingle z) => new(
        MathF.FusedMultiplyAdd(x.Value, y.Value, z.Value),
        (x.Derivative * y.Value) + (x.Value * y.Derivative) + z.Derivative);

    private static DualSingle Chain(float value, DualSingle x, double slope) => new(value, x.Derivative == 0 ? 0 : x.Derivative * slope);
}
