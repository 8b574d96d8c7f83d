using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Models of sequences.</summary>
internal static class TimeSeries
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "forward pass of a hidden Markov model",
            """
            [Differentiable]
            public static double Evaluate(double[] start, double[,] transition, double[,] emission, int[] observed)
            {
                int n = start.Length;
                double[] alpha = new double[n], next = new double[n];
                for (int s = 0; s < n; s++) alpha[s] = start[s] * emission[s, observed[0]];
                double logLikelihood = 0;
                for (int t = 1; t < observed.Length; t++)
                {
                    double scale = 0;
                    for (int s = 0; s < n; s++)
                    {
                        double sum = 0;
                        for (int r = 0; r < n; r++) sum += alpha[r] * transition[r, s];
                        next[s] = sum * emission[s, observed[t]];
                        scale += next[s];
                    }

                    for (int s = 0; s < n; s++) next[s] /= scale;
                    logLikelihood += Math.Log(scale);
                    (alpha, next) = (next, alpha);
                }

                double total = 0;
                foreach (double a in alpha) total += a;
                return logLikelihood + Math.Log(total);
            }
            """,
            With(V(0.6, 0.4), M(2, 0.7, 0.3, 0.4, 0.6), M(3, 0.5, 0.4, 0.1, 0.1, 0.3, 0.6), N(0, 1, 2, 1))),
        new(
            "the best path by Viterbi",
            """
            [Differentiable]
            public static double Evaluate(double[,] transition, double[][] emission)
            {
                int n = transition.GetLength(0);
                double[] score = new double[n];
                for (int s = 0; s < n; s++) score[s] = emission[0][s];
                for (int t = 1; t < emission.Length; t++)
                {
                    double[] next = new double[n];
                    for (int s = 0; s < n; s++)
                    {
                        double best = double.NegativeInfinity;
                        for (int r = 0; r < n; r++) best = Math.Max(best, score[r] + transition[r, s]);
                        next[s] = best + emission[t][s];
                    }

                    score = next;
                }

                double result = score[0];
                for (int s = 1; s < n; s++) result = Math.Max(result, score[s]);
                return result;
            }
            """,
            With(M(2, -0.3, -1.2, -0.9, -0.5), Rows([-0.7, -0.9], [-0.9, -2.3], [-2.3, -0.5], [-1, -1.1]))),
        new(
            "GARCH likelihood",
            """
            [Differentiable(nameof(omega), nameof(alpha), nameof(beta))]
            public static double Evaluate(double omega, double alpha, double beta, ReadOnlySpan<double> returns)
            {
                double variance = omega / (1 - alpha - beta);
                double sum = 0;
                for (int t = 0; t < returns.Length; t++)
                {
                    double r = returns[t];
                    sum -= 0.5 * (Math.Log(2 * Math.PI * variance) + r * r / variance);
                    variance = omega + alpha * r * r + beta * variance;
                }

                return sum;
            }
            """,
            With(0.1, 0.15, 0.7, V(Noise(12)))),
        new(
            "autoregression of first order",
            """
            [Differentiable]
            public static double Evaluate(double[] y, double phi, double logSigma)
            {
                double sigma = Math.Exp(logSigma), square = 0;
                for (int t = 1; t < y.Length; t++)
                {
                    double e = y[t] - phi * y[t - 1];
                    square += e * e;
                }

                double stationary = y[0] * y[0] * (1 - phi * phi);
                return -y.Length * logSigma + 0.5 * Math.Log(1 - phi * phi) - (square + stationary) / (2 * sigma * sigma);
            }
            """,
            With(V(Noise(6)), 0.6, -0.3)),
        new(
            "a Kalman filter of position and speed",
            """
            [Differentiable]
            public static double Evaluate(double[] z, double q, double r, double dt)
            {
                double x = 0, v = 0;
                double p00 = 1, p01 = 0, p11 = 1, logLikelihood = 0;
                foreach (double measured in z)
                {
                    x += dt * v;
                    p00 += dt * (2 * p01 + dt * p11) + q;
                    p01 += dt * p11;
                    p11 += q;
                    double s = p00 + r, k0 = p00 / s, k1 = p01 / s, innovation = measured - x;
                    x += k0 * innovation;
                    v += k1 * innovation;
                    p11 -= k1 * p01;
                    p01 -= k0 * p01;
                    p00 -= k0 * p00;
                    logLikelihood -= 0.5 * (Math.Log(s) + innovation * innovation / s);
                }

                return logLikelihood + x * v;
            }
            """,
            With(V(0.1, 0.4, 1.1, 1.3), 0.01, 0.2, 0.5)),
        new(
            "a Kalman step with matrices",
            """
            [Differentiable]
            public static double Evaluate(double[,] f, double[,] p, double[] h, double[] x, double noise, double z)
            {
                int n = x.Length;
                double[] predicted = new double[n], ph = new double[n];
                double[,] fp = new double[n, n], pp = new double[n, n];
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                    {
                        predicted[i] += f[i, j] * x[j];
                        for (int k = 0; k < n; k++) fp[i, j] += f[i, k] * p[k, j];
                    }

                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                        for (int k = 0; k < n; k++)
                            pp[i, j] += fp[i, k] * f[j, k];
                double s = noise, y = z;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++) ph[i] += pp[i, j] * h[j];
                    s += h[i] * ph[i];
                    y -= h[i] * predicted[i];
                }

                double result = 0;
                for (int i = 0; i < n; i++)
                {
                    double updated = predicted[i] + ph[i] / s * y;
                    result += updated * updated + pp[i, i] - ph[i] * ph[i] / s;
                }

                return result;
            }
            """,
            With(M(2, 1, 0.1, -0.2, 0.9), M(2, 1, 0.2, 0.2, 2), V(1, 0.5), V(0.3, -1), 0.4, 1.2)),
        new(
            "exponential smoothing with trend and season",
            """
            [Differentiable]
            public static double Evaluate(double[] y, double[] season, double a, double b, double c)
            {
                int m = season.Length;
                double[] s = new double[m];
                season.AsSpan().CopyTo(s);
                double level = y[0], trend = y[1] - y[0], error = 0;
                for (int t = 0; t < y.Length; t++)
                {
                    double forecast = level + trend + s[t % m];
                    error += (y[t] - forecast) * (y[t] - forecast);
                    double previous = level;
                    level = a * (y[t] - s[t % m]) + (1 - a) * (level + trend);
                    trend = b * (level - previous) + (1 - b) * trend;
                    s[t % m] = c * (y[t] - level) + (1 - c) * s[t % m];
                }

                return error;
            }
            """,
            With(V(1, 2, 1.5, 2.7, 2, 3.1), V(0.2, -0.2), 0.5, 0.3, 0.4)),
        new(
            "a recursive filter with feedback taps",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] b, double[] a)
            {
                double[] y = new double[x.Length];
                for (int n = 0; n < x.Length; n++)
                {
                    for (int k = 0; k < b.Length && k <= n; k++) y[n] += b[k] * x[n - k];
                    for (int k = 1; k <= a.Length; k++)
                    {
                        if (n - k < 0) break;
                        y[n] -= a[k - 1] * y[n - k];
                    }
                }

                double energy = 0;
                foreach (double v in y) energy += v * v;
                return energy;
            }
            """,
            With(V(Noise(6)), V(0.5, 0.3, -0.2), V(0.4, -0.1))),
    ];
}
