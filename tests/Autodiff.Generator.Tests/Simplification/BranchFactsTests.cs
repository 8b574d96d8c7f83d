using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Where a condition shows that a slope is finite, no guard is emitted.</summary>
public class BranchFactsTests
{
    [Theory]
    [InlineData("an arm", "return x > 0 ? Math.Log(x) * y : y;")]
    [InlineData("the other arm", "if (x <= 0) return y; return Math.Log(x) * y + Math.Sqrt(x) * y;")]
    [InlineData("a guard that throws", "if (!(x > 0)) throw new ArgumentException(); return Math.Log(x) * y;")]
    [InlineData("a conjunction", "return x > 0 && y > 1 ? Math.Log(x) / y : y;")]
    [InlineData("a disjunction", "if (x <= 0 || y < 1) return y; return Math.Log(x) * y;")]
    [InlineData("not zero", "if (x == 0) return y; return Math.Log(x) * y;")]
    [InlineData("not zero, said otherwise", "if (0 != x) return Math.Log(x) * y; return y;")]
    [InlineData("a magnitude", "if (Math.Abs(x) < 1e-9) return y; return Math.Atan(y / x) - Math.Log(x) * y;", true)]
    [InlineData("a magnitude of a bounded number", "double s = Math.Sin(x); if (Math.Abs(s) < 1e-9) return y; return Math.Atan(y) * (1 / s);")]
    [InlineData("a square", "if (x * x > 0) return Math.Log(x) * y; return y;")]
    [InlineData("a product", "if (x * y > 0) return Math.Log(x) * y; return y;")]
    [InlineData("a root", "double r = Math.Sqrt(x); if (r > 0) return Math.Log(x) * y; return y;")]
    [InlineData("a root of a sum of squares", "double s = x * x + y * y; if (s == 0) return y; double r = Math.Sqrt(s); return y * (x / r) - Math.Sin(y / r);")]
    [InlineData("a difference", "if (x == y) return y; return Math.Log(x - y) * y;")]
    [InlineData("an order", "if (x >= y) return y; return Math.Exp(x - y) * y;")]
    [InlineData("an exponential that does not overflow", "double z = x * y; return z > 0 ? y * Math.Exp(-z) : y * Math.Exp(z);")]
    [InlineData("a number that a condition replaced", "double z = x < 1 ? 1 : x; return Math.Log(z) * y;")]
    [InlineData("a loop", "double s = 0; while (x > 1) { s += Math.Log(x) * y; x *= 0.5; } return s;")]
    [InlineData("a guard in an arm of a loop", "double s = 0; for (int i = 0; i < n; i++) { s += i; if (s < y) { double z = s + x; if (z <= 0) throw new ArgumentException(); s = Math.Sin(s) * Math.Log(z); } } return s;")]
    [InlineData("a count", "if (n <= 0) throw new ArgumentException(); return y * (x / n);")]
    [InlineData("a count that is not zero", "if (n == 0) return y; return Math.Sin(x / n);")]
    [InlineData("a count less one", "if (n < 2) return y; return Math.Sin(x / (n - 1));")]
    [InlineData("a counter", "double s = 0; for (int k = 1; k <= n; k++) s = Math.Sin(s * x / k); return s;")]
    [InlineData("a counter and one", "double s = 0; for (int k = 0; k < n; k++) s = Math.Sin(s * x / (k + 1)); return s;")]
    [InlineData("a counter that goes down", "double s = 0; for (int k = n; k > 0; k--) s = Math.Sin(s * x / k); return s;")]
    public void Not_guarded(string why, string body, bool isGuarded = false)
    {
        string text = Emitted(body);
        Assert.True(text.Contains("ZeroSafe.", StringComparison.Ordinal) == isGuarded, why + "\n" + text);
    }

