using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>Which recursive functions become one recursion and which become two, and how they are written.</summary>
public class RecursionTests
{
    [Theory]
    [InlineData("G(x, n - 1)")]
    [InlineData("x[n] * G(x, n - 1)")]
    [InlineData("G(x, n - 1) * x[n]")]
    [InlineData("G(x, n - 1) / x[n]")]
    [InlineData("G(x, n - 1) - 2 * G(x, n - 2) + Math.Exp(x[n])")]
    [InlineData("(n % 2 == 0 ? G(x, n - 1) : x[0]) + G(x, n - 2) * Math.Sin(n)")]
    [InlineData("Sum(x, n, i => G(x, i))")]
    [InlineData("Sum(x, n, i => G(x, i) * x[n - i])")]
    [InlineData("x[n] * H(x, n - 1)")]
    public void One_recursion(string result) => Assert.Contains(" GWithGradient(", Emitted(result, "G(x, n - 1) + x[n]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("G(x, n - 1) * G(x, n - 2)")]
    [InlineData("Math.Exp(G(x, n - 1))")]
    [InlineData("Math.Abs(G(x, n - 1))")]
    [InlineData("Math.Max(G(x, n - 1), x[n])")]
    [InlineData("x[n] / G(x, n - 1)")]
    [InlineData("G(x, n - 1) * (100 / (n - 5))")]
    [InlineData("G(x, n - 1) * x[(int)G(x, n - 2)]")]
    [InlineData("Product(x, n, i => G(x, i))")]
    [InlineData("x[n] * H(x, n - 1)")]
    public void Two_recursions(string result)
    {
        string text = Emitted(result, "Math.Sin(G(x, n - 1))");
        Assert.Contains(" GForward(", text, StringComparison.Ordinal);
        Assert.DoesNotContain("WithGradient(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_method_itself_may_need_the_value_first() =>
        Assert.Contains(" GForward(", Emitted("x[n] * G(x, n - 1)", "x[n]", "Math.Log(G(x, n))"), StringComparison.Ordinal);

    [Fact]
    public void What_may_throw_after_a_call_throws_after_it()
    {
        string text = Emitted("G(x, n - 1) * x[n]", "x[n]");
        Assert.Contains("ElementOrZero(x, n)", text, StringComparison.Ordinal);
        Assert.Contains("_ = x[n];", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_that_is_thrown_is_the_same_its_order_does_not_matter() =>
        Assert.DoesNotContain("ElementOrZero", Emitted("G(x, n - 1) * x[n]", "x[n]", "G(x, n)", "ReadOnlySpan<double>"), StringComparison.Ordinal);

    private static string Emitted(string g, string h, string f = "0.5 * G(x, n)", string array = "double[]") => GeneratorHost.Run(
        $$"""
        using System;
        using Autodiff;

        public static partial class Model
        {
            [Differentiable]
            public static double F({{array}} x, int n) => {{f}};

            private static double G({{array}} x, int n) => n < 1 ? x[0] : {{g}};

            private static double H({{array}} x, int n) => n < 1 ? x[1] : {{h}};

            private static double Sum(double[] x, int n, Func<int, double> f)
            {
                double sum = 0;
                for (int i = 0; i < n; i++) sum += f(i);
                return sum;
            }

            private static double Product(double[] x, int n, Func<int, double> f)
            {
                double product = 1;
                for (int i = 0; i < n; i++) product *= f(i);
                return product;
            }
        }
        """).AssertValid().OnlyFile;
}
