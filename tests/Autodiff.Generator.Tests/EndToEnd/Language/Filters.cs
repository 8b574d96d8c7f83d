using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Filters and classifiers as one writes them, with buffers that every step fills anew.</summary>
internal static class Filters
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a classifier with a hidden layer, the maximum of whose scores is found as they are made",
            """
            [Differentiable(nameof(w1), nameof(w2))]
            public static double Evaluate(ReadOnlySpan<double> w1, ReadOnlySpan<double> w2, ReadOnlySpan<double> x, int hidden, int classes, int label)
            {
                Span<double> h = new double[hidden];
                for (int i = 0; i < hidden; i++)
                {
                    double s = 0;
                    for (int k = 0; k < x.Length; k++)
                    {
                        s += w1[i * x.Length + k] * x[k];
                    }

                    h[i] = Math.Max(0, s);
                }

                Span<double> logits = new double[classes];
                double max = double.NegativeInfinity;
                for (int j = 0; j < classes; j++)
                {
                    for (int i = 0; i < hidden; i++)
                    {
                        logits[j] += w2[j * hidden + i] * h[i];
                    }

                    max = Math.Max(max, logits[j]);
                }

                double sum = 0;
                for (int j = 0; j < classes; j++)
                {
                    sum += Math.Exp(logits[j] - max);
                }

                return max + Math.Log(sum) - logits[label];
            }
            """,
            With(Noise(6), Noise(6, 2), V(0.5, -1.2), 3, 2, 1),
            With(Noise(2), Noise(2, 2), V(0.5), 2, 1, 0)),
        new(
            "a Kalman filter on flat matrices, in buffers that every step overwrites",
            """
            [Differentiable(nameof(f), nameof(h), nameof(q), nameof(r))]
            public static double Evaluate(double[] f, double[] h, double[] q, double r, double[] observations)
            {
                int n = h.Length;
                double[] x = new double[n];
                double[] p = new double[n * n];
                double[] fp = new double[n * n];
                double[] predicted = new double[n];
                double[] gain = new double[n];
                for (int i = 0; i < n; i++)
                {
                    p[i * n + i] = 1;
                }

                double logLikelihood = 0;
                foreach (double observation in observations)
                {
                    for (int i = 0; i < n; i++)
                    {
                        double s = 0;
                        for (int j = 0; j < n; j++)
                        {
                            s += f[i * n + j] * x[j];
                        }

                        predicted[i] = s;
                    }

                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            double s = 0;
                            for (int k = 0; k < n; k++)
                            {
                                s += f[i * n + k] * p[k * n + j];
                            }

                            fp[i * n + j] = s;
                        }
                    }

                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            double s = i == j ? q[i] : 0;
                            for (int k = 0; k < n; k++)
                            {
                                s += fp[i * n + k] * f[j * n + k];
                            }

                            p[i * n + j] = s;
                        }
                    }

                    double innovation = observation;
                    double variance = r;
                    for (int i = 0; i < n; i++)
                    {
                        innovation -= h[i] * predicted[i];
                        double s = 0;
                        for (int j = 0; j < n; j++)
                        {
                            s += p[i * n + j] * h[j];
                        }

                        gain[i] = s;
                        variance += h[i] * s;
                    }

                    for (int i = 0; i < n; i++)
                    {
                        x[i] = predicted[i] + gain[i] * innovation / variance;
                        for (int j = 0; j < n; j++)
                        {
                            p[i * n + j] -= gain[i] * gain[j] / variance;
                        }
                    }

                    logLikelihood -= 0.5 * (Math.Log(2 * Math.PI * variance) + innovation * innovation / variance);
                }

                return logLikelihood;
            }
            """,
            With(V(1, 0.1, -0.2, 0.9), V(1, 0.5), V(0.1, 0.2), 0.3, V(0.4, -0.1, 0.8))),
        new(
            "a scaled forward pass of a hidden Markov model",
            """
            [Differentiable(nameof(pi), nameof(a), nameof(b))]
            public static double Evaluate(double[] pi, double[,] a, double[,] b, int[] observations)
            {
                int n = pi.Length;
                double[] alpha = new double[n];
                double[] next = new double[n];
                double logLikelihood = 0;
                for (int i = 0; i < n; i++)
                {
                    alpha[i] = pi[i] * b[i, observations[0]];
                }

                for (int t = 1; t < observations.Length; t++)
                {
                    double scale = 0;
                    for (int j = 0; j < n; j++)
                    {
                        double s = 0;
                        for (int i = 0; i < n; i++)
                        {
                            s += alpha[i] * a[i, j];
                        }

                        next[j] = s * b[j, observations[t]];
                        scale += next[j];
                    }

                    for (int j = 0; j < n; j++)
                    {
                        alpha[j] = next[j] / scale;
                    }

                    logLikelihood += Math.Log(scale);
                }

                double total = 0;
                for (int i = 0; i < n; i++)
                {
                    total += alpha[i];
                }

                return logLikelihood + Math.Log(total);
            }
            """,
            With(V(0.6, 0.4), M(2, 0.7, 0.3, 0.2, 0.8), M(3, 0.5, 0.3, 0.2, 0.1, 0.6, 0.3), N(0, 2, 1, 1))),
    ];
}
