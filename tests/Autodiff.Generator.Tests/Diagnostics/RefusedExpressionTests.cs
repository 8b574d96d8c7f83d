namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>Expressions for which no derivative code is written. Each case marks where the error stands.</summary>
public class RefusedExpressionTests
{
    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t * t; [|f += t => 3 * t|]; return f(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x, z = 2; ([|x > 0 ? ref y : ref z|]) = 7; return y * z; }")]
    [InlineData("static ref double Pick(ref double a, ref double b) => ref a; [Differentiable] public static double F(double x) { double y = x, z = 2; [|Pick(ref y, ref z)|] = 5; return y; }")]
    [InlineData("[Differentiable] public static double F(double[] x) { double[][] t = new double[3][]; [|t[0] ??= new double[2]|]; return t[0][0] * x[0]; }")]
    [InlineData("record P(double V); [Differentiable] public static double F(double x) { var p = new P(1); p = [|p with { V = x }|]; return p.V * x; }")]
    [InlineData("[Differentiable] public static double F(float x) { Vector3 v = default; [|v.X|] = x; return v.X; }")]
    [InlineData("[Differentiable] public static double F(double x) { var a = [|new { V = x }|]; return a.V; }")]
    [InlineData("static int[] w = { 1, 2 }; [Differentiable] public static double F(double x) => ([|from i in w select i * x|]).Sum();")]
    [InlineData("static int[] w = { 1, 2 }; [Differentiable] public static double F(double x) => x * ([|from i in w select i|]).First();")]
    [InlineData("[Differentiable] public static double F(double x) => double.Parse([|$\"{x}\"|]);")]
    [InlineData("[Differentiable] public static double F(double x) { int n = 0; [|Interlocked.Increment(ref n)|]; return x * n; }")]
    [InlineData("static double? k = 2; [Differentiable] public static double F(double x) { return [|k ?? x|]; }")]
    [InlineData("[Differentiable] public static double F(double x) { long l = [|Unsafe.As<double, long>(ref x)|]; return l; }")]
    [InlineData("[Differentiable] public static double F(double x) { var s = [|MemoryMarshal.CreateSpan(ref x, 1)|]; return s[0]; }")]
    [InlineData("static double G<T>(T v) => {|typeof(T)|} == typeof(double) ? 2 : 0; [Differentiable] public static double F(double x) => [|G(x)|] * x;")]
    [InlineData("static (double, double)? s; [Differentiable] public static double F(double x) => ([|s ?? (x, x)|]).Item1;")]
    [InlineData("[Differentiable] public static double F(double x) { var t = (x, 1, 2, 3, 4, 5, 6, 7, x * x); return t.Item1 * t.Item9 + [|t.Rest|].Item1; }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t; return [|f == null|] ? x : f(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t; return [|f is null|] ? x : f(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = null; [|f ??= t => t|]; return f(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> g = null; Func<double,double> f = [|g ?? (t => t)|]; return f(x); }")]
    [InlineData("[Differentiable] public static double F(double x, object o) => [|o is string|] ? x : 2 * x;")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|typeof(int)|].Name.Length;")]
    [InlineData("struct M { public double V; public static M operator +(M a, double b) { {|a.V|} += b; return a; } } static M m; [Differentiable] public static double F(double x) => ([|m + x|]).V;")]
    [InlineData("class M { public double V = 2; public static M operator ++(M a) => a; } [Differentiable] public static double F(double x) { var m = new M(); [|m++|]; return m.V * x; }")]
    [InlineData("[Differentiable] public static double F(double x, int n) { int q = [|DivRem(7, n, out int r)|]; return x * q + r * x; }")]
    [InlineData("[Differentiable] public static double F(double x) => ([|from i in new[] { 1, 2 } select x|]).Sum();")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t * t; var g = [|f + f|]; return g(x); }")]
    [InlineData("struct P { int a; double b; } [Differentiable] public static unsafe double F(double x) => x * [|sizeof(P)|];")]
    public void Expressions_that_are_not_supported(string members) => MarkedCode.RefuseMember("ADG0030", members);

    [Theory]
    [InlineData("public class O { public double A; } public static partial class C { [Differentiable] public static double F(double x) { var o = [|new O { A = 2 }|]; return x * o.A; } }")]
    [InlineData("public struct S { public double v; } public partial class C { [Differentiable] public double F(double x) { S s; [|s.v|] = x; return s.v * 2; } }")]
    [InlineData("public struct S { public int v; } public partial class C { [Differentiable] public double F(double x) { S s; [|s.v|] = 2; return s.v * x; } }")]
    [InlineData("public class A { public virtual double K() => 7; } public class B : A { public override double K() => 4; protected double H(double t) => t * {|base.K()|}; } public partial class C : B { [Differentiable] public double F(double x) { return [|H(x)|]; } }")]
    [InlineData("public partial struct S { public double K; [Differentiable] public double F(double x) { [|this|] = default; return x * K; } }")]
    public void Expressions_that_are_not_supported_in_other_types(string types) => MarkedCode.RefuseFile("ADG0030", types);
}
