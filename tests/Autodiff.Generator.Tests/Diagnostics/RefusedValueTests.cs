namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>Values that a derivative cannot follow. Each case marks where the error stands.</summary>
public class RefusedValueTests
{
    [Fact]
    public void Spans_that_cannot_be_told_again() => MarkedCode.RefuseMember(
        "ADG0057",
        "[Differentiable] public static double F(double[][] a, double[] b, int n) { double s = 0; for (int i = 0; i < n; i++) { ReadOnlySpan<double> [|row|] = i < 2 ? b : a[i].AsSpan(1); for (int j = 0; j < row.Length; j++) s = Cos(s) * row[j] + s; } return s; }");

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { List<double> a = [|[x, 1]|]; return a[0]; }")]
    [InlineData("[Differentiable] public static double F(double x, string s) { return x * [|s[1..]|].Length; }")]
    [InlineData("[Differentiable] public static double F(double[] x) => [|x.Sum()|];")]
    [InlineData("static int[] w = { 1, 2 }; [Differentiable] public static double F(double x) => x * [|w.Sum()|];")]
    [InlineData("[Differentiable] public static double F(double x) => [|new[] { x, 2 }.Sum()|];")]
    [InlineData("[Differentiable] public static double F(double[] x) { [|Array.Sort(x)|]; return x[0]; }")]
    [InlineData("[Differentiable] public static double F(double[] x) { [|Array.Resize(ref x, 3)|]; return x[0]; }")]
    [InlineData("[Differentiable] public static double F(double[] x) { return [|x.AsSpan().TryCopyTo(x)|] ? x[0] : 0; }")]
    [InlineData("[Differentiable] public static double F(double[][] x) { var y = (double[][])[|x.Clone()|]; return y[0][0]; }")]
    [InlineData("[Differentiable] public static double F(double[,] m, int d) => m[0, 0] * [|m.GetLength(d)|];")]
    [InlineData("[Differentiable] public static double F(ReadOnlySpan<double> x) => [|x.IndexOf(2.0)|] * x[0];")]
    public void Arrays_and_spans(string members) => MarkedCode.RefuseMember("ADG0036", members);

    [Theory]
    [InlineData("[Differentiable] public static double F(double[][] x) { [|x[0]|] = x[1]; return x[0][0]; }")]
    [InlineData("[Differentiable] public static double F(double[][] x) { ([|x[0]|], x[1]) = (x[1], x[0]); return x[0][0]; }")]
    public void Rows_of_parameters(string members) => MarkedCode.RefuseMember("ADG0036", members);

