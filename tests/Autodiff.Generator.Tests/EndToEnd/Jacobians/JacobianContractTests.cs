using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd.Jacobians;

/// <summary>What the overload with destinations requires of them, and what it allows.</summary>
public class JacobianContractTests
{
    private const string Dot = """
        [Differentiable(Jacobian = true)]
        public static (double Dot, double Norm) F(double[] x, double[] y)
        {
            double dot = 0;
            double norm = 0;
            for (int i = 0; i < x.Length; i++)
            {
                dot += x[i] * y[i];
                norm += x[i] * x[i];
            }

            return (dot, norm);
        }
        """;

    [Theory]
    [InlineData("FJacobian(x, y, new double[1], new double[2], new double[2], new double[2])", "dotXGradient")]
    [InlineData("FJacobian(x, y, new double[2], new double[2], new double[2], new double[3])", "normYGradient")]
    [InlineData("FJacobian(x, y, new double[2], new double[2], default, new double[2])", "normXGradient")]
    [InlineData("FJacobian(x, y, x, new double[2], new double[2], new double[2])", "dotXGradient")]
    [InlineData("FJacobian(x, y, new double[2], new double[2], x, new double[2])", "normXGradient")]
    [InlineData("FJacobian(x, y, new double[2], new double[2], y, new double[2])", "normXGradient")]
    [InlineData("FJacobian(x, y, g, new double[2], g, new double[2])", "normXGradient")]
    [InlineData("FJacobian(x, y, g, new double[2], new double[2], g)", "normYGradient")]
    [InlineData("FJacobian(null!, y, g, new double[2], new double[2], new double[2])", "x")]
    [InlineData("FJacobian(x, null!)", "y")]
    public void Destinations_that_are_refused(string call, string parameter) => Assert.Equal(parameter, Run(
        Dot,
        $$"""
            double[] x = { 1, 2 }, y = { 3, 4 }, g = { 7, 7 };
            string refused = "accepted";
            try { {{call}}; } catch (ArgumentException e) { refused = e.ParamName!; }
            return g[0] == 7 && g[1] == 7 && x[0] == 1 && y[0] == 3 ? refused : "written";
        """));

    [Fact]
    public void Parts_of_one_array_are_destinations_of_all_rows() => Assert.Equal("3, 4, 1, 2, 2, 4, 0, 0", Run(
        Dot,
        """
            double[] g = { 9, 9, 9, 9, 9, 9, 9, 9 };
            FJacobian([1, 2], [3, 4], g.AsSpan(0, 2), g.AsSpan(2, 2), g.AsSpan(4, 2), g.AsSpan(6, 2));
            return string.Join(", ", g);
        """));

    [Fact]
    public void A_destination_may_be_the_variable_that_a_result_is_read_from() => Assert.Equal("2, 6, 1, 0, 3, 2", Run(
        """
        [Differentiable(Jacobian = true)]
        public static (double a, double b) F(in double x, in double y) => (x, x * y);
        """,
        """
            double x = 2, y = 3;
            var (a, b) = FJacobian(in x, in y, out x, out y, out double bx, out double by);
            return string.Join(", ", a, b, x, y, bx, by);
        """));

    [Fact]
    public void A_destination_may_be_the_variable_that_a_derivative_is_read_from() => Assert.Equal("6, 3, 2", Run(
        """
        [Differentiable]
        public static double F(in double x, in double y) => x * y;
        """,
        """
            double x = 2, y = 3;
            double value = FGradient(in x, in y, out x, out y);
            return string.Join(", ", value, x, y);
        """));

    [Fact]
    public void A_destination_may_be_a_parameter_that_is_not_differentiated() => Assert.Equal("5, 8, 1, 4", Run(
        """
        [Differentiable(nameof(x), Jacobian = true)]
        public static (double a, double b) F(double x, in double y) => (x + y - 1, x * y);
        """,
        """
            double y = 4;
            var (a, b) = FJacobian(2, in y, out y, out double bx);
            return string.Join(", ", a, b, y, bx);
        """));

    private static string Run(string members, string body)
    {
        using var program = GeneratorHost.Run(
            $$"""
            using System;
            using Autodiff;

            public static partial class Model
            {
                {{members}}

                public static string Check()
                {
                    {{body}}
                }
            }
            """).Load();
        return (string)program.Assembly.GetType("Model")!.GetMethod("Check")!.Invoke(null, null)!;
    }
}
