using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Tables filled from their neighbours.</summary>
internal static class DynamicProgramming
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "dynamic time warping",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] b)
            {
                double[,] d = new double[a.Length + 1, b.Length + 1];
                for (int i = 0; i <= a.Length; i++)
                    for (int j = 0; j <= b.Length; j++)
                        d[i, j] = double.PositiveInfinity;
                d[0, 0] = 0;
                for (int i = 1; i <= a.Length; i++)
                {
                    for (int j = 1; j <= b.Length; j++)
                    {
                        double cost = (a[i - 1] - b[j - 1]) * (a[i - 1] - b[j - 1]);
                        d[i, j] = cost + Math.Min(d[i - 1, j - 1], Math.Min(d[i - 1, j], d[i, j - 1]));
                    }
                }

                return d[a.Length, b.Length];
            }
            """,
            With(V(0.3, 0.9, -0.4, 1), V(0.5, 1.1, -0.2))),
        new(
            "an edit distance with a soft minimum, two rows",
            """
            [Differentiable]
            public static double Evaluate(int[] s, int[] t, double insert, double delete, double change)
            {
                double[] row = new double[t.Length + 1], next = new double[t.Length + 1];
                for (int j = 1; j < row.Length; j++) row[j] = j * insert;
                for (int i = 1; i <= s.Length; i++)
                {
                    next[0] = i * delete;
                    for (int j = 1; j <= t.Length; j++)
                    {
                        double match = row[j - 1] + (s[i - 1] == t[j - 1] ? 0 : change);
                        next[j] = SoftMin(match, SoftMin(row[j] + delete, next[j - 1] + insert));
                    }

                    (row, next) = (next, row);
                }

                return row[^1];
            }

            private static double SoftMin(double a, double b) => -Math.Log(Math.Exp(-a) + Math.Exp(-b));
            """,
            With(N(1, 2, 3, 2), N(2, 3, 3), 0.9, 1.1, 1.4)),
        new(
            "all shortest paths",
            """
            [Differentiable]
            public static double Evaluate(double[,] distance)
            {
                int n = distance.GetLength(0);
                for (int k = 0; k < n; k++)
                    for (int i = 0; i < n; i++)
                        for (int j = 0; j < n; j++)
                        {
                            double through = distance[i, k] + distance[k, j];
                            if (through < distance[i, j]) distance[i, j] = through;
                        }

                double s = 0;
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                        s += distance[i, j] * distance[i, j];
                return s;
            }
            """,
            With(M(3, 0.3, 1, 4.5, 1.8, 0.4, 1.3, 0.7, 9, 0.5))),
        new(
            "the best order of a product",
            """
            [Differentiable]
            public static double Evaluate(double[] size)
            {
                int n = size.Length - 1;
                double[,] cost = new double[n, n];
                for (int length = 2; length <= n; length++)
                {
                    for (int i = 0; i + length <= n; i++)
                    {
                        int j = i + length - 1;
                        double best = double.MaxValue;
                        for (int k = i; k < j; k++)
                        {
                            double c = cost[i, k] + cost[k + 1, j] + size[i] * size[k + 1] * size[j + 1];
                            if (c < best) best = c;
                        }

                        cost[i, j] = best;
                    }
                }

                return cost[0, n - 1];
            }
            """,
            With(V(3, 5.5, 2, 7, 1.3))),
        new(
            "a knapsack in one row, downwards",
            """
            [Differentiable]
            public static double Evaluate(double[] value, int[] weight, int capacity)
            {
                Span<double> best = stackalloc double[capacity + 1];
                for (int i = 0; i < value.Length; i++)
                {
                    for (int c = capacity; c >= weight[i]; c--)
                    {
                        double taken = best[c - weight[i]] + value[i];
                        if (taken > best[c])
                        {
                            best[c] = taken;
                        }
                    }
                }

                return best[capacity] * best[capacity / 2];
            }
            """,
            With(V(3, 5.5, 2, 7), N(1, 3, 2, 4), 6)),
        new(
            "sums of a table over rectangles",
            """
            [Differentiable]
            public static double Evaluate(double[,] image, int[] corners)
            {
                int h = image.GetLength(0), w = image.GetLength(1);
                double[,] s = new double[h + 1, w + 1];
                for (int i = 0; i < h; i++)
                    for (int j = 0; j < w; j++)
                        s[i + 1, j + 1] = image[i, j] + s[i, j + 1] + s[i + 1, j] - s[i, j];
                double product = 1;
                for (int k = 0; k < corners.Length; k += 4)
                {
                    int top = corners[k], left = corners[k + 1], bottom = corners[k + 2], right = corners[k + 3];
                    product *= s[bottom, right] - s[top, right] - s[bottom, left] + s[top, left];
                }

                return product;
            }
            """,
            With(M(3, Noise(9)), N(0, 0, 2, 2, 1, 1, 3, 3))),
        new(
            "a partition function with counted memory",
            """
            [Differentiable]
            public static double Evaluate(double[] weight, int n)
            {
                double[] z = new double[n + 1];
                z[0] = 1;
                for (int m = 1; m <= n; m++)
                {
                    int k = 1;
                    while (k <= m && k <= weight.Length)
                    {
                        z[m] += weight[k - 1] * z[m - k];
                        k++;
                    }
                }

                return Math.Log(z[n]);
            }
            """,
            With(V(0.5, 0.7, 0.2), 6),
            With(V(0.5), 0)),
    ];
}
