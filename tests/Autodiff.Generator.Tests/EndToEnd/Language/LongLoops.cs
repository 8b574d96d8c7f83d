using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops of many iterations.</summary>
internal static class LongLoops
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "ten thousand iterations",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double a = x;
                for (int i = 0; i < 10_000; i++)
                {
                    a += 1e-4 * (y - a * a);
                }

                return a;
            }
            """,
            With(0.5, 2)),
        new(
            "ten thousand independent terms",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double total = 0;
                for (int i = 0; i < 10_000; i++)
                {
                    double t = i * 1e-3;
                    total += Math.Sin(t * x) * Math.Exp(-t * y);
                }

                return total;
            }
            """,
            With(0.5, 0.7)),
        new(
            "ten thousand iterations over an array",
            """
            [Differentiable]
            public static double Evaluate(double[] w, double x)
            {
                double state = x;
                for (int i = 0; i < 10_000; i++)
                {
                    int k = i % w.Length;
                    state = Math.Tanh(w[k] * state + 0.1);
                }

                return state;
            }
            """,
            With(V(0.9, -1.1, 1.3), 0.4)),
        new(
            "a hundred thousand terms of two sums",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                double u = 0, v = 1;
                for (int i = 1; i <= 100_000; i++)
                {
                    u += Math.Cos(a * i) / ((double)i * i);
                    v += b / i;
                }

                return u * v;
            }
            """,
            With(0.001, 0.25)),
        new(
            "a long local array filled, then summed",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                var y = new double[5000];
                y[0] = a;
                for (int i = 1; i < y.Length; i++)
                {
                    y[i] = y[i - 1] * 0.99 + b * Math.Sin(i);
                }

                double s = 0;
                foreach (double v in y)
                {
                    s += v * v;
                }

                return s / y.Length;
            }
            """,
            With(1.5, 0.2)),
        new(
            "a hundred by a hundred by ten",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double s = x;
                for (int i = 0; i < 100; i++)
                {
                    for (int j = 0; j < 100; j++)
                    {
                        for (int k = 0; k < 10; k++)
                        {
                            s += 1e-4 * Math.Sin(y * s + k);
                        }
                    }
                }

                return s;
            }
            """,
            With(0.5, 1.2)),
    ];
}
