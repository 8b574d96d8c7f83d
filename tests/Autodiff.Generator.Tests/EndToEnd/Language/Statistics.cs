using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Likelihoods and losses over data.</summary>
internal static class Statistics
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "log-sum-exp",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                double max = double.NegativeInfinity;
                for (int i = 0; i < x.Length; i++) if (x[i] > max) max = x[i];
                double sum = 0;
                for (int i = 0; i < x.Length; i++) sum += Math.Exp(x[i] - max);
                return max + Math.Log(sum);
            }
            """,
            With(V(0.5, -1, 0.3)),
            With(V(1000, 1001))),
        new(
            "logistic regression with integer labels and decay",
            """
            [Differentiable(nameof(w), nameof(b))]
            public static double Evaluate(double[] w, double b, double[][] x, int[] y, double decay)
            {
                double loss = 0;
                for (int n = 0; n < x.Length; n++)
                {
                    double[] row = x[n];
                    double z = b;
                    for (int j = 0; j < w.Length; j++) z += w[j] * row[j];
                    double p = 1 / (1 + Math.Exp(-z));
                    loss -= y[n] == 1 ? Math.Log(p) : Math.Log(1 - p);
                }

                double penalty = 0;
                foreach (double v in w) penalty += v * v;
                return loss / x.Length + decay * penalty;
            }
            """,
            With(V(0.5, -1), 0.3, Rows([1, 2], [0.5, -1], [2, 0.1]), N(1, 0, 1), 0.01)),
        new(
            "Poisson regression",
            """
            [Differentiable]
            public static double Evaluate(double[] beta, double[,] x, int[] counts)
            {
                double logLikelihood = 0;
                for (int i = 0; i < counts.Length; i++)
                {
                    double eta = 0;
                    for (int j = 0; j < beta.Length; j++) eta += beta[j] * x[i, j];
                    double logFactorial = 0;
                    for (int k = 2; k <= counts[i]; k++) logFactorial += Math.Log(k);
                    logLikelihood += counts[i] * eta - Math.Exp(eta) - logFactorial;
                }

                return logLikelihood;
            }
            """,
            With(V(0.5, -1), M(2, 1, 0.2, 0.5, -1, 2, 0.1), N(1, 0, 4))),
        new(
            "Gaussian mixture log-likelihood",
            """
            [Differentiable(nameof(alphas), nameof(means), nameof(logScales))]
            public static double Evaluate(double[] alphas, double[,] means, double[,] logScales, double[,] points)
            {
                int k = alphas.Length, d = points.GetLength(1), n = points.GetLength(0);
                Span<double> terms = stackalloc double[k];
                double total = 0;
                for (int i = 0; i < n; i++)
                {
                    for (int c = 0; c < k; c++)
                    {
                        double square = 0, logDeterminant = 0;
                        for (int j = 0; j < d; j++)
                        {
                            double z = (points[i, j] - means[c, j]) * Math.Exp(logScales[c, j]);
                            square += z * z;
                            logDeterminant += logScales[c, j];
                        }

                        terms[c] = alphas[c] + logDeterminant - 0.5 * square;
                    }

                    total += LogSumExp(terms);
                }

                return total - n * LogSumExp(alphas);
            }

            private static double LogSumExp(ReadOnlySpan<double> x)
            {
                double max = x[0];
                foreach (double v in x) max = Math.Max(max, v);
                double sum = 0;
                foreach (double v in x) sum += Math.Exp(v - max);
                return max + Math.Log(sum);
            }
            """,
            With(V(0.5, -1), M(2, Noise(4)), M(2, Noise(4, 2)), M(2, Noise(6, 3)))),
        new(
            "k-means objective",
            """
            [Differentiable(nameof(centres))]
            public static double Evaluate(double[][] centres, double[][] points)
            {
                double total = 0;
                foreach (double[] p in points)
                {
                    double nearest = double.MaxValue;
                    foreach (double[] c in centres)
                    {
                        double distance = 0;
                        for (int j = 0; j < p.Length; j++)
                        {
                            distance += (p[j] - c[j]) * (p[j] - c[j]);
                        }

                        if (distance < nearest)
                        {
                            nearest = distance;
                        }
                    }

                    total += nearest;
                }

                return total;
            }
            """,
            With(Rows([1, 2], [-1, 0.5]), Rows(Noise(2), Noise(2, 2), Noise(2, 3), [1, 1]))),
        new(
            "weighted variance, skewness and kurtosis in two passes",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w)
            {
                double sum = 0, weight = 0;
                for (int i = 0; i < x.Length; i++) { sum += w[i] * x[i]; weight += w[i]; }
                double mean = sum / weight, m2 = 0, m3 = 0, m4 = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double d = x[i] - mean, d2 = d * d;
                    m2 += w[i] * d2;
                    m3 += w[i] * d2 * d;
                    m4 += w[i] * d2 * d2;
                }

                m2 /= weight;
                return m3 / weight / Math.Pow(m2, 1.5) + m4 / weight / (m2 * m2);
            }
            """,
            With(V(0.3, 1.9, -0.4, 2), V(1, 0.5, 2, 1))),
        new(
            "a robust loss with three pieces",
            """
            [Differentiable]
            public static double Evaluate(double[] residuals, double delta)
            {
                double total = 0;
                foreach (double r in residuals)
                {
                    total += Math.Abs(r) switch
                    {
                        <= 0.2 => 0,
                        var _ when Math.Abs(r) <= delta => 0.5 * r * r,
                        _ => delta * (Math.Abs(r) - 0.5 * delta),
                    };
                }

                return total;
            }
            """,
            With(V(0.3, 1.9, -0.4, -2, 0.05), 1.2)),
        new(
            "a kernel density and its leave-one-out score",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double bandwidth)
            {
                double score = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double density = 0;
                    for (int j = 0; j < x.Length; j++)
                    {
                        if (i == j) continue;
                        double u = (x[i] - x[j]) / bandwidth;
                        density += Math.Exp(-0.5 * u * u);
                    }

                    score += Math.Log(density / ((x.Length - 1) * bandwidth * Math.Sqrt(2 * Math.PI)));
                }

                return score / x.Length;
            }
            """,
            With(V(0.3, 1.9, -0.4, 2), 0.7)),
    ];
}
