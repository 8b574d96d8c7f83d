namespace Autodiff.Generator.Analysis;

/// <summary>
/// What is known of the size of a number: it lies in a closed interval, and is at least so large in magnitude. The second says of a
/// number of either sign that it is not zero, and how far from it. NaN is outside.
/// </summary>
internal readonly record struct Interval
{
    public static readonly Interval Unknown = new(double.NegativeInfinity, double.PositiveInfinity);

    public static readonly Interval NonNegative = new(0, double.PositiveInfinity);

    public static readonly Interval NonPositive = new(double.NegativeInfinity, 0);

    public static readonly Interval Unit = new(-1, 1);

    /// <summary>What an <c>int</c> may be.</summary>
    public static readonly Interval Integer = new(int.MinValue, int.MaxValue);

    /// <summary>Beyond this a bound is taken for infinite, so that products of bounds do not overflow unnoticed.</summary>
    private const double Large = 1e100;

    /// <summary>The same for a <c>float</c>.</summary>
    private const double LargeSingle = 1e30;

    /// <summary>The reciprocal of what is no smaller is finite.</summary>
    private const double Small = 1e-300;

    public Interval(double low, double high, double least = 0)
    {
        Least = Math.Max(least, low > 0 ? low : high < 0 ? -high : 0);
        Low = low > -Least ? Math.Max(low, Least) : low;
        High = high < Least ? Math.Min(high, -Least) : high;
    }

    /// <summary>The lower bound.</summary>
    public double Low { get; }

    /// <summary>The upper bound.</summary>
    public double High { get; }

    /// <summary>The bound from below of the magnitude.</summary>
    public double Least { get; }

    public bool IsBounded => Low > -Large && High < Large;

    /// <summary>Whether the reciprocal is finite.</summary>
    public bool HasFiniteReciprocal => Least > Small;

    /// <summary>Whether zero is outside; what is so close to it that its reciprocal overflows may be inside.</summary>
    public bool ExcludesZero => Least > 0;

    /// <summary>The interval where a <c>float</c> overflows or underflows, which it does long before a <c>double</c>.</summary>
    public Interval InSingle => new(
        Low < -LargeSingle ? double.NegativeInfinity : Low is > 0 and < 1 / LargeSingle ? 0 : Low,
        High > LargeSingle ? double.PositiveInfinity : High is < 0 and > -1 / LargeSingle ? 0 : High,
        Least < 1 / LargeSingle ? 0 : Least);

    public Interval Negated => new(-High, -Low, Least);

    public Interval Magnitude => new(Least, Math.Max(Math.Abs(Low), Math.Abs(High)));

    public Interval Squared
    {
        get
        {
            var magnitude = Magnitude;
            return Outward(Product(magnitude.Low, magnitude.Low), Product(magnitude.High, magnitude.High), 0);
        }
    }

    public Interval Reciprocal => !ExcludesZero ? Unknown
        : Low > 0 || High < 0 ? Outward(1 / High, 1 / Low, 0)
        : Outward(-1 / Least, 1 / Least, 0);

    /// <summary>The square roots, which are rounded as IEEE 754 says on every machine; of a negative number it is NaN.</summary>
    public Interval Root => Outward(Math.Sqrt(Math.Max(Low, 0)), Math.Sqrt(Math.Max(High, 0)), Math.Sqrt(Least));

    public static Interval operator +(Interval a, Interval b) => Outward(
        double.IsNegativeInfinity(a.Low) || double.IsNegativeInfinity(b.Low) ? double.NegativeInfinity : a.Low + b.Low,
        double.IsPositiveInfinity(a.High) || double.IsPositiveInfinity(b.High) ? double.PositiveInfinity : a.High + b.High,
        0);

    public static Interval operator *(Interval a, Interval b)
    {
        var (p, q, r, s) = (Product(a.Low, b.Low), Product(a.Low, b.High), Product(a.High, b.Low), Product(a.High, b.High));
        return Outward(Math.Min(Math.Min(p, q), Math.Min(r, s)), Math.Max(Math.Max(p, q), Math.Max(r, s)), Product(a.Least, b.Least));
    }

    /// <summary>Where a number is that is in either.</summary>
    public Interval Union(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High), Math.Min(Least, other.Least));

    /// <summary>Where a number is that is in both.</summary>
    public Interval Intersect(Interval other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High), Math.Max(Least, other.Least));

    /// <summary>The greatest of two numbers.</summary>
    public Interval Max(Interval other) => new(Math.Max(Low, other.Low), Math.Max(High, other.High), Math.Min(Least, other.Least));

    /// <summary>The interval where the numbers are of type <c>int</c>, unless one may overflow.</summary>
    public Interval InInteger => Low >= int.MinValue && High <= int.MaxValue ? this : Integer;

    /// <summary>The least of two numbers.</summary>
    public Interval Min(Interval other) => new(Math.Min(Low, other.Low), Math.Min(High, other.High), Math.Min(Least, other.Least));

    /// <summary>A bound times a bound; an unbounded factor only approaches infinity, so that zero wins.</summary>
    private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    /// <summary>Widens a bound that is not exact by far more than a rounding error, keeping its sign.</summary>
    private static Interval Outward(double low, double high, double least) => new(
        low == Math.Floor(low) ? low : low > 0 ? low * (1 - 1e-6) : low * (1 + 1e-6),
        high == Math.Ceiling(high) ? high : high > 0 ? high * (1 + 1e-6) : high * (1 - 1e-6),
        least == Math.Floor(least) ? least : least * (1 - 1e-6));
}
