using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>What the backward pass finds in arrays, and what goes on the tape beside them.</summary>
public class KeptArraysTests
{
    [Theory]
    [InlineData("a[0] = y; for (int i = 1; i < n; i++) { a[i] = a[i - 1] * a[i - 1]; } return a[n - 1];")]
    [InlineData("a[n - 1] = y; for (int i = n - 2; i >= 0; i--) { a[i] = a[i + 1] * a[i + 1]; } return a[0];")]
    [InlineData("a[0] = y; for (int i = 2; i < n; i += 2) { a[i] = a[i - 2] * a[i - 2]; } return a[n - 1];")]
    [InlineData("for (int i = 0; i < n; i++) { a[i] = Math.Exp(x[i]); y += a[i]; } return y;")]
    [InlineData("for (int i = 0; i < n; i++) { if (x[i] > 0) { a[i] = Math.Exp(x[i]); y += a[i]; } } return y;")]
    [InlineData("for (int k = 0; k < 9; k++) { for (int i = 0; i < n; i++) { m[k, i] = Math.Exp(x[i] * k); } } return y + m[3, 3];")]
    [InlineData("for (int k = 1; k < 9; k++) { for (int i = 0; i < n; i++) { m[k, i] = m[k - 1, i] * m[k - 1, n - 1 - i] + x[i]; } } return m[8, 3];")]
    [InlineData("for (int k = 1; k < n; k++) { var u = a.AsSpan((k - 1) * 3, 3); var v = a.AsSpan(k * 3, 3); for (int i = 0; i < 3; i++) { v[i] = u[i] * u[2 - i] + x[i]; } } return a[n];")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { b[i * n + j] = Math.Exp(x[j] * i); } } return b[3];")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < 3; j++) { b[i * 3 + j] = Math.Exp(x[j] * i); } } return b[3];")]
    [InlineData("for (int i = 1; i < n; i++) { for (int j = 0; j < n; j++) { b[i * n + j] = b[(i - 1) * n + j] * x[j] + b[(i - 1) * n]; } } return b[3];")]
    [InlineData("for (int i = 0; i < n; i++) { double s = x[i]; for (int j = 0; j < i; j++) { s -= x[j] * a[j]; } a[i] = s; } return a[n - 1];")]
    [InlineData("for (int i = n - 1; i >= 0; i--) { double s = x[i]; for (int j = i + 1; j < n; j++) { s -= x[j] * a[j]; } a[i] = s; } return a[0];")]
    [InlineData("for (int i = 0; i < 9; i++) { for (int j = 0; j <= i; j++) { double s = x[j]; for (int k = 0; k < j; k++) { s -= m[i, k] * m[j, k]; } if (i == j) { m[i, j] = Math.Sqrt(s); } else { m[i, j] = s / m[j, j]; } } } return m[3, 3];")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j <= i; j++) { double s = x[j]; for (int k = 0; k < j; k++) { s -= b[i * n + k] * b[n * j + k]; } if (i == j) { b[i * n + j] = Math.Sqrt(s); } else { b[i * n + j] = s / b[j * n + j]; } } } return b[3];")]
    public void Kept_by_the_array(string body) => Assert.DoesNotContain("saved", Emitted(body), StringComparison.Ordinal);

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { a[i] = x[i] * y; } for (int i = 0; i < n - 1; i++) { a[i] = a[i] * a[i + 1]; } return a[0];")]
    [InlineData("for (int i = 0; i < n; i++) { a[i] = Math.Exp(x[i]); y += a[i] * y; a[i] = y; } return y;")]
    [InlineData("for (int i = 0; i < n; i++) { a[i] = Math.Exp(x[i]); y += a[i]; } for (int i = 0; i < n; i++) { a[i] = y; } return y * a[0];")]
    [InlineData("for (int i = 1; i < n; i++) { a[i % 2] = Math.Exp(a[(i + 1) % 2]) + y; } return a[0];")]
    [InlineData("for (int k = 1; k < n; k++) { for (int i = 1; i < n; i++) { a[i] = a[i - 1] * a[i] + x[i]; } } return a[3];")]
    [InlineData("for (int k = 1; k < n; k++) { var v = a.AsSpan(k, 3); for (int i = 0; i < 3; i++) { v[i] = v[i] * v[2 - i] + x[i]; } } return a[n];")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j <= n; j++) { b[i * n + j] = Math.Exp(x[j] * i); } } return b[3];")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < 4; j++) { b[i * 3 + j] = Math.Exp(x[j] * i); } } return b[3];")]
    [InlineData("for (int i = 0; i < n; i++) { double s = x[i]; for (int j = 0; j <= i; j++) { s -= x[j] * a[j]; } a[i] = s; } return a[n - 1];")]
    [InlineData("for (int i = n - 1; i >= 0; i--) { double s = x[i]; for (int j = i; j < n; j++) { s -= x[j] * a[j]; } a[i] = s; } return a[0];")]
    [InlineData("for (int i = 0; i < 9; i++) { for (int j = 0; j <= i; j++) { double s = x[j]; for (int k = 0; k < j; k++) { s -= m[k, i] * m[j, k]; } m[j, i] = s; m[i, j] = s / m[j, j]; } } return m[3, 3];")]
    public void Kept_on_the_tape(string body) => Assert.Contains("saved", Emitted(body), StringComparison.Ordinal);

    [Fact]
    public void A_row_for_each_iteration()
    {
        string text = Emitted("for (int k = 0; k < n; k++) { for (int i = 0; i < a.Length; i++) { a[i] = Math.Sin(x[i] * y); } for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } double s = 0; for (int i = 0; i < a.Length; i++) { s += a[i] * a[i]; } y *= s; } return y;");
        Assert.Contains("checked(global::System.Math.Max(0, n) * x.Length);", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("Span<double> a = aRows.Slice(").Length - 1);
    }

    [Theory]
    [InlineData("for (int k = 0; k < n; k++) { for (int i = 1; i < a.Length; i++) { a[i] = Math.Sin(x[i] * y); } for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } double s = 0; for (int i = 0; i < a.Length; i++) { s += a[i] * a[i]; } y *= s; } return y;")]
    [InlineData("for (int k = 0; k < n; k++) { for (int i = 0; i < a.Length; i++) { a[i] = Math.Sin(x[i] * y); } for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } double s = 0; for (int i = 0; i < a.Length; i++) { s += a[i] * a[i]; } y *= s; } return y * a[0];")]
    [InlineData("for (int k = 0; k < n; k++) { for (int i = 0; i < a.Length; i++) { a[i] = Math.Sin(x[i] * y); } for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } double s = 0; for (int i = 0; i < 3; i++) { s += a[i] * a[i]; } y *= s; } return y;")]
    [InlineData("for (int k = 0; k < n; k++) { for (int i = 0; i < a.Length; i++) { a[i] = Math.Sin(x[i] * y); } for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } double s = 0; if (y > 0) { for (int i = 0; i < a.Length; i++) { s += a[i] * a[i]; } } y *= s; } return y;")]
    [InlineData("for (int k = 0; y < 9; k++) { for (int i = 0; i < a.Length; i++) { a[i] = Math.Sin(x[i] * y); } for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } double s = 0; for (int i = 0; i < a.Length; i++) { s += a[i] * a[i]; } y *= s; } return y;")]
    [InlineData("double[] c = a; for (int k = 0; k < n; k++) { for (int i = 0; i < a.Length; i++) { a[i] = Math.Sin(x[i] * y); } for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } double s = 0; for (int i = 0; i < a.Length; i++) { s += a[i] * a[i]; } y *= s; if (k > 3) { c = new double[3]; } } return y * c.Length;")]
    public void No_row_for_each_iteration(string body) => Assert.DoesNotContain("aRows", Emitted(body), StringComparison.Ordinal);

    private static string Emitted(string body) => GeneratorHost.RunMethod(
        "double[] x, double y, int n",
        $$"""
        double[] a = new double[x.Length];
        double[,] m = new double[9, x.Length];
        double[] b = new double[n * n];
        {{body}}
        """).AssertValid().OnlyFile;
}
