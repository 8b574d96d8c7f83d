using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Parameters of every kind.</summary>
internal static class ArrayParameters
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "arrays, spans and scalars together",
            """
            [Differentiable]
            public static double Evaluate(double[] w, ReadOnlySpan<double> x, Span<double> scale, double bias)
            {
                double s = bias;
                for (int i = 0; i < w.Length; i++)
                {
                    s += w[i] * x[i] / scale[i];
                }

                return 1 / (1 + Math.Exp(-s));
            }
            """,
            With(V(0.1, -0.3), V(2, 1), V(1.5, 0.5), 0.2)),
        new(
            "the textbook's squared norm of a product",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[,] w)
            {
                double f = 0;
                for (int i = 0; i < w.GetLength(0); i++)
                {
                    double y = 0;
                    for (int j = 0; j < w.GetLength(1); j++)
                    {
                        y += w[i, j] * x[j];
                    }

                    f += y * y;
                }

                return f;
            }
            """,
            With(V(1, 2, 3), M(3, 0.14, 0.15, 0.10, 1.16, 1.10, 1.60))),
        new(
            "a jagged array of rows of different lengths",
            """
            [Differentiable]
            public static double Evaluate(double[][] rows, double x)
            {
                double s = 1;
                foreach (double[] row in rows)
                {
                    double p = 0;
                    for (int j = 0; j < row.Length; j++)
                    {
                        p = p * x + row[j];
                    }

                    s *= p;
                }

                return s;
            }
            """,
            With(Rows([1, 2], [3], [0.5, -1, 4]), 0.7),
            With(Rows([1, 2], []), 0.7)),
        new(
            "jagged elements by two indices",
            """
            [Differentiable]
            public static double Evaluate(double[][] a)
            {
                double trace = 0, other = 1;
                for (int i = 0; i < a.Length; i++)
                {
                    trace += a[i][i];
                    for (int j = i + 1; j < a[i].Length; j++)
                    {
                        other *= a[i][j] - a[j][i];
                    }
                }

                return trace * other;
            }
            """,
            With(Rows([1, 2, 3], [0.5, -1, 4], [2, 1, 0.3]))),
        new(
            "only the named array is differentiated",
            """
            [Differentiable(nameof(weights))]
            public static double Evaluate(double[] weights, double[,] features, int[] labels)
            {
                double loss = 0;
                for (int i = 0; i < labels.Length; i++)
                {
                    double z = 0;
                    for (int j = 0; j < weights.Length; j++)
                    {
                        z += weights[j] * features[i, j];
                    }

                    loss += Math.Log(1 + Math.Exp(labels[i] == 1 ? -z : z));
                }

                return loss / labels.Length;
            }
            """,
            With(V(0.5, -1), M(2, 1, 2, 0.5, -1, 3, 0.1), N(1, 0, 1))),
        new(
            "gather by indices",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int[] index)
            {
                double s = 0;
                for (int k = 0; k < index.Length; k++)
                {
                    s += x[index[k]] * (k + 1) * x[index[^1]];
                }

                return s;
            }
            """,
            With(V(1, -2, 0.5), N(0, 2, 2, 1, 0)))
        {
            Throws = [With(V(1, 2), N(0, 5))],
        },
        new(
            "scatter into bins",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int[] bin, int bins)
            {
                double[] histogram = new double[bins];
                for (int i = 0; i < x.Length; i++)
                {
                    histogram[bin[i]] += x[i];
                }

                double s = 0;
                for (int b = 0; b < bins; b++)
                {
                    s += histogram[b] * histogram[b] * (b + 1);
                }

                return s;
            }
            """,
            With(V(1, -2, 0.5, 3), N(0, 2, 2, 1), 4)),
        new(
            "compressed rows",
            """
            [Differentiable]
            public static double Evaluate(double[] values, ReadOnlySpan<int> columns, int[] offsets, double[] x)
            {
                double norm = 0;
                for (int row = 0; row + 1 < offsets.Length; row++)
                {
                    double sum = 0;
                    for (int k = offsets[row]; k < offsets[row + 1]; k++)
                    {
                        sum += values[k] * x[columns[k]];
                    }

                    norm += sum * sum;
                }

                return Math.Sqrt(norm);
            }
            """,
            With(V(1, -2, 0.5, 3), N(0, 2, 2, 1), N(0, 2, 2, 4), V(0.3, 0.7, -0.9))),
        new(
            "elements at constant and computed positions",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int k)
            {
                double a = x[0] * x[^1];
                a += x[k] / x[x.Length - 1 - k];
                return a * x[x.Length / 2];
            }
            """,
            With(V(1, -2, 0.5, 3), 1),
            With(V(4), 0))
        {
            Throws = [With(V(4), 3)],
        },
        new(
            "a null array guarded",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                ArgumentNullException.ThrowIfNull(x);
                ArgumentNullException.ThrowIfNull(y);
                if (x.Length != y.Length)
                {
                    throw new ArgumentException("The lengths differ.");
                }

                double dot = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    dot += x[i] * y[i];
                }

                return dot;
            }
            """,
            With(V(1, -2, 0.5), V(3, 4, 5)),
            With(V(), V()))
        {
            Throws = [With(V(1), V(1, 2))],
        },
        new(
            "a matrix by its columns with in parameters",
            """
            [Differentiable]
            public static double Evaluate(in double scale, double[,] a)
            {
                double worst = 0;
                for (int j = 0; j < a.GetLength(1); j++)
                {
                    double column = 0;
                    for (int i = 0; i < a.GetLength(0); i++)
                    {
                        column += Math.Abs(a[i, j]) * scale;
                    }

                    worst = Math.Max(worst, column);
                }

                return worst;
            }
            """,
            With(1.5, M(3, 0.14, 0.15, 0.10, 1.16, -1.10, -1.60))),
        new(
            "one element read by all iterations of a nest, which may not run",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n, int k)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        sum += Math.Sin(x[i] * x[k]) - x[0] * j;
                    }
                }

                return sum;
            }
            """,
            With(V(0.5, -1.5, 2), 3, 1),
            With(V(0.5, -1.5, 2), 0, 99),
            With(V(), 2, 99)),
        new(
            "elements written and read again at once",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                var product = new double[x.Length + 1];
                double sum = 0;
                for (int i = 1; i < x.Length; i++)
                {
                    product[i - 1] = x[i - 1] * y[i];
                    product[i] = product[i - 1] * x[i] + product[i];
                    product[i + 1] = Math.Exp(product[i]) - y[i - 1] * y[i - 1];
                    if (product[i] > 0)
                    {
                        sum += product[i] * product[i + 1];
                        y[i] = sum * product[i];
                    }

                    sum -= y[i] * y[i];
                }

                return sum + y[^1];
            }
            """,
            With(V(0.5, -0.7, 0.3, 0.9), V(0.4, 0.6, -0.8, 1.1))),
        new(
            "elements times differences and sums of constants",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double s = x[1] * ((-2.0) - 0.77) + x[0] * (-1.5 + 0.25) - x[2] * (0.5 - 2) + x[1] * (-0.5 * 3) + x[2] * -(2.0 - 0.5);
                for (int i = 0; i < x.Length; i++)
                {
                    s += x[i] * (-1.0 - 0.5) - x[i] * (-1.0 + 0.25);
                }

                return s;
            }
            """,
            With(V(0.5, -0.7, 0.3))),
        new(
            "an element that is read for nothing, and in one branch",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                _ = x[0];
                return (x[2] >= 0.5) ? 0.5 : (x[0] % x[1]);
            }
            """,
            With(V(0.9, 0.4, 0.3)),
            With(V(0.9, 0.4, 0.7))),
        new(
            "elements of constant indices of arrays that may have more",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> p, double[] q, double t)
            {
                double a = p[4] * p[0];
                if (t > 0)
                {
                    a += p[1] * q[0] + Math.Sin(p[4]);
                }

                a *= p[2] + p[0];
                return a * q[1] + (t > 1 ? q[2] * t : p[2]);
            }
            """,
            With(V(0.5, -1, 2, 0.3, -0.7), V(1, 2, 3), 0.5),
            With(V(0.5, -1, 2, 0.3, -0.7, 4, 5), V(1, 2, 3, 4), 1.5),
            With(V(0.5, -1, 2, 0.3, -0.7, 4), V(1, 2), -0.5))
        {
            Throws =
            [
                With(V(0.5, -1, 2, 0.3), V(1, 2, 3), 0.5),
                With(V(0.5, -1, 2, 0.3, 1), V(1), 0.5),
                With(V(0.5, -1, 2, 0.3, 1), V(1, 2), 1.5),
            ],
        },
        new(
            "elements of constant indices, and a window on them",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> p, double t)
            {
                double a = p[2] * p[0] * t + p[1];
                var window = p[1..];
                return a * window[0] + window[1] * p[1] + window[^1];
            }
            """,
            With(V(0.5, -1, 2), 0.5),
            With(V(0.5, -1, 2, 4), 0.5))
        {
            Throws = [With(V(0.5, -1), 0.5)],
        },
        new(
            "elements of constant indices in loops and before them",
            """
            [Differentiable]
            public static double Evaluate(double[] p, int n)
            {
                double a = p[3] * p[0];
                for (int i = 0; i < n; i++)
                {
                    a = Math.Sin(a * p[1]) + p[3];
                    if (a > 0.5)
                    {
                        a *= p[0];
                    }
                }

                return a + p[2];
            }
            """,
            With(V(0.5, -1, 2, 0.9), 3),
            With(V(0.5, -1, 2, 0.9, 7), 1),
            With(V(0.5, -1, 2, 0.9), 0)),
        new(
            "elements that are overwritten at constant indices",
            """
            [Differentiable]
            public static double Evaluate(double[] p, double t)
            {
                double a = p[2] * p[0];
                p[1] = a * t;
                p[0] = p[1] + p[0];
                return p[0] * p[1] * p[2];
            }
            """,
            With(V(0.5, -1, 2), 0.4),
            With(V(0.5, -1, 2, 0.9, 7), 0.4)),
    ];
}
