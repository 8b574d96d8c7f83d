using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops that are left early.</summary>
internal static class Exits
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "break at a threshold",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double limit)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    s += x[i] * x[i];
                    if (s > limit)
                    {
                        break;
                    }
                }

                return s / limit;
            }
            """,
            With(V(1, 0.5, 2, 4), 3),
            With(V(1, 0.5), 3)),
        new(
            "continue past what does not count",
            """
            [Differentiable]
            public static double Evaluate(double[] x, bool[] isValid)
            {
                double s = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    if (!isValid[i])
                    {
                        continue;
                    }

                    if (x[i] < 0) continue;
                    s = s * x[i] + i;
                }

                return s;
            }
            """,
            With(V(1, -0.5, 2, 4), new[] { true, true, false, true })),
        new(
            "exits and loops on what the compiler could compute",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                double y = x, z = 1, s = 0;
                for (int j = 0; j < 2; j++)
                {
                    y = -1.77;
                    if (y * y < -1.96)
                    {
                        break;
                    }

                    z *= x;
                }

                while (y * y < -2)
                {
                    s += x;
                }

                for (int j = 0; j < 2; j++)
                {
                    y = x * 0 + 1.5;
                    double w = 1.5;
                    if (w * w < 1)
                    {
                        break;
                    }
                }

                do
                {
                    s += x * x;
                    y = 1.5;
                }
                while (y * y > 3);

                return y * x * z + s;
            }
            """,
            With(1.3)),
        new(
            "indices that the compiler would see to be negative",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[][] rows)
            {
                int k = 0;
                double s = rows[0][0];
                int[] at = { -1, 1 };
                if (x[0] > 3)
                {
                    s += x[k - 1];
                    x[k - 2] = s;
                }

                if (x[0] > 2)
                {
                    s += rows[1][at[0]];
                }

                return s * x[1];
            }
            """,
            With(V(1, 0.5), Rows([1, 2], [3, 4])))
        {
            Throws = [With(V(5, 0.5), Rows([1, 2], [3, 4])), With(V(2.5, 0.5), Rows([1, 2], [3, 4]))],
        },
        new(
            "return from two loops",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, double level)
            {
                double s = 0;
                for (int i = 0; i < a.GetLength(0); i++)
                {
                    for (int j = 0; j < a.GetLength(1); j++)
                    {
                        s += a[i, j] * level;
                        if (s > 2)
                        {
                            return s * a[i, j];
                        }
                    }

                    s *= 0.5;
                }

                return -s;
            }
            """,
            With(M(2, 0.5, 1, 2, 3), 1.1),
            With(M(2, 0.1, 0.2, 0.3, 0.4), 1.1)),
        new(
            "throw as a guard in a loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    if (x[i] <= 0)
                    {
                        throw new ArgumentOutOfRangeException(nameof(x), "must be positive");
                    }

                    s += Math.Log(x[i]);
                }

                return s;
            }
            """,
            With(V(1, 0.5, 2)))
        {
            Throws = [With(V(1, -1, 2))],
        },
        new(
            "break, continue and return together",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y)
            {
                double s = y;
                foreach (double v in x)
                {
                    if (v > 3) break;
                    if (v > 2) return s * v;
                    if (v < 0) continue;
                    s += v * s;
                }

                return s + y;
            }
            """,
            With(V(1, 0.5, -1, 1.5), 0.3),
            With(V(1, 2.5, 1), 0.3),
            With(V(1, 3.5, 2.5), 0.3)),
        new(
            "search for the interval, then interpolate",
            """
            [Differentiable]
            public static double Evaluate(double[] xs, double[] ys, double x)
            {
                if (x <= xs[0])
                {
                    return ys[0];
                }

                for (int i = 1; i < xs.Length; i++)
                {
                    if (x < xs[i])
                    {
                        double t = (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
                        return ys[i - 1] + t * (ys[i] - ys[i - 1]);
                    }
                }

                return ys[^1];
            }
            """,
            With(V(0, 1, 3, 4), V(2, 5, -1, 0.5), 1.8),
            With(V(0, 1, 3, 4), V(2, 5, -1, 0.5), -2.0),
            With(V(0, 1, 3, 4), V(2, 5, -1, 0.5), 7.0)),
        new(
            "binary search for the interval",
            """
            [Differentiable]
            public static double Evaluate(double[] xs, double[] ys, double x)
            {
                int low = 0, high = xs.Length - 1;
                while (high - low > 1)
                {
                    int middle = (low + high) / 2;
                    if (xs[middle] > x) high = middle;
                    else low = middle;
                }

                double h = xs[high] - xs[low];
                double a = (xs[high] - x) / h;
                double b = (x - xs[low]) / h;
                return a * ys[low] + b * ys[high] + (a * a * a - a) * h * h / 6;
            }
            """,
            With(V(0, 1, 3, 4, 6), V(2, 5, -1, 0.5, 2), 3.3)),
        new(
            "an endless loop that returns",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                int n = 0;
                while (true)
                {
                    if (x > 100)
                    {
                        return x + n;
                    }

                    x = x * x + 1;
                    n++;
                }
            }
            """,
            With(1.2),
            With(150)),
        new(
            "break from an inner loop only",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double total = 0;
                for (int k = 1; k <= n; k++)
                {
                    double s = 1;
                    for (int i = 0; i < x.Length; i++)
                    {
                        if (i == k) break;
                        s *= x[i];
                    }

                    total += s / k;
                }

                return total;
            }
            """,
            With(V(2, 3, 5), 4)),
        new(
            "goto-free flags that leave two loops",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                bool done = false;
                double s = x;
                for (int i = 0; i < 10 && !done; i++)
                {
                    for (int j = 0; j < 10; j++)
                    {
                        s += y * s / (i + j + 1);
                        if (s > 20)
                        {
                            done = true;
                            break;
                        }
                    }
                }

                return s * y;
            }
            """,
            With(1.0, 0.5),
            With(1, 0.01)),
    ];
}
