using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Elements less the maximum of their array, and less what is none.</summary>
internal static class Maxima
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a softmax of weights",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w)
            {
                double max = x[0];
                for (int i = 1; i < x.Length; i++)
                {
                    max = Math.Max(max, x[i]);
                }

                double sum = 0, weighted = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double e = Math.Exp(x[i] - max);
                    sum += e;
                    weighted += e * w[i];
                }

                return weighted / sum;
            }
            """,
            With(V(0.5, -1, 2), V(1, 2, 3)),
            With(V(0.5, -1000, 2), V(0, 0, 0)),
            With(V(-1e4, 1e4, 2), V(3, 1, 2))),
        new(
            "a cross entropy of scores by a comparison",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> w, int label)
            {
                double[] scores = new double[w.Length];
                for (int i = 0; i < w.Length; i++)
                {
                    scores[i] = 3 * Math.Sin(w[i]) * w[0];
                }

                double max = double.NegativeInfinity;
                for (int i = 0; i < scores.Length; i++)
                {
                    if (scores[i] > max)
                    {
                        max = scores[i];
                    }
                }

                double sum = 0;
                foreach (double score in scores)
                {
                    sum += Math.Exp(score - max);
                }

                return Math.Log(sum) + max - scores[label];
            }
            """,
            With(V(0.5, -1, 2), 1),
            With(V(200, -1, 2.5), 0)),
        new(
            "an attention with a maximum for each row",
            """
            [Differentiable]
            public static double Evaluate(double[] q, double[] k, double[] v, int n)
            {
                double[] scores = new double[n];
                double total = 0;
                for (int row = 0; row < n; row++)
                {
                    for (int i = 0; i < scores.Length; i++)
                    {
                        scores[i] = q[row] * k[i];
                    }

                    double max = scores[0];
                    for (int i = 1; i < scores.Length; i++)
                    {
                        max = scores[i] > max ? scores[i] : max;
                    }

                    double sum = 0, mix = 0;
                    for (int i = 0; i < n; i++)
                    {
                        double e = Math.Exp(scores[i] - max);
                        sum += e;
                        mix += e * v[i];
                    }

                    total += Math.Sin(mix / sum);
                }

                return total;
            }
            """,
            With(V(0.5, -1, 2), V(1, 2, 3), V(0.1, 0.2, -0.3), 3),
            With(V(5000, -1), V(1, 2), V(0.1, 0.2), 2)),
        new(
            "an element that is written after the maximum was found",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y)
            {
                double max = x[0];
                for (int i = 1; i < x.Length; i++)
                {
                    max = Math.Max(x[i], max);
                }

                x[0] = y;
                double sum = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += Math.Exp(x[i] - max);
                    x[x.Length - 1] = y;
                }

                return 1 / sum + Math.Log(sum);
            }
            """,
            With(V(0.5, -1, 2), 1.5),
            With(V(0.5, -1, 2), 9),
            With(V(0.5), 9)),
        new(
            "a maximum of some of the elements",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int n)
            {
                double max = 0;
                for (int i = 1; i < x.Length - 1; i++)
                {
                    if (x[i] > max)
                    {
                        max = x[i];
                    }
                }

                double least = x[0];
                foreach (double one in x)
                {
                    least = one < least ? one : least;
                }

                double sum = 1;
                for (int i = 0; i < n; i++)
                {
                    sum += Math.Exp(x[i] - max) + Math.Exp(least - x[i]) + Math.Exp(0.001 * (x[i] - least));
                }

                return 1 / sum + Math.Log(sum);
            }
            """,
            With(V(0.5, -1, 2), 3),
            With(V(9, -1, 2, 3), 3),
            With(V(9, -1, 2, 3), 0)),
        new(
            "two maxima in a method of many values",
            """
            [Differentiable]
            public static double Evaluate(double c, double[] y, int n)
            {
                double s = 0;
                double[] t = new double[4];
                double m1 = 0;
                for (int i = 0; i < n; i++) m1 = Math.Max(m1, t[i]);
                double z1 = 0;
                for (int i = 0; i < n; i++) z1 += y[i] * Math.Exp(t[i] - m1);
                s += Math.Log(z1);
                double m2 = 0;
                for (int i = 0; i < y.Length; i++) m2 = Math.Max(m2, y[i]);
                double z2 = 0;
                for (int i = 0; i < n; i++) z2 += y[i] * Math.Exp(y[i] - m2);
                s += 1 / z2;
                s += Math.Abs(z1 * c);
                return s + Math.Sqrt(z1);
            }
            """,
            With(-0.3, V(0.9, 1.6, 0.4, 0.7), 4)),
    ];
}
