using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Options, bonds and curves.</summary>
internal static class Finance
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a binomial tree rolled back in an array",
            """
            [Differentiable]
            public static double Evaluate(double spot, double strike, double rate, double sigma, int steps)
            {
                double dt = 1.0 / steps;
                double u = Math.Exp(sigma * Math.Sqrt(dt)), d = 1 / u;
                double p = (Math.Exp(rate * dt) - d) / (u - d), discount = Math.Exp(-rate * dt);
                double[] value = new double[steps + 1];
                for (int i = 0; i <= steps; i++)
                {
                    value[i] = Math.Max(0, strike - spot * Math.Pow(u, i) * Math.Pow(d, steps - i));
                }

                for (int t = steps - 1; t >= 0; t--)
                {
                    for (int i = 0; i <= t; i++)
                    {
                        double held = discount * (p * value[i + 1] + (1 - p) * value[i]);
                        double exercised = strike - spot * Math.Pow(u, i) * Math.Pow(d, t - i);
                        value[i] = Math.Max(held, exercised);
                    }
                }

                return value[0];
            }
            """,
            With(100.5, 103, 0.03, 0.25, 7)),
        new(
            "Monte Carlo with given normals",
            """
            [Differentiable(nameof(spot), nameof(rate), nameof(sigma))]
            public static double Evaluate(double spot, double rate, double sigma, double strike, double[] normals)
            {
                double sum = 0;
                foreach (double z in normals)
                {
                    double end = spot * Math.Exp(rate - 0.5 * sigma * sigma + sigma * z);
                    if (end > strike)
                    {
                        sum += end - strike;
                    }
                }

                return Math.Exp(-rate) * sum / normals.Length;
            }
            """,
            With(100, 0.03, 0.25, 101.0, V(Noise(10)))),
        new(
            "an Asian option on paths",
            """
            [Differentiable]
            public static double Evaluate(double spot, double sigma, double strike, double[,] normals)
            {
                int paths = normals.GetLength(0), steps = normals.GetLength(1);
                double dt = 1.0 / steps, total = 0;
                for (int p = 0; p < paths; p++)
                {
                    double s = spot, average = 0;
                    for (int t = 0; t < steps; t++)
                    {
                        s *= Math.Exp(-0.5 * sigma * sigma * dt + sigma * Math.Sqrt(dt) * normals[p, t]);
                        average += s / steps;
                    }

                    total += Math.Max(average - strike, 0);
                }

                return total / paths;
            }
            """,
            With(100, 0.25, 99, M(3, Noise(12)))),
        new(
            "a barrier option that ends early",
            """
            [Differentiable]
            public static double Evaluate(double spot, double sigma, double barrier, double rebate, double[][] normals)
            {
                double total = 0;
                foreach (double[] path in normals)
                {
                    total += Payoff(spot, sigma, barrier, rebate, path);
                }

                return total / normals.Length;
            }

            private static double Payoff(double s, double sigma, double barrier, double rebate, double[] path)
            {
                for (int t = 0; t < path.Length; t++)
                {
                    s *= 1 + sigma * path[t];
                    if (s < barrier)
                    {
                        return rebate * (path.Length - t);
                    }
                }

                return s > 100 ? s - 100 : 0;
            }
            """,
            With(100, 0.25, 80, 2.5, Rows([0.3, -0.2, 0.4], [-0.9, 1, 1], [-0.2, -0.3, 0.1]))),
        new(
            "the yield of a bond by Newton",
            """
            [Differentiable]
            public static double Evaluate(double price, double coupon, int years)
            {
                double y = 0.05;
                for (int iteration = 0; iteration < 50; iteration++)
                {
                    double value = 0, slope = 0, factor = 1;
                    for (int t = 1; t <= years; t++)
                    {
                        factor /= 1 + y;
                        double cash = t == years ? 100 + coupon : coupon;
                        value += cash * factor;
                        slope -= t * cash * factor / (1 + y);
                    }

                    double step = (value - price) / slope;
                    y -= step;
                    if (Math.Abs(step) < 1e-12)
                    {
                        return y;
                    }
                }

                throw new InvalidOperationException("Newton's method does not converge.");
            }
            """,
            With(97, 4, 5)),
        new(
            "fit of Nelson and Siegel",
            """
            [Differentiable(nameof(beta), nameof(tau))]
            public static double Evaluate(ReadOnlySpan<double> beta, double tau, double[] maturities, double[] yields)
            {
                double loss = 0;
                for (int i = 0; i < maturities.Length; i++)
                {
                    double m = maturities[i] / tau;
                    double decay = Math.Exp(-m);
                    double slope = (1 - decay) / m;
                    double model = beta[0] + beta[1] * slope + beta[2] * (slope - decay);
                    double error = model - yields[i];
                    loss += error * error;
                }

                return Math.Sqrt(loss / maturities.Length);
            }
            """,
            With(V(0.05, -0.02, 0.01), 2.0, V(0.5, 1, 5, 10), V(0.02, 0.03, 0.04, 0.05))),
        new(
            "discount factors bootstrapped from swap rates",
            """
            [Differentiable]
            public static double Evaluate(double[] rates)
            {
                Span<double> discount = stackalloc double[rates.Length];
                double annuity = 0;
                for (int i = 0; i < rates.Length; i++)
                {
                    discount[i] = (1 - rates[i] * annuity) / (1 + rates[i]);
                    annuity += discount[i];
                }

                return annuity * discount[^1];
            }
            """,
            With(V(0.02, 0.025, 0.03, 0.031))),
        new(
            "risk of a portfolio at a confidence level",
            """
            [Differentiable]
            public static double Evaluate(double[] w, double[,] scenarios, double level)
            {
                int n = scenarios.GetLength(0);
                double[] losses = new double[n];
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < w.Length; j++) losses[i] -= w[j] * scenarios[i, j];
                    for (int k = i; k > 0 && losses[k] > losses[k - 1]; k--)
                    {
                        (losses[k], losses[k - 1]) = (losses[k - 1], losses[k]);
                    }
                }

                int tail = (int)(n * level);
                double sum = 0;
                for (int i = 0; i < tail; i++) sum += losses[i];
                return sum / tail;
            }
            """,
            With(V(0.5, 0.3), M(2, Noise(12)), 0.4)),
    ];
}
