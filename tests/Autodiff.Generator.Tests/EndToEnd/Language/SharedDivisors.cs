using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Several quotients by one number, which may be zero.</summary>
internal static class SharedDivisors
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "quotients by one depth",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, double z, double w)
            {
                double u = x / z, v = y / z;
                return w * (u * u + Math.Sin(v) + u * v);
            }
            """,
            With(1.5, -0.5, 2, 0.7),
            With(0, 0, 3, 0.7),
            With(15, -5, 2000, 1)),
        new(
            "quotients by zero that do not matter",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, double z, double w)
            {
                double largest = Math.Max(x / z, y / z);
                return Math.Min(w, largest) + w * x;
            }
            """,
            With(1.5, -0.5, 0, 0.7),
            With(1.5, 0.5, 0, 0.7),
            With(1.5, 0.5, 2, 0.7),
            With(1.5, 0.5, 2, -0.7)),
        new(
            "a direction of constant elements",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> p, double t)
            {
                double square = p[0] * p[0] + p[1] * p[1] + p[2] * p[2];
                if (square == 0)
                {
                    return p[0] * t + p[1];
                }

                double norm = Math.Sqrt(square);
                double a = p[0] / norm, b = p[1] / norm, c = p[2] / norm;
                return Math.Sin(norm * t) * (a + 2 * b * c) - Math.Cos(norm) * a * c;
            }
            """,
            With(V(0.5, -1, 2), 0.3),
            With(V(0.5, -1, 2, 7), 0.3),
            With(V(0, 0.01, 0), 0.3)),
        new(
            "a norm that may be zero",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, double w)
            {
                double norm = Math.Sqrt(x * x + y * y);
                double direction = w == 0 ? 1 : x / norm + y / norm * w;
                return norm * direction;
            }
            """,
            With(0.5, -1, 2),
            With(0.5, 0, 2),
            With(0, 0, 0)),
        new(
            "a loop that divides by what does not change",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double scale, double offset)
            {
                double total = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    total += Math.Sin(x[i] / scale) * total + Math.Exp(-x[i] / (1 + offset * offset));
                }

                return total / scale;
            }
            """,
            With(V(0.5, -1.5, 2), 1.7, 0.3),
            With(V(), 1.7, 0.3),
            With(V(0.05, -0.01), -0.03, 0)),
        new(
            "a loop that divides by what each iteration changes",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double scale)
            {
                double total = 0;
                int i = 0;
                while (i < x.Length && scale < 100)
                {
                    double u = x[i] / scale;
                    double v = total / scale;
                    total += u * v + u;
                    scale += 0.1 + u * u;
                    i++;
                }

                return total;
            }
            """,
            With(V(0.5, -1.5, 2), 1.7),
            With(V(), 1.7),
            With(V(0.5, -1.5, 2), 170)),
        new(
            "arms that divide by one number",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double scale, double slope)
            {
                double total = 0;
                foreach (double one in x)
                {
                    double u = one / scale;
                    if (u > 0)
                    {
                        total += u * u * slope / scale;
                    }
                    else
                    {
                        for (int k = 0; k < 2; k++)
                        {
                            total = Math.Sin(total / scale) - u / slope;
                        }
                    }
                }

                return total + slope / scale;
            }
            """,
            With(V(0.5, -1.5, 2), 1.7, 0.4),
            With(V(0.5, 1.5, 2), -1.7, 0.4),
            With(V(), 1.7, 0.4)),
        new(
            "a recursive function that divides twice",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => Continued(x, y, n);

            private static double Continued(double x, double y, int n) =>
                n == 0 ? y : Math.Sin(Continued(x / y, y, n - 1) / y) + x / y;
            """,
            With(0.7, 1.9, 3),
            With(0.7, 1.9, 0)),
        new(
            "a recursive function that divides in a loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y, int n)
            {
                if (n == 0)
                {
                    return y;
                }

                double below = Evaluate(x, y, n - 1);
                double sum = 0;
                foreach (double one in x)
                {
                    sum += Math.Sin(one / y) * below / (below * below + 1);
                }

                return sum / y;
            }
            """,
            With(V(0.7, -0.4), 1.9, 2),
            With(V(), 1.9, 1)),
        new(
            "quotients in single precision",
            """
            [Differentiable]
            public static float Evaluate(float x, float y, float z, float w)
            {
                float u = x / z, v = y / z;
                float norm = MathF.Sqrt(x * x + y * y);
                return w * (u * u + u * v) + w * (x / norm - y / norm);
            }
            """,
            With(1.5f, -0.5f, 2f, 0.7f),
            With(1.5f, -0.5f, 1e-10f, 1e-7f),
            With(1.5e-15f, -0.5e-15f, 3e-15f, 1e-10f)),
    ];
}
