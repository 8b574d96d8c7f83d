using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>What a loop keeps where adjoints will stand, and what needs the tape.</summary>
public class KeptInAdjointsTests
{
    [Fact]
    public void In_the_destination_until_the_backward_pass_assigns_it()
    {
        string text = Emitted("double s = 0; for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i] * x[i]); return Math.Log(s);");
        Assert.Contains(
            """
                    for (int i = 0; i < x.Length; i++)
                    {
                        double xi = x[i];
                        double exp = global::System.Math.Exp(xi * xi);
                        dX[i] = exp;                       // for the backward pass
                        s += exp;
                    }
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("saved", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Forward and backward", text, StringComparison.Ordinal);
        Assert.DoesNotContain("xGradient.Clear", text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_adjoint_of_a_local_array_which_is_made_before()
    {
        string text = Emitted(
            """
            double[] a = new double[x.Length];
            for (int i = 0; i < x.Length; i++) for (int j = 0; j <= i; j++) a[i] += x[j] * y;
            double s = 0;
            for (int i = 0; i < a.Length; i++) s += Math.Exp(a[i]);
            return Math.Log(s);
            """);
        Assert.Contains("dA[i] = exp; ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("saved", text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_array_that_the_loop_puts_it_in()
    {
        string text = Emitted(
            """
            double[] a = new double[n];
            double s = 0, t = 0;
            for (int i = 0; i < n; i++) { a[i] = Math.Exp(y * i); s += a[i]; }
            for (int i = 0; i < n; i++) t += a[i] / s * x[i];
            return t;
            """);
        Assert.Contains("a[i])", text[text.IndexOf("// Backward pass", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("saved", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the loop may go beyond", "for (int i = 0; i < n; i++) s += Math.Exp(x[i]); return Math.Log(s);")]
    [InlineData("another loop adds to it before", "for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i]); double t = 0; for (int i = 0; i < x.Length; i++) t += x[i] * x[i]; return Math.Log(s) * t;")]
    [InlineData("an element has been added to", "for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i]); return Math.Log(s) * x[n];")]
    [InlineData("not each iteration assigns it", "for (int i = 0; i < x.Length; i++) { double e = Math.Exp(y * s); s += e; if (i != n) s += e * x[i]; } return Math.Log(s);")]
    [InlineData("it has another type", "for (int i = 0; i < x.Length; i++) s = MathF.Exp((float)(x[i] * s)); return Math.Log(s);")]
    [InlineData("the array changes", "var a = new double[n]; for (int i = 0; i < n; i++) { a[i] = Math.Exp(y * i); s += a[i]; } for (int i = 0; i < n; i++) a[i] *= s; return a[0];")]
    [InlineData("code reads that is unknown", "for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i]) * Data[i]; return Math.Log(s);")]
    public void On_the_tape(string why, string body)
    {
        Assert.NotEmpty(why);
        Assert.Contains("saved", Emitted("double s = 0; " + body), StringComparison.Ordinal);
    }

    /// <summary>Room is made for what is put on the tape, and not for what is not.</summary>
    [Fact]
    public void Less_room_on_the_tape()
    {
        string text = Emitted("double s = 1; for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i] * s); for (int i = 0; i < n; i++) y = Math.Sin(y); return s * y;");
        Assert.DoesNotContain("2 * x.Length", text, StringComparison.Ordinal);
        Assert.Contains(".Reserve(saved, top, x.Length + global::System.Math.Max(0, n));", text, StringComparison.Ordinal);
    }

    private static string Emitted(string body) => GeneratorHost.Run(
        $$"""
        using System;
        using System.Collections.Generic;
        using Autodiff;

        public static partial class Model
        {
            private static readonly List<double> Data = [1, 2, 3];

            [Differentiable]
            public static double F(double[] x, double y, int n)
            {
                {{body}}
            }
        }
        """).AssertValid().OnlyFile;
}
