using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Spans, slices and references on arrays.</summary>
internal static class Windows
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "rows of a flat matrix by Slice",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, ReadOnlySpan<double> x, int n)
            {
                double s = 0;
                for (int i = 0; i < a.Length / n; i++)
                {
                    var row = a.Slice(i * n, n);
                    double dot = 0;
                    for (int j = 0; j < row.Length; j++)
                    {
                        dot += row[j] * x[j];
                    }

                    s += dot * dot;
                }

                return s;
            }
            """,
            With(V(1, 2, 3, -1, 0.5, 4), V(0.3, 0.7, -1), 3))
        {
            Throws = [With(V(1, 2, 3), V(1), 3)],
        },
        new(
            "ranges and ends",
            """
            [Differentiable]
            public static double Evaluate(Span<double> x)
            {
                var inner = x[1..^1];
                double s = 0;
                foreach (double v in inner)
                {
                    s += v * v;
                }

                return s * x[^1] + x[..2][1] - x[2..][0];
            }
            """,
            With(V(1, 2, 3, -1, 0.5)))
        {
            Throws = [With(V(1))],
        },
        new(
            "windows that overlap on a local array",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double[] a = [x, y, x * y, x + y];
                Span<double> left = a.AsSpan(0, 3), right = a.AsSpan(1);
                right[0] *= 2;
                left[2] += left[1] * x;
                a[3] = right[1] * left[0];
                return right[2] + left[1] * right[1];
            }
            """,
            With(0.7, 1.2)),
        new(
            "a reference to an element",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y)
            {
                double[] a = new double[x.Length];
                for (int i = 0; i < x.Length; i++)
                {
                    ref double r = ref a[i];
                    r = x[i];
                    r *= y;
                    r += r * r;
                }

                double s = 0;
                for (int i = 1; i < a.Length; i++)
                {
                    s += a[i] * a[i - 1];
                }

                return s;
            }
            """,
            With(V(0.3, 0.9, -0.4), 1.3)),
        new(
            "Fill and Clear",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                Span<double> a = stackalloc double[5];
                a.Fill(x);
                a[1..3].Clear();
                a[2..4].Fill(x * y);
                double s = 0;
                for (int i = 0; i < a.Length; i++)
                {
                    s += (i + 1) * a[i] * a[i];
                }

                return s;
            }
            """,
            With(0.7, 1.2)),
        new(
            "CopyTo within and between arrays",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[x.Length + 1];
                x.CopyTo(a.AsSpan(1));
                a[0] = x[^1];
                a.AsSpan(0, 2).CopyTo(a.AsSpan(1, 2));
                double s = 0;
                for (int i = 0; i < a.Length; i++)
                {
                    s = s * 0.5 + a[i] * a[i];
                }

                return s;
            }
            """,
            With(V(0.3, 0.9, -0.4))),
        new(
            "a window that slides in a loop",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double s = 0;
                var rest = x;
                while (rest.Length > 1)
                {
                    s += rest[0] * rest[^1];
                    rest = rest.Slice(1, rest.Length - 2);
                }

                return rest.Length == 1 ? s * rest[0] : s;
            }
            """,
            With(V(0.3, 0.9, -0.4)),
            With(V(0.3, 0.9, -0.4, 2)),
            With(V())),
        new(
            "which window is written is decided by the data",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double[] a = [x, y], b = [y, x * x];
                Span<double> target = x > y ? a : b;
                target[0] = target[1] * target[0];
                return a[0] * 2 + b[0] * 3 + a[1] * b[1];
            }
            """,
            With(0.7, 1.2),
            With(1.2, 0.7)),
        new(
            "a window of a jagged row and of a matrix row",
            """
            [Differentiable]
            public static double Evaluate(double[][] m, double[] x)
            {
                double s = 0;
                for (int i = 0; i < m.Length; i++)
                {
                    ReadOnlySpan<double> row = m[i].AsSpan(i);
                    for (int j = 0; j < row.Length; j++)
                    {
                        s += row[j] * x[j] * x[i];
                    }
                }

                return s;
            }
            """,
            With(Rows([1, 2, 3], [4, 5, 6]), V(0.5, -1, 2))),
        new(
            "a collection expression for a span in each iteration",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double q = 0;
                for (double t = 0.0; t < 1.0; t += 0.3)
                {
                    q += Blend([y, x, q], ref x);
                }

                return x * q;
            }

            private static double Blend(Span<double> v, ref double x)
            {
                for (int i = 0; i < v.Length; i++)
                {
                    v[i] *= v[^1] + i;
                }

                x /= 1.0 + v[1] * v[1] * (v[1] * v[1]);
                return v[0] * x + Math.Sin(v[2]);
            }
            """,
            With(0.7, -0.4)),
        new(
            "a collection expression for a span that only constants go into",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                for (double t = 0.0; t < 1.0; t += 0.3)
                {
                    Blend([y, x], ref x);
                }

                return x * y;
            }

            private static void Blend(Span<double> v, ref double x)
            {
                for (int i = 0; i < v.Length; i++)
                {
                    v[i] = 0.5;
                }

                x /= 1.0 + v[1] * v[1];
            }
            """,
            With(0.7, -0.4)),
    ];
}
