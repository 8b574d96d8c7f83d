using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>
/// What is decided by how numbers are rounded, or by whether they are finite: where the reverse sweep computes a condition again, it
/// has to come to what the forward sweep came to, to the bit.
/// </summary>
internal static class Rounding
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "what is decided by rounding, in what is restated",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int m)
            {
                double best = -1;
                for (int i = 0; i < x.Length / m; i++)
                {
                    double s = 0;
                    for (int j = 0; j < m; j++)
                    {
                        double y = x[i * m + j];
                        double rounded = (y + 6755399441055744.0) - 6755399441055744.0;
                        s += rounded != y ? y * y * y : 0.25 * y;
                    }

                    best = Math.Max(best, s);
                }

                return best;
            }
            """,
            With(V(0.5, 2, 3.25, 1, 1, 1), 2),
            With(V(0.5, 2, 3.25, 1, 1, 1), 3)),
        new(
            "elements that are not finite are skipped, in what is restated",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int m)
            {
                double best = -1;
                for (int i = 0; i < x.Length / m; i++)
                {
                    double s = 0;
                    for (int j = 0; j < m; j++)
                    {
                        double y = x[i * m + j];
                        double difference = y - y;
                        if (difference == 0)
                        {
                            s += y * y * y;
                        }
                    }

                    best = Math.Max(best, s);
                }

                return best;
            }
            """,
            With(V(0.5, 1, 2, double.PositiveInfinity), 2),
            With(V(double.NaN, 1, 2, double.NegativeInfinity, 3, 0.5), 3)),
        new(
            "elements that are not finite are skipped, in a loop that is run again",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double difference = x[i] - x[i];
                    if (difference == 0)
                    {
                        sum += x[i] * x[i] * x[i] * x[i];
                    }
                }

                return Math.Sqrt(sum);
            }
            """,
            With(V(0.5, double.NaN, 2)),
            With(V(double.PositiveInfinity, 1))),
        new(
            "the order of a sum decides",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a, double c)
            {
                double p = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    double y = x[i] + (c + a);
                    double z = x[i] + c + a;
                    p *= y == z ? Math.Sin(y) : x[i];
                }

                return p;
            }
            """,
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.9), 0.2, 0.3),
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.9), 1.1, 0.7)),
        new(
            "the order of a product decides",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a, double c)
            {
                double p = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    double y = x[i] * (c * a);
                    double z = x[i] * c * a;
                    p *= y == z ? Math.Sin(y) : x[i];
                }

                return p;
            }
            """,
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.9), 0.2, 0.3),
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.9), 1.1, 0.7)),
        new(
            "the order of a product with a number from before the loop decides",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int a)
            {
                double p = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    double y = a * (3 * x[i]);
                    double z = 3 * a * x[i];
                    p *= y == z ? x[i] * x[i] : x[i];
                }

                return p;
            }
            """,
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.9), 7),
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.9), -11)),
        new(
            "a quotient decides, in what is restated",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double z, int m)
            {
                double best = -1;
                for (int i = 0; i < x.Length / m; i++)
                {
                    double s = 0;
                    for (int j = 0; j < m; j++)
                    {
                        double y = x[i * m + j];
                        double q = y / z;
                        double r = (y + 1) / z;
                        s += q * z == y && r * z == y + 1 ? q * q + r : y;
                    }

                    best = Math.Max(best, s);
                }

                return best;
            }
            """,
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.3), 0.3, 3),
            With(V(0.1, 0.2, 0.3, 0.4, 0.7, 1.3), 4.9, 6)),
        new(
            "a number that is taken from itself",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a, int n)
            {
                double nothing = a - a;
                double largest = x[0];
                for (int i = 1; i < x.Length; i++)
                {
                    largest = Math.Max(largest, x[i]);
                }

                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += Math.Exp(x[i] - largest);
                }

                return n * (Math.Log(sum) + largest) + a * a + (nothing - nothing) * x[0];
            }
            """,
            With(V(0.5, 2, -1), 0.3, 7),
            With(V(0.5, 0.5), 0.3, -2)),
    ];
}
