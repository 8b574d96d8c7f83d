using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Arrays that are changed in place: inputs, buffers and sorted data.</summary>
internal static class OverwrittenArrays
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "squares in place of the input",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                for (int i = 0; i < x.Length; i++)
                {
                    x[i] *= x[i];
                }

                double s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    s += x[i] * x[i] * (i + 1);
                }

                return s;
            }
            """,
            With(V(0.3, 0.9, -0.4))),
        new(
            "cumulative products in place",
            """
            [Differentiable]
            public static double Evaluate(Span<double> x)
            {
                for (int i = 1; i < x.Length; i++)
                {
                    x[i] *= x[i - 1];
                }

                double s = 0;
                foreach (double v in x)
                {
                    s += Math.Sin(v);
                }

                return s;
            }
            """,
            With(V(0.3, 0.9, -0.4, 2))),
        new(
            "an input that is normalised in place",
            """
            [Differentiable]
            public static double Evaluate(double[] w, double[] x)
            {
                double norm = 0;
                for (int i = 0; i < w.Length; i++) norm += w[i] * w[i];
                norm = Math.Sqrt(norm);
                for (int i = 0; i < w.Length; i++) w[i] /= norm;
                double dot = 0;
                for (int i = 0; i < w.Length; i++) dot += w[i] * x[i];
                return dot;
            }
            """,
            With(V(0.3, 0.9, -0.4), V(1, 2, 3))),
        new(
            "an input matrix that is overwritten with noughts",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, double x)
            {
                double s = 0;
                for (int i = 0; i < a.GetLength(0); i++)
                {
                    s += a[i, 0] * a[i, 1] * x;
                    a[i, 0] = 0;
                    a[i, 1] += x;
                }

                return s * a[0, 0] + a[0, 1];
            }
            """,
            With(M(2, 1, 2, 3, -4), 0.7)),
        new(
            "swapped buffers: the heat equation",
            """
            [Differentiable]
            public static double Evaluate(double[] initial, double k, int steps)
            {
                double[] current = new double[initial.Length];
                double[] next = new double[initial.Length];
                initial.CopyTo(current, 0);
                for (int t = 0; t < steps; t++)
                {
                    next[0] = current[0];
                    for (int i = 1; i < current.Length - 1; i++)
                    {
                        next[i] = current[i] + k * (current[i - 1] - 2 * current[i] + current[i + 1]);
                    }

                    next[^1] = current[^1];
                    (current, next) = (next, current);
                }

                double s = 0;
                foreach (double u in current)
                {
                    s += u * u;
                }

                return s;
            }
            """,
            With(V(1, 2, -1, 0.5, 3), 0.2, 4),
            With(V(1, 2, -1), 0.2, 3),
            With(V(1, 2, -1), 0.2, 0)),
        new(
            "a stencil in place",
            """
            [Differentiable]
            public static double Evaluate(double[] u, double omega, int sweeps)
            {
                for (int s = 0; s < sweeps; s++)
                {
                    for (int i = 1; i < u.Length - 1; i++)
                    {
                        u[i] += omega * (0.5 * (u[i - 1] + u[i + 1]) - u[i]);
                    }
                }

                return u[1] * u[^2];
            }
            """,
            With(V(1, 2, -1, 0.5, 3), 1.2, 3)),
        new(
            "insertion sort",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                for (int i = 1; i < x.Length; i++)
                {
                    double key = x[i];
                    int j = i - 1;
                    while (j >= 0 && x[j] > key)
                    {
                        x[j + 1] = x[j];
                        j--;
                    }

                    x[j + 1] = key;
                }

                double s = 0;
                for (int i = 0; i < x.Length; i++) s += (i + 1) * x[i] * x[i];
                return s;
            }
            """,
            With(V(0.5, 2, -1, 1.5, 0.7))),
        new(
            "bubble sort with swaps until nothing moves",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> input, double[] w)
            {
                double[] x = input.ToArray();
                bool swapped;
                do
                {
                    swapped = false;
                    for (int i = 1; i < x.Length; i++)
                    {
                        if (x[i - 1] > x[i])
                        {
                            (x[i - 1], x[i]) = (x[i], x[i - 1]);
                            swapped = true;
                        }
                    }
                }
                while (swapped);
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += w[i] * x[i];
                return s * x[x.Length / 2];
            }
            """,
            With(V(0.5, 2, -1, 1.5), V(1, 2, 3, 4))),
        new(
            "reverse and rotate in place",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int turns)
            {
                for (int t = 0; t < turns; t++)
                {
                    double last = x[^1];
                    for (int i = x.Length - 1; i > 0; i--)
                    {
                        x[i] = x[i - 1] * 1.1;
                    }

                    x[0] = last;
                }

                for (int i = 0, j = x.Length - 1; i < j; i++, j--)
                {
                    (x[i], x[j]) = (x[j], x[i]);
                }

                double s = 0;
                for (int i = 0; i < x.Length; i++) s = s * x[i] + i;
                return s;
            }
            """,
            With(V(0.5, 2, -1, 1.5), 3)),
        new(
            "a condition on an element that is then overwritten",
            """
            private static double rate = 0.62;

            [Differentiable]
            public static double Evaluate(double[] x, double limit)
            {
                for (int i = 0; i < 1; i++)
                {
                    if (rate < limit)
                    {
                        if ((x[i] <= rate) || (limit <= 0.68))
                        {
                            x[i] = 1.0;
                        }
                        else
                        {
                            if (x[i] > 0.82)
                            {
                                return x[1] * limit;
                            }

                            (x[1], x[i]) = (x[i], 1.0);
                        }
                    }
                }

                return x[1] * limit;
            }
            """,
            With(V(-1, -0.2), 1.61),
            With(V(0.7, -0.2), 1.61),
            With(V(2, -0.2), 1.61)),
        new(
            "references to elements that may not be there",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int k)
            {
                ref double first = ref x[k];
                double s = x[0] * 2;
                first *= 3;
                Swap(ref x[0], ref x[2]);
                Initialize(out x[k]);
                Ignore(ref x[k + 1]);
                return x[0] * x[1] * x[2] * s;
            }

            private static void Swap(ref double a, ref double b) => (a, b) = (b, a);

            private static void Initialize(out double a) => a = 7;

            private static void Ignore(ref double a)
            {
            }
            """,
            With(V(1.5, 0.5, -1), 1))
        {
            Throws = [With(V(1.5, 0.5, -1), 2), With(V(1.5, 0.5, -1), -1)],
        },
        new(
            "a buffer that may become the parameter in a loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] buffer = new double[1];
                int k = 0;
                while (true)
                {
                    k++;
                    if (k > n)
                    {
                        break;
                    }

                    buffer = x;
                }

                return Math.Sin(x[1]) + k;
            }
            """,
            With(V(1.5, 0.5), 0),
            With(V(1.5, 0.5), 4)),
        new(
            "rows of a jagged local that are swapped",
            """
            [Differentiable]
            public static double Evaluate(double[][] a)
            {
                double[][] m = new double[a.Length][];
                for (int i = 0; i < a.Length; i++) m[i] = [a[i][0], a[i][1]];
                (m[0], m[^1]) = (m[^1], m[0]);
                m[0][0] *= 2;
                m[1][1] += m[0][0];
                double s = 0;
                for (int i = 0; i < m.Length; i++) s += m[i][0] * m[i][1] * (i + 1);
                return s;
            }
            """,
            With(Rows([1, 2], [3, 4], [0.5, -1]))),
    ];
}
