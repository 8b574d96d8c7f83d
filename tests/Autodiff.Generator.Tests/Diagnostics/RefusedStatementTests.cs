namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>Statements that have no derivative code. Each case marks where the error stands.</summary>
public class RefusedStatementTests
{
    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { double s = 0; [|foreach (var c in new Queue<int>()) { s += x; }|] return s; }")]
    [InlineData("[Differentiable(\"x\")] public static double F(double x, List<double> w) { double s = 0; [|foreach (var v in w) s += v * x;|] return s; }")]
    [InlineData("[Differentiable] public static double F(double x) { double s = 0; [|foreach (int i in Enumerable.Range(0, 3)) s += i * x;|] return s; }")]
    [InlineData("static double H(double t) { {|foreach (int i in Enumerable.Range(0, 3)) t *= i;|} return t; } [Differentiable] public static double F(double x) => [|H(x)|] + H(2 * x);")]
    public void Loops_over_other_collections(string members) => MarkedCode.RefuseMember("ADG0031", members);

    [Theory]
    [InlineData("public partial class C { double this[double t] { get { {|foreach (int c in Enumerable.Range(0, 2)) t += 1;|} return t; } } [Differentiable] public double F(double x) => [|this[x]|]; }")]
    public void Loops_in_other_types(string types) => MarkedCode.RefuseFile("ADG0031", types);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; [|goto end;|] end: return y; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; [|end: y = y * 2;|] if (y < 0) goto end; return y; }")]
    [InlineData("[Differentiable] public static double F(double x, int n) { switch (n) { case 1: x = x * x; [|goto case 2;|] case 2: if (x > 9) return x; goto case 1; default: return 0; } }")]
    [InlineData("[Differentiable] public static double F(double x, int n) { switch (n) { case 1: while (x < 9) { x = x * x; [|goto case 2;|] } return x; case 2: return x; default: return 0; } }")]
    [InlineData("[Differentiable] public static double F(double x, int n) { for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { x *= 2; if (x > 100) [|goto done;|] } } done: return x; }")]
    public void Jumps(string members) => MarkedCode.RefuseMember("ADG0033", members);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { [|try { return x * x; } catch { return 0; }|] }")]
    [InlineData("[Differentiable] public static double F(double x) { [|try { return x * x; } finally { }|] }")]
    [InlineData("[Differentiable] public static double F(double x) { [|using (var m = new MemoryStream()) { return x; }|] }")]
    [InlineData("[Differentiable] public static double F(double x) { [|using var m = new MemoryStream();|] return x; }")]
    [InlineData("static object o = new(); [Differentiable] public static double F(double x) { [|lock (o) { return x * x; }|] }")]
    [InlineData("static double H(double t) { {|try { return t * t; } finally { }|} } [Differentiable] public static double F(double x) => [|H(x)|];")]
    public void Protected_scopes(string members) => MarkedCode.RefuseMember("ADG0034", members);

    [Theory]
    [InlineData("static async Task<double> H(double x) { await Task.Yield(); return x; } [Differentiable] public static double F(double x) => [|H(x)|].Result;")]
    [InlineData("static async Task<double> H() { await Task.Yield(); return 2; } [Differentiable] public static double F(double x) => x * [|H()|].Result;")]
    [InlineData("[Differentiable] public static double F(double x) { Func<Task<double>> f = async () => { await Task.Yield(); return x; }; return [|f()|].Result; }")]
    [InlineData("static IEnumerable<double> It(double t) { {|yield return t;|} } [Differentiable] public static double F(double x) => [|It(x)|].First();")]
    [InlineData("[Differentiable] public static double F(double x) { async Task<double> G() { await Task.Yield(); return x; } return [|G()|].Result; }")]
    [InlineData("static async Task<double> H(double t) { await foreach (var v in Async()) t += v; return t; } static async IAsyncEnumerable<double> Async() { await Task.Yield(); yield return 1; } [Differentiable] public static double F(double x) => [|H(x)|].Result;")]
    public void Asynchronous_methods_and_iterators(string members) => MarkedCode.RefuseMember("ADG0035", members);

    [Theory]
    [InlineData("[Differentiable] public static double [|F|](double x) => throw new NotImplementedException();")]
    [InlineData("[Differentiable] public static double [|F|](double x) { throw new InvalidOperationException(\"no\"); }")]
    [InlineData("[Differentiable] public static double [|F|](double x) { if (x > 0) throw new InvalidOperationException(\"a\"); else throw new InvalidOperationException(\"b\"); }")]
    public void Methods_that_always_throw(string members) => MarkedCode.RefuseMember("ADG0049", members);
}
