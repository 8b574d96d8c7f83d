using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Recursive methods: what they may be given, give back, write to, and where they may be called.</summary>
internal static class RecursiveCalls
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "Horner's rule by slices",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> c, double x) => Horner(c, x) * Horner(c.Slice(1), x * x);

            private static double Horner(ReadOnlySpan<double> c, double x) => c.IsEmpty ? 0 : c[0] + x * Horner(c[1..], x);
            """,
            With(V(0.3, 1.9, -0.4, 2), 0.7)),
        new(
            "sine and cosine by halving the angle",
            """
            [Differentiable]
            public static double Evaluate(double x)
            {
                var (s, c) = SinCos(x);
                return s * s * c + 2 * c;
            }

            private static (double S, double C) SinCos(double x)
            {
                if (Math.Abs(x) < 0.1) return (x - x * x * x / 6, 1 - x * x / 2);
                (double s, double c) = SinCos(x / 2);
                return (2 * s * c, c * c - s * s);
            }
            """,
            With(1.3),
            With(0.05)),
        new(
            "an argument that is an element of the array that is an argument as well, in buffers that are swapped",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, int n)
            {
                double[] g = [.. x], h = [.. y];
                double s = 0;
                for (int m = 0; m < n; m++)
                {
                    s += Fold(h, h[m]);
                    (g, h) = (h, g);
                }

                return s + g[1];
            }

            private static double Fold(ReadOnlySpan<double> v, double c) => v.Length == 0 ? 0 : Math.Sin(v[0] * c + 0.5 * Fold(v[1..], c * 0.9));
            """,
            With(V(0.3, -1.4), V(-0.2, 1.2), 2)),
        new(
            "the value of an option on a tree, by recursion",
            """
            [Differentiable]
            public static double Evaluate(double spot, double strike, double rate, double volatility, int steps)
            {
                double dt = 1.0 / steps, up = Math.Exp(volatility * Math.Sqrt(dt)), p = (Math.Exp(rate * dt) - 1 / up) / (up - 1 / up);
                return Value(spot, strike, up, p, Math.Exp(-rate * dt), steps);
            }

            private static double Value(double spot, double strike, double up, double p, double discount, int left)
            {
                double exercise = Math.Max(strike - spot, 0);
                if (left == 0) return exercise;
                double hold = discount * (p * Value(spot * up, strike, up, p, discount, left - 1) + (1 - p) * Value(spot / up, strike, up, p, discount, left - 1));
                return Math.Max(hold, exercise);
            }
            """,
            With(1.03, 1.1, 0.03, 0.3, 4)),
        new(
            "a determinant with minors as matrices",
            """
            [Differentiable]
            public static double Evaluate(double[,] a) => Det(a);

            private static double Det(double[,] a)
            {
                int n = a.GetLength(0);
                if (n == 1) return a[0, 0];
                if (n == 2) return a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0];
                double sum = 0;
                for (int c = 0; c < n; c++)
                {
                    var minor = new double[n - 1, n - 1];
                    for (int i = 1; i < n; i++)
                    {
                        for (int j = 0, k = 0; j < n; j++)
                        {
                            if (j == c) continue;
                            minor[i - 1, k] = a[i, j];
                            k++;
                        }
                    }

                    sum += (c % 2 == 0 ? 1 : -1) * a[0, c] * Det(minor);
                }

                return sum;
            }
            """,
            With(new double[,] { { 2, 1, 0.5 }, { 0.3, -1, 2 }, { 1, 0.2, 0.4 } }),
            With(new double[,] { { 2, 1, 0.5, 3 }, { 0.3, -1, 2, 1 }, { 1, 0.2, 0.4, 1.5 }, { 3, 2, 1, -2 } })),
        new(
            "control as Ackermann's, with numbers",
            """
            [Differentiable]
            public static double Evaluate(double x, int m, int n) => A(x, m, n);

            private static double A(double x, int m, int n)
            {
                if (m == 0) return x + 0.1 * n * x;
                if (n == 0) return 0.9 * A(x * 1.1, m - 1, 1);
                double inner = A(x, m, n - 1);
                return inner > 2 ? Math.Sqrt(inner) * A(inner, m - 1, 1) : A(inner * x, m - 1, 2);
            }
            """,
            With(1.2, 2, 2),
            With(0.4, 1, 3)),
        new(
            "calls in a loop, and a loop in the callee",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double s = 0, p = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    p *= 1 + 0.1 * Power(x[i], i + n);
                    s += Power(p, 2) * x[i];
                    if (s > 40) break;
                }

                return s + p;
            }

            private static double Power(double x, int n)
            {
                if (n <= 1) return n == 0 ? 1 : x;
                double product = 1;
                for (int i = 0; i < 2; i++)
                {
                    product *= Power(x, n / 2) + 0.01 * i;
                    if (product > 1000) return product;
                }

                return n % 2 == 0 ? product : x * product;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 1), 2)),
        new(
            "calls in conditions of loops",
            """
            [Differentiable]
            public static double Evaluate(double x, double limit)
            {
                double s = x;
                int i = 0;
                while (P(s, i % 3) < limit)
                {
                    s = s * 1.3 + 0.1 * x * P(x, 2);
                    i++;
                }

                return s * s;
            }

            private static double P(double x, int n) => n <= 0 ? x : x * P(x, n - 1);
            """,
            With(1.1, 20.0),
            With(3.0, 2.0)),
        new(
            "out and ref parameters of a recursive method",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n)
            {
                double total = y;
                int calls = 0;
                double last = Step(x, n, ref total, ref calls, out double product);
                return total * product + last * calls;
            }

            private static double Step(double x, int n, ref double total, ref int calls, out double product)
            {
                calls++;
                total += x * total * 0.1;
                if (n == 0)
                {
                    product = x;
                    return total;
                }

                double value = Step(x * 0.9, n - 1, ref total, ref calls, out double inner);
                product = inner * x;
                total *= x;
                return value + product;
            }
            """,
            With(1.1, 0.7, 3),
            With(1.1, 0.7, 0)),
        new(
            "a local function that reads what is around it",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a, int n)
            {
                double b = a * a;
                int half = n / 2;
                return Visit(0, n) + b;

                double Visit(int i, int left)
                {
                    if (left == 0 || i >= x.Length) return b;
                    return x[i] * Visit(2 * i + 1, left - 1) + a * Visit(2 * i + 2, left - 1) + half * Other(i, left);
                }

                double Other(int i, int left) => left % 2 == 0 ? b * x[i] : Visit(i, left - 1);
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 1), 0.7, 3)),
        new(
            "a delegate is passed down",
            """
            [Differentiable]
            public static double Evaluate(double a, double b)
            {
                return Quadrature(t => Math.Exp(-a * t) * t, 0, b, 4) + Quadrature(Math.Sin, 0, a, 2);
            }

            private static double Quadrature(Func<double, double> f, double from, double to, int depth)
            {
                double middle = (from + to) / 2;
                return depth == 0 ? (to - from) * f(middle) : Quadrature(f, from, middle, depth - 1) + Quadrature(f, middle, to, depth - 1);
            }
            """,
            With(0.7, 1.2)),
        new(
            "elements are overwritten after they were read below",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double w)
            {
                double[] y = new double[x.Length];
                for (int i = 0; i < x.Length; i++) y[i] = x[i] * x[i];
                double first = Fold(y, 0, w);
                double second = Squares(y, 0);
                y[0] = w * y[1] * second;
                return first * Squares(y, 0) + y[2];
            }

            private static double Squares(double[] y, int i) => i == y.Length ? 0 : y[i] * y[i] * Math.Exp(-y[i]) + Squares(y, i + 1);

            private static double Fold(double[] y, int i, double w)
            {
                if (i >= y.Length) return w;
                double before = y[i];
                y[i] = before * w;
                double rest = Fold(y, i + 2, w * before) + Fold(y, i + 3, w);
                y[i] = Math.Sin(y[i]) * rest;
                return rest * y[i] + before;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 1, 0.6), 0.8)),
        new(
            "windows of one array that overlap",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] y = new double[x.Length];
                x.CopyTo(y, 0);
                Mix(y, y.AsSpan(1), 3);
                return y[0] * y[1] + y[^1];
            }

            private static void Mix(Span<double> a, Span<double> b, int n)
            {
                if (n == 0 || b.Length < 2) return;
                a[0] *= b[0];
                Mix(b, a.Slice(1), n - 1);
                b[1] += a[0] * b[0];
                a[1] *= b[1];
            }
            """,
            With(V(0.3, 1.9, -0.4, 2))),
        new(
            "constants and inputs in one callee",
            """
            [Differentiable(nameof(x))]
            public static double Evaluate(double[] x, double[] weights, double scale) => Sum(x, weights, 0) + Sum(weights, x, 1) * scale + Sum(weights, weights, 2);

            private static double Sum(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int i) => i >= a.Length ? 1 : a[i] * b[i] * b[i] + 0.5 * Sum(a, b, i + 1);
            """,
            With(V(0.3, 1.9, -0.4), V(1, 2, 3), 0.4)),
        new(
            "results that nothing needs",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                double unused = P(x, n);
                _ = P(x * 2, n);
                return (n > 2 ? P(x, 2) : x) + (int)P(x, 3);
            }

            private static double P(double x, int n)
            {
                if (n < 0) throw new ArgumentOutOfRangeException(nameof(n));
                return n == 0 ? 1 : x * P(x, n - 1);
            }
            """,
            With(1.3, 3),
            With(1.3, 1))
        {
            Throws = [With(1.3, -1)],
        },
        new(
            "a tree of objects",
            """
            public sealed class Node(double weight, Node? left, Node? right)
            {
                public double Weight => weight;
                public Node? Left => left;
                public Node? Right => right;

                public double Eval(double x) => Left is null || Right is null ? Weight * x : Math.Sin(Left.Eval(x) * Right.Eval(x + 1)) + Weight;
            }

            private static readonly Node Root = new(0.3, new Node(1.2, null, null), new Node(0.7, new Node(2, null, null), new Node(0.4, null, null)));

            [Differentiable]
            public static double Evaluate(double x) => Root.Eval(x);
            """,
            With(1.3)),
        new(
            "a sum of calls, reversed in place",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double w)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += w * P(x[i], i);
                return s;
            }

            private static double P(double x, int n) => n <= 0 ? x : x * P(x, n - 1);
            """,
            With(V(0.3, 1.9, -0.4, 2), 0.7)),
        new(
            "a sum of calls whose adjoint is known late",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double w)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double t = P(x[i], i) - w;
                    s += t * t;
                }

                return Math.Sqrt(s) * w;
            }

            private static double P(double x, int n) => n <= 0 ? x : Math.Exp(x) * P(x / 2, n - 1);
            """,
            With(V(0.3, 1.9, -0.4, 2), 0.7)),
        new(
            "the marked method calls itself and changes its array",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double w, int i)
            {
                if (i >= x.Length) return w;
                double before = x[i];
                x[i] = before * w + (i > 0 ? x[i - 1] : 0);
                double rest = Evaluate(x, w * 0.9, i + 1);
                x[i] *= rest;
                return rest + x[i] * before;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2), 0.7, 0),
            With(V(0.3, 1.9), 0.7, 5)),
        new(
            "rows of a jagged array",
            """
            [Differentiable]
            public static double Evaluate(double[][] a, double w) => Sum(a, 0, w) + Row(a[0], 0);

            private static double Sum(double[][] a, int i, double w) => i == a.Length ? w : w * Row(a[i], 0) * Sum(a, i + 1, w * a[i][0]);

            private static double Row(double[] row, int j)
            {
                if (j == row.Length) return 1;
                return row[j] * row[j] + 0.5 * Row(row, j + 1);
            }
            """,
            With(new double[][] { [0.3, 1.2], [0.7], [1.4, -0.2, 0.6] }, 0.8)),
        new(
            "an enum, a string and named arguments",
            """
            public enum Mode { Sum, Product }

            [Differentiable]
            public static double Evaluate(double x, double y, int n) => Fold(y: y, x: x, n: n, mode: Mode.Product, text: "ab") + Fold(x, y, n);

            private static double Fold(double x, double y, int n, Mode mode = Mode.Sum, string? text = null)
            {
                if (n == 0) return y + (text?.Length ?? 0);
                double rest = Fold(x * 0.9, y, n - 1, n % 2 == 0 ? mode : Mode.Sum, text);
                return mode == Mode.Sum ? x + rest : x * rest;
            }
            """,
            With(1.3, 0.4, 3)),
        new(
            "a scratch buffer that the callee fills and the caller reads",
            """
            [Differentiable]
            public static double Evaluate(double x, int n)
            {
                Span<double> values = stackalloc double[n + 1];
                Fill(values, x, 0);
                double s = 0;
                foreach (double v in values) s += v * v;
                Fill(values.Slice(1), s, 1);
                return s * values[n] + values[0];
            }

            private static void Fill(Span<double> values, double x, int i)
            {
                if (i == values.Length) return;
                values[i] = i == 0 ? x : x * values[i - 1] + i;
                Fill(values, x, i + 1);
            }
            """,
            With(0.7, 3)),
        new(
            "what a nought hides in a callee",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n) => y * Root(x, n) + Root(y, n) * (x - x) + x;

            private static double Root(double x, int n) => n == 0 ? 1 / x : Math.Log(1 + Root(x + 1, n - 1));
            """,
            With(0.7, 1.2, 3)),
        new(
            "early exits of loops in a callee",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double limit) => Search(x, 0, x.Length, limit);

            private static double Search(double[] x, int from, int to, double limit)
            {
                double best = 0;
                for (int i = from; i < to; i++)
                {
                    if (x[i] < 0) continue;
                    if (x[i] > limit)
                    {
                        return x[i] * Search(x, i + 1, to, limit * x[i]) + best;
                    }

                    double t = i + 1 < to ? Search(x, i + 1, i + 2, limit) : x[i];
                    best = best * t + x[i] * x[i];
                    if (best > 3) break;
                }

                return best + limit;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2, 0.6, 3, 1.1), 1.5),
            With(V(2.5, 0.1, 1.6), 1.2)),
        new(
            "two matrices multiplied by halves",
            """
            [Differentiable]
            public static double Evaluate(double[] a, double[] b, int n)
            {
                double[] c = new double[n * n];
                Multiply(a, 0, b, 0, c, 0, n, n);
                double s = 0;
                for (int i = 0; i < c.Length; i++) s += c[i] * (i + 1) * c[i];
                return s;
            }

            private static void Multiply(double[] a, int i, double[] b, int j, double[] c, int k, int size, int stride)
            {
                if (size == 1)
                {
                    c[k] += a[i] * b[j];
                    return;
                }

                int h = size / 2, down = h * stride;
                for (int r = 0; r < 2; r++)
                {
                    for (int s = 0; s < 2; s++)
                    {
                        for (int t = 0; t < 2; t++)
                        {
                            Multiply(a, i + r * down + t * h, b, j + t * down + s * h, c, k + r * down + s * h, h, stride);
                        }
                    }
                }
            }
            """,
            With(V(0.3, 1.9, -0.4, 2), V(1, 2, 0.5, -1), 2)),
    ];
}
