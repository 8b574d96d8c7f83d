using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>
/// Which of the numbers that a loop selects from gets the gradient where they are equal, not numbers or zeros of either sign; and for
/// which loops nothing is kept.
/// </summary>
public class SelectionTests
{
    private const double NaN = double.NaN;

    [Theory]
    [InlineData("m = Math.Max(m, v);", new[] { 1.0, 1, 1 }, 1, new[] { 0.0, 0, 1 })]
    [InlineData("m = Math.Max(v, m);", new[] { 1.0, 1, 1 }, 1, new[] { 1.0, 0, 0 })]
    [InlineData("m = Math.Min(m, v);", new[] { 1.0, 2, 1 }, 1, new[] { 0.0, 0, 1 })]
    [InlineData("m = Math.Min(v, m);", new[] { 1.0, 2, 1 }, 1, new[] { 1.0, 0, 0 })]
    [InlineData("if (v > m) m = v;", new[] { 1.0, 1, 0 }, 1, new[] { 1.0, 0, 0 })]
    [InlineData("m = v >= m ? v : m;", new[] { 1.0, 1, 0 }, 1, new[] { 0.0, 1, 0 })]
    [InlineData("m = Math.Max(m, v);", new[] { 1.0, NaN, 2 }, NaN, new[] { 0.0, 1, 0 })]
    [InlineData("m = Math.Max(v, m);", new[] { 1.0, NaN, 2 }, NaN, new[] { 0.0, 1, 0 })]
    [InlineData("m = Math.Min(m, v);", new[] { NaN, 1, 2 }, NaN, new[] { 1.0, 0, 0 })]
    [InlineData("if (v > m) m = v;", new[] { NaN, 1, 2 }, NaN, new[] { 1.0, 0, 0 })]
    [InlineData("if (!(v <= m)) m = v;", new[] { 1, NaN, 2 }, 2, new[] { 0.0, 0, 1 })]
    [InlineData("m = Math.Max(m, v);", new[] { 0.0, -0.0 }, 0, new[] { 0.0, 1 })]
    [InlineData("m = Math.Max(v, m);", new[] { -0.0, 0.0 }, 0, new[] { 1.0, 0 })]
    [InlineData("m = Math.Min(m, v);", new[] { -0.0, 0.0 }, -0.0, new[] { 0.0, 1 })]
    [InlineData("m = Math.MaxMagnitude(m, v);", new[] { 1.0, -3, 3, 2 }, 3, new[] { 0.0, 0, 1, 0 })]
    [InlineData("m = Math.Max(m, 0);", new[] { 0.0, 1 }, 0, new[] { 0.0, 0 })]
    [InlineData("m = Math.Max(0, m);", new[] { 0.0, 1 }, 0, new[] { 0.0, 0 })]
    [InlineData("m = Math.Max(m, -1);", new[] { 0.0, 1 }, 0, new[] { 1.0, 0 })]
    [InlineData("if (v > 5) m = 7;", new[] { 2.0, 6 }, 7, new[] { 0.0, 0 })]
    public void The_value_and_the_slope_are_those_of_the_number_that_is_returned(string statement, double[] x, double value, double[] gradient)
    {
        foreach (string initial in new[] { "x[0]", "1 * x[0]" })
        {
            using var program = Derive($$"""
                double m = {{initial}};
                for (int i = 1; i < x.Length; i++)
                {
                    double v = x[i];
                    {{statement}}
                }

                return m;
                """).Load();
            double[] actual = new double[x.Length];
            object returned = program.Assembly.GetType("Model")!.GetMethod("Run")!.CreateDelegate<Func<double[], double[], double>>()(x, actual);

            Assert.True(GradientMethod.SameBits(value, returned), $"the value is {returned:R}, not {value:R}");
            Assert.Equal(gradient, actual);
        }
    }

    [Theory]
    [InlineData("if (x[i] > m) m = x[i];")]
    [InlineData("m = Math.Min(m, Math.Exp(x[i]) / (1 + x[i]));")]
    [InlineData("if (i % 2 == 0 && x[i] < m) { m = x[i] * i; n++; }")]
    [InlineData("double s = 0; for (int k = 0; k < i; k++) s += x[k] * x[i]; if (s > m) m = s;")]
    [InlineData("double s = 0; for (int k = 0; k < i; k++) s = Math.Max(s, x[k] * x[i]); m = Math.Max(m, s);")]
    [InlineData("if (x[i] > 3) { m = x[i]; break; }")]
    public void Nothing_is_kept_for_the_iterations_that_did_not_replace_it_last(string statement) =>
        Assert.DoesNotContain("Tape<", Text(statement), StringComparison.Ordinal);

