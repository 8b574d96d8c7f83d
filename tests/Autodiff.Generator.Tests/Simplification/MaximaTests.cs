using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>The exponential of an element less the maximum of its array does not overflow, so that its products have no guard.</summary>
public class MaximaTests
{
    private const string Sum = "double s = 0; for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i] - m); return Math.Log(s) * y;";

    [Theory]
    [InlineData("from the second element on", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(m, x[i]);")]
    [InlineData("from the first element on", "double m = y; for (int i = 0; i < x.Length; i++) m = Math.Max(x[i], m);")]
    [InlineData("from the last element on", "double m = y; for (int i = x.Length - 1; i >= 0; i--) m = Math.Max(x[i], m);")]
    [InlineData("all of them", "double m = double.NegativeInfinity; foreach (double one in x) m = Math.Max(m, one);")]
    [InlineData("by a comparison", "double m = x[0]; for (int i = 1; i < x.Length; i++) if (x[i] > m) m = x[i];")]
    [InlineData("by a choice", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = m < x[i] ? x[i] : m;")]
    [InlineData("a maximum of three", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(Math.Max(x[i], y), m);")]
    [InlineData("up to a number that is the length", "int n = x.Length; double m = x[0]; for (int i = 1; i < n; i++) m = Math.Max(m, x[i]);")]
    public void Not_guarded(string why, string maximum) => Assert.False(IsGuarded(maximum + Sum), why);

    [Theory]
    [InlineData("an element is left out", "double m = y; for (int i = 1; i < x.Length; i++) m = Math.Max(m, x[i]);")]
    [InlineData("the last element is left out", "double m = x[0]; for (int i = 1; i < x.Length - 1; i++) m = Math.Max(m, x[i]);")]
    [InlineData("every other element", "double m = x[0]; for (int i = 0; i < x.Length; i += 2) m = Math.Max(m, x[i]);")]
    [InlineData("the loop may end before", "double m = x[0]; for (int i = 1; i < x.Length; i++) { if (x[i] > y) break; m = Math.Max(m, x[i]); }")]
    [InlineData("a minimum", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Min(m, x[i]);")]
    [InlineData("the wrong way round", "double m = x[0]; for (int i = 1; i < x.Length; i++) if (x[i] < m) m = x[i];")]
    [InlineData("not from one iteration to the next", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(y, x[i]);")]
    [InlineData("of other numbers", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(m, y);")]
    [InlineData("a NaN would be forgotten, and what was before it", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = m > x[i] ? m : x[i];")]
    [InlineData("another array", "double m = z[0]; for (int i = 1; i < z.Length; i++) m = Math.Max(m, z[i]);")]
    [InlineData("an element may be infinite", "x[0] = y > 0 ? y : double.NegativeInfinity; double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(m, x[i]);")]
    [InlineData("all elements may be infinite", "Array.Fill(x, y + double.NegativeInfinity); double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(m, x[i]);")]
    [InlineData("an element is written", "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(m, x[i]); x[0] = y;")]
    [InlineData("an element is written in the loop", "double m = x[0]; for (int i = 1; i < x.Length; i++) { m = Math.Max(m, x[i]); x[0] += y; }")]
    public void Guarded(string why, string maximum) => Assert.True(IsGuarded(maximum + Sum), why);

    [Fact]
    public void A_later_iteration_may_read_what_this_one_writes() => Assert.True(IsGuarded(
        "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(m, x[i]); double s = 0; for (int i = 0; i < x.Length; i++) { s += Math.Exp(x[i] - m); x[^1] = y; } return Math.Log(s) * y;"));

    [Fact]
    public void What_is_written_later_may_overflow_and_contributes_nothing_where_it_does_not_matter()
    {
        using var program = GeneratorHost.Run(
            """
            using System;
            using Autodiff;

            public static partial class Model
            {
                [Differentiable]
                public static double F(double a, double y)
                {
                    double[] x = { 1, a, 2 };
                    double m = x[0];
                    for (int i = 1; i < x.Length; i++)
                    {
                        m = Math.Max(m, x[i]);
                    }

                    x[1] = y;
                    double s = 1;
                    for (int i = 0; i < x.Length; i++)
                    {
                        s += Math.Exp(x[i] - m);
                    }

                    return 1 / s;
                }
            }
            """).Load();
        Assert.All(program.OnlyMethod().EvaluateGradient(3, 1000).Gradient, slope => Assert.Equal(0, slope));
    }

    private static bool IsGuarded(string body) => Run(body).AssertValid().OnlyFile is var text
        && (text.Contains("ZeroSafe.Multiply", StringComparison.Ordinal) || text.Contains("ZeroSafe.Where", StringComparison.Ordinal));

    private static GeneratorRun Run(string body) => GeneratorHost.RunMethod("double[] x, double y, double[] z", body);
}
