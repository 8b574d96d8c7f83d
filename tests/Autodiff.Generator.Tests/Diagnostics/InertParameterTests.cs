namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>A differentiated parameter whose gradient is always zero is warned about, and only such a one.</summary>
public class InertParameterTests
{
    [Theory]
    [InlineData("[Differentiable] public static double F(double x, double [|y|]) => x;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => x > 0 ? y : 2 * y;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) { x = 3; return x * y; }")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => Floor(x) * y;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => double.IsNaN(x) ? y : y * 2;")]
    [InlineData("static double H(double t, double u) => t; [Differentiable] public static double F(double x, double [|y|]) => H(x, y);")]
    [InlineData("[Differentiable] public static double F(double x, double [|y|]) { ArgumentOutOfRangeException.ThrowIfNegative(y); return x * x; }")]
    public void No_influence(string member) => MarkedCode.Warn("ADG0052", member);

    [Theory]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => (int)x * y;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => (long)(x * 2) * y;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => (char)(x + 65) * y;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => Sign(x) * y;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => ILogB(x) * y;")]
    [InlineData("[Differentiable] public static double F(double [|x|], double y) => double.ConvertToInteger<int>(x) * y;")]
    [InlineData("static double[] w = { 2, 3, 4 }; [Differentiable] public static double F(double [|x|], double y) => w[(int)Abs(x)] * y;")]
    public void Only_through_an_integer(string member) => MarkedCode.Warn("ADG0053", member);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) => (int)x * x;")]
    [InlineData("[Differentiable] public static double F(double x) => x - Floor(x);")]
    [InlineData("[Differentiable(nameof(x))] public static double F(double x, double y) => x;")]
    [InlineData("[Differentiable] public static double F(double x, double y) => x > 0 ? x : y;")]
    public void What_has_a_gradient_somewhere_is_not_warned_about(string member)
    {
        var run = Infrastructure.GeneratorHost.Run($"using System;\nusing Autodiff;\nusing static System.Math;\npublic static partial class C {{ {member} }}");
        Assert.Empty(run.AnalyzerDiagnostics());
        Assert.Single(run.Files);
    }
}
