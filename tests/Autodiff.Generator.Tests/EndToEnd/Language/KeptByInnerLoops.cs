using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>What inner loops keep for their reverse in another nest, in windows of the tape and one by one.</summary>
internal static class KeptByInnerLoops
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "inner loops that count in every way",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double y = s;
                for (int k = 0; k < n; k++)
                {
                    for (int i = 0; i < x.Length; i++) y = Math.Sin(y * x[i]) + 0.1 * k;
                    for (int i = 1; i < x.Length; i++) y = Math.Cos(y * x[i]) + x[i - 1];
                    for (int i = x.Length - 1; i >= 0; i--) y = Math.Sin(y + x[i]);
                    for (int i = x.Length - 1; i > 0; i--) y = Math.Cos(y * x[i]);
                    for (int i = 0; i <= x.Length - 1; i++) y = Math.Sin(y - x[i]);
                    for (int i = 0; i < n; i++) y = Math.Cos(y + 0.1 * i * s);
                    for (int i = k; i < x.Length; i++) y = Math.Sin(y * x[i]);
                    for (int i = 0; i < x.Length; i += 2) y = Math.Cos(y * x[i]);
                    foreach (double v in x) y = Math.Sin(y * v);
                }

                return y;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 3),
            With(V(1.5, -2), 0.8, 1),
            With(V(1.5), 0.8, 2),
            With(V(), 0.8, 2),
            With(V(1.5, 2), 0.8, 0),
            With(V(1.5, 2), 0.8, -3)),
        new(
            "one to five values in each iteration of an inner loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double a = s, b = 1, c = s * s;
                int k = 0;
                while (k++ < n && a < 100)
                {
                    for (int i = 1; i < x.Length; i++) { b = b * Math.Cos(a + b * x[i]); }
                    for (int i = 0; i < x.Length; i++) { double t = a; a = Math.Sin(b * x[i]) * c; b = Math.Exp(-t * t); c = Math.Tanh(c + a); }
                    for (int i = 0; i < x.Length; i++) { double t = a * b; a = Math.Sin(b * x[i]) * Math.Cos(c); b = Math.Exp(-t * t) * Math.Tanh(a); c = Math.Atan(c * a) * Math.Sinh(b); }
                    if (a > b)
                    {
                        foreach (double v in x) a = Math.Sin(a * v) + b;
                    }
                }

                return a + b * c;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 3),
            With(V(1.5), 0.8, 4),
            With(V(), 0.8, 2)),
        new(
            "values of several types",
            """
            [Differentiable]
            public static double Evaluate(double[] x, float[] w, double s)
            {
                double y = s;
                float f = (float)s;
                for (int k = 0; k < 3; k++)
                {
                    for (int i = 0; i < w.Length; i++)
                    {
                        bool isLarge = y > 0.5;
                        f = MathF.Sin(f * w[i]);
                        y = isLarge ? Math.Sin(y * f) + x[i] : Math.Cos(y) * f * x[i];
                    }
                }

                return y * f;
            }
            """,
            With(V(1.5, -2, 0.25), F(0.5f, 1.25f, 2), 0.8),
            With(V(1.5), F(0.5f), 0.3),
            With(V(), F(), 0.3)),
        new(
            "rows of several lengths, and loops in them",
            """
            [Differentiable]
            public static double Evaluate(double[][] rows, double s)
            {
                double y = s;
                for (int r = 0; r < rows.Length; r++)
                {
                    var row = rows[r];
                    for (int i = 0; i < row.Length; i++)
                    {
                        y = Math.Sin(y + row[i]);
                        for (int j = 0; j < row.Length; j++) y = Math.Cos(y * row[j]);
                    }

                    var powers = new double[r + 2];
                    powers[0] = y;
                    for (int i = 1; i < powers.Length; i++) { y *= 1 + 0.1 * y; powers[i] = powers[i - 1] * y; }
                    y = powers[^1];
                }

                return y;
            }
            """,
            With(Rows([1.5, -2], [0.5], [], [1, 2, 3]), 0.8),
            With(Rows([]), 0.8),
            With(Rows(), 0.8)),
        new(
            "an inner loop beside what its outer loop keeps",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double s, int n)
            {
                double y = s;
                for (int k = 0; k < n; k++)
                {
                    double u = Math.Exp(-y * y);
                    for (int i = 0; i < x.Length; i++)
                    {
                        if (x[i] > 0.3) y = Math.Sin(y * u);
                        y = Math.Cos(y * x[i]);
                    }

                    y *= Math.Tanh(u * y);
                    for (int i = 0; i < x.Length; i++) y += Math.Sin(y * u) * x[i];
                    if (y > 2) return y * u;
                    if (y < -0.2) continue;
                    for (int i = 0; i < x.Length; i++) y = Math.Exp(-y * y) * u * x[i];
                }

                return y;
            }
            """,
            With(V(1.5, -2, 0.25, 0.5), 0.8, 3),
            With(V(1.5, 3), 0.8, 3),
            With(V(1.5), 0.8, 4),
            With(V(), 0.8, 2)),
    ];
}
