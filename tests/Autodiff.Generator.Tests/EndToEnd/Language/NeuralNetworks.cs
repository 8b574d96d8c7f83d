using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Networks and their losses.</summary>
internal static class NeuralNetworks
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "softmax cross-entropy",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> logits, int label)
            {
                double max = logits[0];
                for (int i = 1; i < logits.Length; i++)
                {
                    max = Math.Max(max, logits[i]);
                }

                double sum = 0;
                foreach (double z in logits)
                {
                    sum += Math.Exp(z - max);
                }

                return Math.Log(sum) + max - logits[label];
            }
            """,
            With(V(0.3, 1.9, -0.4), 2),
            With(V(5), 0)),
        new(
            "one hidden layer, flat weights",
            """
            [Differentiable(nameof(w1), nameof(b1), nameof(w2), nameof(b2))]
            public static double Evaluate(double[] w1, double[] b1, double[] w2, double b2, double[] x, double target)
            {
                double output = b2;
                for (int h = 0; h < b1.Length; h++)
                {
                    double z = b1[h];
                    for (int i = 0; i < x.Length; i++)
                    {
                        z += w1[h * x.Length + i] * x[i];
                    }

                    output += w2[h] * Math.Tanh(z);
                }

                double error = output - target;
                return 0.5 * error * error;
            }
            """,
            With(V(Noise(6)), V(Noise(3, 2)), V(Noise(3, 3)), 0.1, V(0.5, -1), 1.0)),
        new(
            "two hidden layers, matrices",
            """
            [Differentiable]
            public static double Evaluate(double[,] w1, double[,] w2, double[] w3, double[] x)
            {
                double[] a = Layer(w1, x);
                double[] b = Layer(w2, a);
                double y = 0;
                for (int i = 0; i < b.Length; i++)
                {
                    y += w3[i] * b[i];
                }

                return 1 / (1 + Math.Exp(-y));
            }

            private static double[] Layer(double[,] w, double[] x)
            {
                double[] y = new double[w.GetLength(0)];
                for (int i = 0; i < y.Length; i++)
                {
                    double z = 0;
                    for (int j = 0; j < x.Length; j++)
                    {
                        z += w[i, j] * x[j];
                    }

                    y[i] = z > 0 ? z : 0.01 * z;
                }

                return y;
            }
            """,
            With(M(2, Noise(6)), M(3, Noise(6, 2)), V(Noise(2, 3)), V(0.5, -1))),
        new(
            "layers in a list of jagged weights",
            """
            [Differentiable]
            public static double Evaluate(double[][] weights, int[] sizes, double[] x)
            {
                double[] a = new double[8], b = new double[8];
                for (int i = 0; i < x.Length; i++) a[i] = x[i];
                int inputs = x.Length;
                for (int layer = 0; layer < sizes.Length; layer++)
                {
                    for (int i = 0; i < sizes[layer]; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < inputs; j++) z += weights[layer][i * inputs + j] * a[j];
                        b[i] = Math.Tanh(z);
                    }

                    inputs = sizes[layer];
                    (a, b) = (b, a);
                }

                double s = 0;
                for (int i = 0; i < inputs; i++) s += a[i] * (i + 1);
                return s;
            }
            """,
            With(Rows(Noise(6), Noise(6, 2), Noise(2, 3)), N(3, 2, 1), V(0.5, -1))),
        new(
            "a convolution with a stride and maxima",
            """
            [Differentiable]
            public static double Evaluate(double[,] image, double[,] kernel)
            {
                int k = kernel.GetLength(0);
                int h = image.GetLength(0) - k + 1, w = image.GetLength(1) - k + 1;
                double best = double.NegativeInfinity, total = 0;
                for (int i = 0; i < h; i++)
                {
                    for (int j = 0; j < w; j += 2)
                    {
                        double s = 0;
                        for (int u = 0; u < k; u++)
                            for (int v = 0; v < k; v++)
                                s += image[i + u, j + v] * kernel[u, v];
                        best = Math.Max(best, s);
                        total += s * s;
                    }
                }

                return best + total;
            }
            """,
            With(M(4, Noise(16)), M(2, Noise(4, 2)))),
        new(
            "a long short-term memory cell over a sequence",
            """
            [Differentiable]
            public static double Evaluate(double[] w, double[] u, double[] b, double[] xs)
            {
                double h = 0, c = 0;
                foreach (double x in xs)
                {
                    double i = Sigmoid(w[0] * x + u[0] * h + b[0]);
                    double f = Sigmoid(w[1] * x + u[1] * h + b[1]);
                    double o = Sigmoid(w[2] * x + u[2] * h + b[2]);
                    double g = Math.Tanh(w[3] * x + u[3] * h + b[3]);
                    c = f * c + i * g;
                    h = o * Math.Tanh(c);
                }

                return h * h;
            }

            private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
            """,
            With(V(Noise(4)), V(Noise(4, 2)), V(Noise(4, 3)), V(1, -0.5, 2))),
        new(
            "a gated recurrent unit with a vector state",
            """
            [Differentiable]
            public static double Evaluate(double[,] wz, double[,] wr, double[,] wh, double[] x, double[] h0)
            {
                int n = h0.Length;
                Span<double> h = stackalloc double[n];
                Span<double> next = stackalloc double[n];
                h0.CopyTo(h);
                foreach (double input in x)
                {
                    for (int i = 0; i < n; i++)
                    {
                        double z = wz[i, n] * input, r = wr[i, n] * input, c = wh[i, n] * input;
                        for (int j = 0; j < n; j++)
                        {
                            z += wz[i, j] * h[j];
                            r += wr[i, j] * h[j];
                        }

                        z = 1 / (1 + Math.Exp(-z));
                        r = 1 / (1 + Math.Exp(-r));
                        for (int j = 0; j < n; j++) c += wh[i, j] * r * h[j];
                        next[i] = (1 - z) * h[i] + z * Math.Tanh(c);
                    }

                    next.CopyTo(h);
                }

                double s = 0;
                foreach (double v in h) s += v * v;
                return s;
            }
            """,
            With(M(3, Noise(6)), M(3, Noise(6, 2)), M(3, Noise(6, 3)), V(1, -0.5), V(0.2, 0.4))),
        new(
            "layer normalisation and attention of one query",
            """
            [Differentiable]
            public static double Evaluate(double[] query, double[,] keys, double[,] values)
            {
                int d = query.Length, n = keys.GetLength(0);
                double mean = 0, variance = 0;
                for (int i = 0; i < d; i++) mean += query[i] / d;
                for (int i = 0; i < d; i++) variance += (query[i] - mean) * (query[i] - mean) / d;
                double inverse = 1 / Math.Sqrt(variance + 1e-5);
                double[] score = new double[n];
                double sum = 0;
                for (int k = 0; k < n; k++)
                {
                    for (int i = 0; i < d; i++) score[k] += (query[i] - mean) * inverse * keys[k, i];
                    score[k] = Math.Exp(score[k] / Math.Sqrt(d));
                    sum += score[k];
                }

                double result = 0;
                for (int i = 0; i < values.GetLength(1); i++)
                {
                    double v = 0;
                    for (int k = 0; k < n; k++) v += score[k] / sum * values[k, i];
                    result += v * v;
                }

                return result;
            }
            """,
            With(V(0.5, -1, 0.3), M(3, Noise(6)), M(2, Noise(4, 2)))),
    ];
}
