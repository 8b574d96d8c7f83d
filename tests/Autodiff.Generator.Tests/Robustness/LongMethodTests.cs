using System.Diagnostics;
using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Robustness;

/// <summary>Machines write methods too: length is no reason to fail, and time grows with it linearly.</summary>
public class LongMethodTests
{
    [Fact]
    public void A_sum_of_ten_thousand_terms()
    {
        string sum = string.Join(" + ", Enumerable.Range(0, 10_000).Select(i => i % 2 == 0 ? "x" : "y * x"));

        var evaluation = Evaluate($"public static double F(double x, double y) => {sum};", 1.5, 2.0);

        Assert.Equal([15_000, 7_500], evaluation.Gradient);
    }

    [Fact]
    public void Five_thousand_reassignments()
    {
        string statements = string.Concat(Enumerable.Range(0, 5_000).Select(i => i % 2 == 0 ? "a = a + x * b;\n" : "b -= 0.5 * b;\n"));

        var evaluation = Evaluate($"public static double F(double x)\n{{\ndouble a = x, b = 1;\n{statements}return a;\n}}", 0.25);

        // b is halved after each of its uses: 1 + 1/2 + 1/4 + … = 2.
        Assert.Equal(3, evaluation.Gradient[0], tolerance: 1e-12);
    }

    [Fact]
    public void A_thousand_conditional_expressions_in_a_row()
    {
        string statements = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"a = a > {i} ? a + x : a - x;\n"));

        var evaluation = Evaluate($"public static double F(double x)\n{{\ndouble a = x;\n{statements}return a;\n}}", 0.25);

        Assert.Equal(-997, evaluation.Gradient[0]);
    }

    [Fact]
    public void Expressions_nested_two_hundred_deep()
    {
        string nested = "x";
        for (int i = 0; i < 200; i++)
        {
            nested = $"Math.Sin({nested})";
        }

        double derivative = 1;
        double value = 0.5;
        for (int i = 0; i < 200; i++)
        {
            derivative *= Math.Cos(value);
            value = Math.Sin(value);
        }

        var evaluation = Evaluate($"public static double F(double x) => {nested};", 0.5);

        Assert.Equal(derivative, evaluation.Gradient[0], tolerance: 1e-14);
    }

    [Fact]
    public void The_time_is_linear_in_the_length()
    {
        Time(500);
        double one = Time(2_000);
        double four = Time(8_000);

        Assert.True(four < 12 * one, $"four times the statements took {four / one:F1} times as long");

        static double Time(int count)
        {
            string statements = string.Concat(Enumerable.Range(0, count).Select(i => $"a = Math.Sin(a) * x + {i};\n"));
            var compilation = GeneratorHost.Compile(
                Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest,
                [Source($"public static double F(double x)\n{{\ndouble a = x;\n{statements}return a;\n}}")]);
            var clock = Stopwatch.StartNew();
            Assert.Single(GeneratorHost.Run(compilation).Files);
            return clock.Elapsed.TotalSeconds;
        }
    }

    private static GradientEvaluation Evaluate(string method, params object[] point)
    {
        using var program = GeneratorHost.Run(Source(method)).Load();
        return program.OnlyMethod().EvaluateGradient(point);
    }

    private static string Source(string method) =>
        $"using System;\nusing Autodiff;\n\npublic static partial class Model\n{{\n[Differentiable]\n{method}\n}}\n";
}
