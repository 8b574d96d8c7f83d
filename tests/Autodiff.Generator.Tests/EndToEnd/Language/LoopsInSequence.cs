using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops over the same elements one after the other: some may be one loop, and some only nearly.</summary>
internal static class LoopsInSequence
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "Runge-Kutta of a chain",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int steps)
            {
                double[] y = new double[x.Length];
                double[] k1 = new double[x.Length], k2 = new double[x.Length], k3 = new double[x.Length], k4 = new double[x.Length];
                double[] stage = new double[x.Length];
                double h = 2.0 / steps;
                for (int step = 0; step < steps; step++)
                {
                    Slope(x, y, k1);
                    Advance(y, h / 2, k1, stage);
                    Slope(x, stage, k2);
                    Advance(y, h / 2, k2, stage);
                    Slope(x, stage, k3);
                    Advance(y, h, k3, stage);
                    Slope(x, stage, k4);
                    for (int i = 0; i < x.Length; i++) y[i] += h * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6;
                }

                return y[^1] * y[0];
            }

            private static void Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> slope)
            {
                slope[0] = x[0];
                for (int i = 1; i < x.Length; i++) slope[i] = x[i] * y[i - 1];
            }

            private static void Advance(ReadOnlySpan<double> y, double h, ReadOnlySpan<double> slope, Span<double> advanced)
            {
                for (int i = 0; i < y.Length; i++) advanced[i] = y[i] + h * slope[i];
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2), 3),
            With(V(0.3), 2),
            With(V(0.3, -0.7), 1))
        {
            Throws = [With(V(), 2)],
        },
        new(
            "the next element of what the loop before writes",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[x.Length], b = new double[x.Length];
                for (int i = 0; i < x.Length; i++) a[i] = x[i] * x[i];
                for (int i = 0; i < x.Length - 1; i++) b[i] = a[i + 1] * x[i];
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += b[i] * b[i] + a[i];
                return s;
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2)),
            With(V())),
        new(
            "the element before, with loops that start alike",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[x.Length], b = new double[x.Length];
                a[0] = x[0];
                for (int i = 1; i < x.Length; i++) a[i] = x[i] * x[i - 1];
                for (int i = 1; i < x.Length; i++) b[i] = a[i - 1] * x[i] + a[i];
                double s = 0;
                for (int i = 1; i < x.Length; i++) s += b[i] * b[i - 1];
                return s;
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2)),
            With(V(0.3)))
        {
            Throws = [With(V())],
        },
        new(
            "a loop that overwrites what the one before read ahead, and one that overwrites what it has to read",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[x.Length + 1], b = new double[x.Length + 1];
                for (int i = 0; i < x.Length; i++) a[i] = Math.Sin(x[i]);
                for (int i = 0; i < x.Length; i++) b[i] = a[i + 1] + a[i];
                for (int i = 0; i < x.Length; i++) a[i] = b[i] * x[i];
                for (int i = 0; i < x.Length; i++) a[i + 1] = b[i] * a[i];
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += a[i] * b[i];
                return s + a[x.Length];
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2)),
            With(V(0.9)),
            With(V())),
        new(
            "windows on one array that overlap",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[x.Length + 1];
                Span<double> low = a.AsSpan(0, x.Length), high = a.AsSpan(1, x.Length);
                for (int i = 0; i < x.Length; i++) low[i] = x[i] * 0.5 + low[i];
                for (int i = 0; i < x.Length; i++) high[i] = low[i] * x[i];
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += low[i] * high[i];
                return s;
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2))),
        new(
            "a softmax",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w)
            {
                double[] e = new double[x.Length], p = new double[x.Length];
                double sum = 0;
                for (int i = 0; i < x.Length; i++) e[i] = Math.Exp(x[i]);
                for (int i = 0; i < x.Length; i++) sum += e[i];
                for (int i = 0; i < x.Length; i++) p[i] = e[i] / sum;
                double dot = 0;
                for (int i = 0; i < x.Length; i++) dot += p[i] * w[i];
                return dot;
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2), V(1, 2, -1, 0.5)),
            With(V(), V())),
        new(
            "an element that is read between the loops",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[x.Length], b = new double[x.Length];
                for (int i = 0; i < x.Length; i++) a[i] = x[i] * x[i];
                double last = a[^1], first = a[0];
                a[1] = 0.25 * last;
                for (int i = 0; i < x.Length; i++) b[i] = a[i] * first;
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += b[i] * last;
                return s;
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2)))
        {
            Throws = [With(V()), With(V(2))],
        },
        new(
            "loops that throw, each in its turn",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, int[] at, int n)
            {
                double[] a = new double[x.Length];
                for (int i = 0; i < n; i++) a[i] = x[i] * 2;
                var rest = y.AsSpan(1, n);
                for (int i = 0; i < n; i++) a[i] += rest[i] / (4 / at[i]);
                double s = 0;
                for (int i = 0; i < n; i++) s += a[i] * a[at[i]];
                return s;
            }
            """,
            With(V(0.3, 0.7, 1.1), V(1, 2, 3, 4), N(1, 2, 1), 3),
            With(V(0.3, 0.7, 1.1), V(1, 2, 3, 4), N(1, 2, 1), 0))
        {
            Throws =
            [
                With(V(0.3, 0.7), V(1, 2, 3, 4), N(1, 0, 1), 3),
                With(V(0.3, 0.7, 1), V(1, 2, 3), N(0, 0, 1), 3),
                With(V(0.3, 0.7, 1), V(1, 2, 3, 4), N(1, 0, 1), 3),
                With(V(0.3, 0.7, 1), V(1, 2, 3, 4), N(1, 4, 1), 3),
                With(V(0.3, 0.7, 1), V(1, 2, 3, 4), N(1, 2, 1), -1),
            ],
        },
        new(
            "the caller's array, as far as it was written before the exception",
            """
            [Differentiable(nameof(x))]
            public static double Evaluate(double[] x, double[] state, double[] other)
            {
                for (int i = 0; i < state.Length; i++) state[i] = 0.5 * state[i];
                for (int i = 0; i < state.Length; i++) other[i] = state[i] * x[i];
                double s = 0;
                for (int i = 0; i < state.Length; i++) s += other[i] * state[i];
                return s;
            }
            """,
            With(V(0.3, 0.7, 1.1), V(1, 2, 3), V(0, 0, 0)))
        {
            Throws = [With(V(0.3, 0.7), V(1, 2, 3), V(0, 0, 0)), With(V(0.3, 0.7, 1), V(1, 2, 3), V(0, 0))],
        },
        new(
            "layers of matrices, row by row",
            """
            [Differentiable]
            public static double Evaluate(double[,] w, double[] x)
            {
                int n = w.GetLength(0);
                double[,] z = new double[n, n];
                double[] a = new double[n];
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++) z[i, j] = w[i, j] * x[j];
                }

                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++) a[i] += z[i, j];
                }

                double s = 0;
                for (int i = 0; i < n; i++) s += Math.Tanh(a[i]) * z[i, 0] + z[0, i];
                return s;
            }
            """,
            With(M(3, 0.3, 0.7, 1.1, -0.2, 0.4, 0.9, 1.3, -0.8, 0.6), V(0.5, -1, 2))),
        new(
            "running values that only the next iteration reads",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double r)
            {
                double[] level = new double[x.Length], trend = new double[x.Length];
                Array.Fill(trend, r);
                level[0] = x[0];
                double loss = 0;
                for (int i = 1; i < x.Length; i++)
                {
                    double forecast = level[i - 1] + trend[i - 1];
                    if (forecast > 0) loss += level[i - 1] * forecast;
                    level[i] = r * x[i] + (1 - r) * forecast;
                    trend[i] = level[i] - level[i - 1] * r;
                    loss += (x[i] - forecast) * (x[i] - forecast);
                }

                return loss;
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2, -2, -3), 0.4),
            With(V(0.3), 0.4))
        {
            Throws = [With(V(), 0.4)],
        },
        new(
            "running values of which one is read after the loop, and one before",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double r)
            {
                double[] a = new double[x.Length], b = new double[x.Length], c = new double[x.Length];
                a[0] = x[0];
                for (int i = 1; i < x.Length; i++) a[i] = a[i - 1] * r + x[i];
                for (int i = 1; i < x.Length; i++) b[i] = b[i - 1] * r + a[i];
                for (int i = 1; i < x.Length; i++) c[i] = c[i - 1] * r + c[0];
                return a[^1] * a[0] + b[x.Length / 2];
            }
            """,
            With(V(0.3, 0.7, 1.1, 0.2), 0.4)),
        new(
            "a running value of which only every second one is written",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[x.Length], b = new double[x.Length];
                a[0] = x[0];
                double s = 0;
                for (int i = 1; i < x.Length; i++)
                {
                    s += a[i - 1] * x[i];
                    if (x[i] > 0) a[i] = x[i] * x[i];
                }

                b[0] = 1;
                for (int i = 1; i < x.Length; i += 2)
                {
                    s += b[i - 1] * x[i];
                    b[i] = s;
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.2, 0.5))),
        new(
            "a local array of less than no elements",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] a = new double[n];
                double s = 0;
                for (int i = 0; i < n; i++) a[i] = x[i] * 2;
                for (int i = 0; i < n; i++) s += a[i] * a[i];
                return s;
            }
            """,
            With(V(0.3, 0.7), 2),
            With(V(0.3, 0.7), 0))
        {
            Throws = [With(V(1), -1), With(V(1), 2)],
        },
        new(
            "arrays that change places between the loops",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int steps)
            {
                double[] a = new double[x.Length], b = new double[x.Length], t = new double[x.Length];
                x.CopyTo(a, 0);
                for (int s = 0; s < steps; s++)
                {
                    for (int i = 0; i < x.Length; i++) t[i] = a[i] * x[i];
                    for (int i = 0; i < x.Length; i++) b[i] = Math.Sin(t[i]) + a[i];
                    (a, b) = (b, a);
                    for (int i = 0; i < x.Length; i++) b[i] = a[i] * t[i];
                    for (int i = 0; i < x.Length; i++) a[i] += b[i];
                }

                double sum = 0;
                for (int i = 0; i < x.Length; i++) sum += a[i];
                return sum;
            }
            """,
            With(V(0.3, 0.7, -1.1), 3)),
        new(
            "single precision, step by step",
            """
            [Differentiable]
            public static float Evaluate(float[] x)
            {
                float[] a = new float[x.Length], b = new float[x.Length];
                a[0] = 1;
                for (int i = 0; i < x.Length; i++) b[i] = x[i] * x[i];
                for (int i = 1; i < x.Length; i++) a[i] = (float)(a[i - 1] * 0.5 + b[i]);
                for (int i = 1; i < x.Length; i++) b[i] = a[i] * b[i - 1];
                return b[^1] + b[1];
            }
            """,
            With(F(0.3f, 0.7f, -1.1f))),
        new(
            "adjoints of elements that some iterations leave out",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int steps)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n], c = new double[n];
                double s = 0;
                for (int t = 0; t < steps; t++)
                {
                    a[0] = x[0] * (t + 1);
                    for (int i = 1; i < n; i++) a[i] = Math.Sin(x[i]) + b[i];
                    for (int i = n - 1; i >= 0; i--) s += a[i] * x[i];
                    for (int i = 0; i < n; i++) if (x[i] > 0) b[i] = a[i] * s;
                    c[t % n] = b[0] * s;
                    for (int i = 2; i < n; i++) s += b[i] * c[0];
                    if (s > 1)
                    {
                        for (int i = 0; i < n; i++) a[i] = s * x[i];
                        s += a[n - 1] * 0.1;
                    }
                }

                return s + c[1] + a[1] * a[n - 1];
            }
            """,
            With(V(0.3, 0.7, -0.4, 0.2), 3),
            With(V(-0.3, 0.7), 2),
            With(V(0.3, 0.7, 1.4), 1)),
        new(
            "adjoints that other elements' iterations read",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int steps)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n];
                double s = 0;
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 0; i < n; i++) a[i] = w[i] * x[i] + b[i];
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = i + 1; j < n; j++) a[j] += a[i] * w[i];
                    }

                    for (int i = 0; i < n; i++) b[i] = Math.Tanh(a[i]);
                    for (int i = 0; i < n; i++) s += a[i] * b[n - 1 - i];
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -0.4, 0.2), V(0.1, -0.2, 0.3, 0.4), 3),
            With(V(0.3), V(0.1), 2)),
        new(
            "adjoints in loops that end early, and in loops that may run never",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int m)
            {
                double[] a = new double[x.Length];
                double s = 0;
                for (int t = 0; t < 5; t++)
                {
                    for (int i = 0; i < x.Length; i++) a[i] = x[i] * t;
                    if (t == m) break;
                    for (int i = 0; i < x.Length; i++) s += a[i] * a[i];
                    for (int k = 0; k < m; k++)
                    {
                        for (int i = 0; i < x.Length; i++) a[i] = a[i] * x[i];
                        s += a[0];
                    }
                }

                return s + a[0] * a[^1];
            }
            """,
            With(V(0.3, 0.7, -0.4), 3),
            With(V(0.3, 0.7, -0.4), 0),
            With(V(0.3), 7)),
    ];
}
