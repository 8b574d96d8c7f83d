using Autodiff.Generator.Tests.EndToEnd.Language;
using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Jacobians;

/// <summary>Results of loops over numbers: the state that a loop carries is needed by one row, by several or by none.</summary>
internal static class TuplesFromLoops
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "two recurrences that share nothing",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, int n)
            {
                double a = x;
                double b = y;
                for (int i = 0; i < n; i++)
                {
                    a = a * x * (1 - a);
                    b = Math.Sin(b) + y;
                }

                return (a, b);
            }
            """,
            With(0.3, 0.4, 5),
            With(0.3, 0.4, 0)),
        new(
            "two recurrences of each other",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, int n)
            {
                for (int i = 0; i < n; i++)
                {
                    x = x * 0.5 * (1 - y);
                    y = y * 0.7 + Math.Sin(x);
                }

                return (x, y);
            }
            """,
            With(0.3, 0.4, 5),
            With(0.3, 0.4, 0)),
        new(
            "a sum in one row and the last term in the other",
            """
            [Differentiable(Jacobian = true)]
            public static (double sum, double last) Evaluate(double x, double rate, int n)
            {
                double sum = 0;
                double term = x;
                for (int i = 1; i <= n; i++)
                {
                    sum += term;
                    term *= rate * x / i;
                }

                return (sum, term);
            }
            """,
            With(0.3, 0.4, 5),
            With(0.3, 0.4, 0)),
        new(
            "a loop that only the second row needs",
            """
            [Differentiable(Jacobian = true)]
            public static (double first, double second) Evaluate(double x, double y, int n)
            {
                double t = y;
                for (int i = 0; i < n; i++)
                {
                    t = Math.Cos(t * x);
                }

                return (x * x, t);
            }
            """,
            With(0.3, 0.4, 4)),
        new(
            "mean and variance in one pass",
            """
            [Differentiable(Jacobian = true)]
            public static (double mean, double variance) Evaluate(ReadOnlySpan<double> sample)
            {
                double mean = 0;
                double m2 = 0;
                int n = 0;
                foreach (double x in sample)
                {
                    n++;
                    double delta = x - mean;
                    mean += delta / n;
                    m2 += delta * (x - mean);
                }

                return (mean, m2 / (n - 1));
            }
            """,
            With(V(0.3, 0.4, -1, 2.5))),
        new(
            "a while loop until convergence",
            """
            [Differentiable(Jacobian = true)]
            public static (double root, double slope) Evaluate(double a, double start)
            {
                double x = start;
                double slope = 0;
                while (Math.Abs(x * x - a) > 1e-3)
                {
                    slope = 2 * x;
                    x -= (x * x - a) / slope;
                }

                return (x, slope);
            }
            """,
            With(2, 5),
            With(4, 2)),
        new(
            "break, continue and a return out of a loop",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, int n)
            {
                double a = x;
                double b = 0;
                for (int i = 0; i < n; i++)
                {
                    if (i == 1)
                    {
                        continue;
                    }

                    a *= 1 + 0.1 * y;
                    b += a * a;
                    if (b > 30)
                    {
                        return (a * b, x);
                    }

                    if (a > 3)
                    {
                        break;
                    }
                }

                return (b, a * y);
            }
            """,
            With(1, 0.5, 3),
            With(2, 0.9, 10),
            With(4.9, 1.5, 10),
            With(1, 2.5, 10)),
        new(
            "nested loops with state of the outer",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b, double c) Evaluate(double x, double y, int n)
            {
                double a = 0;
                double b = 1;
                double c = x;
                for (int i = 0; i < n; i++)
                {
                    double inner = 0;
                    for (int j = 0; j <= i; j++)
                    {
                        inner += Math.Sin(c * j) * b;
                        c = c * 0.9 + y * 0.1;
                    }

                    a += inner * inner;
                    b = b * 0.5 + inner * x;
                }

                return (a, b, c);
            }
            """,
            With(0.3, 0.4, 4)),
        new(
            "Fibonacci: the places change",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double a, double b, int n)
            {
                for (int i = 0; i < n; i++)
                {
                    (a, b) = (b, a + b * Math.Cos(a));
                }

                return (a, b);
            }
            """,
            With(0.3, 0.4, 5)),
        new(
            "the greatest, and the sum of squares",
            """
            [Differentiable(Jacobian = true)]
            public static (double max, double sum) Evaluate(double[] x, double scale)
            {
                double max = x[0];
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double y = x[i] * scale;
                    if (y > max)
                    {
                        max = y;
                    }

                    sum += y * y;
                }

                return (max, sum);
            }
            """,
            With(V(0.3, 0.8, 0.2), 2),
            With(V(3, 0.8, 0.2), 0.5)),
        new(
            "the nearest of several, and its distance",
            """
            [Differentiable(Jacobian = true)]
            public static (double distance, double value) Evaluate(double[] x, double[] y, double at)
            {
                int best = 0;
                double distance = double.PositiveInfinity;
                for (int i = 0; i < x.Length; i++)
                {
                    double d = (x[i] - at) * (x[i] - at);
                    if (d < distance)
                    {
                        distance = d;
                        best = i;
                    }
                }

                return (Math.Sqrt(distance), y[best] * at);
            }
            """,
            With(V(0.3, 0.8, 0.2), V(1, 2, 3), 0.7)),
        new(
            "a log-sum-exp and its softmax average",
            """
            [Differentiable(Jacobian = true)]
            public static (double lse, double average) Evaluate(double[] x, double[] w)
            {
                double max = double.NegativeInfinity;
                for (int i = 0; i < x.Length; i++)
                {
                    max = Math.Max(max, x[i]);
                }

                double sum = 0;
                double weighted = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double e = Math.Exp(x[i] - max);
                    sum += e;
                    weighted += e * w[i];
                }

                return (max + Math.Log(sum), weighted / sum);
            }
            """,
            With(V(0.3, 0.8, 0.2), V(1, 2, 3))),
        new(
            "a do loop that halves",
            """
            [Differentiable(Jacobian = true)]
            public static (double value, double step) Evaluate(double x, double step)
            {
                double value = x;
                do
                {
                    value += step * Math.Cos(value);
                    step *= 0.5;
                }
                while (step > 0.1);
                return (value, step);
            }
            """,
            With(0.3, 1)),
        new(
            "symplectic Euler: position, velocity and energy",
            """
            [Differentiable(Jacobian = true)]
            public static (double q, double p, double energy) Evaluate(double q, double p, double k, double h, int n)
            {
                double energy = 0;
                for (int i = 0; i < n; i++)
                {
                    p -= h * k * Math.Sin(q);
                    q += h * p;
                    energy += 0.5 * p * p + k * (1 - Math.Cos(q));
                }

                return (q, p, energy / n);
            }
            """,
            With(0.3, 0.4, 1.5, 0.1, 6)),
        new(
            "the best, what stands beside it, and all",
            """
            [Differentiable(Jacobian = true)]
            public static (double best, double beside, double total) Evaluate(double[] x, double[] w)
            {
                double best = double.NegativeInfinity;
                double beside = 0;
                double total = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double score = x[i] * w[i];
                    total += score;
                    if (score > best)
                    {
                        best = score;
                        beside = w[i] * w[i];
                    }
                }

                return (best, beside, total);
            }
            """,
            With(V(0.3, 0.8, 0.2), V(1, 2, 3))),
        new(
            "a while loop whose steps differ",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                double a = x;
                int n = 0;
                while (a < 10 && n < 50)
                {
                    a = a * 1.5 + y;
                    n++;
                    if (n % 3 == 0)
                    {
                        continue;
                    }

                    y *= 0.9 + 0.1 * Math.Sin(a);
                }

                return (a, n * y);
            }
            """,
            With(0.3, 0.4),
            With(11, 0.4)),
    ];
}
