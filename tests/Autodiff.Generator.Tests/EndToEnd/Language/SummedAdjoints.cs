using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Adjoints that sum what has been summed, times a factor, and such as nearly do.</summary>
internal static class SummedAdjoints
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "sums with factors of the same terms",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a, double b, double c)
            {
                double s = 0, t = 0, u = 0, v = 1, w = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double q = Math.Sqrt(x[i]);
                    s += q;
                    t += b * q;
                    u -= q * a;
                    v += c * q;
                    w += q / c;
                }

                return s * t + u * u + v / (1 + s * s) + w * s;
            }
            """,
            With(V(0.5, 1.5, 2), 0.3, -0.7, 1.2),
            With(V(0.5), 0.3, -0.7, 1.2)),
        new(
            "sums that start elsewhere, skip terms, or end early",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a, double b, double c)
            {
                double s = 2, t = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double q = x[i] * x[i];
                    s += q;
                    t += a * q;
                }

                double u = 0, v = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double q = x[i] * x[i];
                    if (q > 1)
                    {
                        u += q;
                    }

                    v += b * q;
                }

                double w = 0, z = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double q = Math.Exp(x[i]);
                    w += q;
                    z += c * q;
                    if (w > 3)
                    {
                        break;
                    }
                }

                return s * t + u * v + w * z;
            }
            """,
            With(V(0.5, -1.5, 2), 0.3, -0.7, 1.2),
            With(V(0.1), 0.3, -0.7, 1.2)),
        new(
            "a softmax with a temperature, and an entropy, in rows",
            """
            [Differentiable]
            public static double Evaluate(double[,] x, double temperature)
            {
                double total = 0;
                for (int r = 0; r < x.GetLength(0); r++)
                {
                    double max = x[r, 0];
                    for (int i = 1; i < x.GetLength(1); i++) max = Math.Max(max, x[r, i]);
                    double sum = 0;
                    for (int i = 0; i < x.GetLength(1); i++) sum += Math.Exp((x[r, i] - max) / temperature);
                    double entropy = 0;
                    for (int i = 0; i < x.GetLength(1); i++)
                    {
                        double p = Math.Exp((x[r, i] - max) / temperature) / sum;
                        entropy -= p * Math.Log(p);
                    }

                    total += entropy * Math.Log(sum) + max * temperature;
                }

                return total;
            }
            """,
            With(M(2, 0.5, -1.5, 2, 0.1, 0.7, 0.3), 0.8)),
        new(
            "a normalised vector and its mean",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] weight)
            {
                double squares = 0, mean = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    squares += x[i] * x[i];
                    mean += x[i];
                }

                mean /= x.Length;
                double norm = Math.Sqrt(squares), s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    s += weight[i] * x[i] / norm + (x[i] - mean) * (x[i] - mean);
                }

                return s * norm;
            }
            """,
            With(V(0.5, -1.5, 2), V(1, 2, -1))),
        new(
            "logarithms of sums of no terms",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, double m)
            {
                double s = 0, t = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    s += Math.Exp(x[i] - m);
                }

                double first = y[0];
                for (int i = 0; i < y.Length; i++)
                {
                    t += Math.Exp(y[i] - m);
                }

                return Math.Exp(Math.Log(s)) + Math.Log(t) * first;
            }
            """,
            With(V(0.4, -0.2), V(0.3, 0.1), 0.5),
            With(V(), V(0.3), 0.5)),
        new(
            "roots of sums of no terms",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int[] counts, double a, double b)
            {
                double s = 0, t = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double q = x[i] * x[i];
                    s += q;
                    t += a * q;
                }

                double value = s + Math.Sqrt(t);
                int start = 0;
                for (int j = 0; j < counts.Length; j++)
                {
                    double u = 0;
                    for (int i = 0; i < counts[j]; i++)
                    {
                        u += Math.Exp(x[start + i] - b);
                    }

                    value += Math.Sqrt(u);
                    start += counts[j];
                }

                return value;
            }
            """,
            With(V(0.5, 1, -1.2, 0.4), N(2, 0, 2), 0.5, 0.3),
            With(V(), N(0, -1), 0.5, 0.3),
            With(V(), N(), 0.5, 0.3)),
    ];
}
