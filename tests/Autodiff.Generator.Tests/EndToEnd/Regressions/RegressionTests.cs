using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd.Regressions;

/// <summary>Valid code that was refused, miscompiled or given a wrong value once.</summary>
public class RegressionTests
{
    private static readonly IReadOnlyList<ScalarMethod> Methods =
    [
        .. References.All,
        .. Patterns.All,
        .. Conversions.All,
        .. Reads.All,
        .. Inert.All,
        .. Assignments.All,
    ];

    public static TheoryData<string> Names => [.. Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_has_the_known_digits(string name) =>
        Assert.Single(Methods, method => method.Name == name).Check();

    [Theory]
    [InlineData("(n, m) switch { (0, 1) => x, (1, 0) => x * x }", 3, 1)]
    [InlineData("n switch { 0 => x, 1 => x * x }", 3, 1)]
    [InlineData("text switch { \"a\" => x, \"b\" => x * x }", 3, 1)]
    [InlineData("n > 2 ? throw new ArgumentException($\"{{n}} is {n,4:D2}, {{0}}{{ \\\"q\\\"\", nameof(n)) : x", 3, 1)]
    [InlineData("checked((byte)m) * x", 0, 300)]
    [InlineData("10 / n * x", 0, 0)]
    public void Exception_is_the_methods_own(string expression, int n, int m)
    {
        using var program = GeneratorHost.Run($$"""
            using System;
            using Autodiff;

            #pragma warning disable CS8509, CS8655
            public partial class Model
            {
                private readonly string? text = null;

                [Differentiable]
                public double F(double x, int n, int m) => {{expression}};
            }
            """).Load();
        var method = program.OnlyMethod();

        var expected = Record.Exception(() => method.Original.Evaluate(2.0, n, m));
        var actual = Record.Exception(() => method.Original.Invoke(method.Destination, [2.0, n, m, 0.0]));

        Assert.NotNull(expected);
        Assert.IsType(expected.GetType(), actual);
        Assert.Equal(expected.Message, actual.Message);
    }

    /// <summary>In a long method adjoints share variables: none may be taken for another while it is still added to.</summary>
    [Fact]
    public void A_long_method_that_reassigns_its_variables_has_the_differences_gradient()
    {
        string[] steps =
        [
            "s += Math.Sin({0} * x);",
            "s *= 0.99 + 0.001 * y;",
            "s -= {0} * 1e-3 * x * y;",
            "y += 1e-3 * s;",
            "s = Math.Tanh(s) + x;",
        ];
        string body = string.Join('\n', Enumerable.Range(0, 300).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, steps[i * i % 7 % 5], i)));
        using var program = GeneratorHost.Run($$"""
            using System;
            using Autodiff;

            public static partial class Model
            {
                [Differentiable]
                public static double F(double x, double y)
                {
                    double s = x;
                    {{body}}
                    return s;
                }
            }
            """).Load();
        var method = program.OnlyMethod();

        var gradient = method.EvaluateGradient(0.7, -1.2).Gradient;

        for (int i = 0; i < 2; i++)
        {
            double Shifted(double step) => method.Original.Evaluate(i == 0 ? 0.7 + step : 0.7, i == 1 ? -1.2 + step : -1.2);
            const double Step = 2e-5;
            double difference = ((8 * (Shifted(Step) - Shifted(-Step))) - (Shifted(2 * Step) - Shifted(-2 * Step))) / (12 * Step);
            Assert.Equal(difference, gradient[i], Math.Abs(difference) * 1e-5);
        }
    }

    [Fact]
    public void A_message_may_be_made_in_a_local_before_the_throw()
    {
        using var program = GeneratorHost.Run("""
            using System;
            using Autodiff;

            public static partial class Model
            {
                [Differentiable]
                public static double F(double x)
                {
                    if (x < 0)
                    {
                        string message = $"{x} is negative";
                        throw new ArgumentException(message);
                    }

                    return x * x;
                }
            }
            """).Load();

        var thrown = Assert.Throws<ArgumentException>(() => program.OnlyMethod().EvaluateGradient(-2.0));
        Assert.Equal("-2 is negative", thrown.Message);
    }
}
