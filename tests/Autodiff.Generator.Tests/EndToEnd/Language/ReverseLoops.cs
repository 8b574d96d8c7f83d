using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops whose reverse sweeps may be one loop, and such as nearly may.</summary>
internal static class ReverseLoops
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a triangle's columns add to what a diagonal makes, for each row",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] mean, double[] diagonal, double[] triangle, int d)
            {
                double[] centered = new double[d], product = new double[d];
                double s = 0;
                for (int n = 0; n < x.Length / d; n++)
                {
                    for (int i = 0; i < d; i++) centered[i] = x[n * d + i] - mean[i];
                    for (int i = 0; i < d; i++) product[i] = diagonal[i] * centered[i];
                    int index = 0;
                    for (int i = 0; i < d; i++)
                    {
                        for (int j = i + 1; j < d; j++) product[j] += triangle[index++] * centered[i];
                    }

                    for (int i = 0; i < d; i++) s += product[i] * product[i];
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -1.1, 0.4, 0.9, -0.2), V(0.1, 0.2, 0.3), V(1.5, 0.5, 2), V(0.7, -0.6, 0.25), 3),
            With(V(0.3, 0.7), V(0.1), V(1.5), V(0.5), 1)),
        new(
            "elements that another element's iteration reads, above and below, or mirrored",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int steps)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n], c = new double[n], d = new double[n];
                double s = 0;
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 0; i < n; i++) a[i] = Math.Sin(x[i] + s);
                    for (int i = 0; i < n; i++)
                    {
                        b[i] = 0;
                        for (int j = i + 1; j < n; j++) b[i] += a[j] * w[i];
                    }

                    for (int i = 0; i < n; i++) c[i] = b[i] * x[i];
                    for (int i = 0; i < n; i++)
                    {
                        d[i] = c[i];
                        for (int j = 0; j < i; j++) d[i] += c[j] * w[j];
                    }

                    for (int i = 0; i < n; i++) s += d[i] * d[n - 1 - i];
                    for (int i = n - 1; i >= 0; i--) s += 0.1 * a[i] * c[n - 1 - i];
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -0.4, 0.2), V(0.1, -0.2, 0.3, 0.4), 3),
            With(V(0.3), V(0.1), 2)),
        new(
            "adjoints that an earlier loop reads as a sum of the whole later one",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int steps)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n];
                double s = 1;
                for (int t = 0; t < steps; t++)
                {
                    double sum = 0;
                    for (int i = 0; i < n; i++)
                    {
                        a[i] = Math.Exp(x[i] * s);
                        sum += a[i];
                    }

                    for (int i = 0; i < n; i++) b[i] = a[i] / sum;
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++) s += b[i] * w[j] * x[i];
                    }
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -0.4), V(0.1, -0.2, 0.3), 3),
            With(V(0.3), V(0.1), 2)),
        new(
            "loops that run different ways or to different ends, start elsewhere, or keep what they overwrite",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int steps)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n], c = new double[n];
                double s = 0;
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 0; i < n; i++) a[i] = Math.Sin(x[i] + b[i]);
                    for (int i = n - 1; i >= 0; i--)
                    {
                        for (int j = i + 1; j < n; j++) b[j] += w[j] * a[i];
                    }

                    for (int i = 0; i < n; i++) c[i] = b[i] * b[i];
                    for (int i = 0; i < n - 1; i++)
                    {
                        for (int j = i + 1; j < n; j++) a[j] += c[i] * b[j];
                    }

                    for (int i = 1; i < n; i++) c[i] *= a[i];
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = i + 1; j < n; j++) a[j] *= c[i] + 0.5;
                    }

                    for (int i = 0; i < n; i++) s += a[i] * c[0];
                }

                return s;
            }
            """,
            With(V(0.3, 0.7, -0.4, 0.2), V(0.1, -0.2, 0.3, 0.4), 3),
            With(V(0.3), V(0.1), 2)),
        new(
            "adjoints in single precision, in branches, and of elements that are written twice",
            """
            [Differentiable]
            public static double Evaluate(float[] x, double[] w, int steps)
            {
                int n = x.Length;
                float[] a = new float[n];
                double[] b = new double[n];
                double s = 0;
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 0; i < n; i++) a[i] = x[i] * (t + 1);
                    for (int i = 0; i < n; i++) b[i] = a[i] * w[i];
                    for (int i = 0; i < n; i++)
                    {
                        if (w[i] > 0)
                        {
                            for (int j = i + 1; j < n; j++) b[j] += a[i] * w[j];
                        }
                    }

                    for (int i = 0; i < n; i++) s += b[i] * b[i];
                    for (int i = 0; i < n; i++) a[i] += (float)s;
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = i + 1; j < n; j++) b[j] -= a[i] * b[i];
                    }

                    for (int i = 0; i < n; i++) s += b[i] * a[i];
                }

                return s;
            }
            """,
            With(F(0.3f, 0.7f, -0.4f), V(0.1, -0.2, 0.3), 2),
            With(F(0.3f), V(0.1), 2)),
        new(
            "an array in which a row is multiplied in place, and its shadow is read by other loops",
            """
            [Differentiable]
            public static double Evaluate(double[,] m, double[] x, int steps)
            {
                int n = x.Length;
                double[] a = new double[n], b = new double[n];
                double s = 0;
                for (int t = 0; t < steps; t++)
                {
                    for (int i = 0; i < n; i++) a[i] = x[i] * Math.Cos(s);
                    for (int i = 0; i < n; i++) b[i] = m[i, i] * a[i];
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++) b[j] += m[i, j] * a[i];
                    }

                    for (int i = 0; i < n; i++) s += b[i] * b[i] * 0.1;
                }

                return s + a[0] * b[n - 1] + a[n / 2];
            }
            """,
            With(M(2, 0.5, -1.5, 2, 0.1), V(0.3, -0.8), 3),
            With(M(1, 0.5), V(0.3), 2)),
    ];
}
