using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Which reads of what nothing needs are left out, and which stay since they alone may throw.</summary>
public class NeedlessReadsTests
{
    [Theory]
    [InlineData("double s = a[3] * x; _ = a[1]; _ = a[3]; return s;")]
    [InlineData("double s = a[3] * x; if (x > 0) { _ = a[2]; s *= x; } return s;")]
    [InlineData("double[] b = new double[(int)x]; b[2] = x; _ = b[1]; return b[2] * b[2];")]
    public void Left_out(string body) => Assert.DoesNotContain("_ = ", Emitted(body), StringComparison.Ordinal);

    [Theory]
    [InlineData("another place behind", "double s = a[3] * x; _ = a[4]; return s;")]
    [InlineData("another array", "double s = a[3] * x; _ = c[1]; return s;")]
    [InlineData("a place that is reached later", "_ = a[1]; if (c[0] > 0) { throw new InvalidOperationException(); } return a[3] * x;")]
    [InlineData("a place that an arm reaches", "double s = x; if (x > 0) { s *= a[3]; } _ = a[1]; return s;")]
    [InlineData("a place that a loop reaches", "double s = x; for (int i = 0; i < c.Length; i++) { s *= a[3]; } _ = a[1]; return s;")]
    [InlineData("an unknown place", "double s = a[3] * x; _ = a[c.Length]; return s;")]
    public void Kept(string why, string body) => Assert.True(Emitted(body).Contains("_ = ", StringComparison.Ordinal), why);

    private static string Emitted(string body) => GeneratorHost.RunMethod("ReadOnlySpan<double> a, double[] c, double x", body, differentiated: "nameof(a), nameof(x)").AssertValid().OnlyFile;
}