    [Theory]
    [InlineData("a count that may be zero", "if (n < 0) return y; return Math.Sin(x / n);")]
    [InlineData("a count that may overflow", "if (n < 0) return y; return Math.Sin(x / (n + 1));")]
    [InlineData("a counter from zero", "double s = 0; for (int k = 0; k < n; k++) s = Math.Sin(s * x / k); return s;")]
    [InlineData("a counter from anywhere", "double s = 0; for (int k = n; k < 9; k++) s = Math.Sin(s * x / k); return s;")]
    [InlineData("a counter of large steps", "double s = 0; for (int k = 1; k < n; k += 4) s = Math.Sin(s * x / k); return s;")]
    [InlineData("nothing is asked", "return Math.Log(x) * y;")]
    [InlineData("another number", "return n > 0 ? Math.Log(x) * y : y;")]
    [InlineData("the other arm", "return x > 0 ? y : Math.Log(x) * y;")]
    [InlineData("behind the branch", "double z = x > 0 ? y : x; return z * y * Math.Log(x);")]
    [InlineData("zero included", "return x >= 0 ? Math.Log(x) * y : y;")]
    [InlineData("one of two", "return x > 0 || y > 0 ? Math.Log(x) * y : y;")]
    [InlineData("a number other than zero", "return x != 1 ? Math.Log(x) * y : y;")]
    [InlineData("a sum", "return x + y > 0 ? Math.Log(x) * y : y;")]
    [InlineData("a product that may be no number", "return Math.Exp(y) * x != 0 ? Math.Log(x) * y : y;")]
    [InlineData("a magnitude from above", "return Math.Abs(x) < 1 ? Math.Log(x) * y : y;")]
    [InlineData("numbers in order whose difference overflows", "return x > y ? Math.Exp(x - y) * y : y;")]
    [InlineData("the number changes", "if (x > 0) { x -= y; return Math.Log(x) * y; } return y;")]
    [InlineData("a quotient that overflows", "if (x == 0) return y; return Math.Sin(y / x);")]
    [InlineData("a loop ends", "while (x > 1) { x -= y; } return Math.Log(x) * y;")]
    [InlineData("a root is used where it may be zero", "double r = Math.Sqrt(x * x + y * y); double u = x / r; return r > 0 ? y : u * y;")]
    public void Guarded(string why, string body)
    {
        string text = Emitted(body);
        Assert.True(text.Contains("ZeroSafe.", StringComparison.Ordinal), why + "\n" + text);
    }

    [Fact]
    public void A_component_of_a_direction_is_bounded_and_its_length_not_asked_for_zero()
    {
        string text = Emitted("double s = x * x + y * y; if (s == 0) return y; double r = Math.Sqrt(s); return Math.Sin(r) * (x / r) + y / r * x;");
        Assert.DoesNotContain("r == 0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ZeroSafe.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quotient_before_a_loop_stays_there() => Assert.Matches(
        @"double dS = .*Math\.Cos\(\w+\) / \w+;",
        Emitted("double s = 0; for (int i = 0; i < n; i++) { s += Math.Sin(i * x) * x; } return Math.Sin(s / (1 + y * y));"));

    [Theory]
    [InlineData(4.9e-324)]
    [InlineData(-4.9e-324)]
    [InlineData(1e-310)]
    [InlineData(-3)]
    public void A_zero_adjoint_contributes_zero_however_small_the_divisor(double x)
    {
        using var program = Run("if (x == 0) return y; double z = 1 / x, u = y / x; return Math.Min(0, Math.Abs(z)) * y + n * Math.Log(Math.Abs(x)) + n * u;").Load();
        var gradient = program.OnlyMethod().EvaluateGradient(x, 2, 0).Gradient;
        Assert.Equal([0.0, 0.0], gradient);
    }

    private static string Emitted(string body) => Run(body).AssertValid().OnlyFile;

    private static GeneratorRun Run(string body) => GeneratorHost.RunMethod("double x, double y, int n", body);
}
