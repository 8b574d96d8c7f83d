using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Transforms, decompositions and solvers as engineers write them.</summary>
internal static class Decompositions
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a fast Fourier transform in place with bit reversal",
            """
            [Differentiable]
            public static double Evaluate(double[] signal)
            {
                int n = signal.Length;
                double[] re = new double[n], im = new double[n];
                int bits = System.Numerics.BitOperations.Log2((uint)n);
                for (int i = 0; i < n; i++)
                {
                    int rev = 0;
                    for (int b = 0; b < bits; b++) rev |= ((i >> b) & 1) << (bits - 1 - b);
                    re[rev] = signal[i];
                }
                for (int size = 2; size <= n; size <<= 1)
                {
                    int half = size >> 1;
                    double step = -2 * Math.PI / size;
                    for (int start = 0; start < n; start += size)
                    {
                        for (int k = 0; k < half; k++)
                        {
                            double wr = Math.Cos(step * k), wi = Math.Sin(step * k);
                            int p = start + k, q = p + half;
                            double tr = re[q] * wr - im[q] * wi, ti = re[q] * wi + im[q] * wr;
                            re[q] = re[p] - tr; im[q] = im[p] - ti;
                            re[p] += tr; im[p] += ti;
                        }
                    }
                }
                double s = 0;
                for (int k = 0; k < n; k++) s += (k + 1) * Math.Sqrt(re[k] * re[k] + im[k] * im[k] + 1e-3);
                return s;
            }
            """,
            With(V(1, 0.5, -0.3, 0.2, 0.9, -1, 0.1, 0.7))),
        new(
            "Householder reflections in a copy of the input",
            """
            [Differentiable]
            public static double Evaluate(double[,] input)
            {
                int m = input.GetLength(0), n = input.GetLength(1);
                double[,] r = (double[,])input.Clone();
                double[] v = new double[m];
                for (int k = 0; k < n; k++)
                {
                    double norm = 0;
                    for (int i = k; i < m; i++) norm = double.Hypot(norm, r[i, k]);
                    double alpha = r[k, k] > 0 ? -norm : norm;
                    double vv = 0;
                    for (int i = k; i < m; i++) { v[i] = r[i, k] - (i == k ? alpha : 0); vv += v[i] * v[i]; }
                    if (vv == 0) continue;
                    for (int j = k; j < n; j++)
                    {
                        double dot = 0;
                        for (int i = k; i < m; i++) dot += v[i] * r[i, j];
                        double f = 2 * dot / vv;
                        for (int i = k; i < m; i++) r[i, j] -= f * v[i];
                    }
                }
                double d = 1;
                for (int i = 0; i < n; i++) d *= r[i, i];
                return d + r[0, 1];
            }
            """,
            With(M(2, 1, 0.5, 0.2, 2, 0.3, 0.4))),
        new(
            "eigenvalues by Jacobi rotations",
            """
            [Differentiable]
            public static double Evaluate(double[,] s)
            {
                int n = s.GetLength(0);
                double[,] a = new double[n, n];
                Array.Copy(s, a, s.Length);
                for (int sweep = 0; sweep < 6; sweep++)
                    for (int p = 0; p < n - 1; p++)
                        for (int q = p + 1; q < n; q++)
                        {
                            double off = 0.5 * (a[p, q] + a[q, p]);
                            if (Math.Abs(off) < 1e-15) continue;
                            double theta = (a[q, q] - a[p, p]) / (2 * off);
                            double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                            double c = 1 / Math.Sqrt(t * t + 1), sn = t * c;
                            for (int k = 0; k < n; k++) { double x = a[k, p], y = a[k, q]; a[k, p] = c * x - sn * y; a[k, q] = sn * x + c * y; }
                            for (int k = 0; k < n; k++) { double x = a[p, k], y = a[q, k]; a[p, k] = c * x - sn * y; a[q, k] = sn * x + c * y; }
                        }
                double r = 0;
                for (int i = 0; i < n; i++) r += Math.Exp(-a[i, i]) ;
                return r;
            }
            """,
            With(M(3, 2, 0.5, 0.1, 0.5, 1, 0.3, 0.1, 0.3, 3))),
        new(
            "conjugate gradients with early exit",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, double[] b, int iterations)
            {
                int n = b.Length;
                double[] x = new double[n], r = (double[])b.Clone(), p = (double[])b.Clone(), ap = new double[n];
                double rs = Dot(r, r);
                for (int k = 0; k < iterations && rs > 1e-20; k++)
                {
                    Multiply(a, p, ap);
                    double alpha = rs / Dot(p, ap);
                    for (int i = 0; i < n; i++) { x[i] += alpha * p[i]; r[i] -= alpha * ap[i]; }
                    double next = Dot(r, r);
                    double beta = next / rs;
                    for (int i = 0; i < n; i++) p[i] = r[i] + beta * p[i];
                    rs = next;
                }
                return Dot(x, b);
            }
            private static double Dot(double[] u, double[] v) { double s = 0; for (int i = 0; i < u.Length; i++) s += u[i] * v[i]; return s; }
            private static void Multiply(double[,] a, double[] x, double[] y)
            {
                for (int i = 0; i < y.Length; i++)
                {
                    y[i] = 0;
                    for (int j = 0; j < x.Length; j++) y[i] += a[i, j] * x[j];
                }
            }
            """,
            With(M(3, 4, 1, 0.5, 1, 3, 0.2, 0.5, 0.2, 2), V(1, 2, 3), 2)),
        new(
            "Jacobi iteration until nothing changes",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, double[] b)
            {
                int n = b.Length;
                double[] x = new double[n], next = new double[n];
                double change;
                int iteration = 0;
                do
                {
                    change = 0;
                    for (int i = 0; i < n; i++)
                    {
                        double sigma = 0;
                        for (int j = 0; j < n; j++) if (j != i) sigma += a[i, j] * x[j];
                        next[i] = (b[i] - sigma) / a[i, i];
                        change = Math.Max(change, Math.Abs(next[i] - x[i]));
                    }
                    next.CopyTo(x.AsSpan());
                    if (++iteration > 200) throw new InvalidOperationException("no convergence");
                } while (change > 1e-14);
                return x[0] + 2 * x[1];
            }
            """,
            With(M(2, 4, 1, 1, 3), V(1, 2))),
        new(
            "a matrix exponential by Taylor, helpers that return matrices",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, double t)
            {
                int n = a.GetLength(0);
                double[,] result = Identity(n), term = Identity(n);
                for (int k = 1; k <= 12; k++)
                {
                    term = Mul(term, a, t / k);
                    Add(result, term);
                }
                return Trace(result) + result[0, 1] * result[1, 0];
            }
            private static double[,] Identity(int n) { var m = new double[n, n]; for (int i = 0; i < n; i++) m[i, i] = 1; return m; }
            private static double[,] Mul(double[,] a, double[,] b, double f)
            {
                int n = a.GetLength(0);
                var c = new double[n, n];
                for (int i = 0; i < n; i++)
                    for (int k = 0; k < n; k++)
                    {
                        double x = a[i, k] * f;
                        for (int j = 0; j < n; j++) c[i, j] += x * b[k, j];
                    }
                return c;
            }
            private static void Add(double[,] a, double[,] b) { for (int i = 0; i < a.GetLength(0); i++) for (int j = 0; j < a.GetLength(1); j++) a[i, j] += b[i, j]; }
            private static double Trace(double[,] a) { double s = 0; for (int i = 0; i < a.GetLength(0); i++) s += a[i, i]; return s; }
            """,
            With(M(2, 0.1, 0.4, -0.3, 0.2), 1.5)),
        new(
            "Crank-Nicolson steps by forward elimination",
            """
            [Differentiable]
            public static double Evaluate(double[] u0, double alpha, int steps)
            {
                int n = u0.Length;
                double[] u = (double[])u0.Clone();
                double[] c = new double[n], d = new double[n];
                for (int s = 0; s < steps; s++)
                {
                    c[0] = 0; d[0] = u[0];
                    for (int i = 1; i < n - 1; i++)
                    {
                        double rhs = u[i] + 0.5 * alpha * (u[i - 1] - 2 * u[i] + u[i + 1]);
                        double a = -0.5 * alpha, b = 1 + alpha;
                        double m = b - a * c[i - 1];
                        c[i] = a / m;
                        d[i] = (rhs - a * d[i - 1]) / m;
                    }
                    u[n - 1] = d[n - 1] = u[n - 1];
                    for (int i = n - 2; i >= 0; i--) u[i] = d[i] - c[i] * u[i + 1];
                }
                double e = 0;
                foreach (var v in u) e += v * v;
                return e;
            }
            """,
            With(V(0, 1, 0.5, 0.2, 0), 0.4, 5)),
        new(
            "a natural cubic spline on the stack, searched by halves",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, double at)
            {
                int n = x.Length;
                Span<double> m = stackalloc double[n];
                Span<double> u = stackalloc double[n];
                m[0] = u[0] = 0.0;
                for (int i = 1; i < n - 1; i++)
                {
                    double sig = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
                    double p = sig * m[i - 1] + 2.0;
                    m[i] = (sig - 1.0) / p;
                    u[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]) - (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
                    u[i] = (6.0 * u[i] / (x[i + 1] - x[i - 1]) - sig * u[i - 1]) / p;
                }
                m[n - 1] = 0;
                for (int k = n - 2; k >= 0; k--) m[k] = m[k] * m[k + 1] + u[k];
                int lo = 0, hi = n - 1;
                while (hi - lo > 1)
                {
                    int mid = (hi + lo) >> 1;
                    if (x[mid] > at) hi = mid; else lo = mid;
                }
                double h = x[hi] - x[lo], a = (x[hi] - at) / h, b = (at - x[lo]) / h;
                return a * y[lo] + b * y[hi] + ((a * a * a - a) * m[lo] + (b * b * b - b) * m[hi]) * (h * h) / 6.0;
            }
            """,
            With(V(0, 1, 2.5, 4), V(1, 2, 0.5, 3), 1.7)),
    ];
}
