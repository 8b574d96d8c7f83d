using Autodiff.Generator.Ir;
using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Slopes that cancel are gone, with all that was there for them; what the method itself computes stays, also where it is computed again.</summary>
public class CancellationTests
{
    private const string Largest = "double m = x[0]; for (int i = 1; i < x.Length; i++) m = Math.Max(m, x[i]); ";
    private const string Sum = "double s = 0; for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i] - m); ";

    [Theory]
    [InlineData("once", "return Math.Log(s) + m;")]
    [InlineData("several times", "return n * (Math.Log(s) + m);")]
    [InlineData("a number of times that is differentiated", "return y * (Math.Log(s) + m);")]
    [InlineData("the terms stand apart", "double t = n; return t * Math.Log(s) - y + t * m;")]
    public void A_maximum_whose_slopes_cancel_is_not_looked_for(string why, string result)
    {
        string text = Emitted(Largest + Sum + result);
        Assert.DoesNotContain("OfM", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dM", text, StringComparison.Ordinal);
        Assert.True(text.Contains("m = global::System.Math.Max(m, x[i]);", StringComparison.Ordinal), why);
    }

    [Theory]
    [InlineData("another factor", "return n * Math.Log(s) + (n + 1) * m;")]
    [InlineData("the other sign", "return n * (Math.Log(s) - m);")]
    [InlineData("a root in place of a logarithm", "return n * (Math.Sqrt(s) + m);")]
    public void A_maximum_that_has_a_slope_is(string why, string result) =>
        Assert.True(Emitted(Largest + Sum + result).Contains("iOfM", StringComparison.Ordinal), why);

    [Fact]
    public void What_the_method_takes_from_itself_stays()
    {
        string text = Emitted("double nothing = y - y; return (nothing - nothing) * x[0];");
        Assert.Contains("double nothing = y - y;", text, StringComparison.Ordinal);
        Assert.Contains("double t = nothing - nothing;", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_reverse_sweep_computes_again_is_computed_alike() => Assert.Contains(
        "double a = y + (xi + y);",
        Emitted("double p = 1; for (int i = 0; i < n; i++) { double a = y + (x[i] + y); p *= a == x[i] ? Math.Sin(a) : a; } return p;")
            .Split("// Backward pass")[1],
        StringComparison.Ordinal);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void What_the_method_computes_is_no_value_of_derivative_code(bool isFirstPrimal, bool isOther)
    {
        var builder = new FunctionBuilder();
        int a = builder.Parameter("a", IrType.Double, isDifferentiated: true);
        int b = builder.Parameter("b", IrType.Double, isDifferentiated: true);
        builder.IsPrimal = isFirstPrimal;
        int first = builder.Add(Op.Add, IrType.Double, a, b);
        builder.IsPrimal = !isFirstPrimal;
        int second = builder.Add(Op.Add, IrType.Double, a, b);
        Assert.Equal(isOther, first != second);
        Assert.Equal(second, builder.Add(Op.Add, IrType.Double, a, b));
    }

    private static string Emitted(string body) => GeneratorHost.RunMethod("double[] x, double y, int n", body).AssertValid().OnlyFile;
}
