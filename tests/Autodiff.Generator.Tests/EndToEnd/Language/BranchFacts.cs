using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Conditions that say of a number that a slope is finite, and conditions that just do not.</summary>
internal static class BranchFacts
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a softplus that does not overflow",
            """
            [Differentiable]
            public static double Evaluate(double w, double x)
            {
                double z = w * x;
                return z > 0 ? z + Math.Log(1 + Math.Exp(-z)) : Math.Log(1 + Math.Exp(z));
            }
            """,
            With(1.5, 0.5),
            With(-1.5, 0.5),
            With(1000, 2),
            With(-1000, 2)),
        new(
            "a rotation by the length of a vector",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, double c, double x)
            {
                double square = a * a + b * b + c * c;
                if (square == 0)
                {
                    return x + b - c;
                }

                double angle = Math.Sqrt(square);
                a /= angle;
                b /= angle;
                c /= angle;
                return x * Math.Cos(angle) + (b - c) * Math.Sin(angle) + a * x;
            }
            """,
            With(0.5, -1, 2, 0.3),
            With(0, 0, 0, 0.3),
            With(0, 0, 1e-3, 0.3),
            With(0, 0, 3, 0)),
        new(
            "guards that throw before logarithms and roots",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, double[] weights)
            {
                if (!(x > 0) || y == 0)
                {
                    throw new ArgumentException("x");
                }

                double sum = 0;
                foreach (double weight in weights)
                {
                    if (weight < 0)
                    {
                        throw new ArgumentOutOfRangeException(nameof(weights));
                    }

                    sum += Math.Log(1 + weight) / y * Math.Log(x);
                }

                return sum * Math.Sqrt(x) + sum * sum / y;
            }
            """,
            With(1.5, 0.5, V(1, 2, 0)),
            With(1, -0.5, V(1, 2, 0)),
            With(0.3, -0.5, V()))
        {
            Throws = [With(0, 0.5, V(1)), With(double.NaN, 0.5, V(1)), With(1, 0, V(1)), With(1, 1, V(1, -1))],
        },
        new(
            "a system of two equations unless it is singular",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, double c, double d, double p, double q)
            {
                double determinant = a * d - b * c;
                if (Math.Abs(determinant) < 1e-12)
                {
                    return p * q;
                }

                double x = (p * d - b * q) / determinant;
                double y = (a * q - p * c) / determinant;
                return x * x + Math.Sin(y) * x;
            }
            """,
            With(1, 2, 3, 4.5, 0.3, -0.7),
            With(1, 2, 3, 4.5, 0, 0),
            With(1, 2, 2, 4, 0.3, -0.7)),
        new(
            "an interpolation between different points",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, double at)
            {
                for (int i = 1; i < x.Length; i++)
                {
                    if (x[i] == x[i - 1])
                    {
                        continue;
                    }

                    if (at <= x[i] && at > x[i - 1])
                    {
                        double t = (at - x[i - 1]) / (x[i] - x[i - 1]);
                        return y[i - 1] + (y[i] - y[i - 1]) * t * t;
                    }
                }

                return y[^1];
            }
            """,
            With(V(0, 1, 1, 2.5), V(1, 3, 2, 5), 1.3),
            With(V(0, 1, 1, 2.5), V(1, 3, 2, 5), 0.3),
            With(V(0, 1, 1, 2.5), V(1, 3, 2, 5), 7)),
        new(
            "iterations until an error is small",
            """
            [Differentiable]
            public static double Evaluate(double a, double x)
            {
                double error = 1;
                while (error > 1e-6 && x > 1e-3)
                {
                    double next = 0.5 * (x + a / x);
                    error = Math.Sqrt(Math.Abs(next - x) / error) * error;
                    x = next * Math.Log(1 + error) / error;
                }

                return x;
            }
            """,
            With(2, 1.4),
            With(3, 0.5),
            With(3, 1e-4)),
        new(
            "arms of a loop with guards in them",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s)
            {
                double total = 1;
                foreach (double one in x)
                {
                    if (one > 0)
                    {
                        if (s <= 0)
                        {
                            throw new ArgumentException("s");
                        }

                        total = Math.Sin(total) * Math.Log(one / s);
                    }
                    else if (one != 0 && total != 0)
                    {
                        total += Math.Sqrt(Math.Abs(one)) / (one * total);
                    }
                }

                return total;
            }
            """,
            With(V(0.5, 0, -1.5, 2), 1.7),
            With(V(0, -1.5), -1),
            With(V(), -1))
        {
            Throws = [With(V(1), -1)],
        },
        new(
            "a number that may be none is compared",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double z = Math.Log(x);
                if (z > 0)
                {
                    return Math.Log(z) * y;
                }

                return z <= 0 ? y / z : y * y + x;
            }
            """,
            With(2, 0.5),
            With(0.5, 0.7),
            With(-1, 0.7)),
        new(
            "numbers that conditions replaced",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double least = x < 2 ? 2 : x;
                double size = y > 0 ? y : -y;
                return Math.Log(least) * y + Math.Exp(-size) / (1 + size) + 1 / (least * y);
            }
            """,
            With(3, 0.5),
            With(-3, -0.5)),
        new(
            "a variance and a mean of counts",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                if (n < 2)
                {
                    return n == 0 ? 0 : x[0] / n;
                }

                double sum = 0;
                for (int i = 0; i < n; i++)
                {
                    sum += x[i];
                }

                double mean = sum / n, squares = 0;
                for (int i = 0; i < n; i++)
                {
                    squares += (x[i] - mean) * (x[i] - mean) / (i + 1);
                }

                return Math.Sin(squares / (n - 1)) + mean;
            }
            """,
            With(V(0.5, -1, 2), 3),
            With(V(0.5, -1, 2), 1),
            With(V(0.5, -1, 2), 0)),
        new(
            "a series with a counter up and a fraction with one down",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                double term = 1, sum = 1, fraction = 1;
                for (int k = 1; k <= n; k++)
                {
                    term *= x / k / k;
                    sum += term;
                }

                for (int k = n; k > 0; k--)
                {
                    fraction = 1 + x / (k * fraction) + fraction / k;
                }

                return Math.Sin(sum / (1 + x * x)) + fraction;
            }
            """,
            With(0.7, 5),
            With(-0.7, 1),
            With(0.7, 0)),
        new(
            "conditions in single precision",
            """
            [Differentiable]
            public static float Evaluate(float x, float y, float z)
            {
                float square = x * x + y * y;
                if (square > 0 && z > 0)
                {
                    float norm = MathF.Sqrt(square);
                    return x / norm * y + MathF.Log(z) * y / norm + MathF.Sqrt(z);
                }

                return z != 0 ? x / z : y;
            }
            """,
            With(0.5f, -0.25f, 2f),
            With(0.5f, -0.25f, -2f),
            With(0f, 0f, 0f)),
    ];
}
