using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Inner loops of the forward pass that walk parts of arrays, there or not: what they throw, and what they have written then.</summary>
internal static class RowsOfTheForwardPass
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a flat matrix times a vector",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, double[] x, int rows, int columns)
            {
                double p = 1;
                for (int i = 0; i < rows; i++)
                {
                    double s = 0.1;
                    for (int j = 0; j < columns; j++)
                    {
                        s += a[i * columns + j] * x[j];
                    }

                    p *= s;
                }

                return p;
            }
            """,
            With(V(1.5, -2, 0.3, 0.8, 0.5, -1), V(0.5, 1.2), 3, 2),
            With(V(1.5, -2), V(0.5, 1.2), 5, 0),
            With(V(1.5, -2), V(0.5, 1.2), 5, -1),
            With(V(), V(), 0, 2))
        {
            Throws = [With(V(1.5, -2, 0.3), V(0.5, 1.2), 2, 2), With(V(1.5, -2, 0.3, 1), V(0.5), 2, 2), With(V(1.5), V(0.5), 2, int.MaxValue)],
        },
        new(
            "a triangle by a running index",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] x, int first)
            {
                var y = new double[x.Length];
                int next = first;
                for (int i = 0; i < x.Length; i++)
                {
                    for (int j = i + 1; j < x.Length; j++)
                    {
                        y[j] += a[next] * x[i];
                        next++;
                    }
                }

                double s = 0;
                foreach (double v in y) { s += v * v; }
                return Math.Sqrt(1 + s) + next;
            }
            """,
            With(V(1.5, -2, 0.3), V(0.5, 1.2, -0.7), 0),
            With(V(9, 1.5, -2, 0.3, 8), V(0.5, 1.2, -0.7), 1),
            With(V(), V(0.5), 77),
            With(V(), V(), -5))
        {
            Throws = [With(V(1.5, -2), V(0.5, 1.2, -0.7), 0), With(V(1.5, -2, 0.3), V(0.5, 1.2, -0.7), -1), With(V(1.5, -2, 0.3), V(0.5, 1.2, -0.7), int.MaxValue)],
        },
        new(
            "parts that overlap, from both ends",
            """
            [Differentiable]
            public static double Evaluate(Span<double> a, int n, int k)
            {
                double[] b = new double[a.Length + 2];
                double s = 0.2;
                for (int r = 0; r < 2; r++)
                {
                    for (int j = n - 1; j >= 0; j--)
                    {
                        b[k + j] = 0.5 * b[r + j] + a[k + j] * s;
                        s += b[k + j];
                    }
                }

                return s;
            }
            """,
            With(V(1.5, -2, 0.3, 0.7), 3, 1),
            With(V(1.5, -2, 0.3, 0.7), 4, 0),
            With(V(1.5, -2, 0.3, 0.7), 2, 2),
            With(V(1.5, -2, 0.3, 0.7), 0, 100))
        {
            Throws = [With(V(1.5, -2, 0.3, 0.7), 4, 1), With(V(1.5, -2, 0.3, 0.7), 2, -1)],
        },
        new(
            "a constant that may be missing",
            """
            [Differentiable(nameof(x))]
            public static double Evaluate(double[] x, double[] w, int k)
            {
                double s = 0;
                for (int r = 0; r < 2; r++)
                {
                    for (int j = 0; j < x.Length; j++)
                    {
                        s += x[j] * x[j] * w[k + j];
                    }
                }

                return s * s;
            }
            """,
            With(V(1.5, -2), V(0.5, 0.1, 0.3), 1),
            With(V(), null!, 1))
        {
            Throws = [With(V(1.5, -2), null!, 0), With(V(1.5, -2), V(0.3), 0)],
        },
        new(
            "a parameter that is written part by part",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double t, int k, int n)
            {
                double s = 0;
                for (int i = 0; i < 2; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        a[i * k + j] = a[i * k + j] * t + s;
                        s += a[i * k + j];
                    }
                }

                return s;
            }
            """,
            With(V(1.5, -2, 0.3, 0.7), 0.6, 2, 2),
            With(V(1.5, -2, 0.3, 0.7), 0.6, 1, 3))
        {
            Throws = [With(V(1.5, -2, 0.3), 0.6, 2, 2), With(V(1.5, -2, 0.3), 0.6, 3, 2)],
        },
        new(
            "a division of integers beside the part",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, int[] d, int k)
            {
                double s = 0;
                for (int r = 0; r < 2; r++)
                {
                    for (int j = 0; j < d.Length; j++)
                    {
                        s += a[k + j] * a[k + j] * (12 / d[j]);
                    }
                }

                return s * s;
            }
            """,
            With(V(1.5, -2, 0.4), N(2, 3), 1))
        {
            Throws = [With(V(1.5, -2), N(0, 3), 1), With(V(1.5, -2), N(1, 3), 1), With(V(1.5, -2), N(0, 3), 5)],
        },
        new(
            "a part within a branch, and an end before it",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, int k, int n, double limit)
            {
                double s = 0;
                for (int r = 0; r < 2; r++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        if (j > 1)
                        {
                            s += a[k + j] * s;
                        }

                        s += a[j];
                    }

                    for (int j = 0; j < n; j++)
                    {
                        if (s > limit)
                        {
                            break;
                        }

                        s += a[k + j] * a[k + j];
                    }
                }

                return s * s;
            }
            """,
            With(V(1.5, -2, 0.4), 0, 3, 100),
            With(V(1.5, -2, 0.4), 5, 2, -100),
            With(V(1.5, -2, 0.4), 1, 2, 1e9))
        {
            Throws = [With(V(1.5, -2, 0.4), 1, 3, 1e9), With(V(1.5, -2, 0.4), 5, 2, 1e9)],
        },
    ];
}
