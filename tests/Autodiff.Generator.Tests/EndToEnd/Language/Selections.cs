using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops that keep a number or replace it: the largest, the nearest, the first, the last; and those that only seem to.</summary>
internal static class Selections
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "the largest, the smallest and the sum at once",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double max = x[0], min = x[0], sum = 0;
                foreach (double v in x)
                {
                    max = v > max ? v : max;
                    min = Math.Min(v, min);
                    sum += Math.Sin(v) * v;
                }

                return (max - min * max) / sum;
            }
            """,
            With(V(0.5, 2, -1, 1.5)),
            With(V(1.25))),
        new(
            "the best of a function, and where it is",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a)
            {
                double best = double.MaxValue;
                int at = -1;
                for (int i = 0; i < x.Length; i++)
                {
                    double f = Math.Exp(-x[i]) * (x[i] - a) / (1 + x[i] * x[i]);
                    if (f < best)
                    {
                        best = f;
                        at = i;
                    }
                }

                return at < 0 ? a : best * (at + 2) * best;
            }
            """,
            With(V(0.5, 2, -1, 1.5), 0.3),
            With(V(0.5, -0.25, 1), 0.3),
            With(V(), 0.3)),
        new(
            "the index starts at the first element",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                int best = 0;
                double largest = x[0] * y[0];
                for (int i = 1; i < x.Length; i++)
                {
                    if (x[i] * y[i] >= largest)
                    {
                        largest = x[i] * y[i];
                        best = i;
                    }
                }

                return largest * y[best];
            }
            """,
            With(V(0.5, 2, -1, 1.5), V(1, 0.5, -3, 1)),
            With(V(5, 2, -1, 1.5), V(1, 0.5, -3, 1))),
        new(
            "the nearest neighbour's value",
            """
            [Differentiable]
            public static double Evaluate(double[,] points, double[] values, ReadOnlySpan<double> query)
            {
                double nearest = double.MaxValue, value = 0;
                for (int i = 0; i < points.GetLength(0); i++)
                {
                    double distance = 0;
                    for (int k = 0; k < query.Length; k++)
                    {
                        double difference = points[i, k] - query[k];
                        distance += difference * difference;
                    }

                    if (distance < nearest)
                    {
                        (nearest, value) = (distance, values[i] * Math.Cos(values[i]));
                    }
                }

                return value / (1 + Math.Sqrt(nearest));
            }
            """,
            With(new double[,] { { 0, 1 }, { 0.5, 0.25 }, { -1, 2 } }, V(1, 2, 3), V(0.3, 0.1)),
            With(new double[,] { { 0, 1 }, { 0.5, 0.25 }, { -1, 2 } }, V(1, 2, 3), V(-0.8, 1.9))),
        new(
            "the distance to the nearest centre, summed",
            """
            [Differentiable]
            public static double Evaluate(double[,] points, double[][] centres)
            {
                double total = 0;
                for (int i = 0; i < points.GetLength(0); i++)
                {
                    double best = double.PositiveInfinity;
                    for (int k = 0; k < centres.Length; k++)
                    {
                        double distance = 0, cross = 0;
                        for (int d = 0; d < centres[k].Length; d++)
                        {
                            double difference = points[i, d] - centres[k][d];
                            distance += difference * difference;
                            cross += points[i, d] * centres[k][d];
                        }

                        best = Math.Min(best, distance / (2 + cross * cross));
                    }

                    total += Math.Sqrt(best);
                }

                return total;
            }
            """,
            With(new double[,] { { 0, 1 }, { 0.5, 0.25 }, { -1, 2 } }, new double[][] { [0.1, 0.2], [-1, 1.5] })),
        new(
            "the closest pair",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                double best = double.PositiveInfinity;
                for (int i = 0; i < x.Length; i++)
                {
                    for (int j = i + 1; j < x.Length; j++)
                    {
                        double dx = x[i] - x[j], dy = y[i] - y[j];
                        double distance = Math.Sqrt(dx * dx + dy * dy);
                        if (distance < best)
                        {
                            best = distance;
                        }
                    }
                }

                return Math.Min(best, 100) * x[0];
            }
            """,
            With(V(0.5, 2, -1, 1.5), V(1, 0.5, -3, 1.25)),
            With(V(0.5), V(1))),
        new(
            "the first that is large enough",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double limit)
            {
                double found = limit;
                for (int i = 0; i < x.Length; i++)
                {
                    if (x[i] > limit)
                    {
                        found = x[i] * x[i] * Math.Exp(limit);
                        break;
                    }
                }

                return found * limit;
            }
            """,
            With(V(0.5, 2, -1, 3), 1.5),
            With(V(0.5, 1), 1.5),
            With(V(), 1.5)),
        new(
            "the last that is positive, from the end and not",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double last = -1, first = -2;
                for (int i = x.Length - 1; i >= 0; i--)
                {
                    if (x[i] > 0) first = x[i] * x[i];
                }

                int k = 0;
                while (k < x.Length)
                {
                    if (x[k] > 0)
                    {
                        last = x[k] * (k + 1);
                    }

                    k += 2;
                }

                return first * last;
            }
            """,
            With(V(-0.5, 2, 1.25, -3, 0.25, 5)),
            With(V(-0.5, -2))),
        new(
            "the largest of a window, and its square summed",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int w)
            {
                double sum = 0;
                for (int i = 0; i + w <= x.Length; i += w)
                {
                    double max = double.MinValue;
                    for (int j = 0; j < w; j++)
                    {
                        max = Math.Max(x[i + j], max);
                    }

                    sum += max * max;
                }

                return sum;
            }
            """,
            With(V(0.5, 2, -1, 1.5, 3, 1, 7), 2),
            With(V(0.5, 2, -1, 1.5, 3, 1, 7), 3)),
        new(
            "the largest under two conditions, which may be set back",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int[] kind)
            {
                double best = 0.1;
                int count = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    if (kind[i] > 0)
                    {
                        if (x[i] > best && i != 2)
                        {
                            best = Math.Sqrt(x[i]) + x[i];
                            count++;
                        }
                    }
                    else if (kind[i] < 0)
                    {
                        count += 2;
                    }
                }

                return best * count;
            }
            """,
            With(V(0.5, 0.75, 9, 2, 0.25), new[] { 1, 1, 1, -1, 1 }),
            With(V(0.5, 0.75, 9, 2, 0.25), new[] { 0, 0, 1, -1, 0 })),
        new(
            "a switch that turns off for good",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a)
            {
                double factor = a;
                foreach (double v in x)
                {
                    if (v > 2)
                    {
                        factor = 0.5;
                    }
                }

                return factor * a;
            }
            """,
            With(V(0.5, 3, 1), 1.5),
            With(V(0.5, 1), 1.5)),
        new(
            "the largest so far is used in every iteration",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double max = x[0], sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    max = Math.Max(max, x[i]);
                    sum += max * x[i];
                }

                return sum / max;
            }
            """,
            With(V(0.5, 2, -1, 3, 1))),
        new(
            "the largest partial sum",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double best = double.MinValue, sum = 0, current = x[0];
                foreach (double v in x)
                {
                    sum += v * v;
                    if (v * sum > best) best = v * sum;
                    current = Math.Max(current + v, v);
                }

                return best * current;
            }
            """,
            With(V(0.5, 2, -1, 1.75, 1))),
        new(
            "what replaces it depends on what it was",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double m = x[0], n = 1;
                foreach (double v in x)
                {
                    if (v > m) m = v + 0.5 * m;
                    n = v > n ? v * (n > 1 ? 2 : 3) : n;
                }

                return m * n;
            }
            """,
            With(V(0.5, 2, -1, 1.75, 5))),
        new(
            "the larger of two in every iteration",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                double m = double.NegativeInfinity, n = 0.25;
                for (int i = 0; i < x.Length; i++)
                {
                    m = Math.Max(Math.Max(m, x[i]), y[i]);
                    n = Math.Max(n, Math.Max(x[i], y[i] * y[i]));
                }

                return m * n;
            }
            """,
            With(V(0.5, 2, -1), V(0.75, 3, 1)),
            With(V(0.5, 2, -1), V(0.75, -3, 1))),
        new(
            "the elements are overwritten after they are compared",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double max = double.MinValue;
                for (int i = 0; i < x.Length; i++)
                {
                    if (x[i] > max) max = x[i];
                    x[i] *= x[i];
                }

                double min = double.MaxValue;
                for (int i = 0; i < x.Length; i++)
                {
                    min = Math.Min(min, Math.Sin(x[i]) * x[i]);
                }

                for (int i = 0; i < x.Length; i++)
                {
                    x[i] = max * x[i] * min;
                }

                return x[0] + x[^1];
            }
            """,
            With(V(0.5, 2, -1, 1.75))),
        new(
            "the largest of what the loop computes into an array",
            """
            [Differentiable]
            public static double Evaluate(double[,] w, double[] x, int label)
            {
                int n = w.GetLength(0);
                double[] z = new double[n];
                double max = double.NegativeInfinity;
                for (int j = 0; j < n; j++)
                {
                    double dot = 0;
                    for (int k = 0; k < x.Length; k++)
                    {
                        dot += w[j, k] * x[k];
                    }

                    z[j] = dot;
                    max = Math.Max(max, z[j]);
                }

                double sum = 0;
                for (int j = 0; j < n; j++)
                {
                    sum += Math.Exp(z[j] - max);
                }

                double largest = z[0];
                foreach (double v in z) largest = v > largest ? v : largest;
                return (max + Math.Log(sum) - z[label]) * largest;
            }
            """,
            With(new double[,] { { 0.5, 1 }, { -0.5, 0.25 }, { 1, 2 } }, V(0.3, -0.7), 1)),
        new(
            "Viterbi's path",
            """
            [Differentiable]
            public static double Evaluate(double[,] step, double[] start, double[,] emit, int[] observed)
            {
                int n = start.Length;
                double[] v = new double[n];
                for (int j = 0; j < n; j++) v[j] = start[j] + emit[j, observed[0]];
                for (int t = 1; t < observed.Length; t++)
                {
                    double[] next = new double[n];
                    for (int j = 0; j < n; j++)
                    {
                        double best = double.NegativeInfinity;
                        for (int i = 0; i < n; i++)
                        {
                            double s = v[i] + step[i, j];
                            if (s > best) best = s;
                        }

                        next[j] = best + emit[j, observed[t]];
                    }

                    v = next;
                }

                double result = v[0];
                for (int j = 1; j < n; j++) result = Math.Max(result, v[j]);
                return result;
            }
            """,
            With(new double[,] { { 0.5, 1 }, { -0.5, 0.25 } }, V(0.3, -0.7), new double[,] { { 0.125, -1 }, { 0.75, 1.25 } }, new[] { 0, 1, 1, 0 })),
        new(
            "in a helper that calls itself",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int depth) => Deep(x, depth) * x[0];

            private static double Deep(ReadOnlySpan<double> x, int depth)
            {
                double max = x[0] * depth;
                for (int i = 1; i < x.Length; i++)
                {
                    max = Math.Max(max, x[i] * x[i]);
                }

                return depth == 0 ? max : max + 0.5 * Deep(x[1..], depth - 1) * max;
            }
            """,
            With(V(0.5, 2, -3, 1.75), 2),
            With(V(0.5, 2, -3, 1.75), 0)),
        new(
            "of single precision, by a running index",
            """
            [Differentiable]
            public static float Evaluate(float[] x, float scale, int[] steps)
            {
                float peak = 0f, other = 1f;
                int at = 0;
                for (int i = 0; i < steps.Length; i++)
                {
                    at += steps[i];
                    peak = MathF.Max(peak, x[at] * scale);
                    if (i > 0 && x[at] < other) other = x[at] / scale;
                }

                return peak * other + scale * other;
            }
            """,
            With(new float[] { 0.5f, -2, 1.75f, 0.25f }, 1.5f, new[] { 0, 1, 1, 1 }),
            With(new float[] { 0.5f, -2, 1.75f, 0.25f }, 1.5f, new int[0])),
        new(
            "guarded, with a choice within",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double a)
            {
                double best = a;
                for (int i = 0; i < x.Length; i++)
                {
                    double v = x[i];
                    if (v < -10)
                    {
                        throw new ArgumentException("too small");
                    }

                    double f = v > 1 ? v * a : Math.Log(2 + v * v);
                    if (f > best)
                    {
                        best = f;
                    }
                }

                return best * best;
            }
            """,
            With(V(0.5, 2, -3, 1.75), 0.25),
            With(V(0.5, 2, 1.75), 1.25))
        {
            Throws = [With(V(1, -20), 0.5)],
        },
    ];
}
