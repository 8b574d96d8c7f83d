using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>What loops keep for the backward pass, in windows of the tape and beside them.</summary>
internal static class KeptByLoops
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "loops that count in every way",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                double y = x;
                for (int i = 0; i < n; i++) y = Math.Sin(y) + 0.1 * i * x;
                for (int i = 1; i <= n; i++) y = Math.Cos(y) + 0.1 * i * x;
                for (int i = 16; i < n + 12; i++) y = Math.Sin(y) + 0.01 * i * x;
                for (int i = 17; i < n + 14; i++) y = Math.Cos(y) + 0.01 * i * x;
                for (int i = -2; i < n; i++) y = Math.Sin(y) + 0.1 * i * x;
                for (int i = n - 1; i >= 0; i--) y = Math.Cos(y) + 0.1 * i * x;
                for (int i = n; i > 0; i--) y = Math.Sin(y) + 0.1 * i * x;
                for (int i = n; i >= 3; i--) y = Math.Cos(y) + 0.1 * i * x;
                for (int i = 0; i != n + 3 && i < n; i++) y = Math.Sin(y) + 0.1 * i * x;
                for (int i = 0; i < n; i += 3) y = Math.Cos(y) + 0.1 * i * x;
                for (long i = 0; i < n; i++) y = Math.Sin(y) + 0.1 * i * x;
                for (int i = n / 2; i < n; i++) y = Math.Cos(y) + 0.1 * i * x;
                return y;
            }
            """,
            With(0.7, 7),
            With(0.7, 5),
            With(0.7, 1),
            With(0.7, 0),
            With(0.7, -1),
            With(0.7, -20)),
        new(
            "one to five values in each iteration",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s)
            {
                double a = s, b = 1, c = s * s;
                foreach (double v in x) a = Math.Sin(a * v);
                for (int i = 1; i < x.Length; i++) { b = b * Math.Cos(a + b * x[i]); }
                for (int i = 0; i < x.Length; i++) { double t = a; a = Math.Sin(b * x[i]) * c; b = Math.Exp(-t * t); c = Math.Tanh(c + a); }
                for (int i = 0; i < x.Length; i++) { double t = a * b; a = Math.Sin(b * x[i]) * Math.Cos(c); b = Math.Exp(-t * t) * Math.Tanh(a); c = Math.Atan(c * a) * Math.Sinh(b); }
                return a + b * c;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8),
            With(V(1.5), 0.8),
            With(V(), 0.8)),
        new(
            "room that is made between a loop and its reverse loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double y = s;
                for (int i = 0; i < x.Length; i++)
                {
                    y = Math.Sin(y * x[i]);
                }

                int k = 0;
                while (y < 1e3 && k < n)
                {
                    y = 0.1 + y * y + Math.Sin(y);
                    k++;
                }

                for (int i = 0; i < x.Length; i++)
                {
                    if (x[i] > 0)
                    {
                        y = Math.Exp(-y * x[i]);
                    }
                }

                double z = y;
                for (int i = 0; i < n; i++)
                {
                    z = Math.Cos(z * y);
                }

                return y * z;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 100),
            With(V(1.5, -2, 0.25, 0.5), 0.8, 3),
            With(V(), 0.8, 0)),
        new(
            "room that is made in the loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s)
            {
                double y = s;
                for (int i = 0; i < x.Length; i++)
                {
                    y = Math.Sin(y * x[i]) + 0.2;
                    if (y > 0.5)
                    {
                        y = Math.Exp(y) - 0.3 * y * y;
                    }

                    double u = y;
                    while (u < 3)
                    {
                        u = u * u * 0.1 + 1.3 * Math.Abs(u) + 0.4;
                    }

                    y += 0.1 * Math.Sin(u);
                }

                return y;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5, 1.1, 2.3), 0.8)),
        new(
            "an outer loop that keeps something around inner loops that do",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double y = s;
                for (int k = 0; k < n; k++)
                {
                    double z = y;
                    for (int i = 0; i < x.Length; i++)
                    {
                        z = Math.Sin(z * x[i] + s);
                    }

                    for (int i = k; i < x.Length; i++)
                    {
                        z = Math.Cos(z * x[i] + s);
                    }

                    y = Math.Tanh(y) * z;
                }

                return y;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 3),
            With(V(1.5, -2, 0.25, 0.5), 0.8, 0),
            With(V(), 0.8, 2)),
        new(
            "loops reversed in each iteration of one",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double sum = 0;
                for (int k = 0; k < n; k++)
                {
                    double t = 0.1 * k, power = 1, residual = t, wave = t;
                    for (int j = 0; j < x.Length; j++)
                    {
                        residual -= x[j] * power;
                        power *= t + 0.5;
                    }

                    for (int j = 1; j < x.Length; j++)
                    {
                        wave = Math.Sin(wave + x[j] * residual);
                    }

                    for (int j = x.Length - 1; j >= 0; j--)
                    {
                        wave = Math.Exp(-wave * x[j]);
                        if (j == n)
                        {
                            wave = Math.Cos(wave);
                        }
                    }

                    sum += residual * residual * wave;
                }

                return sum;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 3),
            With(V(1.5), 2),
            With(V(), 3)),
        new(
            "numbers of several types",
            """
            [Differentiable]
            public static double Evaluate(double[] x, float f, int n)
            {
                int k = 1;
                bool isOdd = true;
                double y = 0.5;
                float g = f;
                for (int i = 0; i < n; i++)
                {
                    y = y * x[k] + (isOdd ? x[0] * y : 0);
                    g = g * f + MathF.Sin(g);
                    k = (5 * k + 3) % x.Length;
                    isOdd = k % 2 == 1;
                }

                return y * g;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8f, 3),
            With(V(1.5, -2), 0.8f, 0)) { Tolerance = 1e-5, Throws = [With(V(1.5), 0.8f, 1)] },
        new(
            "arms that hold a loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double y = s;
                if (n > 2)
                {
                    for (int i = 0; i < n; i++)
                    {
                        y = Math.Sin(y * x[i]);
                    }
                }
                else
                {
                    for (int i = 0; i < x.Length; i++)
                    {
                        y = Math.Cos(y * x[i]);
                    }
                }

                for (int i = 0; i < n; i++)
                {
                    y = Math.Exp(-y * s);
                }

                return y;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 3),
            With(V(1.5, -2, 0.25, 0.5), 0.8, 1),
            With(V(1.5, -2, 0.25, 0.5), 0.8, -1)) { Throws = [With(V(1.5), 0.8, 3)] },
        new(
            "a recursive function called between a loop and its reverse loop, and in one",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double y = s;
                for (int i = 0; i < x.Length; i++)
                {
                    y = Math.Sin(y * x[i]);
                }

                y *= Descend(y, n);
                for (int i = 0; i < x.Length; i++)
                {
                    y = Math.Cos(y) * Descend(x[i], 2);
                }

                return y;
            }

            private static double Descend(double v, int depth)
            {
                double w = v;
                for (int i = 0; i < depth; i++)
                {
                    w = Math.Sin(w) + v;
                }

                return depth <= 0 ? w : w * Descend(Math.Cos(w), depth - 1) + Descend(w, depth - 2);
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 6),
            With(V(), 0.8, 0)),
        new(
            "local arrays as long as the loops",
            """
            [Differentiable]
            public static double Evaluate(double a, int n)
            {
                var y = new double[n];
                double s = a;
                for (int i = 0; i < n; i++)
                {
                    s = Math.Sin(s) + a;
                    y[i] = s * s;
                }

                var z = new double[n + 1];
                for (int i = 1; i <= n; i++)
                {
                    s = Math.Cos(s * y[i - 1]);
                    z[i] = s;
                }

                double sum = 0;
                foreach (double v in z)
                {
                    sum = sum * v + v * s;
                }

                return sum;
            }
            """,
            With(0.8, 4),
            With(0.8, 1),
            With(0.8, 0)) { Throws = [With(0.8, -1)] },
        new(
            "a loop that leaves early",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s)
            {
                double y = s;
                for (int i = 0; i < x.Length; i++)
                {
                    y = Math.Sin(y * x[i]) + 0.1 * y;
                    if (y < 0)
                    {
                        break;
                    }
                }

                for (int i = 0; i < x.Length; i++)
                {
                    y = Math.Cos(y + x[i]);
                }

                return y;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8),
            With(V(1.5, 2, 0.25, 0.5), 0.8)),
        new(
            "many values in each iteration of loops in loops",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double a = s, b = 1, c = s * s, d = 0.5, e = 0.3, y = s;
                float f = 0.7f;
                for (int k = 0; k < n; k++)
                {
                    double t = a;
                    a = Math.Sin(b * x[k]) * Math.Cos(c);
                    b = Math.Exp(-t * t) * Math.Tanh(a);
                    for (int i = 0; i < x.Length; i++)
                    {
                        double u = c;
                        c = Math.Sin(d * x[i]) * Math.Tanh(e);
                        d = Math.Sin(e + u) * Math.Exp(-y);
                        e = Math.Sin(y * u);
                        y = Math.Cos(u * c);
                        f = MathF.Sin(f * (float)y);
                    }

                    c = Math.Atan(c * a) * Math.Sinh(b);
                    if (c > 0.1)
                    {
                        double u = a;
                        a = Math.Sin(b) * Math.Exp(a);
                        b = Math.Sin(c) * Math.Exp(-b * a);
                        c = Math.Sin(d) * Math.Tanh(u);
                    }

                    int steps = 0;
                    while (y < 2 && steps < 3)
                    {
                        double u = a;
                        a = Math.Sin(b) + y * y;
                        b = Math.Sin(c) * Math.Exp(a) * 0.1;
                        c = Math.Sin(d) * Math.Tanh(u);
                        d = Math.Cos(u * e);
                        e = Math.Sin(e * u);
                        y = y + 0.3 + 0.1 * Math.Sin(u) * y;
                        steps++;
                    }
                }

                return a + b * c - d * e * y + f;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 4),
            With(V(1.5, -2, 0.25, 0.5), 0.8, 0)) { Tolerance = 1e-5 },
    ];
}
