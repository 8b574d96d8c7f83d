namespace Autodiff.Generator.Tests.Oracle;

/// <summary>The members of <see cref="Math"/> and of <see langword="double"/> on <see cref="DualDouble"/>.</summary>
public static class DualDoubleMath
{
    public static readonly DualDouble PI = Math.PI;
    public static readonly DualDouble E = Math.E;
    public static readonly DualDouble MaxValue = double.MaxValue;
    public static readonly DualDouble MinValue = double.MinValue;
    public static readonly DualDouble Epsilon = double.Epsilon;
    public static readonly DualDouble NaN = double.NaN;
    public static readonly DualDouble PositiveInfinity = double.PositiveInfinity;
    public static readonly DualDouble NegativeInfinity = double.NegativeInfinity;

    public static bool IsNaN(DualDouble x) => double.IsNaN(x.Value);

    public static bool IsInfinity(DualDouble x) => double.IsInfinity(x.Value);

    public static bool IsFinite(DualDouble x) => double.IsFinite(x.Value);

    public static int Sign(DualDouble x) => Math.Sign(x.Value);

    public static DualDouble Floor(DualDouble x) => Math.Floor(x.Value);

    public static DualDouble Ceiling(DualDouble x) => Math.Ceiling(x.Value);

    public static DualDouble Round(DualDouble x) => Math.Round(x.Value);

    public static DualDouble Truncate(DualDouble x) => Math.Truncate(x.Value);

    public static DualDouble Abs(DualDouble x) => Chain(Math.Abs(x.Value), x, x.Value > 0 ? 1 : x.Value < 0 ? -1 : 0);

    public static DualDouble Sqrt(DualDouble x) => Chain(Math.Sqrt(x.Value), x, 0.5 / Math.Sqrt(x.Value));

    public static DualDouble Cbrt(DualDouble x) => Chain(Math.Cbrt(x.Value), x, 1 / (3 * Math.Cbrt(x.Value) * Math.Cbrt(x.Value)));

    public static DualDouble Exp(DualDouble x) => Chain(Math.Exp(x.Value), x, Math.Exp(x.Value));

    public static DualDouble Log(DualDouble x) => Chain(Math.Log(x.Value), x, 1.0 / x.Value);

    public static DualDouble Log2(DualDouble x) => Chain(Math.Log2(x.Value), x, 1 / (x.Value * Math.Log(2)));

    public static DualDouble Log10(DualDouble x) => Chain(Math.Log10(x.Value), x, 1 / (x.Value * Math.Log(10)));

    public static DualDouble Sin(DualDouble x) => Chain(Math.Sin(x.Value), x, Math.Cos(x.Value));

    public static DualDouble Cos(DualDouble x) => Chain(Math.Cos(x.Value), x, -Math.Sin(x.Value));

    public static DualDouble Tan(DualDouble x) => Chain(Math.Tan(x.Value), x, 1 / (Math.Cos(x.Value) * Math.Cos(x.Value)));

    public static DualDouble Asin(DualDouble x) => Chain(Math.Asin(x.Value), x, 1 / Math.Sqrt((1 - x.Value) * (1 + x.Value)));

    public static DualDouble Acos(DualDouble x) => Chain(Math.Acos(x.Value), x, -1 / Math.Sqrt((1 - x.Value) * (1 + x.Value)));

    public static DualDouble Atan(DualDouble x) => Chain(Math.Atan(x.Value), x, 1 / (1 + ((double)x.Value * x.Value)));

    public static DualDouble Sinh(DualDouble x) => Chain(Math.Sinh(x.Value), x, Math.Cosh(x.Value));

    public static DualDouble Cosh(DualDouble x) => Chain(Math.Cosh(x.Value), x, Math.Sinh(x.Value));

    public static DualDouble Tanh(DualDouble x) => Chain(Math.Tanh(x.Value), x, 1 / (Math.Cosh(x.Value) * Math.Cosh(x.Value)));

    public static DualDouble Atan2(DualDouble y, DualDouble x)
    {
        double square = ((double)x.Value * x.Value) + ((double)y.Value * y.Value);
        return new(Math.Atan2(y.Value, x.Value), ((x.Value * y.Derivative) - (y.Value * x.Derivative)) / square);
    }

    public static DualDouble Hypot(DualDouble x, DualDouble y)
    {
        double length = Math.Sqrt(((double)x.Value * x.Value) + ((double)y.Value * y.Value));
        return new(double.Hypot(x.Value, y.Value), ((x.Value * x.Derivative) + (y.Value * y.Derivative)) / length);
    }

    public static DualDouble Pow(DualDouble x, DualDouble y)
    {
        double byBase = x.Derivative == 0 ? 0 : x.Derivative * y.Value * Math.Pow(x.Value, y.Value - 1.0);
        double byExponent = y.Derivative == 0 ? 0 : y.Derivative * Math.Pow(x.Value, y.Value) * Math.Log(x.Value);
        return new(Math.Pow(x.Value, y.Value), byBase + byExponent);
    }

    public static DualDouble Max(DualDouble x, DualDouble y) => x.Value > y.Value ? x : y.Value > x.Value ? y : new(Math.Max(x.Value, y.Value), y.Derivative);

    public static DualDouble Min(DualDouble x, DualDouble y) => x.Value < y.Value ? x : y.Value < x.Value ? y : new(Math.Min(x.Value, y.Value), y.Derivative);

    public static DualDouble Clamp(DualDouble x, DualDouble low, DualDouble high) => x.Value < low.Value ? low : x.Value > high.Value ? high : x;

    public static DualDouble FusedMultiplyAdd(DualDouble x, DualDouble y, DualDouble z) => new(
        Math.FusedMultiplyAdd(x.Value, y.Value, z.Value),
        (x.Derivative * y.Value) + (x.Value * y.Derivative) + z.Derivative);

    public static DualDouble Lerp(DualDouble x, DualDouble y, DualDouble amount) => new(
        double.Lerp(x.Value, y.Value, amount.Value),
        (x.Derivative * (1 - amount.Value)) + (y.Derivative * amount.Value) + ((y.Value - x.Value) * amount.Derivative));

    public static int Abs(int x) => Math.Abs(x);

    public static int Max(int x, int y) => Math.Max(x, y);

    public static int Min(int x, int y) => Math.Min(x, y);

    public static int Clamp(int x, int low, int high) => Math.Clamp(x, low, high);

    /// <summary>What a pattern is matched with: the number itself.</summary>
    public static double Value(DualDouble x) => x.Value;

    /// <inheritdoc cref="Value(DualDouble)"/>
    public static float Value(DualSingle x) => x.Value;

    /// <summary>What a pattern is matched with where it holds no dual number.</summary>
    public static T Value<T>(T x)
        where T : allows ref struct => x;

    private static DualDouble Chain(double value, DualDouble x, double slope) => new(value, x.Derivative == 0 ? 0 : x.Derivative * slope);
}
