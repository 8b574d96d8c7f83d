using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>What an arm of a branch need not say, since the variable starts so.</summary>
public class ArmStartsTests
{
    [Fact]
    public void Zero_is_said_once_before_the_branch() => AssertContains(
        """
                double a = 0;
                if (x > 1)
                {
                    a = global::System.Math.Sin(x);
                    b = x;
                }
                else
                {
                    b = x * x;
                }
        """,
        "double a, b; if (x > 1) { a = Math.Sin(x); b = x; } else { a = 0; b = x * x; } return Math.Exp(a * a) * b;");

    [Fact]
    public void A_choice_of_which_is_zero_is_said_in_full() => AssertContains(
        """
                if (x > 1)
                {
                    a = global::System.Math.Sin(x);
                    b = 0;
                }
                else
                {
                    b = x * x;
                    a = 0;
                }
        """,
        "double a, b; if (x > 1) { a = Math.Sin(x); b = 0; } else { a = 0; b = x * x; } return Math.Exp(a * a) * b;");

    [Fact]
    public void An_arm_with_nothing_else_is_none() => AssertContains(
        """
                double a = 0;
                if (!(x <= 1))
                {
                    a = global::System.Math.Sin(x);
                }

        """,
        "double a; if (x <= 1) { a = 0; } else { a = Math.Sin(x); } return Math.Exp(a * a) * x;");

    [Fact]
    public void A_constant_of_two_arms_is_said_once() => AssertContains(
        """
                        t2 = global::System.Math.Sqrt(x);
                        b = t2 + x;
                    }
        """,
        """
        double a, b;
        if (n == 1) { a = Math.Sin(x); b = x; }
        else if (n == 2) { a = 2; b = Math.Sqrt(x) + x; }
        else { a = 2; b = Math.Exp(x) * x; }
        return Math.Exp(a * a) * b;
        """);

    [Fact]
    public void A_constant_of_one_arm_stays_there() => AssertContains(
        """
                else
                {
                    a = 3;
                }
        """,
        "double a; if (n == 1) { a = Math.Sin(x); } else { a = 3; } return Math.Exp(a * a) * x;");

    [Fact]
    public void A_negative_zero_is_no_zero() => AssertContains(
        "a = -0.0;",
        "double a; if (n == 1) { a = Math.Sin(x); } else { a = -0.0; } return Math.Exp(a * a) * x;");

    [Fact]
    public void A_variable_that_a_loop_carries_is_assigned() => AssertContains(
        "s = 0;",
        "double s = x; for (int i = 0; i < n; i++) { if (s > 2) { s = 0; } else { s = s * s + x; } } return s;");

    private static void AssertContains(string expected, string body) =>
        Assert.Contains(expected.ReplaceLineEndings("\n"), GeneratorHost.RunMethod("double x, int n", body).AssertValid().OnlyFile, StringComparison.Ordinal);
}
