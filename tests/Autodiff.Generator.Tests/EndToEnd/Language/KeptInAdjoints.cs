using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops that may keep a value where an adjoint will stand, or find it where the method has put it, and such as nearly may.</summary>
internal static class KeptInAdjoints
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a log-sum-exp of logits that a loop fills, for each row of data",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> w, double[] b, double[] x, int[] labels)
            {
                int classes = b.Length, features = x.Length / labels.Length;
                double[] logits = new double[classes];
                double loss = 0;
                for (int n = 0; n < labels.Length; n++)
                {
                    for (int j = 0; j < classes; j++)
                    {
                        double z = b[j];
                        for (int k = 0; k < features; k++) z += w[j * features + k] * x[n * features + k];
                        logits[j] = z;
                    }

                    double max = logits[0];
                    for (int j = 1; j < classes; j++) max = Math.Max(max, logits[j]);
                    double sum = 0;
                    for (int j = 0; j < classes; j++) sum += Math.Exp(logits[j] - max);
                    loss += Math.Log(sum) + max - logits[labels[n]];
                }

                return loss;
            }
            """,
            With(Noise(6), V(0.1, -0.2, 0.3), V(0.5, -1, 2, 0.25), N(2, 0))),
        new(
            "attention of one query, with the maximum found as the scores are made",
            """
            [Differentiable]
            public static double Evaluate(ReadOnlySpan<double> query, ReadOnlySpan<double> keys, ReadOnlySpan<double> values)
            {
                double[] weights = new double[values.Length];
                double max = double.NegativeInfinity;
                for (int i = 0; i < weights.Length; i++)
                {
                    double dot = 0;
                    for (int k = 0; k < query.Length; k++) dot += query[k] * keys[i * query.Length + k];
                    weights[i] = dot / Math.Sqrt(query.Length);
                    if (weights[i] > max) max = weights[i];
                }

                double total = 0, result = 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    weights[i] = Math.Exp(weights[i] - max);
                    total += weights[i];
                }

                for (int i = 0; i < weights.Length; i++) result += weights[i] / total * values[i];
                return result;
            }
            """,
            With(V(0.4, -0.9), Noise(6), V(1, -2, 0.5)),
            With(V(0.4), V(0.7), V(3)),
            With(V(), V(), V())),
        new(
            "exponentials that are divided by their sum in place, and such as stay",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                double[] p = new double[x.Length], q = new double[y.Length];
                double s = 0, t = 0;
                for (int i = 0; i < p.Length; i++) { p[i] = Math.Exp(x[i]); s += p[i] * p[i]; }
                for (int i = 0; i < q.Length; i++) { q[i] = Math.Exp(y[i]); t += q[i] * q[i]; }
                for (int i = 0; i < p.Length; i++) p[i] /= s;
                double u = 0;
                for (int i = 0; i < q.Length; i++) u += Math.Sin(q[i] / t) * q[q.Length - 1 - i];
                for (int i = 0; i < p.Length; i++) u += Math.Sin(p[i]) * p[p.Length - 1 - i];
                return u;
            }
            """,
            With(V(0.5, -1, 0.3), V(0.25, 0.75)),
            With(V(), V(1))),
        new(
            "two loops that keep a value of each element, where the derivative of one comes later",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double scale)
            {
                double s = 0, t = 0;
                for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i]);
                for (int i = 0; i < x.Length; i++) t += Math.Tanh(scale * x[i]);
                return Math.Log(s) * Math.Sqrt(1 + t * t) * x[0];
            }
            """,
            With(V(0.5, -1, 0.3), 1.5)),
        new(
            "sums that an element is read for before, between and after",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] w, int first)
            {
                double a = x[first];
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i] * w[i]);
                double b = x[0] * s;
                double t = 0;
                for (int i = 0; i < x.Length; i++) t += Math.Exp(w[i] - x[i] / s);
                return Math.Log(t) * a * b * x[x.Length - 1];
            }
            """,
            With(V(0.5, -1, 0.3), V(0.7, 0.2, -0.4), 1)),
        new(
            "loops that leave elements out, and such as go beyond",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, double[] z, int n)
            {
                double s = 0, t = 0, u = 0;
                for (int i = 1; i < x.Length; i++) s += Math.Exp(x[i] - 1);
                for (int i = 0; i < n; i++) t += Math.Exp(y[i] - 1);
                for (int i = 0; i < z.Length - 1; i++) u += Math.Exp(z[i] - z[i + 1]);
                return Math.Log(s) * Math.Log(1 + t) * Math.Log(u) + x[0] * z[0];
            }
            """,
            With(V(0.5, -1, 0.3), V(0.7, 0.2, -0.4), V(1, 2, 1.5), 2),
            With(V(0.5, -1, 0.3), V(0.7, 0.2, -0.4), V(1, 2, 1.5), 0))
        {
            Throws = [With(V(0.5, -1, 0.3), V(0.7, 0.2, -0.4), V(1, 2, 1.5), 4)],
        },
        new(
            "exponentials that replace what they are of",
            """
            [Differentiable]
            public static double Evaluate(double[] x, Span<double> y)
            {
                double s = 0, t = 0;
                for (int i = 0; i < x.Length; i++) { x[i] = Math.Exp(x[i]); s += x[i] * x[i]; }
                for (int i = 0; i < y.Length; i++) { y[i] = Math.Exp(y[i]); t += y[i] * y[i]; }
                for (int i = 0; i < y.Length; i++) y[i] *= s;
                return Math.Log(s) * Math.Log(t) + y[0];
            }
            """,
            With(V(0.5, -1, 0.3), V(0.25, 0.75))),
        new(
            "a zero adjoint and infinite exponentials",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y, double a)
            {
                double s = 0, t = 0;
                for (int i = 0; i < x.Length; i++) s += Math.Exp(x[i]);
                double[] logits = new double[y.Length];
                for (int i = 0; i < y.Length; i++) logits[i] = y[i] * 2;
                for (int i = 0; i < y.Length; i++) t += Math.Sqrt(logits[i]);
                return a * (a > 0 ? s + t : 1);
            }
            """,
            With(V(0.5, -1), V(0.25, 0.75), 1.5),
            With(V(0.5, 800), V(0, 0.75), -0.5)),
        new(
            "a smooth maximum in single precision, beside one in double",
            """
            [Differentiable]
            public static double Evaluate(float[] x, double[] y)
            {
                float s = 0;
                double t = 0;
                for (int i = 0; i < x.Length; i++) s += MathF.Exp(x[i]);
                for (int i = 0; i < y.Length; i++) t += Math.Exp((float)y[i]);
                return Math.Log(s) * Math.Log(t);
            }
            """,
            With(F(0.5f, -1, 0.25f), V(0.25, 0.75))),
        new(
            "many values of an iteration, one of which an adjoint has room for",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double[] y)
            {
                double s = 1, t = 1, u = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double e = Math.Exp(x[i] * s), f = Math.Exp(y[i] * t), g = Math.Tanh(e * f);
                    s += e / 10;
                    t += f * g / 10;
                    u += s * t;
                }

                for (int i = 0; i < x.Length; i++) u += Math.Exp(x[i] / s);
                return u;
            }
            """,
            With(V(0.5, -1, 0.3), V(0.25, 0.75, -0.5))),
        new(
            "a shadow whose neighbours the reverse loop reads",
            """
            [Differentiable]
            public static double Evaluate(double[] x, int steps)
            {
                double[] a = new double[x.Length];
                double s = 0;
                for (int k = 0; k < steps; k++)
                {
                    a[0] = x[0];
                    for (int i = 1; i < a.Length; i++) a[i] = Math.Exp(a[i - 1] * x[i]) / 2;
                    double t = 0;
                    for (int i = 0; i < a.Length; i++) t += Math.Exp(a[i] - s);
                    s += Math.Log(t);
                }

                return s;
            }
            """,
            With(V(0.5, -1, 0.3, 0.8), 2)),
        new(
            "a vector that is scaled by its own norm, and its softmax, through helpers",
            """
            private static double[] Normalise(double[] x)
            {
                double s = 0;
                foreach (double v in x) s += v * v;
                double norm = Math.Sqrt(s);
                double[] unit = new double[x.Length];
                for (int i = 0; i < x.Length; i++) unit[i] = x[i] / norm;
                return unit;
            }

            private static double[] Softmax(double[] x)
            {
                double[] e = new double[x.Length];
                double s = 0;
                for (int i = 0; i < x.Length; i++) { e[i] = Math.Exp(x[i]); s += e[i]; }
                for (int i = 0; i < x.Length; i++) e[i] /= s;
                return e;
            }

            [Differentiable]
            public static double Evaluate(double[] x, double[] target)
            {
                double[] p = Softmax(Normalise(x)), q = Softmax(target);
                double s = 0;
                for (int i = 0; i < p.Length; i++) s -= q[i] * Math.Log(p[i]);
                return s;
            }
            """,
            With(V(0.5, -1, 0.3), V(0.25, 0.75, 1))),
    ];
}
