using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>Which destinations are taken by the length of their parameter.</summary>
public class DestinationLengthsTests
{
    private const string Taken = "Span<double> dX = xGradient.Slice(0, x.Length);";

    [Theory]
    [InlineData("a loop over the parameter", "double[] x", "for (int i = 0; i < x.Length; i++) { y += x[i] * x[i]; }")]
    [InlineData("one that starts later", "ReadOnlySpan<double> x", "for (int i = 2; i < x.Length; i++) { y += x[i] * x[i - 1]; }")]
    [InlineData("one that counts down", "Span<double> x", "for (int i = x.Length - 1; i >= 0; i--) { y *= x[i]; }")]
    [InlineData("one over an array of that length", "double[] x", "var a = new double[x.Length]; for (int i = 0; i < a.Length; i++) { a[i] = x[i] * y; y += Math.Sin(a[i]); }")]
    [InlineData("a loop in a loop", "double[] x", "for (int k = 0; k < n; k++) { for (int i = 0; i < x.Length; i++) { y *= x[i]; } }")]
    public void One_that_loops_walk(string name, string x, string loop) =>
        Assert.True(Emitted(x, loop).Split(Taken).Length == 2, name);

    [Theory]
    [InlineData("a loop to another number", "double[] x", "for (int i = 0; i < n; i++) { y *= x[i]; }")]
    [InlineData("computed indices", "double[] x", "for (int i = 0; i < n; i++) { y *= x[i * n]; }")]
    [InlineData("constant indices", "double[] x", "y *= x[0] * x[1];")]
    [InlineData("a branch", "double[] x", "if (x.Length > n) { y *= x[n]; }")]
    [InlineData("rows", "double[][] x", "for (int i = 0; i < x.Length; i++) { y *= x[i][0]; }")]
    [InlineData("a matrix", "double[,] x", "for (int i = 0; i < x.GetLength(0); i++) { y *= x[i, 0]; }")]
    public void Others_are_left_as_they_are(string name, string x, string loop) =>
        Assert.False(Emitted(x, loop).Contains("dX = xGradient", StringComparison.Ordinal), name);

    [Fact]
    public void One_that_is_compared_with_what_is_read_keeps_its_name()
    {
        string text = Emitted("Layer[] layers, double[] x", "for (int i = 0; i < x.Length; i++) { y *= x[i] * layers[i].Weights[0]; }");

        Assert.Contains("CheckOverlap<double>(xGradient, t)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dX =", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_of_the_users_keeps_its_name() => Assert.Contains(
        "Span<double> dX2 = xGradient.Slice(0, x.Length);",
        Emitted("double[] x", "double dX = Math.Sin(y); for (int i = 0; i < x.Length; i++) { y += x[i] * dX; }"),
        StringComparison.Ordinal);

    private static string Emitted(string x, string loop) => GeneratorHost.Run(
        $$"""
        using System;
        using Autodiff;

        public sealed class Layer
        {
            public double[] Weights = new double[1];
        }

        public static partial class Model
        {
            [Differentiable]
            public static double F({{x}}, double y, int n)
            {
                {{loop}}
                return y;
            }
        }
        """).AssertValid().OnlyFile;
}
