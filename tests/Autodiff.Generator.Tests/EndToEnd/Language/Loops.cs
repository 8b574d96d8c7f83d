using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Counted loops of every shape.</summary>
internal static class Loops
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "for over an array",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += x[i] * x[i] * x[i];
                }

                return sum;
            }
            """,
            With(V(1.5, -2, 0.25)),
            With(V()),
            With(V(3))),
        new(
            "foreach over the elements of a span by reference",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a, int w)
            {
                foreach (ref double v in x.AsSpan(1))
                {
                    v = v * v * a;
                    if (v > 2)
                    {
                        v -= a;
                    }
                }

                double sum = 0;
                for (int i = 0; i < x.Length; i += w)
                {
                    double part = 0;
                    foreach (ref readonly double v in x.AsSpan(i, Math.Min(w, x.Length - i)))
                    {
                        part += v * (1 + part);
                    }

                    sum += part * part;
                }

                return sum;
            }
            """,
            With(V(1.5, -2, 0.25, 0.75, -1.25), 0.9, 2),
            With(V(3), 0.5, 3)),
        new(
            "a scalar carried through a fixed number of steps",
            """
            [Differentiable]
            public static double Evaluate(double x, double r)
            {
                for (int i = 0; i < 12; i++)
                {
                    x = r * x * (1 - x);
                }

                return x;
            }
            """,
            With(0.3, 2.9),
            With(0.61, 3.2)),
        new(
            "for with a step of three, both ends given",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int from, int to)
            {
                double product = 1;
                for (int i = from; i <= to; i += 3)
                    product *= 1 + x[i];
                return product;
            }
            """,
            With(V(Noise(9)), 1, 7),
            With(V(Noise(9)), 5, 4))
        {
            Throws = [With(V(Noise(4)), 0, 6)],
        },
        new(
            "for downwards",
            """
            [Differentiable]
            public static double Evaluate(double[] c, double x)
            {
                double p = 0;
                for (int i = c.Length - 1; i >= 0; i--)
                {
                    p = p * x + c[i];
                }

                return p;
            }
            """,
            With(V(1, -2, 3, 0.5), 0.7),
            With(V(), 2)),
        new(
            "two counters that meet",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double s = 0;
                for (int i = 0, j = x.Length - 1; i < j; i++, j--)
                {
                    s += Math.Sin(x[i] - 2 * x[j]);
                }

                return s;
            }
            """,
            With(V(Noise(6))),
            With(V(Noise(7)))),
        new(
            "nested loops over a matrix",
            """
            [Differentiable]
            public static double Evaluate(double[,] a)
            {
                double s = 0;
                for (int i = 0; i < a.GetLength(0); i++)
                {
                    double row = 1;
                    for (int j = 0; j < a.GetLength(1); j++)
                    {
                        row *= a[i, j] + i + j;
                    }

                    s += Math.Sqrt(row * row + 1);
                }

                return s;
            }
            """,
            With(M(3, 1, 2, 0.5, -1, 0.3, 2)),
            With(M(1, 0.25, 4))),
        new(
            "a triangle of pairs",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double energy = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        double d = x[i] - x[j];
                        energy += Math.Exp(-d * d);
                    }
                }

                return energy;
            }
            """,
            With(V(0.1, 0.9, -0.4, 1.7)),
            With(V(2))),
        new(
            "three loops within each other with bounds that depend on the outer ones",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, int n)
            {
                double s = 0;
                for (int i = 0; i < n; i++)
                {
                    double t = a;
                    for (int j = i; j < n; j++)
                    {
                        t = t * 0.5 + b * j;
                        for (int k = j; k > i; k--)
                        {
                            t += a / (k + 1);
                        }
                    }

                    s += t * t;
                }

                return s;
            }
            """,
            With(0.7, -0.3, 4),
            With(0.7, -0.3, 0)),
        new(
            "the counter takes part",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                double s = 0;
                for (int k = 1; k <= n; k++)
                {
                    s += Math.Pow(x, k) / k;
                }

                return s;
            }
            """,
            With(0.4, 8),
            With(-1.2, 3)),
        new(
            "a counter of floating-point type",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                double s = 0;
                for (double t = 0.25; t < 2; t += 0.5)
                {
                    s += t * Math.Sin(x * t);
                }

                return s;
            }
            """,
            With(0.8)),
        new(
            "a bound that the body changes",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double s = 0;
                int end = x.Length;
                for (int i = 0; i < end; i++)
                {
                    s += x[i] * (i + 1);
                    if (x[i] > 1)
                    {
                        end--;
                    }
                }

                return s * s;
            }
            """,
            With(V(0.5, 1.5, 0.25, 2.5, 3))),
        new(
            "a counter that the body changes",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double s = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    s *= x[i];
                    if (x[i] < 0)
                    {
                        i++;
                    }
                }

                return s;
            }
            """,
            With(V(0.5, -1.5, 0.25, 2.5, 3)),
            With(V(1, 2, -3))),
        new(
            "foreach over an array",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double logSum = 0, count = 0;
                foreach (double v in x)
                {
                    logSum += Math.Log(v);
                    count++;
                }

                return Math.Exp(logSum / count);
            }
            """,
            With(V(1.5, 2, 0.25))),
        new(
            "foreach over a span of numbers and an array of integers",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x, int[] powers)
            {
                double s = 0;
                foreach (var v in x)
                {
                    foreach (int p in powers)
                    {
                        s += Math.Pow(v, p);
                    }
                }

                return s;
            }
            """,
            With(V(1.5, -2), N(1, 3)),
            With(V(1.5, -2), N())),
    ];
}
