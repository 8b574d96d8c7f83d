using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Models that are fitted: layers, optimisers, assignments.</summary>
internal static class LearningModels
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "attention with matrices that helpers return",
            """
            [Differentiable]
            public static double Evaluate(double[,] q, double[,] k, double[,] v)
            {
                int n = q.GetLength(0), d = q.GetLength(1);
                double[,] scores = MultiplyTransposed(q, k);
                double scale = 1 / Math.Sqrt(d);
                for (int i = 0; i < n; i++)
                {
                    double max = scores[i, 0] * scale;
                    for (int j = 1; j < n; j++) if (scores[i, j] * scale > max) max = scores[i, j] * scale;
                    double z = 0;
                    for (int j = 0; j < n; j++) z += scores[i, j] = Math.Exp(scores[i, j] * scale - max);
                    for (int j = 0; j < n; j++) scores[i, j] /= z;
                }
                double[,] o = Multiply(scores, v);
                double s = 0;
                foreach (double x in o) s += x * x;
                return s;
            }
            private static double[,] MultiplyTransposed(double[,] a, double[,] b)
            {
                var c = new double[a.GetLength(0), b.GetLength(0)];
                for (int i = 0; i < a.GetLength(0); i++)
                    for (int j = 0; j < b.GetLength(0); j++)
                        for (int k = 0; k < a.GetLength(1); k++)
                            c[i, j] += a[i, k] * b[j, k];
                return c;
            }
            private static double[,] Multiply(double[,] a, double[,] b)
            {
                var c = new double[a.GetLength(0), b.GetLength(1)];
                for (int i = 0; i < a.GetLength(0); i++)
                    for (int j = 0; j < b.GetLength(1); j++)
                    {
                        double s = 0;
                        for (int k = 0; k < a.GetLength(1); k++) s += a[i, k] * b[k, j];
                        c[i, j] = s;
                    }
                return c;
            }
            """,
            With(M(2, 0.1, 0.2, 0.3, -0.1, 0.5, 0.4), M(2, 0.3, 0.1, -0.2, 0.4, 0.1, 0.1), M(2, 1, 2, 0.3, 0.4, 0.5, 0.6))),
        new(
            "batch normalisation by columns of jagged rows",
            """
            [Differentiable]
            public static double Evaluate(double[][] x, double[] gamma, double[] beta)
            {
                int n = x.Length, d = gamma.Length;
                double loss = 0;
                for (int j = 0; j < d; j++)
                {
                    double mean = 0, var = 0;
                    for (int i = 0; i < n; i++) mean += x[i][j];
                    mean /= n;
                    for (int i = 0; i < n; i++) { double c = x[i][j] - mean; var += c * c; }
                    var /= n;
                    double inv = 1 / Math.Sqrt(var + 1e-5);
                    for (int i = 0; i < n; i++)
                    {
                        double y = gamma[j] * (x[i][j] - mean) * inv + beta[j];
                        loss += Math.Sin(y) * (i + 1);
                    }
                }
                return loss;
            }
            """,
            With(Rows([1,2], [3,-1], [0.5,4]), V(1.1, 0.9), V(0.1, -0.1))),
        new(
            "a recurrent unit of helpers that take functions and return arrays",
            """
            [Differentiable]
            public static double Evaluate(double[] h0, double[,] wz, double[,] wh, double[][] xs)
            {
                double[] h = h0;
                foreach (double[] x in xs)
                {
                    double[] z = Map(MatVec(wz, x), Sigmoid);
                    double[] c = Map(MatVec(wh, h), Math.Tanh);
                    h = Blend(z, h, c);
                }
                return h[0] + h[1] * h[1];
            }
            private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
            private static double[] MatVec(double[,] m, double[] v)
            {
                var r = new double[m.GetLength(0)];
                for (int i = 0; i < r.Length; i++)
                    for (int j = 0; j < v.Length; j++)
                        r[i] += m[i, j] * v[j];
                return r;
            }
            private static double[] Map(double[] v, Func<double, double> f)
            {
                var r = new double[v.Length];
                for (int i = 0; i < r.Length; i++) r[i] = f(v[i]);
                return r;
            }
            private static double[] Blend(double[] z, double[] a, double[] b)
            {
                var r = new double[z.Length];
                for (int i = 0; i < r.Length; i++) r[i] = z[i] * a[i] + (1 - z[i]) * b[i];
                return r;
            }
            """,
            With(V(0.1, -0.2), M(2, 0.1, 0.2, 0.3, 0.4), M(2, 0.5, -0.1, 0.2, 0.3), Rows([1, 2], [0.5, -1], [0.2, 0.3]))),
        new(
            "steps of Adam, differentiated through",
            """
            [Differentiable]
            public static double Evaluate(double[] w0, double lr, int steps)
            {
                double[] w = [.. w0], m = new double[w0.Length], v = new double[w0.Length];
                for (int t = 1; t <= steps; t++)
                {
                    for (int i = 0; i < w.Length; i++)
                    {
                        double g = 2 * w[i] * (i + 1) + Math.Cos(w[i]);
                        m[i] = 0.9 * m[i] + 0.1 * g;
                        v[i] = 0.999 * v[i] + 0.001 * g * g;
                        double mh = m[i] / (1 - Math.Pow(0.9, t)), vh = v[i] / (1 - Math.Pow(0.999, t));
                        w[i] -= lr * mh / (Math.Sqrt(vh) + 1e-8);
                    }
                }
                return w[0] * w[0] + w[1];
            }
            """,
            With(V(1, -1), 0.1, 5)),
        new(
            "clusters whose labels come out of a helper",
            """
            [Differentiable]
            public static double Evaluate(double[][] points, double[][] centroids)
            {
                double total = 0.0;
                foreach (double[] p in points)
                {
                    double d = Nearest(p, centroids, out int label);
                    total += d * (1 + 0.1 * label);
                }
                return total / points.Length;
            }
            private static double Nearest(double[] p, double[][] cs, out int best)
            {
                best = -1;
                double min = double.PositiveInfinity;
                for (int c = 0; c < cs.Length; c++)
                {
                    double d = 0;
                    for (int j = 0; j < p.Length; j++) { double t = p[j] - cs[c][j]; d += t * t; }
                    if (d < min) { min = d; best = c; }
                }
                return min;
            }
            """,
            With(Rows([1,2], [3,-1], [0.5,4], [2,2]), Rows([1,1], [2,3]))),
        new(
            "optimal transport by Sinkhorn",
            """
            [Differentiable]
            public static double Evaluate(double[,] cost, double eps)
            {
                int n = cost.GetLength(0), m = cost.GetLength(1);
                Span<double> u = stackalloc double[n], v = stackalloc double[m];
                u.Fill(1); v.Fill(1);
                for (int it = 0; it < 10; it++)
                {
                    for (int i = 0; i < n; i++) { double s = 0; for (int j = 0; j < m; j++) s += Math.Exp(-cost[i, j] / eps) * v[j]; u[i] = 1.0 / n / s; }
                    for (int j = 0; j < m; j++) { double s = 0; for (int i = 0; i < n; i++) s += Math.Exp(-cost[i, j] / eps) * u[i]; v[j] = 1.0 / m / s; }
                }
                double total = 0;
                for (int i = 0; i < n; i++) for (int j = 0; j < m; j++) total += u[i] * Math.Exp(-cost[i, j] / eps) * v[j] * cost[i, j];
                return total;
            }
            """,
            With(M(3, 0.1, 0.5, 0.9, 0.4, 0.2, 0.3, 0.8, 0.6, 0.1), 0.3)),
        new(
            "a particle filter with parents in an array of integers",
            """
            [Differentiable]
            public static double Evaluate(double[] particles, double[] obs)
            {
                int n = particles.Length;
                double[] p = (double[])particles.Clone(), w = new double[n], q = new double[n];
                int[] parent = new int[n];
                double ll = 0;
                foreach (double z in obs)
                {
                    double sum = 0;
                    for (int i = 0; i < n; i++) sum += w[i] = Math.Exp(-(p[i] - z) * (p[i] - z));
                    ll += Math.Log(sum / n);
                    double cum = w[0] / sum; int k = 0;
                    for (int i = 0; i < n; i++)
                    {
                        while (cum < (i + 0.5) / n) cum += w[++k] / sum;
                        parent[i] = k;
                    }
                    for (int i = 0; i < n; i++) q[i] = p[parent[i]] * 0.9 + 0.01 * i;
                    (p, q) = (q, p);
                }
                return ll + p[0];
            }
            """,
            With(V(0.1, 0.5, -0.2, 0.8), V(0.3, 0.2, 0.4))),
    ];
}
