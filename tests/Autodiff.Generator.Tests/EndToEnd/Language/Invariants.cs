using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops that compute the same in every iteration.</summary>
internal static class Invariants
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "the step of a fourth-order Runge-Kutta method is halved in every iteration",
            """
            [Differentiable]
            public static double Evaluate(double k, double x0, double h, int n)
            {
                double x = x0;
                for (int i = 0; i < n; i++)
                {
                    double k1 = Rate(x, k);
                    double k2 = Rate(x + h / 2 * k1, k);
                    double k3 = Rate(x + h / 2 * k2, k);
                    double k4 = Rate(x + h * k3, k);
                    x += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4) + Math.Sqrt(k) * x * h;
                }

                return x;
            }

            private static double Rate(double x, double k) => k * x * (1 - x);
            """,
            With(0.7, 0.2, 0.1, 4),
            With(0.7, 0.2, 0.1, 0)),
        new(
            "what does not change in an inner loop, and what may throw where there are no iterations",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double b, int n, int m, int divisor)
            {
                double x = b;
                for (int i = 0; i < n; i++)
                {
                    double width = Math.Exp(-a[i] * b);
                    for (int j = 0; j < m; j++)
                    {
                        double scale = n / divisor * Math.Sqrt(a[3]);
                        x = Math.Sin(x * width / b) + Math.Log(b) * x * scale * Math.Cosh(1 / b) * Math.Pow(a[i], b) / a.Length;
                        if (x > 0.5)
                        {
                            x *= Math.Exp(b / 3) * Math.Tanh(x);
                        }
                    }
                }

                return x;
            }
            """,
            With(V(0.7, 0.2, 0.4, 1.3), 1.3, 3, 2, 2),
            With(V(0.7, 0.2), 1.3, 2, 0, 0),
            With(V(), 1.3, 0, 5, 0))
        {
            Throws = [With(V(0.7, 0.2, 0.1, 0.3), 1.3, 2, 1, 0), With(V(0.7, 0.2), 1.3, 2, 1, 1)],
        },
        new(
            "an index that nested loops count, from where it stood, in steps, and left early",
            """
            [Differentiable]
            public static double Evaluate(double[] packed, double[] x, int rounds)
            {
                double total = x[0];
                int offset = 0;
                for (int round = 0; round < rounds; round++)
                {
                    int index = offset;
                    for (int i = 0; i < x.Length; i++)
                    {
                        for (int j = i; j < x.Length; j++)
                        {
                            total = Math.Sin(total * packed[index]) + x[i] * x[j];
                            index++;
                        }
                    }

                    int back = packed.Length - 1;
                    while (back > 0)
                    {
                        total += 0.1 * packed[back] * Math.Cos(total);
                        if (total > 50) break;
                        back -= 2;
                    }

                    offset = round % 2;
                }

                return total;
            }
            """,
            With(V(0.7, 0.2, 0.4, 1.3, 0.9, 0.3, 0.8), V(0.5, 1.1, 0.3), 3),
            With(V(0.7, 0.2, 0.4, 1.3, 0.9, 0.3, 0.8), V(0.5, 1.1, 0.3), 0),
            With(V(0.7, 0.2, 60.0), V(9.5), 2)),
    ];
}
