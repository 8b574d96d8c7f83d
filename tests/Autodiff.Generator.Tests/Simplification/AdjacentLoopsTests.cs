using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Which loops of the forward pass become one, and which arrays a number that goes from iteration to iteration.</summary>
public class AdjacentLoopsTests
{
    private const string Locals = "int n = x.Length; double s = 0; double[] a = new double[n], b = new double[n]; ";

    /// <summary>Shows that the arrays have an element.</summary>
    private const string Element = "w *= x[0]; ";

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) a[i] = x[i] * x[i]; for (int i = 0; i < n; i++) s += a[i] * w;")]
    [InlineData("for (int i = 0; i < n; i++) a[i] = x[i] * x[i]; double c = w * w; for (int i = 0; i < a.Length; i++) s += a[i] * c;")]
    [InlineData("for (int i = 1; i < n; i++) a[i] = x[i] * x[i]; for (int i = 1; i < n; i++) s += a[i - 1] * w;")]
    [InlineData(Element + "for (int i = 0; i < n; i++) a[i] = x[i] * x[i]; for (int i = 1; i < n; i++) s += a[i - 1] * w;")]
    [InlineData("for (int i = 0; i < n; i++) a[i] = x[i]; for (int i = 0; i < n; i++) b[i] = a[i]; for (int i = 0; i < n; i++) s += b[i];")]
    [InlineData("var p = x.AsSpan(0, m); var q = new double[m]; for (int i = 0; i < m; i++) q[i] = p[i]; for (int i = 0; i < p.Length; i++) s += q[i];")]
    public void One_loop(string loops) => Assert.Equal(1, LoopsOf(loops));

    [Theory]
    [InlineData("the next element is not written yet", "for (int i = 0; i < n - 1; i++) a[i] = x[i]; for (int i = 0; i < n - 1; i++) s += a[i + 1] * a[i];")]
    [InlineData("nothing of it is read", "for (int i = 0; i < n; i++) a[i] = x[i]; for (int i = 0; i < n; i++) s += x[i]; s += a[1];")]
    [InlineData("the sum is read", "for (int i = 0; i < n; i++) { a[i] = x[i]; s += x[i]; } for (int i = 0; i < n; i++) b[i] = a[i] * s; s = b[0];")]
    [InlineData("other bounds", "for (int i = 0; i < n; i++) a[i] = x[i]; for (int i = 0; i < m; i++) s += a[i];")]
    [InlineData("it may run never", "for (int i = 0; i < n; i++) a[i] = x[i]; for (int i = 1; i < n; i++) s += a[i];")]
    [InlineData("two may throw", "for (int i = 0; i < m; i++) a[i] = x[i]; for (int i = 0; i < m; i++) s += a[i];")]
    [InlineData("the other direction", "for (int i = 0; i < n; i++) a[i] = x[i]; for (int i = n - 1; i >= 0; i--) s += a[i];")]
    [InlineData("an exit", "for (int i = 0; i < n; i++) a[i] = x[i]; for (int i = 0; i < n; i++) { if (a[i] > 9) break; s += a[i]; }")]
    [InlineData("an element is read between", "for (int i = 0; i < n; i++) a[i] = x[i]; double c = a[0]; for (int i = 0; i < n; i++) s += a[i] * c;")]
    [InlineData("another window", "var p = a.AsSpan(0, n); for (int i = 0; i < n; i++) a[i] = x[i]; for (int i = 0; i < n; i++) s += p[i] * a[i];")]
    public void Two_loops(string why, string loops)
    {
        Assert.NotEmpty(why);
        Assert.Equal(2, LoopsOf(loops));
    }

    [Theory]
    [InlineData("a[0] = w; for (int i = 1; i < n; i++) { s += a[i - 1]; a[i] = x[i] * s; }")]
    [InlineData("Array.Fill(a, w); for (int i = 1; i < n; i++) { a[i] = x[i] * a[i - 1]; s += a[i]; }")]
    [InlineData("for (int i = 0; i < n; i++) { a[i] = x[i] * w; s += a[i]; }")]
    public void A_number_instead_of_an_array(string loops) => Assert.DoesNotContain("a[", ForwardPassOf(Element + loops), StringComparison.Ordinal);

    [Theory]
    [InlineData("it is read after the loop", "a[0] = w; for (int i = 1; i < n; i++) { s += a[i - 1]; a[i] = x[i] * s; } s += a[n - 1];")]
    [InlineData("nothing is written before the loop", "for (int i = 1; i < n; i++) { s += a[i - 1]; a[i] = x[i] * s; }")]
    [InlineData("not each iteration writes", "a[0] = w; for (int i = 1; i < n; i++) { s += a[i - 1]; if (s > 0) a[i] = x[i] * s; }")]
    [InlineData("two elements before", "a[0] = a[1] = w; for (int i = 2; i < n; i++) { s += a[i - 2]; a[i] = x[i] * s; }")]
    [InlineData("an index may be out of range", "a[0] = w; for (int i = 1; i < m; i++) { s += a[i - 1]; a[i] = x[i] * s; }")]
    [InlineData("a window is left", "a[0] = w; var p = a.AsSpan(); for (int i = 1; i < n; i++) { s += a[i - 1]; a[i] = x[i] * s; } s += p[0];")]
    [InlineData("its length may be negative", "a = new double[m]; for (int i = 0; i < m; i++) { a[i] = w; s += a[i]; }")]
    public void An_array(string why, string loops)
    {
        Assert.NotEmpty(why);
        Assert.Contains("a[", ForwardPassOf(Element + loops), StringComparison.Ordinal);
    }

    private static int LoopsOf(string loops) => ForwardPassOf(loops).Split("for (").Length - 1;

    private static string ForwardPassOf(string loops)
    {
        string text = GeneratorHost.RunMethod(
            "double[] x, double w, int m",
            $$"""
            {{Locals}}
            {{loops}}
            return Math.Sqrt(s);
            """).AssertValid().OnlyFile;
        int start = text.IndexOf("pass\n", StringComparison.Ordinal);
        return text[start..text.IndexOf("// Backward pass", start, StringComparison.Ordinal)];
    }
}
