using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>
/// Recursive methods that are linear in what their calls give back, so that the adjoint of a call is known before it, and
/// methods that just miss being so.
/// </summary>
internal static class RecursionInPlace
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a power by repeated multiplication",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => 0.5 * Power(x, n);

            private static double Power(double x, int n) => n == 0 ? 1 : x * Power(x, n - 1);
            """,
            With(1.3, 5),
            With(0.0, 3),
            With(-0.7, 0)),
        new(
            "a linear recurrence of second order",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, double x0, double x1, int n) => Term(a, b, x0, x1, n);

            private static double Term(double a, double b, double x0, double x1, int n)
            {
                if (n == 0) return x0;
                if (n == 1) return x1;
                return a * Term(a, b, x0, x1, n - 1) + Math.Sin(b) * Term(a, b, x0, x1, n - 2);
            }
            """,
            With(0.7, -0.3, 1.0, 2.0, 7),
            With(0.7, -0.3, 1.0, 2.0, 1)),
        new(
            "Horner's rule, the coefficient read before the call",
            """
            [Differentiable]
            public static double Evaluate(double[] c, double x) => Horner(c, 0, x);

            private static double Horner(double[] c, int i, double x) => i == c.Length - 1 ? c[i] : c[i] + x * Horner(c, i + 1, x);
            """,
            With(V(0.3, 1.9, -0.4, 2), 0.7))
        {
            Throws = [With(V(), 0.7)],
        },
        new(
            "Horner's rule on an argument that is computed on the way",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> c, double x) => Horner(c, x);

            private static double Horner(ReadOnlySpan<double> c, double x) => c.IsEmpty ? 0 : c[0] + x * Horner(c[1..], Math.Cos(x));
            """,
            With(V(0.3, 1.9, -0.4, 2), 0.7),
            With(V(), 0.7)),
        new(
            "a tree sum with a weight for each level",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x, double w) => Sum(x, w);

            private static double Sum(ReadOnlySpan<double> x, double w)
            {
                if (x.Length <= 2)
                {
                    double s = 0;
                    foreach (double v in x) s += v * v;
                    return s;
                }

                int half = x.Length / 2;
                double left = Sum(x[..half], w * 0.9);
                double right = Sum(x[half..], w);
                return w * (left + right) - left / w;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 1, 0.7, 3), 1.2),
            With(V(2), 1.2)),
        new(
            "a product of halves, of which each adjoint needs the other half",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x) => Product(x);

            private static double Product(ReadOnlySpan<double> x) => x.Length switch
            {
                0 => 1,
                1 => x[0],
                _ => Product(x[..(x.Length / 2)]) * Product(x[(x.Length / 2)..]),
            };
            """,
            With(V(0.3, 1.9, -0.4, 2, 1)),
            With(V())),
        new(
            "a continued fraction, which is not linear",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double x) => a[0] + Fraction(a, 1, x);

            private static double Fraction(double[] a, int i, double x) => i == a.Length ? 0 : x / (a[i] + Fraction(a, i + 1, x));
            """,
            With(V(1, 2, 2, 3), 0.5)),
        new(
            "mutual recursion that is linear in both",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => Even(x, n) - 0.3 * Odd(x + 1, n);

            private static double Even(double x, int n) => n == 0 ? x : x * Odd(x * 0.9, n - 1) + x;

            private static double Odd(double x, int n)
            {
                if (n == 0) return Math.Cos(x);
                double r = Even(x + 0.2, n - 1);
                return x - r * x;
            }
            """,
            With(0.7, 5),
            With(0.7, 0)),
        new(
            "mutual recursion of which one is not linear",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => Even(x, n);

            private static double Even(double x, int n) => n == 0 ? x : x * Odd(x * 0.9, n - 1) + x;

            private static double Odd(double x, int n) => n == 0 ? Math.Cos(x) : Math.Sin(Even(x + 0.2, n - 1));
            """,
            With(0.7, 5)),
        new(
            "a linear recursion of which a function is taken in the end",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => Math.Exp(Power(x, n)) * y;

            private static double Power(double x, int n) => n == 0 ? 1 : x * Power(x, n - 1);
            """,
            With(0.9, 1.2, 5)),
        new(
            "two linear recursions, one of them multiplied by the other",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => Power(x, n) + Power(y, n) * Chain(x, n);

            private static double Power(double x, int n) => n == 0 ? 1 : x * Power(x, n - 1);

            private static double Chain(double x, int n) => n == 0 ? x : 2 * Chain(x * x, n - 1);
            """,
            With(0.9, 1.2, 3)),
        new(
            "recursion with guards like Ackermann's",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int m, int n) => F(x, y, m, n);

            private static double F(double x, double y, int m, int n)
            {
                if (m < 0 || n < 0) throw new ArgumentOutOfRangeException(nameof(m));
                if (m == 0) return x + n * y;
                if (n == 0) return y * F(x, y, m - 1, 1);
                return x * F(x, y, m - 1, n) - 0.5 * F(y, x, m, n - 1);
            }
            """,
            With(0.9, 1.2, 3, 2))
        {
            Throws = [With(0.9, 1.2, 0, -1)],
        },
        new(
            "a tuple of two results, linear in both",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, int n)
            {
                var (s, c) = Rotate(a, b, n);
                return 2 * s - c * b;
            }

            private static (double S, double C) Rotate(double a, double b, int n)
            {
                if (n == 0) return (a, b);
                var (s, c) = Rotate(a, b, n - 1);
                return (a * s + b * c, a * c - b * s);
            }
            """,
            With(0.6, 0.8, 4),
            With(0.6, 0.8, 0)),
        new(
            "a result by out, and one that is an integer",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                int depth = Descend(x, n, out double y);
                return depth * y;
            }

            private static int Descend(double x, int n, out double y)
            {
                if (n == 0 || x < 0.1)
                {
                    y = x;
                    return n;
                }

                int depth = Descend(x * 0.5, n - 1, out double inner);
                y = 3 * inner + x;
                return depth + 1;
            }
            """,
            With(0.9, 10),
            With(0.9, 2)),
        new(
            "calls in the arms of branches, between other calls",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => F(x, y, n);

            private static double F(double x, double y, int n)
            {
                if (n <= 0) return x * y;
                double s = 0;
                if (n % 2 == 0) s = F(x * 0.5, y, n - 2) * x;
                else s = y;
                double t = F(y, x, n - 3);
                if (n % 3 == 0) t += 2 * F(x, x, n - 1);
                return s + t * y;
            }
            """,
            With(0.9, 1.2, 7),
            With(0.9, 1.2, 0)),
        new(
            "the factor of a call is chosen afterwards, by a condition from before",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => F(x, y, n);

            private static double F(double x, double y, int n)
            {
                if (n == 0) return x;
                double r = F(x * 0.8, y, n - 1);
                return n % 2 == 0 ? r * y : r + x;
            }
            """,
            With(0.9, 1.2, 5)),
        new(
            "the factor of a call is chosen by what it gives back",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => F(x, y, n);

            private static double F(double x, double y, int n)
            {
                if (n == 0) return x;
                double r = F(x * 0.8, y, n - 1);
                return r > 0.5 ? r * y : r + x;
            }
            """,
            With(0.9, 1.2, 5)),
        new(
            "the size of a call's result in the result",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => F(x, n);

            private static double F(double x, int n) => n == 0 ? x - 2 : Math.Abs(F(x * 0.8, n - 1)) + x * Math.Max(F(x, n - 2 < 0 ? 0 : n - 2), 0.1);
            """,
            With(0.9, 4)),
        new(
            "a sum over calls in a loop, weighted by what is read after the call",
            """
            [Differentiable]
            public static double Evaluate(double[] w, double x, int n) => F(w, x, n);

            private static double F(double[] w, double x, int n)
            {
                if (n == 0) return x;
                double sum = 0;
                for (int i = 0; i < n; i++)
                {
                    double f = F(w, x * 0.9, n - 1 - i / 2);
                    sum += f * w[n - i];
                }

                return sum;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 1), 0.5, 3))
        {
            Throws = [With(V(0.3, 1.9), 0.5, 3)],
        },
        new(
            "a sum over calls in a loop on spans, weighted by what is read after the call",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> w, ReadOnlySpan<int> next, double x) => F(w, next, x, next.Length);

            private static double F(ReadOnlySpan<double> w, ReadOnlySpan<int> next, double x, int n)
            {
                if (n <= 0) return x;
                double sum = 0;
                for (int i = 0; i < n; i++)
                {
                    sum += F(w, next, x * 0.9, n - next[i]) * w[i];
                }

                return sum;
            }
            """,
            With(V(0.3, 1.9, -0.4), N(1, 2, 3), 0.5))
        {
            Throws = [With(V(0.3, 1.9), N(1, 2, 3), 0.5)],
        },
        new(
            "a product over calls in a loop",
            """
            [Differentiable]
            public static double Evaluate(double x, int n) => F(x, n);

            private static double F(double x, int n)
            {
                if (n == 0) return x;
                double product = 1;
                for (int i = 0; i < n; i++)
                {
                    product *= F(x * 0.9, i);
                }

                return product;
            }
            """,
            With(0.8, 4)),
        new(
            "a call that the adjoint zero reaches",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => F(x, y, n);

            private static double F(double x, double y, int n) => n == 0 ? Math.Sqrt(y) : x * F(x, y, n - 1) + F(x, y * y + 1, n - 1);
            """,
            With(0.0, 0.7, 3),
            With(0.5, 2.0, 3)),
        new(
            "a determinant by minors, of which the columns are bits",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, int size) => Minor(a, size, 0, (1u << size) - 1);

            private static double Minor(ReadOnlySpan<double> a, int size, int row, uint columns)
            {
                if (row == size - 1)
                {
                    return a[row * size + System.Numerics.BitOperations.TrailingZeroCount(columns)];
                }

                double determinant = 0;
                double sign = 1;
                for (uint rest = columns; rest != 0; rest &= rest - 1)
                {
                    int column = System.Numerics.BitOperations.TrailingZeroCount(rest);
                    double minor = Minor(a, size, row + 1, columns & ~(1u << column));
                    determinant += sign * a[row * size + column] * minor;
                    sign = -sign;
                }

                return determinant;
            }
            """,
            With(V(2, 1, 0.5, 3, -1, 2, 1, 0.2, 0.4, 1, 3, 2, 1, -2, 0.7, 1), 4),
            With(V(2), 1))
        {
            Throws = [With(V(2, 1), 2)],
        },
        new(
            "a permanent on a matrix, with an array of the columns that are taken",
            """
            [Differentiable]
            public static double Evaluate(double[,] a) => Permanent(a, 0, new bool[a.GetLength(0)]);

            private static double Permanent(double[,] a, int row, bool[] taken)
            {
                if (row == a.GetLength(0)) return 1;
                double sum = 0;
                for (int column = 0; column < taken.Length; column++)
                {
                    if (taken[column]) continue;
                    taken[column] = true;
                    sum += a[row, column] * Permanent(a, row + 1, taken);
                    taken[column] = false;
                }

                return sum;
            }
            """,
            With(M(3, 1, 2, 3, 4, 5, 6, 7, 8, 10))),
        new(
            "a local array in each call, from which the next reads",
            """
            [Differentiable]
            public static double Evaluate(double[] x) => Mean(x);

            private static double Mean(ReadOnlySpan<double> x)
            {
                if (x.Length == 1) return x[0];
                double[] y = new double[x.Length - 1];
                for (int i = 0; i < y.Length; i++) y[i] = Math.Sin(x[i]) + x[i + 1];
                double m = Mean(y);
                return 0.5 * m + x[0];
            }
            """,
            With(V(0.3, 1.9, -0.4, 2))),
        new(
            "a local array that is overwritten after the call",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n) => F(x, n);

            private static double F(ReadOnlySpan<double> x, int n)
            {
                if (n == 0) return x[0] * x[1];
                double[] y = [x[0] * 0.5, x[1] + x[0]];
                double m = F(y, n - 1);
                y[0] = x[1] * x[1];
                return 0.5 * m + F(y, n - 1) * y[0];
            }
            """,
            With(V(0.3, 1.9), 3)),
        new(
            "a loop that keeps its iterations before the call",
            """
            [Differentiable]
            public static double Evaluate(double r, double x, int n) => F(r, x, n);

            private static double F(double r, double x, int n)
            {
                if (n == 0) return x;
                for (int i = 0; i < n; i++) x = r * x * (1 - x);
                double after = 0.3 * F(r, x, n - 1);
                for (int i = 0; i < 2; i++) x = r * x * (1 - x);
                return after + x;
            }
            """,
            With(2.3, 0.4, 3)),
        new(
            "single precision, reversed in place",
            """
            [Differentiable]
            public static float Evaluate(float x, double y, int n) => (float)F(x, y, n);

            private static double F(float x, double y, int n) => n == 0 ? y : x * F(x * 0.5f, y, n - 1) + x;
            """,
            With(1.5f, 0.7, 3)),
        new(
            "an array of a field that is read after the call",
            """
            private static readonly double[] Weights = [0.5, 2, 3];

            [Differentiable]
            public static double Evaluate(double x, int n) => F(x, n);

            private static double F(double x, int n)
            {
                if (n == 0) return x;
                double f = F(x * 0.9, n - 1);
                return f * Weights[n - 1];
            }
            """,
            With(1.5, 3))
        {
            Throws = [With(1.5, 4)],
        },
        new(
            "a division of integers after the call",
            """
            [Differentiable]
            public static double Evaluate(double x, int n, int k) => F(x, n, k);

            private static double F(double x, int n, int k)
            {
                if (n == 0) return x;
                double f = F(x * 0.9, n - 1, k);
                return f * (100 / (n - k));
            }
            """,
            With(1.5, 3, 7))
        {
            Throws = [With(1.5, 3, 2)],
        },
        new(
            "a guard after the call",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x, int n, int limit) => F(x, n, limit);

            private static double F(ReadOnlySpan<double> x, int n, int limit)
            {
                if (n == 0) return x[0];
                double f = F(x, n - 1, limit);
                if (n > limit) throw new InvalidOperationException();
                return f * x[n];
            }
            """,
            With(V(1.5, 0.3, 0.2), 2, 5))
        {
            Throws = [With(V(1.5, 0.3, 0.2), 3, 5), With(V(1.5, 0.3, 0.2), 3, 2)],
        },
    ];
}
