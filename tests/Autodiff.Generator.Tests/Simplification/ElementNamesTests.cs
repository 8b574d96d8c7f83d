using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>What is read from an array has a name that says what it is, unless the method has that name already.</summary>
public class ElementNamesTests
{
    [Theory]
    [InlineData("double s = 0; for (int i = 0; i < x.Length; i++) s += x[i] * x[i] * t; return s;", "double xi = x[i];")]
    [InlineData("double s = 0; for (int row = 0; row < x.Length; row++) s += x[row] * x[row] * t; return s;", "double xRow = x[row];")]
    [InlineData("double s = 0; for (int i = 0; i < weights.Length; i++) s += weights[i] * weights[i] * t; return s;", "double weightsI = weights[i];")]
    [InlineData("return weights[9] * weights[9] * x[0] * t;", "double weights9 = weights[9];")]
    [InlineData("return m[0, 1] * m[0, 1] * t;", "double t2 = m[0, 1];")]
    [InlineData("double s = 0; for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) s += m[i, j] * m[i, j] * t; return s;", "double mij = m[i, j];")]
    [InlineData("double s = 0; for (int i = 0; i < x.Length; i++) { double xi = Math.Sin(t); s += x[i] * x[i] * xi; } return s;", "double t2 = x[i];")]
    [InlineData("double s = 0; for (int s2 = 0; s2 < 3; s2++) s += a1[2] * a1[2] * t; return s;", "double t2 = a1[2];")]
    [InlineData("double r = 0; for (int s = 0; s < 3; s++) r += a[s] * a[s] * t; return r;", "double t2 = a[s];")]
    [InlineData("double s = 0; for (int i = 1; i < 4; i++) s += x[i - 1] * x[i - 1] * t; return s;", "double t3 = x[t2];")]
    public void Load(string body, string line) => Assert.Contains(line, Emitted(body), StringComparison.Ordinal);

    [Fact]
    public void A_value_from_the_tape_has_its_name_again() => Assert.Contains(
        "double yi = saved",
        Emitted("double[] y = new double[3]; for (int k = 0; k < 5; k++) for (int i = 0; i < 3; i++) y[i] = Math.Sin(y[i] * t) + x[i]; return y[0];"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("double dXi = 0;")]
    [InlineData("dX[i] += dXi")]
    public void What_a_loop_sums_up_for_an_element_is_named_after_its_adjoint(string line) => Assert.Contains(
        line,
        Emitted("double s = 0; for (int i = 0; i < x.Length; i++) { for (int j = 0; j < i; j++) s += x[i] * Math.Exp(x[j] * t); } return s;"),
        StringComparison.Ordinal);

    private static string Emitted(string body) => GeneratorHost.RunMethod("double[] x, double[] weights, double[,] m, double[] a, double[] a1, double t", body).AssertValid().OnlyFile;
}