    [Theory]
    [InlineData("if (x[i] > m) m = x[i] + 0.5 * m;")]
    [InlineData("if (x[i] > m) m = x[i]; sum += m * m;")]
    [InlineData("sum += x[i] * x[i]; if (sum > m) m = sum;")]
    [InlineData("if (x[i] > m) m = x[i]; else m *= 2;")]
    [InlineData("double s = 0; for (int k = 0; k < i; k++) s += x[k] * x[i]; if (s > m) m = s; sum += Math.Exp(s);")]
    [InlineData("double[] t = { x[i] * x[0], x[i] }; double s = t[i % 2] * t[0]; if (s > m) m = s;")]
    public void Other_loops_keep_what_they_kept(string statement) =>
        Assert.Contains("Tape<", Text(statement), StringComparison.Ordinal);

    /// <summary>What replaces the number is dear to compute again, and is read where the iteration has left it.</summary>
    [Theory]
    [InlineData("a[i] = s; if (a[i] > m) m = a[i];")]
    [InlineData("a[i] = s; m = Math.Max(m, s);")]
    [InlineData("for (int k = i; k < x.Length; k++) a[i] += x[k] * x[k]; m = Math.Max(a[i], m);")]
    public void Read_where_it_was_left(string statement)
    {
        string text = Scores(statement);
        Assert.DoesNotContain("Tape<", text, StringComparison.Ordinal);
        Assert.Contains("dA[iOfM] += 3;", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it changes in the iteration", "a[i] = s; m = Math.Max(m, s); a[i] *= 2;")]
    [InlineData("another iteration may change it", "a[(i * i) % x.Length] = s; m = Math.Max(m, s);")]
    [InlineData("not every iteration puts it there", "if (i > 1) a[i] = s; m = Math.Max(m, s);")]
    public void Not_read_where_it_may_be_something_else(string why, string statement)
    {
        Assert.NotEmpty(why);
        Assert.DoesNotContain("iOfM", Scores(statement), StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_own_index_serves()
    {
        string text = Text("if (x[i] > m) { m = x[i] * n; at = i; }", initial: "int at = -1;", result: "m * at");

        Assert.Contains("if (at >= 0)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("iOfM", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_maximum_that_starts_from_the_first_element_needs_no_branch()
    {
        string text = Derive("""
            double max = x[0];
            for (int i = 1; i < x.Length; i++)
            {
                max = Math.Max(max, x[i]);
            }

            return max * max;
            """).OnlyFile;

        Assert.Contains(
            """
                    double max = x[0];
                    int iOfMax = 0;
                    for (int i = 1; i < x.Length; i++)
                    {
                        double xi = x[i];
                        if (!(max > xi || double.IsNaN(max)))
                        {
                            iOfMax = i;
                        }

                        max = global::System.Math.Max(max, xi);
                    }

                    double value = max * max;

                    // Backward pass
                    xGradient.Clear();
                    double dMax = 2 * max;                 // value = max * max
                    xGradient[iOfMax] += dMax;             // max = Math.Max(max, x[i])
                    return value;
            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_adjoint_of_a_maximum_goes_to_one_operand_under_one_test()
    {
        string text = Derive("return Math.Max(x[0], x[1]) * x[2] + x[0];").OnlyFile;

        Assert.Contains("if (x0 > x1 || double.IsNaN(x0))", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line.Contains("double.IsNaN", StringComparison.Ordinal));
    }

    private static string Scores(string statement) => Derive($$"""
        double[] a = new double[x.Length];
        double m = -1, sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double s = 0;
            for (int k = 0; k < i; k++) s += x[k] * x[i];
            {{statement}}
        }

        for (int i = 0; i < x.Length; i++) sum += a[i] * a[x.Length - 1 - i];
        return m * 3 + sum;
        """).OnlyFile;

    private static string Text(string statement, string initial = "", string result = "m + sum * n") => Derive($$"""
        double m = 0.5, sum = 0;
        int n = 1;
        {{initial}}
        for (int i = 0; i < x.Length; i++)
        {
            {{statement}}
        }

        return {{result}};
        """).OnlyFile;

    private static GeneratorRun Derive(string body) => GeneratorHost.Run($$"""
        using System;
        using Autodiff;

        public static partial class Model
        {
            [Differentiable]
            public static double F(double[] x)
            {
                {{body}}
            }

            public static double Run(double[] x, double[] gradient) => FGradient(x, gradient);
        }
        """);
}
