using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>Which arrays are on the stack, in the workspace, in the cache and on the heap.</summary>
public class PooledArraysTests
{
    [Theory]
    [InlineData("double[] a = new double[64]; a[0] = x[0]; return a[0] * a[1];", "Span<double> a = stackalloc double[64]")]
    [InlineData("double[] a = new double[65]; a[0] = x[0]; return a[0] * a[1];", "Span<double> a = workspace.Take(65)")]
    [InlineData("float[] a = new float[x.Length]; a[0] = (float)x[0]; return a[0] * a[1];", "Span<float> a = workspaceFloat.Take(x.Length)")]
    [InlineData("Span<double> a = stackalloc double[x.Length]; a[0] = x[0]; return a[0] * a[1];", "Span<double> a = workspace.Take(x.Length)")]
    [InlineData("double[] a = new double[4]; a[0] = x[0]; return Last(a);", "Span<double> a = stackalloc double[4]")]
    [InlineData("double[,] a = new double[2, 2]; a[0, 0] = x[0]; return a[0, 0] * a[1, 1];", "double[,] a = arrays.Take(2, 2)")]
    [InlineData("double[][] a = new double[2][]; a[0] = new double[2]; a[0][1] = x[0]; return a[0][1] * x[1];", "double[][] a = arrays.TakeRows(2)")]
    [InlineData("float[,] a = new float[2, x.Length]; a[0, 0] = (float)x[0]; return a[0, 0] * a[1, 1];", "float[,] a = arraysFloat.Take(2, x.Length)")]
    [InlineData("double[] a; if (x[0] > 0) a = new double[2]; else a = new double[x.Length]; a[0] = x[0]; return a[0] * a[1];", "a = arrays.Take(x.Length)")]
    [InlineData("double[] a = x; for (int i = 0; i < 3; i++) { var b = new double[2]; b[0] = a[1] * a[0]; b[1] = a[0]; a = b; } return a[0];", "double[] dX = arrays.TakeLike(x)")]
    [InlineData("double[,,] a = new double[2, 2, 2]; a[0, 0, 0] = x[0]; return a[0, 0, 0] * x[1];", "double[,,] a = new double[2, 2, 2]")]
    [InlineData("double[] a = new double[2]; for (int i = 0; i < x.Length; i++) { var b = new double[2]; b[0] = a[1] * x[i]; b[1] = x[i]; a = b; } return a[0];", "double[] a = arrays.Take(2)")]
    public void Place(string body, string expected) => Assert.Contains(expected, Emitted(body), StringComparison.Ordinal);

    [Fact]
    public void What_is_written_first_is_not_cleared()
    {
        string text = Emitted("double[] a = [x[0], x[1]]; double[] b = new double[2]; b[1] = x[0]; return a[0] * a[1] + b[0] * b[1];");
        Assert.DoesNotContain(" a.Clear();", text, StringComparison.Ordinal);
        Assert.Contains(" b.Clear();", text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_arrays_on_the_stack_have_a_kilobyte()
    {
        string text = Emitted(string.Concat(Enumerable.Range(0, 4).Select(i => $"double[] a{i} = new double[60]; a{i}[x.Length] = x[0];")) + "return a0[0] * a1[1] * a2[2] * a3[3];");
        Assert.Equal(2, text.Split("stackalloc double[60]").Length - 1);
        Assert.Equal(6, text.Split("workspace.Take(60)").Length - 1);
    }

    [Fact]
    public void A_matrix_of_every_iteration_is_given_back()
    {
        string text = Emitted("double s = 0; for (int i = 0; i < x.Length; i++) { var m = new double[2, 2]; m[0, 1] = x[i]; for (int j = 0; j < 2; j++) m[1, j] = m[0, j] * m[0, j]; s += m[1, 1]; } return s;");
        Assert.Contains("long mark = arrays.Mark;", text, StringComparison.Ordinal);
        Assert.Contains("arrays.Release(mark);", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_loop_hands_on_is_not_given_back_before_the_end()
    {
        string text = Emitted("double[] a = new double[2]; for (int i = 0; i < x.Length; i++) { var m = new double[2, 2]; m[0, 0] = x[i]; var b = new double[2]; b[0] = a[1] * m[0, 0]; b[1] = x[i]; a = b; } return a[0];");
        Assert.DoesNotContain(".Release(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_for_arrays_in_several_places() => Emitted(
        """
        double[] a = new double[x.Length];
        a[0] = x[0];
        double s = a[0] * x[1];
        a = new double[2];
        a[1] = s;
        s = a[1] * s;
        Span<double> part = x.AsSpan(1);
        s += part[0];
        return s * a[1];
        """);

    private static string Emitted(string body) => GeneratorHost.RunMethod(
        "double[] x",
        body,
        """
        private static double Last(ReadOnlySpan<double> a) => a[^1] * a[0] + a.Slice(1, 2)[0];
        """).AssertValid().OnlyFile;
}
