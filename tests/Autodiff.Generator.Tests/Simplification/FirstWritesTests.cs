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

    private static string Emitted(string loops, string before = "") => GeneratorHost.Run(
        $$"""
        using System;
        using Autodiff;

        public static partial class Model
        {
            [Differentiable]
            public static double F(double[] x, int steps)
            {
                int n = x.Length;
                double s = 0;
                double[] a = new double[n];
                {{before}}
                for (int t = 0; t < steps; t++)
                {
                    {{loops}}
                }

                return s;
            }
        }
        """).AssertValid().OnlyFile;
}
