namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>The conventions at kinks and poles, and the zero-safe product, as <c>docs/derivatives.md</c> states them.</summary>
public class EdgeCases
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>Results that are not used, or multiplied by zero further on.</summary>
    public static TheoryData<string, double[], double[]> ZeroAdjoints => new()
    {
        { "1 / (1 + Math.Exp(-x))", [-1000], [0] },
        { "Math.Exp(-1 / (x * x))", [0], [0] },
        { "x * Math.Sqrt(x)", [0], [0] },
        { "0 * Math.Log(x)", [0], [0] },
        { "x > 0 ? Math.Log(x) : 0", [0], [0] },
        { "y * Math.Log(x)", [0, 0], [0, double.NegativeInfinity] },
        { "y * Math.Cbrt(x)", [0, 0], [0, 0] },
        { "y * Math.Pow(x, 0.5)", [0, 0], [0, 0] },
        { "z * (x / y)", [1, 0, 0], [0, 0, Infinity] },
        { "y * Math.Atanh(x)", [1, 0], [0, Infinity] },
        { "y * Math.Atan2(x, z)", [0, 0, 0], [0, 0, 0] },
        { "y * Math.Acosh(x)", [1, 0], [0, 0] },
        { "Math.Log(x) * Math.Log(x)", [1], [0] },
        { "Math.Max(Math.Sqrt(x), y)", [0, 1], [0, 1] },
    };

    public static TheoryData<string, double[], double[]> Kinks => new()
    {
        { "Math.Abs(x)", [0], [0] },
        { "Math.Abs(x)", [-0.5], [-1] },
        { "Math.Max(x, 0)", [0], [0] },
        { "Math.Max(0, x)", [0], [0] },
        { "Math.Min(x, 0)", [0], [0] },
        { "Math.Max(1.5, x)", [1.5], [0] },
        { "Math.Max(x, y)", [2, 2], [0, 1] },
        { "Math.Min(x, y)", [2, 2], [0, 1] },
        { "Math.Max(x, y)", [3, 2], [1, 0] },
        { "Math.MaxMagnitude(x, y)", [2, -2], [1, 0] },
        { "Math.MaxMagnitude(x, y)", [-2, 2], [0, 1] },
        { "Math.MinMagnitude(x, y)", [-2, 2], [1, 0] },
        { "double.MaxMagnitude(x, y)", [2, 2], [0, 1] },
        { "double.MaxNumber(x, double.NaN)", [1.5], [1] },

        // A NaN that is discarded on the way does not reach the gradient, though the ranges of what is made of it are bounded.
        { "double.MaxNumber(0, 1 / (1 + Math.Sqrt(Math.Sin(x))))", [-1], [0] },
        { "double.MaxNumber(0, Math.Exp(-Math.Sqrt(Math.Sin(x)) - 1))", [-1], [0] },
        { "double.MinNumber(x, y)", [1.5, 1.5], [0, 1] },
        { "Math.Clamp(x, -1, 1)", [1], [1] },
        { "Math.Clamp(x, -1, 1)", [-1], [1] },
        { "Math.Clamp(x, -1, 1)", [1.5], [0] },
        { "Math.Clamp(x, y, z)", [3, 0, 2], [0, 0, 1] },
        { "Math.Clamp(x, y, z)", [-1, 0, 2], [0, 1, 0] },
        { "Math.Clamp(x, y, z)", [0, 0, 2], [1, 0, 0] },
        { "Math.CopySign(x, y)", [3, -1], [-1, 0] },
        { "Math.CopySign(x, y)", [-3, -1], [1, 0] },
        { "Math.CopySign(x, y)", [3, -0.0], [-1, 0] },
        { "Math.CopySign(x, y)", [0, -1], [0, 0] },
        { "Math.Sign(x) * x", [2], [1] },
        { "Math.Floor(x) + Math.Ceiling(x) + Math.Round(x) + Math.Truncate(x) + x", [2], [1] },
        { "x > y ? 1 : 0.5 * x", [2, 1], [0, 0] },
        { "(int)x * x", [2.5], [2] },
        { "x % y", [7.5, 2], [1, -3] },
        { "x % y", [-7.5, 2], [1, 3] },
        { "Math.IEEERemainder(x, y)", [7.5, 2], [1, -4] },
    };

    public static TheoryData<string, double[], double[]> Poles => new()
    {
        { "Math.Sqrt(x)", [0], [Infinity] },
        { "Math.Cbrt(x)", [0], [Infinity] },
        { "Math.Log(x)", [0], [Infinity] },
        { "x / y", [1, 0], [Infinity, double.NegativeInfinity] },
        { "Math.Asin(x)", [1], [Infinity] },
        { "Math.Acos(x)", [1], [double.NegativeInfinity] },
        { "Math.Atanh(x)", [1], [Infinity] },
        { "Math.Atan2(x, y)", [0, 0], [double.NaN, double.NaN] },
        { "Math.Sqrt(x * x + y * y)", [0, 0], [0, 0] },
        { "Math.Sqrt(Math.Pow(x, 2) + y * y)", [0, 0], [0, 0] },
        { "Math.Sqrt(Square(x) + Square(y - z))", [0, 1, 1], [0, 0, 0] },
        { "Math.Sqrt(x * x)", [0], [0] },
        { "Math.Sqrt(x * x + y * y)", [3, 4], [0.6, 0.8] },
        { "double.Hypot(x, y)", [0, 0], [0, 0] },
        { "double.Hypot(x, y)", [3, 4], [0.6, 0.8] },
    };

    public static TheoryData<string, double[], double[]> Powers => new()
    {
        { "Math.Pow(x, 2)", [-3], [-6] },
        { "Math.Pow(x, 0)", [0], [0] },
        { "Math.Pow(x, 1)", [0], [1] },
        { "Math.Pow(x, 3)", [0], [0] },
        { "Math.Pow(x, 3)", [-2], [12] },
        { "Math.Pow(x, -1)", [2], [-0.25] },
        { "Math.Pow(x, 0.5)", [0], [Infinity] },
        { "Math.Pow(x, y)", [0, 2], [0, 0] },
        { "Math.Pow(x, y)", [0, 0], [0, double.NegativeInfinity] },
        { "Math.Pow(x, y)", [-2, 3], [12, double.NaN] },
        { "Math.Pow(x, y)", [1, 0], [0, 0] },
        { "Math.Pow(0, x)", [2], [0] },
    };

    [Theory]
    [MemberData(nameof(ZeroAdjoints))]
    [MemberData(nameof(Kinks))]
    [MemberData(nameof(Poles))]
    [MemberData(nameof(Powers))]
    public void Gradient_follows_the_convention(string expression, double[] point, double[] gradient) =>
        ScalarMethod.OfExpression(expression, point, gradient).Check();

    [Theory]
    [InlineData("double.ReciprocalEstimate(x)", 2, -0.25)]
    [InlineData("double.ReciprocalSqrtEstimate(x)", 4, -0.0625)]
    [InlineData("Math.ReciprocalEstimate(x)", 2, -0.25)]
    public void An_estimate_has_the_slope_of_the_exact_function(string expression, double point, double slope) =>
        (ScalarMethod.OfExpression(expression, [point], [slope]) with { Tolerance = 1e-3 }).Check();

    /// <summary>A norm is one through locals and helpers too.</summary>
    [Fact]
    public void A_norm_has_slope_zero_at_the_origin_through_locals() => ScalarMethod.InModel(
        "norm",
        """
        [Differentiable]
        public static double Norm(double x, double y)
        {
            double s = x * x;
            s += y * y;
            double doubled = Sum(s, x);
            return Math.Sqrt(doubled);
        }

        private static double Sum(double s, double x) => s + Math.Pow(x, 2);
        """,
        at: [0.0, 0.0],
        value: 0,
        gradient: [0, 0]).Check();

    [Fact]
    public void An_unused_result_with_a_pole_contributes_nothing() => ScalarMethod.InModel(
        "unused",
        """
        [Differentiable]
        public static double F(double x)
        {
            double root = Math.Sqrt(x);
            double unused = 1 / root;
            return x * x + 0 * root;
        }
        """,
        at: [0.0],
        value: 0,
        gradient: [0]).Check();

    [Fact]
    public void An_exception_of_the_method_is_thrown_by_its_gradient() => Assert.Throws<ArgumentOutOfRangeException>(() => ScalarMethod.InModel(
        "guard",
        """
        [Differentiable]
        public static double F(double x)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(x);
            return x * x;
        }
        """,
        at: [-1.0],
        value: 0,
        gradient: [0]).Check());

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    public void Arithmetic_that_throws_throws(int n) => Assert.ThrowsAny<ArithmeticException>(() => ScalarMethod.InModel(
        "arithmetic",
        """
        [Differentiable]
        public static double F(double x, int n) => x * (10 / n) + checked(n + n) * x;
        """,
        at: [1.0, n],
        value: 0,
        gradient: [0]).Check());

    [Fact]
    public void The_least_integer_divided_by_minus_one_throws_even_where_nothing_needs_it() => Assert.Throws<OverflowException>(() => ScalarMethod.InModel(
        "least integer",
        """
        [Differentiable]
        public static double F(double x, int n)
        {
            _ = n / -1;
            return x * x;
        }
        """,
        at: [1.0, int.MinValue],
        value: 0,
        gradient: [0]).Check());

    [Theory]
    [InlineData("checked((int)x) * 0.0 + x")]
    [InlineData("checked((byte)(int)x) * x")]
    [InlineData("x * checked((long)x)")]
    public void A_checked_conversion_that_overflows_throws(string expression) =>
        Assert.Throws<OverflowException>(() => ScalarMethod.OfExpression(expression, [1e20], [1]).Check());
}
