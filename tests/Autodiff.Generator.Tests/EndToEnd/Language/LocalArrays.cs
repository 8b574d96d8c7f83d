using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Arrays that the method makes.</summary>
internal static class LocalArrays
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "arrays that are null until a loop makes them",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[]? buffer = null;
                double[,]? grid = null;
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    if (i % 2 == 0)
                    {
                        buffer = new double[2];
                        buffer[0] = x[i];
                    }

                    if (grid == null)
                    {
                        grid = new double[1, 2];
                        grid[0, 1] = x[i] * x[i];
                    }

                    buffer![1] += x[i];
                    sum += buffer[0] * buffer[1] * grid[0, 1];
                }

                return sum;
            }
            """,
            With(V(1.5, -2, 0.25, 0.75, -1.25)),
            With(V())),
        new(
            "an array that the declaration lets be null",
            """
            [Differentiable]
            public static double Evaluate(double[]? x, double a, double[]? w)
            {
                if (x is null || x.Length == 0)
                {
                    return a;
                }

                double sum = 0;
                foreach (double v in x)
                {
                    sum += v * a * w![0] * v;
                }

                return sum;
            }
            """,
            With(V(1.5, -2, 0.25), 0.5, V(3)),
            With(V(), 0.5, V(3))),
        new(
            "prefix sums",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                int n = x.Length;
                double[] prefix = new double[n + 1];
                for (int i = 0; i < n; i++)
                {
                    prefix[i + 1] = prefix[i] + x[i];
                }

                double s = 0;
                for (int i = 0; i <= n; i++)
                {
                    s += Math.Sin(prefix[i]);
                }

                return s;
            }
            """,
            With(V(0.4, -1, 0.3)),
            With(V())),
        new(
            "products before and after each element",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                var left = new double[x.Length];
                var right = new double[x.Length];
                double p = 1;
                for (int i = 0; i < x.Length; i++) { left[i] = p; p *= x[i]; }
                p = 1;
                for (int i = x.Length - 1; i >= 0; i--) { right[i] = p; p *= x[i]; }
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += left[i] * right[i];
                return s;
            }
            """,
            With(V(0.4, -1, 0.3, 2))),
        new(
            "an array initialiser with inputs",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double[] c = { 1, x, x * y, y * y };
                double s = 0;
                for (int i = 0; i < c.Length; i++)
                {
                    s = s * 0.5 + c[i] * c[c.Length - 1 - i];
                }

                return s;
            }
            """,
            With(0.4, -1.5)),
        new(
            "collection expressions",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double[] nodes = [x, y, x + y];
                ReadOnlySpan<double> weights = [0.5, 1.5, -2];
                Span<double> squares = [x * x, y * y, 1];
                double s = 0;
                for (int i = 0; i < nodes.Length; i++)
                {
                    s += weights[i] * nodes[i] * squares[i];
                }

                return s;
            }
            """,
            With(0.4, -1.5)),
        new(
            "a buffer on the stack",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                Span<double> z = stackalloc double[4];
                for (int i = 0; i < x.Length; i++)
                {
                    z[i % 4] += x[i] * x[i];
                }

                return z[0] * z[1] - z[2] * z[3];
            }
            """,
            With(V(1, 2, 3, -4, 0.5, 0.7)),
            With(V())),
        new(
            "a local matrix",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n)
            {
                double[,] m = new double[n, n + 1];
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j <= n; j++)
                    {
                        m[i, j] = Math.Sin(x * i + y * j);
                    }
                }

                double s = 0;
                for (int i = 0; i < m.GetLength(0); i++)
                {
                    s += m[i, i] * m[n - 1 - i, n];
                }

                return s;
            }
            """,
            With(0.4, -1.5, 3)),
        new(
            "rows that are one local array",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                var rows = new double[3][];
                var row = new double[x.Length];
                Array.Fill(rows, row);
                for (int i = 0; i < x.Length; i++)
                {
                    rows[i % 3][i] = x[i] * x[i];
                }

                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += rows[(i + 1) % 3][i] * row[i];
                }

                return sum;
            }
            """,
            With(V(1.5, -2, 0.25, 0.75, -1.25)),
            With(V())),
        new(
            "rows that are one parameter, which is written to",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                var rows = new double[2][];
                Array.Fill(rows, x);
                rows[0][0] = 2 * y[0];
                return x[0] * y[0] + rows[1][1] * x[1];
            }
            """,
            With(V(1.5, -2), V(0.25))),
        new(
            "a triangular jagged local",
            """
            [Differentiable]
            public static double Evaluate(double p, int n)
            {
                double[][] binomial = new double[n + 1][];
                for (int i = 0; i <= n; i++)
                {
                    binomial[i] = new double[i + 1];
                    binomial[i][0] = 1;
                    binomial[i][i] = 1;
                    for (int j = 1; j < i; j++)
                    {
                        binomial[i][j] = p * binomial[i - 1][j - 1] + (1 + p) * binomial[i - 1][j];
                    }
                }

                double s = 0;
                foreach (double b in binomial[n])
                {
                    s += b * b;
                }

                return s;
            }
            """,
            With(0.4, 5)),
        new(
            "a matrix initialiser",
            """
            [Differentiable]
            public static double Evaluate(double angle, double[] v)
            {
                double[,] r =
                {
                    { Math.Cos(angle), -Math.Sin(angle) },
                    { Math.Sin(angle), Math.Cos(angle) },
                };
                double x = r[0, 0] * v[0] + r[0, 1] * v[1];
                double y = r[1, 0] * v[0] + r[1, 1] * v[1];
                return x * x * y;
            }
            """,
            With(0.4, V(1.5, -0.5))),
        new(
            "a ring buffer",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int window)
            {
                double[] ring = new double[window];
                double sum = 0, energy = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    int slot = i % window;
                    sum += x[i] - ring[slot];
                    ring[slot] = x[i];
                    energy += sum * sum;
                }

                return energy;
            }
            """,
            With(V(Noise(8)), 3)),
        new(
            "a new array in every iteration",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int steps)
            {
                double s = 0;
                for (int k = 1; k <= steps; k++)
                {
                    double[] scaled = new double[x.Length];
                    for (int i = 0; i < x.Length; i++)
                    {
                        scaled[i] = x[i] * k + s;
                    }

                    s = 0;
                    foreach (double v in scaled)
                    {
                        s += v * Math.Exp(-v * v);
                    }
                }

                return s;
            }
            """,
            With(V(0.3, -0.4), 3)),
        new(
            "compound assignment of elements of every kind",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                var a = new double[] { x, y, x * y };
                a[0] += y;
                a[1] *= a[0];
                a[2] -= a[1];
                a[0] /= a[2] + 3;
                a[1]++;
                a[2] = a[1] = a[0] * a[1];
                return a[0] + a[1] * a[2];
            }
            """,
            With(0.7, 1.2)),
        new(
            "arrays that nothing uses, of lengths that may be negative",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] unused = new double[n + 2];
                double[,] grid = new double[2, n + 1];
                double most = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    most = Math.Max(most, x[i]);
                    int[] counts = new int[n];
                }

                return most * most;
            }
            """,
            With(V(0.3, 1.4, 0.2), 2))
        {
            Throws = [With(V(0.3), -3), With(V(0.3), -2), With(V(0.3), -1)],
        },
    ];
}
