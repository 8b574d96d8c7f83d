using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Loops of the reverse sweep become one where an adjoint is a number then, and the shadow goes.</summary>
public class ReverseLoopsTests
{
    private const string Triangle = "for (int i = 0; i < n; i++) for (int j = i + 1; j < n; j++) b[j] += a[i] * w[j];";
    private const string Squares = "for (int i = 0; i < n; i++) s += b[i] * b[i];";

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { a[i] = x[i] * t; b[i] = a[i] * w[i]; }" + Triangle + Squares)]
    [InlineData("for (int i = 0; i < x.Length; i++) a[i] = x[i] * t; for (int i = 0; i < a.Length; i++) b[i] = w[i] * a[i];" + Triangle + Squares)]
    [InlineData("for (int i = 0; i < n; i++) { a[i] = x[i] * t; b[i] = 0; } for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) b[j] += a[i] * w[j];" + Squares)]
    [InlineData("for (int i = n - 1; i >= 0; i--) { a[i] = x[i] * t; b[i] = a[i] * w[i]; } for (int i = n - 1; i >= 0; i--) for (int j = 0; j < i; j++) b[j] += a[i] * w[j];" + Squares)]
    public void One(string loops) => Assert.DoesNotMatch(@"\bdA\b", Emitted(loops));

    [Theory]
    [InlineData("they run different ways", "for (int i = n - 1; i >= 0; i--) a[i] = x[i] * t; for (int i = 0; i < n; i++) b[i] = w[i];" + Triangle + Squares)]
    [InlineData("they end elsewhere", "for (int i = 0; i < n; i++) a[i] = x[i] * t; for (int i = 0; i < n - 1; i++) for (int j = i + 1; j < n; j++) b[j] += a[i] * w[j];" + Squares)]
    [InlineData("other iterations add", "for (int i = 0; i < n; i++) a[i] = x[i] * t; for (int i = 0; i < n; i++) for (int j = i; j < n; j++) b[i] += a[j] * w[j];" + Squares)]
    [InlineData("mirrored iterations add", "for (int i = 0; i < n; i++) a[i] = x[i] * t; for (int i = 0; i < n; i++) s += a[i] * a[n - 1 - i];")]
    [InlineData("the sum of all is read", "double m = 0; for (int i = 0; i < n; i++) { a[i] = x[i] * t; m += a[i]; } for (int i = 0; i < n; i++) s += Math.Sin(a[i] * m);")]
    [InlineData("something is read elsewhere", "for (int i = 0; i < n; i++) { a[i] = x[i] * t; b[i] = a[i] * w[i]; }" + Triangle + Squares + "s += a[n / 2];")]
    public void Two(string why, string loops)
    {
        Assert.NotEmpty(why);
        Assert.Contains("dA[", Emitted(loops), StringComparison.Ordinal);
    }

    private static string Emitted(string loops) => GeneratorHost.RunMethod(
        "double[] x, double[] w, int steps",
        $$"""
        int n = x.Length;
        double s = 0;
        double[] a = new double[n], b = new double[n];
        for (int t = 0; t < steps; t++)
        {
            {{loops}}
        }

        return s;
        """).AssertValid().OnlyFile;
}
