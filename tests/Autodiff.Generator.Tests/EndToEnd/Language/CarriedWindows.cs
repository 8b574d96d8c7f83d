using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Spans that a loop carries from one iteration to the next, or that a condition chooses.</summary>
internal static class CarriedWindows
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "the signal of a layer is a window on the state, and overlaps the first one",
            """
            [Differentiable]
            public static double Evaluate(double[] start, double[] w, int n, int layers)
            {
                double[] state = (double[])start.Clone();
                Span<double> signal = state.AsSpan(0, n);
                for (int layer = 0; layer < layers; layer++)
                {
                    var hidden = state.AsSpan(layer * n, n);
                    for (int i = 0; i < n; i++)
                    {
                        hidden[i] = hidden[i] * signal[i] * w[i];
                    }

                    signal = hidden;
                }

                double total = 0;
                for (int i = 0; i < n; i++)
                {
                    total += signal[i];
                }

                return total;
            }
            """,
            With(V(0.5, 1.5, -0.7, 2, 1.1, 0.3), V(1.2, -0.8), 2, 3),
            With(V(0.5, 1.5), V(1.2, -0.8), 2, 0))
        {
            Throws = [With(V(0.5, 1.5, -0.7), V(1.2, -0.8), 2, 2), With(V(0.5), V(1.2, -0.8), 2, 0)],
        },
        new(
            "the signal is first the output of another array, then slices of the state",
            """
            [Differentiable]
            public static double Evaluate(double[] start, double[] w, double scale)
            {
                int n = w.Length;
                double[] state = (double[])start.Clone();
                double[] output = new double[n];
                for (int i = 0; i < n; i++)
                {
                    output[i] = w[i] * w[i] * scale;
                }

                Span<double> signal = output;
                for (int layer = 0; layer < state.Length / n; layer++)
                {
                    var hidden = state.AsSpan(layer * n, n);
                    for (int i = 0; i < signal.Length; i++)
                    {
                        hidden[i] = Math.Sin(hidden[i]) * signal[i] + w[i];
                    }

                    signal = hidden;
                }

                double total = 0;
                foreach (double s in signal)
                {
                    total += s * s;
                }

                return total + state[0] * output[^1];
            }
            """,
            With(V(0.5, 1.5, -0.7, 2, 1.1, 0.3), V(1.2, -0.8), 0.7)),
        new(
            "a row chosen by a condition",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double[] w)
            {
                double total = 1;
                for (int i = 0; i + 2 <= w.Length; i++)
                {
                    ReadOnlySpan<double> row = w[i] > 0 ? a.Slice(i, 2) : b.Slice(2 * i, 2);
                    total += row[0] * row[1] * total * w[i + 1];
                }

                return total;
            }
            """,
            With(V(0.5, 1.5, -0.7, 2), V(1.2, -0.8, 0.3, 0.6, 1.3, -0.1), V(1.5, -0.4, 0.8, 0.2)))
        {
            Throws = [With(V(0.5), V(1.2, -0.8, 0.3, 0.6), V(1.5, -0.4, 0.8)), With(V(0.5, 1), V(1.2, -0.8, 0.3), V(1.5, -0.4, 0.8))],
        },
        new(
            "a row of one of three arrays, by a switch, of different lengths",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> a, double[] b, double c, int n)
            {
                double[] own = [c, c * c, 2 * c];
                double total = 0.3;
                for (int i = 0; i < n; i++)
                {
                    ReadOnlySpan<double> row;
                    switch (i % 3)
                    {
                        case 0:
                            row = a[..2];
                            break;
                        case 1:
                            row = b;
                            break;
                        default:
                            row = own.AsSpan(i % 2);
                            break;
                    }

                    double s = 0;
                    for (int j = 0; j < row.Length; j++)
                    {
                        s += row[j] * total;
                    }

                    total = Math.Sin(s) + total * row[^1];
                }

                return total;
            }
            """,
            With(V(0.5, 1.5, 0.2), V(0.8, -0.8, 0.3, 0.6), 0.7, 7)),
        new(
            "windows that shrink from the front",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                var rest = x;
                double total = 1;
                while (rest.Length > 0)
                {
                    total = total * rest[0] + Math.Sin(rest[^1]);
                    rest = rest[1..];
                }

                return total;
            }
            """,
            With(V(0.5, 1.5, -0.7)),
            With(V())),
        new(
            "windows that shrink by what the data says, from an array",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y)
            {
                Span<double> rest = x;
                double total = y;
                while (!rest.IsEmpty)
                {
                    if (rest[0] < 0)
                    {
                        rest = rest.Slice(2);
                        continue;
                    }

                    total = Math.Cos(total) * rest[0];
                    rest = total > 0.2 ? rest[1..] : rest[..^1];
                    if (rest.Length == 1)
                    {
                        break;
                    }
                }

                return rest.Length > 0 ? total * rest[0] : total;
            }
            """,
            With(V(0.5, -1.5, 7, 0.7, 0.3, 1.4), 0.6),
            With(V(0.5, 0.2, 0.4), 0.6))
        {
            Throws = [With(V(-1.5), 0.6)],
        },
        new(
            "two windows swapped in every step, and in every run of an outer loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int runs, int steps)
            {
                int n = x.Length;
                double[] work = new double[2 * n];
                double total = 0;
                for (int run = 0; run < runs; run++)
                {
                    Span<double> left = work.AsSpan(0, n), right = work.AsSpan(n);
                    for (int i = 0; i < n; i++)
                    {
                        left[i] = x[i] * (run + 1);
                    }

                    for (int k = 0; k < steps + run; k++)
                    {
                        for (int i = 0; i < n; i++)
                        {
                            right[i] = Math.Sin(left[i]) * left[(i + 1) % n];
                        }

                        var other = left;
                        left = right;
                        right = other;
                    }

                    total += left[0] * left[n - 1] + right[0] * total;
                }

                return total;
            }
            """,
            With(V(0.5, 1.5, -0.7), 3, 2)),
        new(
            "two windows swapped if the data says so",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int n)
            {
                var left = x;
                var right = y;
                double total = 0.4;
                for (int i = 0; i < n; i++)
                {
                    total += left[i] * right[i] * total;
                    if (left[i] > right[i])
                    {
                        var other = left;
                        left = right;
                        right = other;
                    }
                }

                return total + left[0];
            }
            """,
            With(V(0.5, 1.5, -0.7, 0.1), V(0.3, 0.9, 0.2, 1.3), 4)),
        new(
            "array parameters chosen in a loop",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, int n)
            {
                double total = 0.4;
                double[] last = y;
                for (int i = 0; i < n; i++)
                {
                    double[] current = total > 0.6 ? x : y;
                    total += current[i] * last[i + 1] * total;
                    last = current;
                }

                return total * last[0];
            }
            """,
            With(V(0.5, 1.5, -0.7, 0.1), V(0.3, 0.9, 0.2, 1.3), 3)),
        new(
            "a window that starts as nothing",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int width)
            {
                ReadOnlySpan<double> before = default;
                double total = 0.4;
                for (int i = 0; i + width <= x.Length; i += width)
                {
                    ReadOnlySpan<double> block = x.AsSpan(i, width);
                    for (int j = 0; j < before.Length; j++)
                    {
                        total += before[j] * block[j] * total;
                    }

                    before = block;
                }

                return total;
            }
            """,
            With(V(0.5, 1.5, -0.7, 0.1, 0.8, 0.3, 2), 2)),
        new(
            "a window found by a search with an early return",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y)
            {
                Span<double> window = x;
                for (int i = 0; i < 10; i++)
                {
                    if (window.Length < 3)
                    {
                        return window[0] * y;
                    }

                    int half = window.Length / 2;
                    y *= window[half];
                    window = y > 0.5 ? window.Slice(half) : window.Slice(0, half);
                }

                return y;
            }
            """,
            With(V(0.5, 1.5, 0.7, 0.1, 0.8, 0.3, 2, 1.2), 0.7)),
        new(
            "windows of windows, written and read",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double[] work = new double[x.Length];
                x.CopyTo(work, 0);
                Span<double> outer = work.AsSpan(1);
                double total = 0;
                while (outer.Length > 2)
                {
                    Span<double> inner = outer.Slice(1, outer.Length - 2);
                    for (int k = 0; k < n; k++)
                    {
                        inner[0] *= outer[0];
                        total += inner[^1] * outer[^1] * inner[0];
                        if (inner.Length > 1)
                        {
                            inner = inner.Slice(1);
                        }
                    }

                    outer = outer.Slice(1);
                }

                return total;
            }
            """,
            With(V(0.5, 1.5, 0.7, -0.1, 0.8, 0.3), 2)),
        new(
            "a helper called with windows chosen in a loop",
            """
            [Differentiable]
            public static double Evaluate(double[] weights, double[] x, int[] sizes)
            {
                double[] first = new double[4];
                double[] second = new double[4];
                Span<double> input = first.AsSpan(0, sizes[0]);
                x.CopyTo(input);
                ReadOnlySpan<double> rest = weights;
                for (int l = 1; l < sizes.Length; l++)
                {
                    Span<double> output = (l & 1) == 1 ? second.AsSpan(0, sizes[l]) : first.AsSpan(0, sizes[l]);
                    Layer(rest[..(sizes[l] * sizes[l - 1])], input, output);
                    rest = rest[(sizes[l] * sizes[l - 1])..];
                    input = output;
                }

                double total = 0;
                foreach (double v in input)
                {
                    total += v * v;
                }

                return total;
            }

            private static void Layer(ReadOnlySpan<double> w, ReadOnlySpan<double> input, Span<double> output)
            {
                for (int i = 0; i < output.Length; i++)
                {
                    double s = 0;
                    for (int j = 0; j < input.Length; j++)
                    {
                        s += w[i * input.Length + j] * input[j];
                    }

                    output[i] = Math.Tanh(s);
                }
            }
            """,
            With(V(0.5, 1.5, 0.7, -0.1, 0.8, 0.3, 0.2, -0.4, 0.9, 1.1, -1.2, 0.6), V(0.3, 0.8), new[] { 2, 3, 2 }),
            With(V(0.5, 1.5, 0.7, -0.1, 0.8, 0.3, 0.2, -0.4, 0.9, 1.1, -1.2, 0.6), V(0.3, 0.8), new[] { 2, 1, 3, 2 }))
        {
            Throws = [With(V(0.5, 1.5, 0.7), V(0.3, 0.8), new[] { 2, 1, 3, 2 })],
        },
    ];
}
