using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>The adjoint of an element is assigned where it is added to first, and not set to zero for nothing.</summary>
public class FirstWritesTests
{
    [Theory]
    [InlineData("for (int i = 0; i < n; i++) a[i] = x[i] * t; for (int i = n - 1; i >= 0; i--) s += a[i] * s;")]
    [InlineData("a[0] = x[0]; for (int i = 1; i < n; i++) a[i] = x[i] * t; for (int i = n - 1; i >= 0; i--) s += a[i] * s;")]
    [InlineData("for (int i = 0; i < n; i++) { if (x[i] > 0) a[i] = x[i] * t; else a[i] = s; } for (int i = n - 1; i >= 0; i--) s += a[i] * s;")]
    public void Assigned(string loops)
    {
        string text = Emitted(loops);
        Assert.Matches(@"dA\[i2?\] = d", text);
        Assert.DoesNotMatch(@"dA\[i2?\] \+=", text);
        Assert.DoesNotMatch(@"dA\[.*\] = 0;", text);
    }

    [Theory]
    [InlineData("another loop has added before", "for (int i = 0; i < n; i++) a[i] = x[i] * t; for (int i = n - 1; i >= 0; i--) s += a[i] * s; s *= s; for (int i = n - 1; i >= 0; i--) s += a[i] * s;")]
    [InlineData("one element has been added to", "for (int i = 0; i < n; i++) a[i] = x[i] * t; for (int i = n - 1; i >= 0; i--) s += a[i] * s; s *= a[0];")]
    [InlineData("some element has been added to", "for (int i = 0; i < n; i++) a[i] = x[i] * t; for (int i = n - 1; i >= 0; i--) s += a[i] * s; s *= a[n / 2];")]
    [InlineData("the element goes on to the step before", "for (int i = 0; i < n; i++) if (x[i] > 0) a[i] = x[i] * t; for (int i = n - 1; i >= 0; i--) s += a[i] * s;")]
    [InlineData("the first element goes on", "for (int i = 1; i < n; i++) a[i] = x[i] * t; for (int i = n - 1; i >= 0; i--) s += a[i] * s;")]
    public void Added(string why, string loops)
    {
        Assert.NotEmpty(why);
        Assert.Matches(@"dA\[i2?\] \+= ", Emitted(loops));
    }

    [Fact]
    public void What_is_cleared_for_nothing_is_not_cleared() =>
        Assert.DoesNotContain("dA.Clear()", Emitted("for (int i = 1; i < n; i++) a[i] = x[i] + a[i - 1]; s += a[n - 1] * a[0];", "Array.Clear(a);").Split("dA = workspace")[1], StringComparison.Ordinal);

    [Fact]
    public void What_is_cleared_for_the_step_before_is_cleared() =>
        Assert.Contains("dA.Clear()", Emitted("Array.Clear(a); for (int i = 1; i < n; i++) a[i] = x[i] + a[i - 1]; s += a[n - 1] * a[0];").Split("dA = workspace")[1], StringComparison.Ordinal);

    [Fact]
    public void Elements_of_constant_indices_are_assigned_and_the_rest_is_cleared()
    {
        string text = OfElements("return p[0] * p[2] * t + (t > 0 ? p[1] * t : 1) * p[4];");
        Assert.DoesNotContain("pGradient.Clear()", text, StringComparison.Ordinal);
        Assert.Contains("pGradient[3] = 0;", text, StringComparison.Ordinal);
        Assert.Contains("pGradient[1] = 0;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("+=", text, StringComparison.Ordinal);
        Assert.Matches(@"(?s)pGradient\[0\] = .*ClearFrom\(pGradient, 5\);", text);
    }

    [Fact]
    public void Elements_of_many_constant_indices_are_assigned()
    {
        string text = OfElements("return t * (" + string.Join(" + ", Enumerable.Range(0, 40).Select(i => $"Math.Sin(p[{i}])")) + ");");
        Assert.DoesNotContain("+=", text, StringComparison.Ordinal);
        Assert.Contains("ClearFrom(pGradient, 40);", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_of_too_many_constant_indices_are_added_to()
    {
        string text = OfElements("return t * (" + string.Join(" + ", Enumerable.Range(0, 70).Select(i => $"Math.Sin(p[{i}])")) + ");");
        Assert.Contains("pGradient.Clear();", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ClearFrom", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the last is read in an arm", "return p[0] * p[1] + (t > 0 ? p[2] * t : 1);")]
    [InlineData("few of many are read", "return p[0] * p[9] * t;")]
    [InlineData("some element is read", "return p[0] * p[1] * p[(int)t];")]
    [InlineData("a loop reads others", "double s = p[0] * p[1]; for (int i = 2; i < p.Length; i += 2) s += Math.Sin(p[i]); return s;")]
    public void Cleared(string why, string body)
    {
        Assert.NotEmpty(why);
        string text = OfElements(body);
        Assert.Contains(".Clear();", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ClearFrom", text, StringComparison.Ordinal);
    }

    private static string OfElements(string body) => GeneratorHost.RunMethod("ReadOnlySpan<double> p, double t", body).AssertValid().OnlyFile;

    private static string Emitted(string loops, string before = "") => GeneratorHost.RunMethod(
        "double[] x, int steps",
        $$"""
        int n = x.Length;
        double s = 0;
        double[] a = new double[n];
        {{before}}
        for (int t = 0; t < steps; t++)
        {
            {{loops}}
        }

        return s;
        """).AssertValid().OnlyFile;
}
