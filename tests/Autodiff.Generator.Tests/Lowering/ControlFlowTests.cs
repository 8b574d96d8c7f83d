namespace Autodiff.Generator.Tests.Lowering;

/// <summary>Methods with loops, jumps and <c>switch</c> statements compute, lowered, what they compute as they stand.</summary>
public sealed class ControlFlowTests
{
    private static readonly double[] Numbers = [-3, -0.5, 0, 0.25, 1, 2.5, 7];

    private static readonly int[] Counts = [-1, 0, 1, 2, 3, 5, 8];

    [Theory]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { s += x * i; } return s;")]
    [InlineData("double s = 0; for (int i = n; i > 0; i--) s += x / i; return s;")]
    [InlineData("double s = x; for (int i = 0, j = n; i < j; i += 2, j--) s = s * 0.5 + i * j * x; return s;")]
    [InlineData("double s = 0; int i = 0; for (; i < n;) { s += x; i++; } return s + i;")]
    [InlineData("double s = 0; int i = 0; for (; ; i++) { if (i >= n) break; s += x * i; } return s + i;")]
    [InlineData("double s = x; for (long k = 0; k <= n; k += 3) s = Sin(s) + k; return s;")]
    [InlineData("double s = x; for (double t = 0; t < n; t += 0.5) s += Math.Exp(-t) * x; return s;")]
    [InlineData("double s = x; for (byte b = 0; b < n; b++) s += b; return s;")]
    [InlineData("double s = x; for (int i = 0; i < n && s < 20; i++) s += x * x; return s;")]
    [InlineData("double s = x; for (int i = 0; i < n; s *= 1.5, i++) s += i; return s;")]
    public void For(string body) => Check(body);

    [Theory]
    [InlineData("double s = x; int k = n; while (k > 0) { s = s * 0.5 + x; k--; } return s;")]
    [InlineData("double s = x; int k = n; while (k-- > 0) { s = s * 0.5 + x; } return s + k;")]
    [InlineData("double s = Abs(x) + 1; while (s < 100) s *= 2; return s;")]
    [InlineData("double s = x, last; int k = 0; do { last = s; s = s * 0.5 + 1; k++; } while (Abs(s - last) > 1e-3 && k < 50); return s + k;")]
    [InlineData("double s = x; int k = 0; do s += x; while (++k < n); return s * k;")]
    [InlineData("double s = x; int k = n; while (true) { if (k <= 0) return s; s = s * x; k--; }")]
    [InlineData("double s = 0, d; while ((d = x - s) > 0.1) s += d / 2; return s + d;")]
    [InlineData("double s = x; while (Next(ref s, n, out int k)) s += k; return s;")]
    [InlineData("int k = 0; double s = x; do { k++; if (k == 2) continue; if (k > 5) break; s += x * k; } while (k < n); return s + k;")]
    [InlineData("int k = 0; double s = x; do { k++; if (k == 4) return s * 2; s += x * k; } while (k < n); return s + k;")]
    [InlineData("double s = x; while (false) s += 1; return s;")]
    [InlineData("double s = x; for (int i = 0; i < 0; i++) s += 1; return s;")]
    public void While(string body) => Check(body);

