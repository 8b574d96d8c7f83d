using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>
/// Inner loops that walk a part of a flat array. In the reverse sweep they take slices, which must not be taken where the loop
/// does not run, or runs past what it accesses.
/// </summary>
internal static class FlatArrays
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a flat matrix by computed indices, its columns counted by a parameter",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] x, int rows, int columns)
            {
                double s = 0;
                for (int i = 0; i < rows; i++)
                {
                    double dot = 0;
                    for (int j = 0; j < columns; j++)
                    {
                        dot += a[i * columns + j] * x[j];
                    }

                    s += Math.Sin(dot);
                }

                return s;
            }
            """,
            With(V(1, 2, 3, -1, 0.5, 4), V(0.3, 0.7, -1), 2, 3),
            With(V(1), V(0.3), 2, 0),
            With(V(1), V(0.3), 2, -3))
        {
            Throws = [With(V(1, 2, 3), V(0.3, 0.7), 2, 2)],
        },
        new(
            "a flat matrix whose columns are as many as a vector is long",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, double[] x, int rows)
            {
                double s = 0;
                for (int i = 0; i < rows; i++)
                {
                    double dot = 1;
                    for (int j = 0; j < x.Length; j++)
                    {
                        dot += a[i * x.Length + j] * x[j];
                    }

                    s += Math.Sin(dot);
                }

                return s;
            }
            """,
            With(V(1, 2, 3, -1, 0.5, 4), V(0.3, 0.7, -1), 2),
            With(V(), V(), 2)),
        new(
            "an offset that lies outside where the loop does not run",
            """
            [Differentiable]
            public static double Evaluate(double[] c, double x, int offset, int n)
            {
                double s = 0;
                for (int i = 0; i < n; i++)
                {
                    s += c[offset + i] * x;
                }

                return Math.Exp(s) * x;
            }
            """,
            With(V(1, 2, 3), 0.4, 1, 2),
            With(V(1, 2, 3), 0.4, 1000, 0),
            With(V(1, 2, 3), 0.4, -7, -1))
        {
            Throws = [With(V(1, 2, 3), 0.4, 2, 2), With(V(1, 2, 3), 0.4, -1, 2)],
        },
        new(
            "a triangle in a flat array, by a running index",
            """
            [Differentiable]
            public static double Evaluate(double[] l, double[] x)
            {
                var y = new double[x.Length];
                int k = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    for (int j = i + 1; j < x.Length; j++)
                    {
                        y[j] += l[k] * x[i];
                        k++;
                    }
                }

                double s = k;
                foreach (double v in y)
                {
                    s += v * v;
                }

                return Math.Log(s);
            }
            """,
            With(V(1, 2, 3, -1, 0.5, 4), V(0.3, 0.7, -1, 2)))
        {
            Throws = [With(V(1, 2, 3), V(0.3, 0.7, -1, 2))],
        },
        new(
            "a running index that is read as a number too, and after the loop",
            """
            [Differentiable]
            public static double Evaluate(double[] a, int n)
            {
                int k = 1;
                double s = 0;
                for (int i = 0; i < 2; i++)
                {
                    double t = 0;
                    for (int j = 0; j < n; j++)
                    {
                        t += a[k] * a[k + j] * k;
                        k++;
                    }

                    s += t * t * a[k];
                }

                return s;
            }
            """,
            With(V(1, 2, 3, -1, 0.5, 4, 0.1, 0.2), 2),
            With(V(1, 2, 3), 0)),
        new(
            "a running index that counts the other way",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] w)
            {
                int k = a.Length;
                double s = 0;
                for (int i = 0; i < 2; i++)
                {
                    for (int j = 0; j < w.Length; j++)
                    {
                        k--;
                        s += a[k] * a[k] * w[j];
                    }
                }

                return s * s;
            }
            """,
            With(V(1, 2, 3, -1), V(0.5, 0.2))),
        new(
            "two running indices, both counting down with the loop",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] b, int n)
            {
                int p = a.Length;
                int q = b.Length - 1;
                double s = 0;
                for (int i = 0; i < 2; i++)
                {
                    double t = 0;
                    for (int j = n - 1; j >= 0; j--)
                    {
                        t += a[--p] * b[q];
                        q--;
                    }

                    s += t * t * t;
                }

                return s + p + q;
            }
            """,
            With(V(1, 2, 3, -1), V(0.5, 0.2, 0.7, 2, 4), 2),
            With(V(1), V(2), 0)),
        new(
            "a part of an array only where a condition holds",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] x, int offset, int taken)
            {
                double s = 0;
                for (int j = 0; j < x.Length; j++)
                {
                    if (j < taken)
                    {
                        s += a[offset + j] * x[j];
                    }
                }

                return s * s;
            }
            """,
            With(V(1, 2, 3), V(0.5, 0.2, -1), 1, 2),
            With(V(1, 2), V(-0.5, -0.2, -1), 100, 0)),
        new(
            "bounds that are included, and counting down to one",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] c, int offset, int m)
            {
                double s = 0;
                for (int j = 1; j <= m; j++)
                {
                    s += a[offset + j] * c[offset + j - 1];
                }

                double t = 0;
                for (int j = m; j > 0; j--)
                {
                    t += a[offset + j - 1] * c[offset + j] * s;
                }

                return t * t;
            }
            """,
            With(V(1, 2, 3, -1), V(0.5, 0.2, 0.7, 2), 1, 2),
            With(V(1, 2, 3, -1), V(0.5, 0.2, 0.7, 2), 50, 0)),
        new(
            "parts that overlap, and every second element",
            """
            [Differentiable]
            public static double Evaluate(double[] a, int p, int q, int n)
            {
                double s = 0;
                for (int j = 0; j < n; j++)
                {
                    s += a[p + j] * a[q + j];
                }

                for (int j = 0; j < n; j += 2)
                {
                    s += a[p + j] * a[q + j] * s;
                }

                return s;
            }
            """,
            With(V(1, 2, 3, -1, 0.3), 0, 1, 4),
            With(V(1, 2, 3, -1, 0.3), 2, 2, 3)),
        new(
            "a part backwards",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] x, int end)
            {
                double s = 0;
                for (int j = 0; j < x.Length; j++)
                {
                    s += a[end - j] * x[j];
                }

                return s * s;
            }
            """,
            With(V(1, 2, 3, -1), V(0.5, 0.2), 3)),
        new(
            "a part that is overwritten in place",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] scale, int rows)
            {
                var y = (double[])a.Clone();
                for (int r = 0; r < 2; r++)
                {
                    for (int i = 0; i < rows; i++)
                    {
                        for (int j = 0; j < scale.Length; j++)
                        {
                            y[i * scale.Length + j] = y[i * scale.Length + j] * y[i * scale.Length + j] * scale[j];
                        }
                    }
                }

                double s = 0;
                foreach (double v in y)
                {
                    s += v;
                }

                return s;
            }
            """,
            With(V(1, 0.2, 0.3, -1, 0.3, 0.4), V(0.5, 0.2, 2), 2)),
        new(
            "more parts than registers",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] b, int n)
            {
                double s = 0;
                for (int j = 0; j < n; j++)
                {
                    s += a[n + j] * b[2 * n + j] + a[2 * n + j] * b[n + j] + a[3 * n + j] * b[j];
                }

                return s * s;
            }
            """,
            With(V(1, 2, 3, -1, 0.3, 0.5, 0.1, 4), V(0.2, 0.3, 0.4, 0.5, 0.6, 0.7), 2)),
        new(
            "a part in single precision, and a checked index",
            """
            [Differentiable]
            public static float Evaluate(float[] a, float[] x, int offset)
            {
                float s = 0;
                for (int j = 0; j < x.Length; j++)
                {
                    s += a[offset + j] * x[j];
                }

                for (int j = 0; j < x.Length; j++)
                {
                    s += a[checked(offset + j)] * s;
                }

                return s;
            }
            """,
            With(F(1, 2, 3), F(0.5f, 0.25f), 1),
            With(F(1, 2, 3), F(), 100)),
        new(
            "rows in a function that calls itself",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] x, int row) => Rows(a, x, row);

            private static double Rows(double[] a, double[] x, int row)
            {
                if (row < 0)
                {
                    return 0;
                }

                double dot = 1;
                for (int j = 0; j < x.Length; j++)
                {
                    dot *= Math.Cos(a[row * x.Length + j] * x[j]);
                }

                return dot + dot * Rows(a, x, row - 1);
            }
            """,
            With(V(1, 0.2, 0.3, -1, 0.3, 0.4), V(0.5, 0.2), 2),
            With(V(), V(), 2)),
    ];
}
