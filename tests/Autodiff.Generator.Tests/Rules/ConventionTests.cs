using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>
/// The conventions of <c>docs/derivatives.md</c> at ties, signed zeros, NaN and poles, for the whole of each family.
/// The commonest are in <see cref="EndToEnd.EdgeCases"/>.
/// </summary>
public class ConventionTests
{
    private const double NaN = double.NaN;
    private const double Infinity = double.PositiveInfinity;

    /// <summary>An expression in x and y, a point, and the gradient there.</summary>
    private static readonly (string Expression, double[] Point, double[] Gradient)[] Cases =
    [
        // Max and Min: a NaN operand is what is returned, and gets the slope
        .. new[] { "Max", "Min", "MaxMagnitude", "MinMagnitude" }.SelectMany(f => new (string, double[], double[])[]
        {
            ($"Math.{f}(x, y)", [NaN, 1], [1, 0]),
            ($"Math.{f}(x, y)", [1, NaN], [0, 1]),
            ($"Math.{f}(x, y)", [-0.0, 0.0], [0, 1]),
            ($"Math.{f}(x, 2)", [NaN], [1]),
            ($"Math.{f}(2, x)", [NaN], [1]),
            ($"double.{f}(x, 2)", [2], [0]),
            ($"double.{f}(2, x)", [2], [0]),
            ($"double.{f}(x, y)", [-2, -2], [0, 1]),
        }),
        .. new[] { "MaxNumber", "MinNumber", "MaxMagnitudeNumber", "MinMagnitudeNumber" }.SelectMany(f => new (string, double[], double[])[]
        {
            ($"double.{f}(x, y)", [NaN, 1], [0, 1]),
            ($"double.{f}(x, y)", [1, NaN], [1, 0]),
            ($"double.{f}(x, 2)", [NaN], [0]),
            ($"double.{f}(2, x)", [NaN], [0]),
            ($"double.{f}(x, y)", [2, 2], [0, 1]),
            ($"double.{f}(x, 2)", [2], [0]),
            ($"double.{f}(2, x)", [2], [0]),
        }),
        .. new[] { "MaxNative", "MinNative" }.SelectMany(f => new (string, double[], double[])[]
        {
            ($"double.{f}(x, y)", [2, 2], [0, 1]),
            ($"double.{f}(x, 2)", [2], [0]),
            ($"double.{f}(2, x)", [2], [0]),
        }),
        ("double.MaxMagnitudeNumber(x, y)", [2, -2], [1, 0]),
        ("double.MinMagnitudeNumber(x, y)", [2, -2], [0, 1]),
        ("Math.Max(Math.Max(x, 0), y)", [0, 0], [0, 1]),
        ("Math.Max(x, -x)", [0], [-1]),
        ("Math.Max(Limit, x)", [0.5], [0]),
        ("Math.Max(x, Limit)", [0.5], [0]),

        // Abs, CopySign, Clamp
        ("Math.Abs(x)", [-0.0], [0]),
        ("Math.Abs(x) * y", [0, 3], [0, 0]),
        ("Math.Abs(x * y)", [-2, 3], [-3, 2]),
        ("Math.CopySign(x, -1)", [-0.0], [0]),
        ("Math.CopySign(x, y)", [-3, 0.0], [-1, 0]),
        ("Math.CopySign(x, y)", [-3, -0.0], [1, 0]),
        ("Math.CopySign(1, x)", [-2], [0]),
        ("Math.Clamp(x, y, y)", [1, 1], [1, 0]),
        ("Math.Clamp(x, -1, y)", [NaN, 1], [1, 0]),
        ("double.Clamp(x, y, 4)", [1, 1], [1, 0]),
        ("double.Clamp(x, y, 4)", [0.5, 1], [0, 1]),
        ("double.ClampNative(x, -1, y)", [2, 1], [0, 1]),

        // Powers
        ("Math.Pow(x, y)", [-2, 0], [0, NaN]),
        ("Math.Pow(x, y)", [0, 0], [0, -Infinity]),
        ("Math.Pow(x, y)", [0, 1], [1, 0]),
        ("Math.Pow(x, y)", [0, -1], [-Infinity, -Infinity]),
        ("Math.Pow(x, y)", [-0.0, 3], [0, 0]),
        ("Math.Pow(x, y)", [-2, 2], [-4, NaN]),
        ("Math.Pow(x, (int)y)", [-2, 3], [12, 0]),
        ("Math.Pow(x, (int)y)", [0, 0], [0, 0]),
        ("Math.Pow(x, 0)", [NaN], [0]),
        ("Math.Pow(x, 0.0)", [-2], [0]),
        ("Math.Pow(x, -2)", [-2], [0.25]),
        ("Math.Pow(x, 4)", [-2], [-32]),
        ("Math.Pow(x, 5)", [-2], [80]),
        ("Math.Pow(0, x)", [3], [0]),
        ("Math.Pow(1, x)", [3], [0]),
        ("Math.Pow(x, x)", [1], [1]),

        // Roots and norms
        ("Math.Sqrt(x) * Math.Sqrt(x)", [0], [0]),
        ("Math.Cbrt(x)", [-0.0], [Infinity]),
        ("double.RootN(x, 3)", [0], [Infinity]),
        ("Math.Sqrt(y * y + x * x + 0)", [0, 0], [0, 0]),
        ("Math.Sqrt(Math.Pow(x - y, 2))", [2, 2], [0, 0]),
        ("double.Hypot(x, 0)", [0], [0]),
        ("double.Hypot(x, 0)", [-3], [-1]),
        ("Math.Sqrt(double.FusedMultiplyAdd(x, x, y * y))", [0, 0], [0, 0]),
        ("Math.Sqrt(x > 1 ? x * x : y * y)", [0, 0], [0, 0]),
        ("Math.Sqrt(SumOfSquares(x, y))", [0, 0], [0, 0]),
        ("Math.Sqrt(x * x + 1)", [0], [0]),

        // Angles, remainders, steps
        ("Math.Atan2(x, y)", [0, -1], [-1, 0]),
        ("double.Atan2Pi(x, y)", [0, 0], [NaN, NaN]),
        ("x % 2", [-7.5], [1]),
        ("7.5 % x", [2], [-3]),
        ("x % y", [1, 2], [1, 0]),
        ("Math.IEEERemainder(x, y)", [-7.5, 2], [1, 4]),
        ("Math.Sign(x) + Math.Floor(x) + (int)x + (x > 0 ? 1 : 0) + x", [1], [1]),
        ("Math.Round(x, 2) * x", [1.25], [1.25]),
        ("x * Math.ILogB(x)", [8], [3]),
    ];

