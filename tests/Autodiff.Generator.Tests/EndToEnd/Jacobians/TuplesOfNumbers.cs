using Autodiff.Generator.Tests.EndToEnd.Language;
using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Jacobians;

/// <summary>Results of straight-line code and of branches.</summary>
internal static class TuplesOfNumbers
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "polar coordinates to Cartesian ones",
            """
            [Differentiable(Jacobian = true)]
            public static (double x, double y) Evaluate(double r, double angle) => (r * Math.Cos(angle), r * Math.Sin(angle));
            """,
            With(2, 0.7)),
        new(
            "a parameter and a constant as results",
            """
            [Differentiable(Jacobian = true)]
            public static (double, double, double) Evaluate(double x, double y) => (x, 3, y);
            """,
            With(2, 0.7)),
        new(
            "one value twice, and negated",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b, double c) Evaluate(double x, double y)
            {
                double t = x * Math.Exp(y);
                return (t, t, -t);
            }
            """,
            With(2, 0.7)),
        new(
            "a result that another is computed from",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b, double c) Evaluate(double x, double y)
            {
                double a = x / y;
                double b = Math.Sqrt(a);
                return (a, b, Math.Log(a * b));
            }
            """,
            With(2, 0.7)),
        new(
            "results of both precisions",
            """
            [Differentiable(Jacobian = true)]
            public static (float low, double high, float cast) Evaluate(float x, double y) => (x * x, x * y, (float)(y * y));
            """,
            With(2f, 0.7)),
        new(
            "an explicit ValueTuple",
            """
            [Differentiable(Jacobian = true)]
            public static ValueTuple<double, double> Evaluate(double x) => new ValueTuple<double, double>(x * x, Math.Sin(x));
            """,
            With(1.3)),
        new(
            "nine results",
            """
            [Differentiable(Jacobian = true)]
            public static (double, double, double, double, double, double, double, double h, double i) Evaluate(double x, double y) =>
                (x, y, x * y, x / y, x + y, x - y, Math.Exp(x), Math.Log(y), 2);
            """,
            With(1.3, 2.1)),
        new(
            "names that are keywords, parameters, and differ in a first letter only",
            """
            [Differentiable(Jacobian = true)]
            public static (double x, double X, double @double, double xX, double ñandú) Evaluate(double x, double X, double @in) =>
                (x * X, X / @in, x * @in, x + X, @in * @in);
            """,
            With(1.3, 2.1, 0.4)),
        new(
            "names that generated variables would like to have",
            """
            [Differentiable(Jacobian = true)]
            public static (double value, double xGradient, double dX, double valueA, double a) Evaluate(double x, double value1, double aXGradient)
            {
                double valueA = x * value1;
                double dAdX = valueA * aXGradient;
                double valueValue = dAdX - x;
                return (valueValue * x, valueA, dAdX, x * x, valueA * dAdX);
            }
            """,
            With(1.3, 2.1, 0.4)),
        new(
            "parameters by reference",
            """
            [Differentiable(Jacobian = true)]
            public static (double x, double y) Evaluate(in double r, in double t) => (r * Math.Cos(t), r * Math.Sin(t) + r);
            """,
            With(1.3, 2.1)),
        new(
            "early returns with other tuples",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                if (x < 0)
                {
                    return (y, x * y);
                }

                double t = x * y;
                if (y > 1)
                {
                    return (t, t * t);
                }

                return (Math.Sin(t), 1);
            }
            """,
            With(-1.3, 2.1),
            With(1.3, 2.1),
            With(1.3, 0.1)),
        new(
            "a tuple chosen by a condition",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y) => x < y ? (x, y * y) : (y * x, x);
            """,
            With(-1.3, 2.1),
            With(2.3, 2.1)),
        new(
            "a switch expression over tuples",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, int kind) => kind switch
            {
                0 => (x, y),
                1 => (x * y, x / y),
                2 => (Math.Exp(x), Math.Exp(x) * y),
                _ => (0, y * y),
            };
            """,
            With(1.3, 2.1, 0),
            With(1.3, 2.1, 1),
            With(1.3, 2.1, 2),
            With(1.3, 2.1, 3)),
        new(
            "a switch statement that swaps",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, int kind)
            {
                switch (kind)
                {
                    case 0:
                        return (x * y, x);
                    case 1:
                        (x, y) = (y, x);
                        break;
                    default:
                        x *= 2;
                        break;
                }

                return (x * x * y, y);
            }
            """,
            With(1.3, 2.1, 0),
            With(1.3, 2.1, 1),
            With(1.3, 2.1, 2)),
        new(
            "the tuple of a helper returned directly",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y) => Rotate(x * y, y, 0.3);

            private static (double u, double v) Rotate(double u, double v, double angle)
            {
                double sin = Math.Sin(angle);
                double cos = Math.Cos(angle);
                return (cos * u - sin * v, sin * u + cos * v);
            }
            """,
            With(1.3, 2.1)),
        new(
            "a tuple local returned whole",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                (double p, double q) result = (x, y);
                result.p += result.q * x;
                result.q = result.p / y;
                if (x > 2)
                {
                    result = (result.q, result.p);
                }

                return result;
            }
            """,
            With(1.3, 2.1),
            With(2.3, 2.1)),
        new(
            "deconstruction, and assignment in a chain",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                double u, v;
                (u, v) = (x * y, x - y);
                (u, v) = (v, u * v);
                double w = u = v + 1;
                return (u * w, v);
            }
            """,
            With(1.3, 2.1)),
        new(
            "a tuple of floats to one of doubles",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(float x, float y)
            {
                (float p, float q) t = (x * y, x / y);
                return t;
            }
            """,
            With(1.3f, 2.1f)),
        new(
            "a local function and a lambda that return tuples",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                Func<double, (double, double)> twice = t => (2 * t, t * t);
                var (p, q) = twice(x);
                return Mixed(p * y);

                (double, double) Mixed(double t) => (t * q, q);
            }
            """,
            With(1.3, 2.1)),
        new(
            "guards of derivatives, in one row and in the other",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b, double c) Evaluate(double x, double y)
            {
                double e = Math.Exp(x);
                double l = Math.Log(y);
                return (e / (1 + e), l / (e + 1), Math.Pow(y, x) / l);
            }
            """,
            With(1.3, 2.1)),
        new(
            "a maximum and which it was",
            """
            [Differentiable(Jacobian = true)]
            public static (double max, double min, double which) Evaluate(double x, double y, double z)
            {
                double max = Math.Max(x, Math.Max(y, z));
                double min = Math.Min(x, Math.Min(y, z));
                double which = max == x ? x * y : z * z;
                return (max, min, which);
            }
            """,
            With(1.3, 2.1, 0.4),
            With(3.3, 2.1, 0.4),
            With(0.3, 0.1, 0.4)),
        new(
            "some parameters only",
            """
            [Differentiable(nameof(y), Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y, double z) => (x * y, y * y * z);
            """,
            With(1.3, 2.1, 0.4)),
        new(
            "rows that share nothing",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b, double c) Evaluate(double x, double y, double z) =>
                (Math.Sin(x) * x, Math.Exp(y) / (1 + y * y), Math.Atan2(z, 2));
            """,
            With(1.3, 2.1, 0.4)),
        new(
            "a guard that throws",
            """
            [Differentiable(Jacobian = true)]
            public static (double a, double b) Evaluate(double x, double y)
            {
                if (x < 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(x));
                }

                double t = Math.Sqrt(x);
                if (y == 0)
                {
                    throw new DivideByZeroException("no y");
                }

                return (t / y, t);
            }
            """,
            With(1.3, 2.1))
        {
            Throws = [With(-1, 2), With(1, 0)],
        },
    ];
}
