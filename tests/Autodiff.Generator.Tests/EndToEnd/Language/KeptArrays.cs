using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Arrays that keep what the backward pass needs, rows of their own for iterations that would overwrite it, and arrays that just fail to.</summary>
internal static class KeptArrays
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a buffer of each component, for each point",
            """
            [Differentiable]
            public static double Evaluate(double[] mean, double[] scale, double[] x, int d)
            {
                int components = mean.Length / d;
                double[] centered = new double[d], terms = new double[components];
                double s = 0;
                for (int n = 0; n < x.Length / d; n++)
                {
                    for (int k = 0; k < components; k++)
                    {
                        for (int i = 0; i < d; i++) centered[i] = x[n * d + i] - mean[k * d + i];
                        for (int i = 1; i < d; i++) centered[i] += scale[k] * centered[i - 1];
                        double squares = 0;
                        for (int i = 0; i < d; i++) squares += centered[i] * centered[i];
                        terms[k] = -0.5 * squares * scale[k];
                    }

                    double sum = 0;
                    for (int k = 0; k < components; k++) sum += Math.Exp(terms[k]);
                    s += Math.Log(sum);
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.4), V(0.9, 1.2), V(0.1, 0.2, 0.3, -0.5, 0.6, 0.1), 2),
            With(V(0.3, 0.7, -1.1), V(0.9, 1.2, 0.3), V(0.1, 0.2), 1),
            With(V(), V(), V(), 3))
        {
            Throws = [With(V(0.3), V(0.9), V(0.1), -1), With(V(), V(), V(), -1), With(V(0.3, 0.1), V(), V(0.1, 0.2), 2)],
        },
        new(
            "a buffer of which an iteration leaves the first element",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int n)
            {
                double[] a = new double[n];
                double[] r = new double[w.Length];
                for (int k = 0; k < w.Length; k++)
                {
                    for (int i = 1; i < n; i++) a[i] = x[i] * w[k] + a[0];
                    for (int i = 0; i < n; i++) r[k] += a[i] * a[i];
                    a[0] += Math.Sin(r[k]);
                }

                double s = 1;
                for (int k = 0; k < w.Length; k++) s *= r[k];
                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1), V(0.9, 1.2, 0.4), 3)),
        new(
            "a buffer that is read after its loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int n)
            {
                double[] a = new double[n];
                double[] r = new double[w.Length];
                for (int k = 0; k < w.Length; k++)
                {
                    for (int i = 0; i < n; i++) a[i] = Math.Sin(x[i] * w[k]);
                    for (int i = 0; i < n; i++) r[k] += a[i] * a[i];
                }

                double s = 1;
                for (int k = 0; k < w.Length; k++) s *= r[k];
                return s * a[n - 1];
            }
            """,
            With(V(0.3, 0.7, -1.1), V(0.9, 1.2, 0.4), 3)),
        new(
            "a buffer that an iteration changes once more behind the read",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int n)
            {
                double[] a = new double[n], b = new double[n];
                double[] r = new double[w.Length];
                for (int k = 0; k < w.Length; k++)
                {
                    for (int i = 0; i < n; i++) { a[i] = Math.Sin(x[i] * w[k]); b[i] = x[i] + w[k]; }
                    for (int i = 0; i < n; i++) { r[k] += a[i] * a[i] * b[i]; }
                    for (int i = 0; i < n; i++) { a[i] = Math.Exp(a[i]) * b[n - 1 - i]; }
                    for (int i = 0; i < n; i++) { r[k] += a[i] * a[i]; }
                }

                double s = 1;
                for (int k = 0; k < w.Length; k++) s *= r[k];
                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1), V(0.9, 1.2, 0.4), 3)),
        new(
            "a buffer that some iterations fill",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int n)
            {
                double[] a = new double[n];
                double[] r = new double[w.Length];
                for (int k = 0; k < w.Length; k++)
                {
                    if (k % 2 == 0)
                    {
                        for (int i = 0; i < n; i++) a[i] = Math.Sin(x[i] * w[k]);
                    }

                    for (int i = 0; i < n; i++) r[k] += a[i] * a[i] * w[k];
                }

                double s = 1;
                for (int k = 0; k < w.Length; k++) s *= r[k];
                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1), V(0.9, 1.2, 0.4, -0.6), 3)),
        new(
            "a buffer of which some iterations read all, and each its first elements only",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int n)
            {
                double[] a = new double[n], b = new double[n];
                double[] r = new double[w.Length];
                for (int k = 0; k < w.Length; k++)
                {
                    for (int i = 0; i < n; i++) { a[i] = Math.Sin(x[i] * w[k]); b[i] = Math.Cos(x[i] * w[k]); }
                    if (w[k] > 0.5) { for (int i = 0; i < n; i++) r[k] += a[i] * a[i]; }
                    for (int i = 0; i < 2; i++) r[k] += b[i] * b[i];
                }

                double s = 1;
                for (int k = 0; k < w.Length; k++) s *= r[k];
                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1), V(0.9, 1.2, 0.4), 3)),
        new(
            "a series in an array, upwards, downwards, by two, and of two terms",
            """
            [Differentiable]
            public static double Evaluate(double x, double[] w)
            {
                int n = w.Length;
                double[] a = new double[n], b = new double[n], c = new double[n], d = new double[n + 2];
                a[0] = x; b[n - 1] = x; c[0] = x; c[1] = x * x; d[0] = x; d[1] = 1 - x;
                for (int i = 1; i < n; i++) a[i] = Math.Sin(a[i - 1]) * a[i - 1] + w[i];
                for (int i = n - 2; i >= 0; i--) b[i] = Math.Sin(b[i + 1]) * b[i + 1] + w[i];
                for (int i = 2; i < n; i += 2) { c[i] = Math.Sin(c[i - 2]) + w[i]; if (i + 1 < n) c[i + 1] = c[i] * c[i - 1]; }
                for (int i = 0; i < n; i++) d[i + 2] = d[i + 1] * d[i] + Math.Exp(-d[i] * w[i]);
                double s = 0;
                for (int i = 0; i < n; i++) s += a[i] * b[i] * c[i] * d[i + 2];
                return s;
            }
            """,
            With(0.4, V(0.3, 0.7, -1.1, 0.2, 0.6))),
        new(
            "elements that a later iteration overwrites, upwards and downwards",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n];
                for (int i = 0; i < n; i++) { a[i] = x[i] * x[i]; b[i] = Math.Sin(x[i]); }
                for (int i = 0; i < n - 1; i++) a[i] = a[i] * a[i + 1] * Math.Sin(a[i + 1]);
                for (int i = n - 1; i > 0; i--) b[i] = b[i] * b[i - 1] * Math.Sin(b[i - 1]);
                double s = 0;
                for (int i = 0; i < n; i++) s += a[i] * b[i];
                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.2))),
        new(
            "what is written is overwritten: by the same loop, by the next, by one around, by a copy or a fill",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n], c = new double[n], d = new double[n], e = new double[2];
                double s = 0;
                for (int i = 0; i < n; i++) { a[i] = Math.Exp(x[i]); s += a[i]; a[i] = s; }
                for (int i = 0; i < n; i++) { b[i] = Math.Tanh(x[i]); s += b[i] * b[i]; }
                for (int i = 0; i < n; i++) b[i] = w[i];
                for (int k = 0; k < 3; k++) { for (int i = 0; i < n; i++) { c[i] = Math.Exp(x[i] * s * 0.1); s += c[i] * 0.1; } }
                for (int i = 0; i < n; i++) { d[i] = Math.Exp(x[i] * w[i]); s *= d[i]; }
                Array.Copy(w, d, n);
                for (int i = 0; i < n; i++) { e[i % 2] = Math.Exp(x[i]); s += e[i % 2] * e[0]; }
                for (int i = 0; i < n; i++) s += a[i] * b[i] * c[i] * d[i];
                return s + e[0] * e[1];
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.2), V(0.5, -0.4, 0.8, 0.1))),
        new(
            "elements kept under conditions, and by a loop that ends early",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double limit)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n];
                double s = limit;
                for (int i = 0; i < n; i++)
                {
                    if (x[i] > 0) { a[i] = Math.Exp(x[i]) * s; } else { a[i] = Math.Sin(x[i]) * s; }
                    s += a[i] * a[i];
                }

                int k = 0;
                while (k < n)
                {
                    b[k] = Math.Exp(a[k] * 0.1);
                    s += b[k] * b[k];
                    k++;
                    if (s > 9) break;
                }

                return s * b[0];
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.2), 0.4)),
        new(
            "rows of a matrix and of a flat array, one made of the one before",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int rows)
            {
                int n = x.Length;
                double[,] m = new double[rows + 1, n];
                double[] flat = new double[(rows + 1) * n], table = new double[(rows + 1) * n];
                for (int j = 0; j < n; j++) { m[0, j] = x[j]; flat[j] = x[j] * x[j]; table[j] = 1 - x[j]; }
                for (int i = 1; i <= rows; i++)
                {
                    for (int j = 0; j < n; j++) m[i, j] = Math.Sin(m[i - 1, j] + m[i - 1, (j + 1) % n]) * m[i - 1, n - 1 - j];
                    Span<double> before = flat.AsSpan((i - 1) * n, n), row = flat.AsSpan(i * n, n);
                    for (int j = 0; j < n; j++) row[j] = Math.Sin(before[j]) * before[n - 1 - j];
                    for (int j = 0; j < n; j++) table[i * n + j] = Math.Sin(table[(i - 1) * n + j]) * table[i * n - 1];
                }

                double s = 0;
                for (int j = 0; j < n; j++) s += m[rows, j] * flat[rows * n + j] * table[rows * n + j];
                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1), 3)),
        new(
            "windows that slide over each other",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] a = new double[x.Length];
                for (int i = 0; i < x.Length; i++) a[i] = x[i] + 1;
                double s = 0;
                for (int k = 0; k + n <= x.Length; k++)
                {
                    Span<double> window = a.AsSpan(k, n);
                    for (int i = 0; i < n; i++) { s += Math.Sin(window[i]) * window[n - 1 - i]; }
                    for (int i = 0; i < n; i++) { window[i] = Math.Cos(window[i]) * x[k]; }
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.2, 0.5), 3)),
        new(
            "rows of a flat array that each iteration takes twice, and elements across the rows",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                int count = x.Length / n;
                double[] a = new double[x.Length];
                double s = 0;
                for (int k = 0; k < count; k++)
                {
                    Span<double> row = a.AsSpan(k * n, n);
                    for (int i = 0; i < n; i++) row[i] = Math.Exp(x[k * n + i] * s * 0.1);
                    for (int i = 0; i < n; i++) s += row[i] * row[i] * 0.1;
                    Span<double> other = a.AsSpan((count - 1 - k) * n, n);
                    for (int i = 0; i < n; i++) { s += Math.Sin(other[i]); other[i] *= 0.5; }
                }

                for (int i = 0; i < x.Length; i++) s += a[i] * a[i];
                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.2, 0.5, 0.9), 2)),
        new(
            "a given array that is overwritten, and another name for a local one",
            """
            [Differentiable(nameof(x))]
            public static double Evaluate(double[] x, Span<double> work, int n)
            {
                double[] a = new double[n];
                double s = 0;
                for (int k = 0; k < 3; k++)
                {
                    double[] b = k == 1 ? a : new double[n];
                    for (int i = 0; i < n; i++) { work[i] = Math.Exp(x[i] * k); a[i] = Math.Sin(x[i] + k); }
                    for (int i = 0; i < n; i++) { b[i] = b[i] * 2 + x[i]; }
                    for (int i = 0; i < n; i++) { s += work[i] * work[i] * a[i] * a[i] * b[i] + Math.Sin(s); }
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1), V(1, 2, 3), 3)),
        new(
            "a decomposition by Cholesky, and what it solves",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] b, int n)
            {
                double[] l = new double[n * n], y = new double[n], z = new double[n];
                double[,] m = new double[n, n];
                double det = 0;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        double sum = a[i * n + j], sum2 = a[i * n + j];
                        for (int k = 0; k < j; k++) { sum -= l[i * n + k] * l[j * n + k]; sum2 -= m[i, k] * m[j, k]; }
                        if (i == j) { l[i * n + j] = Math.Sqrt(sum); m[i, j] = Math.Sqrt(sum2); det += Math.Log(l[i * n + j]); }
                        else { l[i * n + j] = sum / l[j * n + j]; m[i, j] = sum2 / m[j, j]; }
                    }
                }

                for (int i = 0; i < n; i++)
                {
                    double sum = b[i];
                    for (int k = 0; k < i; k++) sum -= l[i * n + k] * y[k];
                    y[i] = sum / m[i, i];
                }

                for (int i = n - 1; i >= 0; i--)
                {
                    double sum = y[i];
                    for (int k = i + 1; k < n; k++) sum -= m[k, i] * z[k];
                    z[i] = sum / l[i * n + i];
                }

                double s = det;
                for (int i = 0; i < n; i++) s += z[i] * y[i];
                return s;
            }
            """,
            With(V(4, 1, 0.5, 1, 5, 0.2, 0.5, 0.2, 3), V(0.3, 0.7, -1.1), 3)),
        new(
            "elimination in place, where elements change until they are read",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] a = new double[n * n];
                double[,] m = new double[n, n];
                for (int i = 0; i < n * n; i++) { a[i] = x[i]; m[i / n, i % n] = x[i] * 2; }
                for (int k = 0; k < n; k++)
                {
                    for (int i = k + 1; i < n; i++)
                    {
                        double f = a[i * n + k] / a[k * n + k];
                        m[i, k] = m[i, k] / m[k, k];
                        for (int j = k; j < n; j++) a[i * n + j] -= f * a[k * n + j];
                        for (int j = k + 1; j < n; j++) m[i, j] -= m[i, k] * m[k, j];
                    }
                }

                double s = 1;
                for (int i = 0; i < n; i++) s *= a[i * n + i] + 0.1 * m[i, i];
                return s;
            }
            """,
            With(V(4, 1, 0.5, 1, 5, 0.2, 0.5, 0.2, 3), 3)),
        new(
            "rows that overlap by an element, rows of a constant length, and rows counted backwards",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] a = new double[n * n + 1], b = new double[3 * n + 1], c = new double[3 * n], d = new double[n * n];
                double s = 0.1;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j <= n; j++) { a[i * n + j] = Math.Exp(x[j % n] * s); s += a[i * n + j] * 0.1; }
                    for (int j = 0; j < 4; j++) { b[i * 3 + j] = Math.Exp(x[j % n] * s); s += b[i * 3 + j] * 0.1; }
                    for (int j = 0; j < 3; j++) { c[3 * i + j] = Math.Exp(x[j % n] * s * 0.1); s += c[3 * i + j] * 0.1; }
                }

                for (int i = n - 1; i >= 0; i--)
                {
                    for (int j = n - 1; j >= 0; j--) { d[n * i + j] = Math.Sin(x[j] * s) + (i + 1 < n ? d[(i + 1) * n + j] * d[(i + 1) * n] : 0); s += d[i * n + j] * 0.1; }
                }

                for (int i = 0; i < n; i++) s += a[i] * b[i] * c[i] * d[i];
                return s;
            }
            """,
            With(V(0.3, 0.7, -0.5), 3)),
        new(
            "triangular solves, with and without the diagonal, in place, and from both ends",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n], c = new double[n], d = new double[n], e = new double[n];
                for (int i = 0; i < n; i++) { c[i] = x[i]; d[i] = x[i] * 2; e[i] = x[i] + 1; }
                for (int i = 0; i < n; i++) { double s = x[i]; for (int j = 0; j < i; j++) s -= w[j] * a[j] * a[j]; a[i] = s; }
                for (int i = n - 1; i >= 0; i--) { double s = x[i]; for (int j = i + 1; j < n; j++) s -= w[j] * b[j] * b[j]; b[i] = s; }
                for (int i = 0; i < n; i++) { double s = x[i]; for (int j = 0; j <= i; j++) s -= w[j] * c[j] * c[j]; c[i] = s; }
                for (int i = 0; i < n; i++) { double s = x[i]; for (int j = i + 1; j < n; j++) s -= w[j] * d[j] * d[j]; d[i] = s; }
                for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { if (i != j) e[i] -= w[j] * e[j] * e[j] * 0.1; } }
                double r = 0;
                for (int i = 0; i < n; i++) r += a[i] * b[i] * c[i] * d[i] * e[i];
                return r;
            }
            """,
            With(V(0.3, 0.7, -0.5, 0.4), V(0.2, -0.3, 0.6, 0.1))),
        new(
            "elements apart by a branch, and such as only one of its arms leaves alone",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[,] w)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n];
                double s = 0.2;
                for (int i = 0; i < n; i++) { a[i] = x[i]; b[i] = x[i] * x[i]; }
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        if (i != j) { s += a[j] * a[j] * w[i, j]; a[i] = Math.Sin(s); } else { s += a[i] * a[i]; a[j] = Math.Cos(s); }
                        if (x[i] > x[j]) { b[i] = Math.Exp(s * 0.1); s += b[i] * 0.1; } else { s += b[i] * b[j] * w[j, i]; }
                    }
                }

                for (int i = 0; i < n; i++) s += a[i] * b[i];
                return s;
            }
            """,
            With(V(0.3, 0.7, -0.5), M(3, 0.1, 0.4, -0.2, 0.3, 0.5, 0.7, -0.6, 0.2, 0.9))),
    ];
}