    private static readonly Lazy<LoadedProgram> Program = new(() => GeneratorHost.Run(
        """
        using System;
        using Autodiff;

        public static partial class Conventions
        {
            private const double Limit = 0.5;

            private static double SumOfSquares(double a, double b)
            {
                double sum = a * a;
                sum += Math.Pow(b, 2);
                return sum;
            }

        """
        + string.Join('\n', Cases.Select((c, i) => $"    [Differentiable] public static double F{i}(double x{(c.Point.Length > 1 ? ", double y" : "")}) => {c.Expression};"))
        + "\n}\n").Load());

    public static TheoryData<int, string> All => [.. Cases.Select((c, i) => (i, $"{c.Expression} at {string.Join(", ", c.Point)}"))];

    [Theory]
    [MemberData(nameof(All))]
    public void Gradient_follows_the_convention(int index, string test)
    {
        double[] gradient = Program.Value.Method("Conventions.F" + index).EvaluateGradient([.. Cases[index].Point]).Gradient;

        Assert.True(
            Cases[index].Gradient.Zip(gradient).All(g => g.First.Equals(g.Second) || Math.Abs(g.First - g.Second) < 1e-14),
            $"{test} has the gradient {string.Join(", ", gradient)}, not {string.Join(", ", Cases[index].Gradient)}");
    }
}
