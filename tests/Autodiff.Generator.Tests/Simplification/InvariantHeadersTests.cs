using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Which loops whose condition and body read one number are written with a condition, and which have to keep it for the body.</summary>
public class InvariantHeadersTests
{
    [Theory]
    [InlineData("for (int m = 0; m < q; m++)", "for (int m = 0; m < n - 1; m++) { for (int q = n - 1; q >= 0; q--) { s += x[m] * x[q]; } }")]
    [InlineData("for (int m = 0; m < t; m++)", "for (int m = 0; m < n * (n - 1); m++) { s += x[m % (n * (n - 1))]; }")]
    [InlineData("while (s < t)", "while (s < 2 * a) { s = s * s + 2 * a; }")]
    public void What_the_body_reads_too_is_computed_before_the_loop(string expected, string body)
    {
        string text = Emitted(body);

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("while (true)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("what the condition alone reads", "for (int m = 0; m < n - 1; m++)", "for (int m = 0; m < n - 1; m++) { s += x[m]; }")]
    [InlineData("what iterations change", "while (true)", "int k = n; for (int m = 0; m < k - 1; m++) { s += x[m] * (k - 1); if (x[m] > 0) { k--; } }")]
    [InlineData("what may throw", "m < 10 / n", "for (int m = 0; m < 10 / n; m++) { s += x[m] * (10 / n); }")]
    [InlineData("an element that the loop writes", "m < c[0]", "double[] c = new double[2]; c[0] = n; for (int m = 0; m < c[0]; m++) { s += x[m] * c[0]; c[0] -= 1; }")]
    public void Stays_in_the_loop(string why, string expected, string body) =>
        Assert.True(Emitted(body).Contains(expected, StringComparison.Ordinal), why);

    private static string Emitted(string body) => GeneratorHost.RunMethod(
        "double[] x, double a, int n",
        $$"""
        double s = a;
        {{body}}
        return s;
        """).AssertValid().OnlyFile;
}
