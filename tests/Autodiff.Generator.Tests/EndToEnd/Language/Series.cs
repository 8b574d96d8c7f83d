using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Polynomials, recurrences, fractions.</summary>
internal static class Series
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "Legendre polynomial by its recurrence",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                if (n == 0) return 1;
                double previous = 1, current = x;
                for (int k = 1; k < n; k++)
                {
                    double next = ((2 * k + 1) * x * current - k * previous) / (k + 1);
                    previous = current;
                    current = next;
                }

                return current;
            }
            """,
            With(0.3, 6),
            With(0.3, 1),
            With(0.3, 0)),
        new(
            "Clenshaw's sum of Chebyshev polynomials",
            """
            [Differentiable]
            public static double Evaluate(double[] c, double x)
            {
                double b1 = 0, b2 = 0;
                for (int k = c.Length - 1; k > 0; k--)
                {
                    (b1, b2) = (c[k] + 2 * x * b1 - b2, b1);
                }

                return c[0] + x * b1 - b2;
            }
            """,
            With(V(1, 2, -0.5, 0.3), 0.6)),
        new(
            "a continued fraction from its end",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, double x)
            {
                double f = a[^1];
                for (int i = a.Length - 2; i >= 0; i--)
                {
                    f = a[i] + x / f;
                }

                return f;
            }
            """,
            With(V(1, 2, 3, 4), 0.6)),
        new(
            "Lentz's continued fraction of the tangent",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                const double Tiny = 1e-30;
                double f = Tiny, c = f, d = 0;
                for (int j = 1; j <= 40; j++)
                {
                    double a = j == 1 ? x : -x * x;
                    double b = 2 * j - 1;
                    d = b + a * d;
                    if (d == 0) d = Tiny;
                    c = b + a / c;
                    if (c == 0) c = Tiny;
                    d = 1 / d;
                    double delta = c * d;
                    f *= delta;
                    if (Math.Abs(delta - 1) < 1e-15) break;
                }

                return f;
            }
            """,
            With(0.6))
        {
            Tolerance = 1e-8,
        },
        new(
            "Bessel's series",
            """
            [Differentiable]
            public static double Evaluate(double x, double scale)
            {
                double term = 1, sum = 1;
                for (int k = 1; k < 25; k++)
                {
                    term *= -x * x / (4.0 * k * k);
                    sum += term;
                    if (term < 1e-300 && -term < 1e-300) return sum;
                }

                return scale * sum;
            }
            """,
            With(2.6, 1.5)),
        new(
            "Lagrange interpolation",
            """
            [Differentiable]
            public static double Evaluate(double[] xs, double[] ys, double x)
            {
                double sum = 0;
                for (int i = 0; i < xs.Length; i++)
                {
                    double basis = 1;
                    for (int j = 0; j < xs.Length; j++)
                    {
                        if (j != i)
                        {
                            basis *= (x - xs[j]) / (xs[i] - xs[j]);
                        }
                    }

                    sum += ys[i] * basis;
                }

                return sum;
            }
            """,
            With(V(0, 1, 2.5), V(1, -1, 4), 1.6)),
        new(
            "divided differences in place",
            """
            [Differentiable]
            public static double Evaluate(double[] xs, double[] ys, double x)
            {
                int n = xs.Length;
                double[] d = new double[n];
                ys.CopyTo(d, 0);
                for (int k = 1; k < n; k++)
                {
                    for (int i = n - 1; i >= k; i--)
                    {
                        d[i] = (d[i] - d[i - 1]) / (xs[i] - xs[i - k]);
                    }
                }

                double p = d[n - 1];
                for (int i = n - 2; i >= 0; i--)
                {
                    p = d[i] + (x - xs[i]) * p;
                }

                return p;
            }
            """,
            With(V(0, 1, 2.5, 3), V(1, -1, 4, 2), 1.6)),
        new(
            "de Casteljau's algorithm on a curve",
            """
            [Differentiable]
            public static double Evaluate(double[] px, double[] py, double t)
            {
                Span<double> x = stackalloc double[px.Length];
                Span<double> y = stackalloc double[py.Length];
                px.CopyTo(x);
                py.CopyTo(y);
                for (int level = x.Length - 1; level > 0; level--)
                {
                    for (int i = 0; i < level; i++)
                    {
                        x[i] += t * (x[i + 1] - x[i]);
                        y[i] = (1 - t) * y[i] + t * y[i + 1];
                    }
                }

                return Math.Sqrt(x[0] * x[0] + y[0] * y[0]);
            }
            """,
            With(V(0, 1, 2.5, 3), V(1, -1, 4, 2), 0.3)),
        new(
            "Romberg's triangle",
            """
            [Differentiable]
            public static double Evaluate(double a)
            {
                double[,] r = new double[5, 5];
                double h = 1;
                r[0, 0] = 0.5 * (F(a, 0) + F(a, 1));
                for (int i = 1; i < 5; i++)
                {
                    h /= 2;
                    double sum = 0;
                    for (int k = 1; k <= 1 << (i - 1); k++) sum += F(a, (2 * k - 1) * h);
                    r[i, 0] = 0.5 * r[i - 1, 0] + h * sum;
                    double power = 1;
                    for (int j = 1; j <= i; j++)
                    {
                        power *= 4;
                        r[i, j] = r[i, j - 1] + (r[i, j - 1] - r[i - 1, j - 1]) / (power - 1);
                    }
                }

                return r[4, 4];
            }

            private static double F(double a, double t) => 1 / (1 + a * t * t);
            """,
            With(1.3)),
    ];
}
