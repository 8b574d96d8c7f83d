using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Calls: helpers that fill spans, return tuples, take references; local functions and lambdas.</summary>
internal static class Helpers
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a helper fills a span",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double scale)
            {
                Span<double> z = stackalloc double[3];
                Softmax(x, z, scale);
                return z[0] * 1 + z[1] * 2 - z[2];
            }

            private static void Softmax(ReadOnlySpan<double> x, Span<double> result, double scale)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    result[i] = Math.Exp(scale * x[i]);
                    sum += result[i];
                }

                for (int i = 0; i < x.Length; i++)
                {
                    result[i] /= sum;
                }
            }
            """,
            With(V(0.3, 0.9, -0.4), 1.5)),
        new(
            "helpers called in loops",
            """
            [Differentiable]
            public static double Evaluate(double[,] a, double[] x)
            {
                double s = 0;
                for (int i = 0; i < a.GetLength(0); i++)
                {
                    s += Squash(Row(a, x, i)) * Squash(x[0]);
                }

                return s;
            }

            private static double Row(double[,] a, double[] x, int i)
            {
                double dot = 0;
                for (int j = 0; j < x.Length; j++)
                {
                    dot += a[i, j] * x[j];
                }

                return dot;
            }

            private static double Squash(double z) => z / (1 + Math.Abs(z));
            """,
            With(M(2, 1, 2, 3, -4), V(0.7, 0.4))),
        new(
            "ref and out parameters",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double mean = 0, square = 0;
                int n = 0;
                foreach (double v in x)
                {
                    Update(ref mean, ref square, ref n, v);
                }

                Split(mean, square / n, out double low, out double high);
                return low * high;
            }

            private static void Update(ref double mean, ref double square, ref int n, double v)
            {
                n++;
                double delta = v - mean;
                mean += delta / n;
                square += delta * (v - mean);
            }

            private static void Split(double mean, double variance, out double low, out double high)
            {
                double deviation = Math.Sqrt(variance);
                low = mean - deviation;
                high = mean + 2 * deviation;
            }
            """,
            With(V(0.3, 0.9, -0.4, 2))),
        new(
            "a reference to an element as argument",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double[] a = new double[3];
                for (int i = 0; i < x.Length; i++)
                {
                    Add(ref a[i % 3], x[i] * x[i]);
                }

                Swap(ref a[0], ref a[2]);
                return a[0] * 3 + a[1] * a[2];
            }

            private static void Add(ref double target, double v) => target += v * (1 + target);

            private static void Swap(ref double a, ref double b) => (a, b) = (b, a);
            """,
            With(V(0.3, 0.9, -0.4, 2))),
        new(
            "tuples returned in a loop",
            """
            [Differentiable]
            public static double Evaluate(double x, double y, int n)
            {
                var state = (Position: x, Speed: y);
                for (int i = 0; i < n; i++)
                {
                    state = Step(state.Position, state.Speed, 0.1);
                }

                var (p, v) = state;
                return p * p + 0.5 * v;
            }

            private static (double Position, double Speed) Step(double p, double v, double h)
            {
                double a = -Math.Sin(p);
                return (p + h * v, v + h * a);
            }
            """,
            With(0.7, 0.2, 6)),
        new(
            "a local function that captures arrays and locals",
            """
            [Differentiable]
            public static double Evaluate(double[] c, double x)
            {
                double shift = x * 0.5;
                double[] powers = new double[c.Length];
                powers[0] = 1;
                for (int i = 1; i < powers.Length; i++)
                {
                    powers[i] = powers[i - 1] * shift;
                }

                double Term(int i) => c[i] * powers[i] + shift;

                double s = 0;
                for (int i = 0; i < c.Length; i++)
                {
                    s += Term(i);
                }

                shift *= 2;
                return s * Term(0);
            }
            """,
            With(V(0.3, 0.9, -0.4), 1.4)),
        new(
            "a local function that changes what it captures",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double decay)
            {
                double average = 0, total = 0;
                void Feed(double v)
                {
                    average = decay * average + (1 - decay) * v;
                    total += average * average;
                }

                foreach (double v in x)
                {
                    Feed(v);
                    if (v > 1) Feed(v / 2);
                }

                return total;
            }
            """,
            With(V(0.3, 1.9, -0.4), 0.8)),
        new(
            "a lambda called directly",
            """
            [Differentiable]
            public static double Evaluate(double a, double b, int n)
            {
                Func<double, double> f = t => Math.Exp(-a * t * t) * b;
                double h = 1.0 / n, s = 0.5 * (f(0) + f(1));
                for (int i = 1; i < n; i++)
                {
                    s += f(i * h);
                }

                return s * h;
            }
            """,
            With(0.7, 1.2, 6)),
        new(
            "a generic helper with a span",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int[] order)
            {
                double s = 0;
                for (int i = 0; i < order.Length; i++)
                {
                    s = s * 0.7 + Pick(x, order[i]);
                }

                return s;
            }

            private static T Pick<T>(T[] items, int i) => items[i % items.Length];
            """,
            With(V(0.3, 1.9, -0.4), N(2, 4, 0))),
        new(
            "a helper that returns an array",
            """
            [Differentiable]
            public static double Evaluate(double x, double y)
            {
                double[] a = Chebyshev(x, 5), b = Chebyshev(y, 5);
                double s = 0;
                for (int i = 0; i < a.Length; i++)
                {
                    s += a[i] * b[^(i + 1)];
                }

                return s;
            }

            private static double[] Chebyshev(double x, int n)
            {
                double[] t = new double[n];
                t[0] = 1;
                t[1] = x;
                for (int i = 2; i < n; i++)
                {
                    t[i] = 2 * x * t[i - 1] - t[i - 2];
                }

                return t;
            }
            """,
            With(0.3, -0.6)),
    ];
}
