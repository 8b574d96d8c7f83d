using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops whose number of iterations depends on the numbers.</summary>
internal static class DataDependentLoops
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "Newton's method for a square root until it converges",
            """
            [Differentiable]
            public static double Evaluate(double a)
            {
                double x = a;
                while (Math.Abs(x * x - a) > 1e-14 * a)
                {
                    x = 0.5 * (x + a / x);
                }

                return x;
            }
            """,
            With(7),
            With(0.3))
        {
            Tolerance = 1e-8,
        },
        new(
            "Kepler's equation by Newton with a limit",
            """
            [Differentiable]
            public static double Evaluate(double meanAnomaly, double eccentricity)
            {
                double e = meanAnomaly;
                for (int iteration = 0; iteration < 30; iteration++)
                {
                    double step = (e - eccentricity * Math.Sin(e) - meanAnomaly) / (1 - eccentricity * Math.Cos(e));
                    e -= step;
                    if (Math.Abs(step) < 1e-13)
                    {
                        break;
                    }
                }

                return Math.Cos(e) - eccentricity;
            }
            """,
            With(1.1, 0.4)),
        new(
            "fixed-point iteration with do and while",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                double x = 0, previous;
                do
                {
                    previous = x;
                    x = Math.Cos(a * x) * b;
                }
                while (Math.Abs(x - previous) > 1e-13);
                return x * x;
            }
            """,
            With(0.8, 0.7))
        {
            Tolerance = 1e-9,
        },
        new(
            "bisection, whose ends are inputs",
            """
            [Differentiable]
            public static double Evaluate(double low, double high, double a)
            {
                while (high - low > 0.01)
                {
                    double middle = 0.5 * (low + high);
                    if (middle * middle * middle > 2)
                    {
                        high = middle;
                    }
                    else
                    {
                        low = middle;
                    }
                }

                return a * (low + high);
            }
            """,
            With(0.17, 3.0, 1.5)),
        new(
            "secant method",
            """
            [Differentiable]
            public static double Evaluate(double a, double x0, double x1)
            {
                double f0 = Math.Exp(x0) - a, f1 = Math.Exp(x1) - a;
                int n = 0;
                while (Math.Abs(f1) > 1e-3 && n++ < 20)
                {
                    double x2 = x1 - f1 * (x1 - x0) / (f1 - f0);
                    (x0, f0) = (x1, f1);
                    x1 = x2;
                    f1 = Math.Exp(x1) - a;
                }

                return x1;
            }
            """,
            With(3, 0.2, 1.5)),
        new(
            "arithmetic-geometric mean",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                while (Math.Abs(a - b) > 1e-12)
                {
                    (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
                }

                return a;
            }
            """,
            With(3, 0.5)),
        new(
            "a series until its terms are small",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                double term = 1, sum = 0;
                int n = 0;
                do
                {
                    sum += term;
                    n++;
                    term *= x / n;
                }
                while (Math.Abs(term) > 1e-17);
                return sum;
            }
            """,
            With(1.3),
            With(-0.7)),
        new(
            "argument reduction",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                int halvings = 0;
                while (Math.Abs(x) > 0.25)
                {
                    x /= 2;
                    halvings++;
                }

                double e = 1 + x + x * x / 2 + x * x * x / 6;
                while (halvings-- > 0)
                {
                    e *= e;
                }

                return e;
            }
            """,
            With(1.3),
            With(-0.1)),
        new(
            "step size control",
            """
            [Differentiable]
            public static double Evaluate(double y, double rate)
            {
                double t = 0, h = 0.1;
                for (int i = 0; i < 200 && t < 1; i++)
                {
                    double full = y + h * rate * y * (1 - y);
                    double half = y + h / 2 * rate * y * (1 - y);
                    half += h / 2 * rate * half * (1 - half);
                    double error = Math.Abs(half - full);
                    if (error > 1e-3)
                    {
                        h /= 2;
                        continue;
                    }

                    t += h;
                    y = 2 * half - full;
                    if (error < 1e-4) h *= 1.5;
                }

                return y;
            }
            """,
            With(0.2, 3.1)),
        new(
            "the counter decides, the numbers multiply",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                while (n != 1)
                {
                    if (n % 2 == 0)
                    {
                        n /= 2;
                        x = x * x - 0.5;
                    }
                    else
                    {
                        n = 3 * n + 1;
                        x = Math.Sin(x);
                    }
                }

                return x;
            }
            """,
            With(0.7, 6),
            With(0.7, 1)),
    ];
}
