using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>
/// One name stands for one thing: a helper's variables are others in each of its calls, what the backward pass finds again has the name that
/// it has in the forward pass, and an adjoint that of its value.
/// </summary>
public class HelperNamesTests
{
    private const string Twice = "double first = Bell(x, 2); double second = Bell(y, 3); return first * second;";

    [Theory]
    [InlineData("double z = x / 2;")]
    [InlineData("double z2 = y / 3;")]
    [InlineData("double bell = ")]
    [InlineData("double bell2 = ")]
    [InlineData("double dZ2 = ")]
    [InlineData("double dZ = ")]
    public void The_variables_of_two_calls_are_two(string text) => Assert.Contains(text, Emitted(Twice), StringComparison.Ordinal);

    [Fact]
    public void An_adjoint_has_the_number_of_its_value()
    {
        string text = Emitted(Twice);
        Assert.Contains("yGradient = 0.3333333333333333 * dZ2;", text, StringComparison.Ordinal);
        Assert.Contains("xGradient = 0.5 * dZ;", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return Cube(x) * Cube(x) * y;", "double cube = ")]
    [InlineData("return GetSlope(x) * GetSlope(x) * y;", "double slope = ")]
    [InlineData("double Half(double v) => 0.5 * v; return Half(x) * Half(x) * y;", "double half = ")]
    [InlineData("double named = Cube(x); return named * named * y;", "double named = ")]
    [InlineData("return Cube(x);", "double value = ")]
    public void A_result_without_a_variable_is_called_after_the_helper(string body, string text) => Assert.Contains(text, Emitted(body), StringComparison.Ordinal);

    [Fact]
    public void What_is_kept_has_the_same_name_in_both_passes()
    {
        string text = Emitted("double s = x; for (int i = 0; i < 9; i += 2) { double u = s; s = Math.Exp(u * y) * Math.Exp(u + y) + Math.Sqrt(u); } return s;");
        Assert.Contains("saved[top++] = exp2;", text, StringComparison.Ordinal);
        Assert.Contains("double exp2 = saved[--top];", text, StringComparison.Ordinal);
        Assert.DoesNotContain("exp3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_stored_has_the_name_of_its_element() => Assert.Contains(
        "double ai = ",
        Emitted("double[] a = new double[5]; for (int i = 0; i < 5; i++) { a[i] = i * x + y; x *= a[i]; } return a[4] * x;"),
        StringComparison.Ordinal);

    [Fact]
    public void A_destination_holds_nothing_that_the_forward_pass_reads()
    {
        string text = Emitted("if (x <= 1) { return 0; } if (x <= 2) { return y * (x - 1); } return y * (x - 3) + 5;");
        Assert.Contains("value = y * t", text, StringComparison.Ordinal);
        Assert.Contains("yGradient = t;", text, StringComparison.Ordinal);
    }

    private static string Emitted(string body) => GeneratorHost.RunMethod(
        "double x, double y",
        body,
        """
        static double Bell(double x, double width)
        {
            double z = x / width;
            double bell = Math.Exp(-z * z);
            return bell * z;
        }

        static double Cube(double v) => v * v * v;

        static double GetSlope(double v) { double w = v * v; return w + v; }
        """).AssertValid().OnlyFile;
}
