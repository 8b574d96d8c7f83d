using Autodiff.Generator.Tests.EndToEnd.Language;
using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Jacobians;

/// <summary>Results computed through arrays, which have shadows in each row that needs them.</summary>
internal static class TuplesFromArrays
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "two products of the same arrays",
            """
            [Differentiable(Jacobian = true)]
            public static (double dot, double norm) Evaluate(double[] a, ReadOnlySpan<double> b)
            {
                double dot = 0;
                double norm = 0;
                for (int i = 0; i < a.Length; i++)
                {
                    dot += a[i] * b[i];
                    norm += a[i] * a[i];
                }

                return (dot, Math.Sqrt(norm));
            }
            """,
            With(V(1, 2, 3), V(0.5, -1, 2))),
        new(
            "an array that only one row reads",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, float[] y)
            {
                double a = 0;
                foreach (double item in x)
                {
                    a += Math.Sin(item);
                }

                return (a, y[0] * y[^1]);
            }
            """,
            With(V(1, 2, 3), F(0.5f, -1, 2))),
        new(
            "an array overwritten in place",
            """
            [Differentiable(Jacobian = true)]
            public static (double last, double sum) Evaluate(double[] x, double rate)
            {
                for (int i = 1; i < x.Length; i++)
                {
                    x[i] = rate * x[i] * x[i - 1] + x[i];
                }

                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += x[i] * x[i];
                }

                return (x[^1], sum);
            }
            """,
            With(V(1, 2, 3), 0.3)),
        new(
            "one buffer for each row",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double t)
            {
                double[] p = new double[x.Length];
                double[] q = new double[x.Length];
                for (int i = 0; i < x.Length; i++)
                {
                    p[i] = x[i] * t;
                    q[i] = Math.Sin(x[i]) - t;
                }

                double a = 0;
                double b = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    a += p[i] * p[x.Length - 1 - i];
                    b += q[i] * q[i] * i;
                }

                return (a, b);
            }
            """,
            With(V(1, 2, 3), 0.3)),
        new(
            "swapped buffers",
            """
            [Differentiable(Jacobian = true)]
            public static (double first, double last) Evaluate(double[] x, double rate, int steps)
            {
                double[] now = (double[])x.Clone();
                double[] next = new double[x.Length];
                for (int s = 0; s < steps; s++)
                {
                    for (int i = 0; i < now.Length; i++)
                    {
                        next[i] = now[i] + rate * now[(i + 1) % now.Length] * now[i];
                    }

                    (now, next) = (next, now);
                }

                return (now[0], next[^1]);
            }
            """,
            With(V(1, 2, 3), 0.1, 3),
            With(V(1, 2, 3), 0.1, 0),
            With(V(1, 2, 3), 0.1, 2)),
        new(
            "swapped buffers that one row never reads",
            """
            [Differentiable(Jacobian = true)]
            public static (double first, double other) Evaluate(double[] x, double rate, int steps)
            {
                double[] now = (double[])x.Clone();
                double[] next = new double[x.Length];
                for (int s = 0; s < steps; s++)
                {
                    for (int i = 0; i < now.Length; i++)
                    {
                        next[i] = now[i] + rate * now[(i + 1) % now.Length] * now[i];
                    }

                    (now, next) = (next, now);
                }

                return (now[0], rate * x[1]);
            }
            """,
            With(V(1, 2, 3), 0.1, 3)),
        new(
            "swapped buffers, each with another one in each row",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double[] y, double rate, int steps)
            {
                double[] p = (double[])x.Clone(), q = new double[x.Length];
                double[] u = (double[])y.Clone(), v = new double[y.Length];
                for (int s = 0; s < steps; s++)
                {
                    for (int i = 0; i < p.Length; i++)
                    {
                        q[i] = p[i] * (1 + rate * p[(i + 1) % p.Length]);
                    }

                    for (int i = 0; i < u.Length; i++)
                    {
                        v[i] = Math.Sin(u[i]) * rate;
                    }

                    (p, q) = (q, p);
                    (u, v) = (v, u);
                }

                return (p[0] * p[1], u[0]);
            }
            """,
            With(V(1, 2, 3), V(0.4, 0.5), 0.1, 3)),
        new(
            "the parameter itself swapped with a buffer",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double rate, int steps)
            {
                double[] now = x;
                double[] next = new double[x.Length];
                for (int s = 0; s < steps; s++)
                {
                    for (int i = 0; i < now.Length; i++)
                    {
                        next[i] = Math.Sin(now[i]) + rate * now[(i + 1) % now.Length];
                    }

                    (now, next) = (next, now);
                }

                return (now[0], now[1] * next[2]);
            }
            """,
            With(V(1, 2, 3), 0.1, 3),
            With(V(1, 2, 3), 0.1, 0)),
        new(
            "jagged rows, made and read",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[][] w, double[] x)
            {
                double[][] layers = new double[w.Length + 1][];
                layers[0] = x;
                for (int l = 0; l < w.Length; l++)
                {
                    layers[l + 1] = new double[x.Length];
                    for (int i = 0; i < x.Length; i++)
                    {
                        layers[l + 1][i] = Math.Tanh(w[l][i] * layers[l][x.Length - 1 - i]);
                    }
                }

                double b = 0;
                foreach (double item in layers[1])
                {
                    b += item * item;
                }

                return (layers[w.Length][0], b);
            }
            """,
            With(Rows([0.5, 1.5], [0.7, -1], [0.2, 0.9]), V(1, 2))),
        new(
            "rows of a jagged array exchanged",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[][] w, double t)
            {
                double[][] rows = new double[2][];
                rows[0] = new double[] { w[0][0] * t, w[0][1] };
                rows[1] = new double[] { w[1][0], w[1][1] / t };
                (rows[0], rows[1]) = (rows[1], rows[0]);
                rows[0][1] += rows[1][0];
                return (rows[0][0] * rows[0][1], rows[1][1]);
            }
            """,
            With(Rows([0.5, 1.5], [0.7, -1]), 2)),
        new(
            "memory on the stack",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                Span<double> p = stackalloc double[3];
                p[0] = x;
                p[1] = x * y;
                p[2] = Math.Exp(y);
                for (int i = 1; i < 3; i++)
                {
                    p[i] *= p[i - 1];
                }

                return (p[2], p[1]);
            }
            """,
            With(0.3, 0.4)),
        new(
            "a span that a loop carries",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(ReadOnlySpan<double> x, double t)
            {
                double a = 0;
                double b = 1;
                while (x.Length > 0)
                {
                    a += x[0] * t;
                    b *= x[^1] + t;
                    x = x[1..];
                }

                return (a, b);
            }
            """,
            With(V(0.5, 1.5, 2), 0.3)),
        new(
            "a window on what the loop writes",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] start, double[] w, int layers)
            {
                int n = w.Length;
                double[] state = (double[])start.Clone();
                Span<double> signal = state.AsSpan(0, n);
                for (int layer = 0; layer < layers; layer++)
                {
                    var hidden = state.AsSpan(layer * n, n);
                    for (int i = 0; i < n; i++)
                    {
                        hidden[i] = hidden[i] * signal[i] * w[i];
                    }

                    signal = hidden;
                }

                return (signal[0], state[0] * signal[1]);
            }
            """,
            With(V(0.5, 1.5, -0.7, 2, 1.1, 0.3), V(1.2, -0.8), 3),
            With(V(0.5, 1.5), V(1.2, -0.8), 0)),
        new(
            "a matrix times a vector, two of its elements",
            """
            [Differentiable(Jacobian = true)]
            public static (double u, double v) Evaluate(double[,] m, double[] x)
            {
                double[] y = new double[m.GetLength(0)];
                for (int i = 0; i < m.GetLength(0); i++)
                {
                    for (int j = 0; j < m.GetLength(1); j++)
                    {
                        y[i] += m[i, j] * x[j];
                    }
                }

                return (y[0], Math.Sin(y[1]));
            }
            """,
            With(M(2, 1, 2, 3, 4), V(0.5, 0.2))),
        new(
            "a helper that fills a span for both rows",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double t)
            {
                double[] y = new double[x.Length];
                Scale(x, t, y);
                double a = Sum(y);
                Scale(y, t, y);
                return (a, Sum(y) * a);
            }

            private static void Scale(ReadOnlySpan<double> source, double t, Span<double> target)
            {
                for (int i = 0; i < source.Length; i++)
                {
                    target[i] = source[i] * t;
                }
            }

            private static double Sum(ReadOnlySpan<double> x)
            {
                double sum = 0;
                foreach (double item in x)
                {
                    sum += item * item;
                }

                return sum;
            }
            """,
            With(V(0.5, 1.5, 2), 0.3)),
        new(
            "a reference to an element",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, int i, double t)
            {
                ref double r = ref x[i];
                r *= t;
                r += x[0];
                return (r, x[0] * x[1]);
            }
            """,
            With(V(0.5, 1.5, 2), 1, 0.3),
            With(V(0.5, 1.5, 2), 0, 0.3))
        {
            Throws = [With(V(0.5, 1.5), 2, 1)],
        },
        new(
            "an array that a condition chooses",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double[] y, bool first, double t)
            {
                double[] chosen = first ? x : y;
                double[] other = first ? y : x;
                double a = 0;
                for (int i = 0; i < chosen.Length; i++)
                {
                    a += chosen[i] * chosen[i] * t;
                }

                return (a, other[0] * chosen[0]);
            }
            """,
            With(V(0.5, 1.5, 2), V(1, 2), true, 0.4),
            With(V(0.5, 1.5, 2), V(1, 2), false, 0.4)),
        new(
            "copied, cleared and filled",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double t)
            {
                double[] y = new double[x.Length];
                x.AsSpan().CopyTo(y);
                double a = y[0] * y[1];
                y.AsSpan(1).Fill(t);
                double b = y[0] * y[1];
                Array.Clear(y);
                return (a, b + y[0]);
            }
            """,
            With(V(0.5, 1.5, 2), 0.3)),
        new(
            "iterations that are independent, in one row",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double[] y)
            {
                double a = 0;
                double b = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    double e = Math.Exp(-x[i] * y[i]);
                    a += e * e;
                    b = b * (1 + e) * 0.5;
                }

                return (a, b);
            }
            """,
            With(V(0.5, 1.5, 2), V(0.1, 0.2, 0.3))),
        new(
            "iterations that are independent, in both rows, with a local array in each",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double[] y)
            {
                double a = 0;
                double b = 0;
                Span<double> t = stackalloc double[2];
                for (int i = 0; i < x.Length; i++)
                {
                    t[0] = x[i] * y[i];
                    t[1] = Math.Sin(t[0]) * x[i];
                    a += t[0] * t[1];
                    b += t[1];
                }

                return (a, b);
            }
            """,
            With(V(0.5, 1.5, 2), V(0.1, 0.2, 0.3))),
        new(
            "two results out of one array written in a loop that ends early",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double[] x, double limit)
            {
                double[] y = new double[x.Length];
                double sum = 0;
                int i = 0;
                for (; i < x.Length; i++)
                {
                    y[i] = x[i] * x[i] + sum;
                    sum += y[i];
                    if (sum > limit)
                    {
                        return (y[i], sum * limit);
                    }
                }

                return (sum, y[i - 1] * limit);
            }
            """,
            With(V(0.5, 1.5, 2), 3),
            With(V(0.5, 1.5, 2), 300)),
        new(
            "a factorisation in place, and what was there before it",
            """
            [Differentiable(Jacobian = true)]
            public static (double determinant, double trace) Evaluate(double[,] m)
            {
                int n = m.GetLength(0);
                double determinant = 1;
                double trace = 0;
                for (int i = 0; i < n; i++)
                {
                    trace += m[i, i];
                }

                for (int k = 0; k < n; k++)
                {
                    determinant *= m[k, k];
                    for (int i = k + 1; i < n; i++)
                    {
                        double f = m[i, k] / m[k, k];
                        for (int j = k; j < n; j++)
                        {
                            m[i, j] -= f * m[k, j];
                        }
                    }
                }

                return (determinant, trace);
            }
            """,
            With(M(3, 4, 1, 0.5, 1, 3, 0.2, 0.3, -1, 2))),
        new(
            "layers that hand on their output, and its norm",
            """
            [Differentiable(Jacobian = true)]
            public static (double first, double norm) Evaluate(double[][] w, double[] x)
            {
                double[] h = x;
                foreach (double[] row in w)
                {
                    double[] next = new double[h.Length];
                    for (int i = 0; i < next.Length; i++)
                    {
                        next[i] = Math.Tanh(row[i] * h[(i + 1) % h.Length]);
                    }

                    h = next;
                }

                double norm = 0;
                for (int i = 0; i < h.Length; i++)
                {
                    norm += h[i] * h[i];
                }

                return (h[0], norm);
            }
            """,
            With(Rows([0.5, 1.5], [0.7, -1], [0.2, 0.9]), V(1, 2)),
            With(Rows(), V(1, 2))),
    ];
}
