using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>The backward pass divides several adjoints by one number with one division.</summary>
public class SharedInversesTests
{
    [Fact]
    public void Quotients_by_one_number_are_products_with_its_inverse_or_the_quotients()
    {
        string text = Backward("double u = x / z, v = y / z; return u * u + Math.Sin(v) * u;");
        Assert.Contains("double inverseZ = 1 / z;", text, StringComparison.Ordinal);
        Assert.Contains("global::Autodiff.ZeroSafe.Divide(dU, z, inverseZ)", text, StringComparison.Ordinal);
        Assert.Contains("global::Autodiff.ZeroSafe.Divide(dV, z, inverseZ)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a root", "double r = Math.Sqrt(z); return Math.Sin(x / r) * Math.Cos(y / r);", "ZeroSafe.Multiply(dX2, inverseR)")]
    [InlineData("what is never zero", "double r = 1 + z * z; return Math.Sin(x / r) * Math.Cos(y / r);", " * inverseR;")]
    public void Where_the_inverse_is_finite_they_are_products(string why, string body, string product)
    {
        Assert.NotEmpty(why);
        string text = Backward(body);
        Assert.Contains("double inverseR = 1 / r;", text, StringComparison.Ordinal);
        Assert.Matches(System.Text.RegularExpressions.Regex.Escape(product).Replace("dX2", "d\\w*", StringComparison.Ordinal), text);
        Assert.DoesNotContain("ZeroSafe.Divide", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_divides_before_it() => Assert.Matches(
        @"(?s)double inverseZ = 1 / z;.*for .*ZeroSafe.Divide\(\w+, z, inverseZ\)",
        Backward("double s = x; for (int i = 0; i < n; i++) s = Math.Sin(s / z); return s;"));

    [Theory]
    [InlineData("one quotient", "return Math.Sin(x / z) * y;")]
    [InlineData("two divisors", "return Math.Sin(x / z) * Math.Sin(z / y);")]
    [InlineData("one in each arm", "return x > 0 ? Math.Sin(x / z) : Math.Cos(y / z);")]
    [InlineData("the divisor changes", "double s = x; for (int i = 0; i < n; i++) { s = Math.Sin(s / z); z += s; } return s;")]
    [InlineData("the divisor is a number", "return Math.Sin(x / 3) * Math.Sin(y / 3);")]
    public void Not_shared(string why, string body)
    {
        Assert.NotEmpty(why);
        Assert.DoesNotContain("inverse", Emitted(body), StringComparison.Ordinal);
    }

    [Fact]
    public void The_forward_pass_keeps_its_quotients() =>
        Assert.DoesNotContain("inverse", Emitted("double u = x / z, v = y / z; return u * u + Math.Sin(v) * u;").Split("// Backward pass")[0], StringComparison.Ordinal);

    [Fact]
    public void A_divisor_without_a_finite_inverse_divides()
    {
        using var program = Run("double u = x / z, v = y / z; return 1e-6 * (u * u + Math.Sin(v) * u);").Load();
        double z = 2e-310;
        double u = 1.5e-310 / z, v = -0.5e-310 / z;

        var gradient = program.OnlyMethod().EvaluateGradient(1.5e-310, -0.5e-310, z, 0).Gradient;
        Assert.Equal(1e-6 * (2 * u + Math.Sin(v)) / z, gradient[0], tolerance: 1e290);
        Assert.Equal(1e-6 * Math.Cos(v) * u / z, gradient[1], tolerance: 1e290);
    }

    [Fact]
    public void A_quotient_by_a_number_whose_inverse_is_known_is_the_quotient()
    {
        double[] adjoints = [0, -0.0, 1, 3, -1e-5, 1e-300, 1e300, double.MaxValue, double.PositiveInfinity, double.NaN];
        double[] divisors = [0, -0.0, 1, -7, 0.1, 0.9999999999999999, 1.0000000000000002, 1e-310, -3e-320, 1e308, double.NegativeInfinity, double.NaN];
        foreach (double adjoint in adjoints)
        {
            foreach (double divisor in divisors)
            {
                AssertClose(ZeroSafe.Divide(adjoint, divisor), ZeroSafe.Divide(adjoint, divisor, 1 / divisor), 1e-15);
                var (a, d) = ((float)adjoint, (float)divisor);
                AssertClose(ZeroSafe.Divide(a, d), ZeroSafe.Divide(a, d, 1 / d), 1e-6);
            }
        }

        static void AssertClose(double expected, double actual, double tolerance) => Assert.True(
            actual.Equals(expected) || Math.Abs(actual - expected) <= tolerance * Math.Abs(expected) || (Math.Abs(expected) < 1e-37 && Math.Abs(actual - expected) < 1e-44),
            $"{actual:R} is not {expected:R}");
    }

    private static string Backward(string body) => Emitted(body).Split("// Backward pass")[1].Split("/// <summary>")[0];

    private static string Emitted(string body) => Run(body).AssertValid().OnlyFile;

    private static GeneratorRun Run(string body) => GeneratorHost.RunMethod("double x, double y, double z, int n", body);
}