    [Theory]
    [InlineData("[Differentiable] public static unsafe double F(double x) { [|fixed (char* p = \"ab\") { return x * p[0]; }|] }")]
    [InlineData("[Differentiable] public static unsafe double F(double x) { double* p = [|&x|]; return *p; }")]
    [InlineData("[Differentiable] public static unsafe double F(double x) { double y = x; long l = [|*(long*)&y|]; return l; }")]
    [InlineData("[Differentiable] public static unsafe double F(double x) { double* s = [|stackalloc double[2]|]; s[0] = x; return s[0]; }")]
    [InlineData("static double Sq(double t) => t * t; [Differentiable] public static unsafe double F(double x) { delegate*<double, double> p = [|&Sq|]; return p(x); }")]
    public void Pointers(string members) => MarkedCode.RefuseMember("ADG0037", members);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { dynamic d = [|x|]; return d * d; }")]
    [InlineData("[Differentiable] public static double F(double x) { dynamic d = [|new object()|]; return d.Foo(x); }")]
    [InlineData("[Differentiable] public static double F(double x, dynamic d) { return [|d[0] * x|]; }")]
    [InlineData("[Differentiable] public static double F(double x) { return (double)[|(dynamic)x|]; }")]
    public void Dynamic_binding(string members) => MarkedCode.RefuseMember("ADG0038", members);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; ref double [|r = ref y|]; r = 3; return y; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x, z = 1; ref double [|r = ref y|]; r = ref z; return r; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; ref readonly double [|r = ref y|]; return r; }")]
    [InlineData("[Differentiable] public static double F(double[] x) { ref double r = ref x[0]; [|r = ref x[1]|]; return r; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; double z = 2; ref double [|r = ref (x > 0 ? ref y : ref z)|]; r = 5; return y * z * x; }")]
    public void Reference_variables(string members) => MarkedCode.RefuseMember("ADG0039", members);

    [Theory]
    [InlineData("static double G<T>(T v) => v is {|double d|} ? d * d : 0; [Differentiable] public static double F(double x) => [|G(x)|];")]
    [InlineData("[Differentiable] public static double F(double x, string s) => s is [|['a', ..]|] ? x : 2 * x;")]
    public void Patterns(string members) => MarkedCode.RefuseMember("ADG0046", members);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { var l = [|new List<double> { x }|]; return l[0]; }")]
    [InlineData("class P { public double V; public P(double v) { V = v; } } [Differentiable] public static double F(double x) { var p = [|new P(x)|]; return p.V * x; }")]
    [InlineData("class P { public double V; public P(double v) { V = v; } } [Differentiable] public static double F(double x) { P p = [|new(x)|]; return p.V * x; }")]
    [InlineData("record P(double V); [Differentiable] public static double F(double x) { var p = [|new P(x)|]; return p.V * x; }")]
    [InlineData("record struct P(double V); [Differentiable] public static double F(double x) { var p = [|new P(x)|]; return p.V * x; }")]
    [InlineData("struct P { public double V; } [Differentiable] public static double F(double x) { var p = [|new P { V = x }|]; return p.V * x; }")]
    [InlineData("[Differentiable] public static double F(float x) { var v = [|new Vector3(x, 1, 2)|]; return v.Length(); }")]
    [InlineData("[Differentiable] public static double F(double x) { var z = [|new Complex(x, 1)|]; return z.Magnitude; }")]
    [InlineData("[Differentiable] public static double F(double x) => double.Parse(\"\" + [|x|]);")]
    [InlineData("[Differentiable] public static double F(double x) { string s = \"a\"; s += [|x|]; return s.Length * x; }")]
    [InlineData("[Differentiable] public static double F(double x) => double.Parse(string.Format(\"{0}\", [|x|]));")]
    [InlineData("[Differentiable] public static double F(double x) => Complex.Abs([|new Complex(x, 0)|]);")]
    [InlineData("[Differentiable] public static double F(float x) => Vector2.Distance([|new Vector2(x, 1)|], Vector2.Zero);")]
    [InlineData("[Differentiable] public static double F(double x) => (double)[|(decimal)x|];")]
    [InlineData("[Differentiable] public static double F(double x) { decimal d = [|(decimal)x|]; d *= 2; return (double)d; }")]
    [InlineData("[Differentiable] public static double F(double x) { double? d = [|x|]; return d.Value; }")]
    [InlineData("[Differentiable] public static double F(double x) { double? d = [|x|]; return d ?? 0; }")]
    [InlineData("[Differentiable] public static double F(double x) { double? d = 2; return (d * [|x|]).Value; }")]
    [InlineData("[Differentiable] public static double F(double x) { object o = [|x|]; return (double)o; }")]
    [InlineData("[Differentiable] public static double F(double x) => Convert.ToDouble([|(object)x|]);")]
    [InlineData("[Differentiable] public static double F(double x) { var s = [|new ReadOnlySpan<double>(in x)|]; return s[0]; }")]
    [InlineData("[Differentiable] public static double F(double x, double y) => Equals([|x|], y) ? x : y * x;")]
    [InlineData("[Differentiable] public static double F(double x) => [|new Lazy<double>(() => x * x)|].Value;")]
    [InlineData("[Differentiable] public static double F(double x) => (double)Convert.ChangeType([|x|], typeof(double));")]
    [InlineData("[Differentiable] public static double F(double x) => ([|(IConvertible)x|]).ToDouble(null);")]
    [InlineData("[Differentiable] public static double F(double x) => double.Parse(([|(IFormattable)x|]).ToString(\"R\", null));")]
    public void Types_that_derivatives_do_not_pass_through(string members) => MarkedCode.RefuseMember("ADG0048", members);
}
