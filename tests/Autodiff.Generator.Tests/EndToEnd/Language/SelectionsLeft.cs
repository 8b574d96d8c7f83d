using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Numbers that a loop selects from an array that it fills, which may be read there after the loop, or not.</summary>
internal static class SelectionsLeft
{
    private const string Score = "double v = 0; for (int k = 0; k < w.Length; k++) v += w[k] * Math.Sin(x[i] * (k + 1));";

    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        Case("the scores stay", $"for (int i = 0; i < n; i++) {{ {Score} a[i] = v; m = Math.Max(m, v); }}"),
        Case("the scores are summed in place", "for (int i = 0; i < n; i++) { a[i] = w[0]; for (int k = 0; k < w.Length; k++) a[i] += w[k] * Math.Sin(x[i] * (k + 1)); if (a[i] > m) m = a[i]; }"),
        Case("they are replaced afterwards", $"for (int i = 0; i < n; i++) {{ {Score} a[i] = v; m = Math.Max(m, a[i]); }} for (int i = 0; i < n; i++) {{ a[i] = Math.Exp(a[i] - m); s += a[i]; }}"),
        Case("from the last to the first", $"for (int i = n - 1; i >= 0; i--) {{ {Score} a[i] = v; if (v >= m) m = v; }}"),
        Case("every other one", $"for (int i = 0; i < n; i += 2) {{ {Score} a[i] = v; m = Math.Max(v, m); }}"),
        Case("an index of its own", $"int j = 0; for (int i = n - 1; i >= 0; i--) {{ {Score} a[j] = v; if (a[j] > m) {{ m = a[j]; }} j++; }}"),
        Case("a while loop that ends early", $"int p = 0; while (p < n && m < 0.9) {{ int i = p; {Score} a[i] = v; if (v > m) m = v; p++; }}"),
        Case("the largest, the smallest and where", $"int best = -1; double low = 1e9; for (int i = 0; i < n; i++) {{ {Score} a[i] = v; if (v > m) {{ m = v; best = i; }} if (v < low) low = v; }} s += low * (best + 1);"),
        Case("it is scaled after the comparison", $"for (int i = 0; i < n; i++) {{ {Score} a[i] = v; m = Math.Max(m, v); a[i] *= 2; }}"),
        Case("the next one replaces it", $"for (int i = 0; i < n; i++) {{ {Score} a[i] = v; if (i > 0) a[i - 1] = v * v; m = Math.Max(m, a[i]); }}"),
        Case("they go round", $"for (int i = 0; i < n; i++) {{ {Score} a[(i + 1) % n] = v; a[i] += v; m = Math.Max(m, a[i]); }}"),
        Case("only some are put there", $"for (int i = 0; i < n; i++) {{ {Score} if (i != 1) a[i] = v; m = Math.Max(m, v); }}"),
        Case("only the largest is put there", $"for (int i = 0; i < n; i++) {{ {Score} if (v > m) {{ a[i] = v; m = a[i]; }} }}"),
        Case("by another name", $"Span<double> b = a.AsSpan(0, n - 1); for (int i = 0; i < n; i++) {{ {Score} a[i] = v; m = Math.Max(m, a[i]); if (i > 0) b[i - 1] = v; }}"),
        Case("in one element", $"for (int i = 0; i < n; i++) {{ {Score} a[0] = v; m = Math.Max(m, a[0]); }}"),
        Case("in a loop in a loop", $"for (int r = 0; r < 2; r++) {{ for (int i = 0; i < n; i++) {{ {Score} a[i] = v * (r + 1); m = Math.Max(m, a[i] - s); }} for (int i = 0; i < n; i++) a[i] *= m; s += m * a[n - 1]; }}"),
        Case("in two buffers that change places", $"double[] b = new double[n]; for (int i = 0; i < n; i++) {{ {Score} a[i] = v; m = Math.Max(m, a[i]); (a, b) = (b, a); }} s += b[0];"),
        Case("in what is given", $"for (int i = 0; i < n; i++) {{ {Score} x[i] = v; m = Math.Max(m, x[i]); }} for (int i = 0; i < n; i++) x[i] *= s + m;"),
    ];

    private static LanguageCase Case(string name, string loops) => new(
        "the largest of scores: " + name,
        $$"""
        [Differentiable]
        public static double Evaluate(double[] x, double[] w)
        {
            int n = x.Length;
            double[] a = new double[n];
            double m = -1e9, s = 0;
            {{loops}}
            for (int i = 0; i < n; i++) s += Math.Sin(a[i]) * x[i] * (i + 1);
            return s * m;
        }
        """,
        With(V(0.5, 1.3, -0.4, 2.2), V(0.7, -0.3)),
        With(V(1.3, 0.6), V(0.7, 0.2, 0.4)));
}