    [Theory]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (i == 3) break; s += x * i; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (i % 2 == 0) continue; s += x * i; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (i == 1) continue; if (i == 4) break; if (s > 100) return -s; s += x * i; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (x > 0) { if (i == 3) break; s += 1; } s += x * i; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (x > 0) { if (i == 3) continue; s += 1; } else { if (i == 2) break; s -= 1; } s += x * i; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (x > 0) { if (i == 3) return s; if (i == 5) break; s += 1; } else if (i == 2) { continue; } s += x * i; } return s * 2;")]
    [InlineData("double s = 0; int i = 0; for (; i < n; i++) { if (x > 0) { if (i == 3) return s; if (i == 5) break; if (i == 1) continue; s += 1; } s += x * i; } return s * 2 + i;")]
    [InlineData("double s = x; int i = 0; for (; i < n; i = i + 1) { s *= 1.1; if (s > 3) break; } return s + i;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { double t; if (x > 0) { if (i == 2) continue; t = x; } else { t = 2; } s += t; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (i == 4) throw new InvalidOperationException(\"four\"); s += x; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { if (i == 4) { s++; if (x > 1) break; throw new ArgumentException(\"a\" + i); } s += x; } return s;")]
    [InlineData("for (int i = 0; ; i++) { if (i > n) return x * i; if (x > 5) throw new ArgumentOutOfRangeException(nameof(x)); }")]
    [InlineData("while (true) { if (n > 2) return x; return x * 2; }")]
    [InlineData("for (int i = 0; i < n; i++) { throw new InvalidOperationException(); } return x;")]
    [InlineData("double s = x; while (s < 10) { s += 3; break; } return s;")]
    [InlineData("double s = x; for (int i = 0; i < n; i++) { s += 3; continue; } return s;")]
    [InlineData("double s = x; for (int i = 0; i < n; i++) { } return s;")]
    [InlineData("double s = x; for (int i = 0; i < n; i++) { checked { s += i * 1000000000; } } return s;")]
    public void Jumps(string body) => Check(body);

    [Theory]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) for (int j = i; j < n; j++) s += x * i - j; return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { if (j > i) break; s += x * j; } s *= 0.5; } return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { if (i * j > 6) return s; s += x * j; } s *= 0.5; } return -s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { if (i * j > 6) return s; s += x * j; } } return -s;")]
    [InlineData("double s = 0; int i = 0; while (true) { for (int j = 0; ; j++) { if (j > n) break; if (s > 50) return s; s += Abs(x) + 1; while (true) { s += 1; if (s > 10) { if (s > 30) return s - 1; break; } } } i++; if (i == 3) continue; if (i > 6) break; } return s;")]
    [InlineData("double s = 0; for (int a = 0; a < 3; a++) for (int b = 0; b < 3; b++) for (int c = 0; c < 3; c++) for (int d = 0; d < 2; d++) for (int e = 0; e < n; e++) { if (a + b + c == 5) continue; if (d + e == 7) break; s = s * 0.9 + x * a - b * c + d * e; } return s;")]
    [InlineData("double a = x, b = 1; for (int i = 0; i < n; i++) { (a, b) = (b, a + b); } return a - b;")]
    [InlineData("var p = (u: x, v: 1.0); for (int i = 0; i < n; i++) { p.u += p.v; p = (p.v, p.u * 0.5); } return p.u + p.v;")]
    [InlineData("double y; int i = 0; do { y = x * i; i++; } while (i < n); return y;")]
    public void Nested(string body) => Check(body);

    [Theory]
    [InlineData("switch (n) { case 0: return x; case 1: case 2: return x * x; default: return -x; }")]
    [InlineData("double s = x; switch (n) { case 0: s = 1; break; case 1: case 2: s *= 2; break; } return s;")]
    [InlineData("double s; switch (n) { case 0: s = x + 1; break; case 3: return 2; default: s = x; break; } return s * s;")]
    [InlineData("double s; switch (n) { case 0: return x; case 3: throw new InvalidOperationException(\"three\"); default: s = x; break; } return s * s;")]
    [InlineData("switch (x) { case > 2: return x; case < 0 when n > 1: return x * x; case 0 or 1: return 5 * x; default: throw new ArgumentException(\"x\"); }")]
    [InlineData("switch (n) { default: x += 1; break; case > 2 and < 6: x *= 2; if (x > 3) break; x = x * x; break; case 8: break; } return x;")]
    [InlineData("switch (n) { case 5: default: x += 1; break; case 1: x *= 2; break; } return x;")]
    [InlineData("switch (x, n) { case (> 0, 1): return 1; case (var a, > 1) when a < 3: return a * n; case var (a, b): return a + b; }")]
    [InlineData("switch (x) { case double.NaN: return 1; case 0.25: return 2; case double d when d > n: return d; } return 0;")]
    [InlineData("string name = n > 2 ? \"big\" : \"small\"; switch (name) { case \"big\": return x; case \"small\": return 2 * x; } return 0;")]
    [InlineData("double s = x; for (int i = 0; i < n; i++) { switch (i) { case 0: continue; case 1: s += x; break; case 6: return -s; default: if (s > 9) break; s *= 2; break; } s += 1; } return s;")]
    [InlineData("double s = x; for (int i = 0; i < n; i++) { switch (i) { case 0: continue; case 1: s += x; break; case 6: return -s; } } return s;")]
    [InlineData("double s = x; while (true) { switch (n) { case 1: return s; case 2: s += 1; if (s > 5) return s; break; default: n = 1; continue; } s += 2; }")]
    public void Switch(string body) => Check(body);

    [Theory]
    [InlineData("return Power(x, n) + Power(x + 1, 2);")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) s += Power(x, i); return s;")]
    [InlineData("double s = 0; for (int i = 0; i < n; i++) { s += Find(x, i); } return s;")]
    [InlineData("double s = 0; Accumulate(ref s, x, n); Accumulate(ref s, s, 2); return s;")]
    [InlineData("double s = 0; void Add(double v) { s += v; } for (int i = 0; i < n; i++) Add(x * i); return s;")]
    [InlineData("double s = 0; Action<double> add = v => s += v; for (int i = 0; i < n; i++) add(x * i); return s;")]
    [InlineData("double s = 0; Repeat(v => { s += v; return s; }, x, n); return s;")]
    [InlineData("return Repeat(v => { double t = v; for (int i = 0; i < 3; i++) t = t * 0.5 + x; return t; }, x, n);")]
    [InlineData("var (a, b) = Both(x, n); return a - b;")]
    [InlineData("double s = x; Spin(n); int count(int m) { int c = 0; for (int i = 0; i < m; i++) { if (i == 3) return c; c += i; } return c; } return s * count(n);")]
    public void In_helpers(string body) => Check(body);

    [Theory]
    [InlineData("double[] a, int n", "double s = 0; foreach (double v in a) s += v * v; return s;")]
    [InlineData("double[] a, int n", "double s = 0; foreach (var v in a) { if (v > n) continue; if (v < -2) break; if (s > 9) return s; s += v; } return -s;")]
    [InlineData("double[] a, int n", "double s = 0; foreach (double v in a.AsSpan(1)) s = s * 0.5 + v; return s;")]
    [InlineData("double[] a, int n", "for (int i = 1; i < a.Length; i++) { a[i] += a[i - 1]; } return a[^1];")]
    [InlineData("double[] a, int n", "double[] b = new double[a.Length]; for (int k = 0; k < n; k++) { for (int i = 0; i < a.Length; i++) b[i] = a[i] * 0.5 + k; (a, b) = (b, a); } return a[0] - b[1];")]
    [InlineData("double[] a, int n", "double s = 0; foreach (float v in new float[] { 1.5f, (float)a[0] }) s += v; return s;")]
    [InlineData("double[] a, int n", "double s = 0; for (int i = 0; ; i++) { if (i > n) break; s += a[i]; } return s;")]
    [InlineData("double[] a, int n", "ReadOnlySpan<double> rest = a; double s = 0; while (rest.Length > 0) { s = s * 0.5 + rest[0]; rest = rest.Slice(1); } return s;")]
    public void Arrays(string parameters, string body)
    {
        var program = LoweredProgram.Of($"[Differentiable] public static double F({parameters}) {{ {body} }}");
        foreach (int n in Counts)
        {
            program.Check(Numbers, n);
            program.Check(new double[] { 3, 4, 9 }, n);
        }
    }

    [Fact]
    public void Rectangular_arrays()
    {
        var program = LoweredProgram.Of("[Differentiable] public static double F(double[,] a) { double s = 0; foreach (double v in a) s = s * 0.5 + v; return s; }");
        program.Check(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        program.Check(new double[0, 3]);
    }

    [Theory]
    [InlineData("foreach (double v in a) s += v; s += n; n = (int)s;")]
    public void Deep_nests_are_lowered_once(string innermost)
    {
        string loops = string.Concat(Enumerable.Range(0, 5).Select(i => $"for (int i{i} = 0; i{i} < 2; i{i}++) {{ if (s > 1000) break; "));
        var program = LoweredProgram.Of($"[Differentiable] public static double F(double[] a, int n) {{ double s = 0; {loops} {innermost} {new string('}', 5)} return s; }}");
        program.Check(new double[] { 1, 2 }, 3);
        Assert.True(program.Function.Values.Length < 200, program.Function.ToString());
    }

    private const string Helpers = """
        static bool Next(ref double s, int n, out int k) { k = Abs(n); s += 1; return s < 6; }
        static double Power(double b, int e) { double r = 1; for (int i = 0; i < e; i++) r *= b; return r; }
        static double Find(double v, int limit) { for (int i = 0; i < limit; i++) { if (v * i > 2) return v * i; v += 0.1; } return -1; }
        static void Accumulate(ref double total, double v, int n) { for (int i = 0; i < n; i++) { if (total > 100) return; total += v * i; } }
        static double Repeat(Func<double, double> f, double v, int n) { for (int i = 0; i < n; i++) v = f(v); return v; }
        static (double, double) Both(double v, int n) { for (int i = 0; i < n; i++) { if (v > 3) return (v, i); v = v * v + 0.5; } return (0, v); }
        static void Spin(int n) { while (n > 0) { n -= 2; if (n == 1) return; } }
        """;

    private static void Check(string body)
    {
        var program = LoweredProgram.Of($"{Helpers} [Differentiable] public static double F(double x, int n) {{ {body} }}");
        foreach (double x in Numbers)
        {
            foreach (int n in Counts)
            {
                program.Check(x, n);
            }
        }
    }
}
