using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>The same in float.</summary>
internal static class SinglePrecision
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "a dot product of floats",
            """
            [Differentiable]
            public static float Evaluate(float[] a, ReadOnlySpan<float> b, float scale)
            {
                float s = 0;
                for (int i = 0; i < a.Length; i++)
                {
                    s += a[i] * b[i];
                }

                return MathF.Tanh(scale * s);
            }
            """,
            With(F(0.3f, -0.9f), F(1f, 0.2f), 0.7f),
            With(F(), F(), 0.7f)),
        new(
            "a float matrix changed in place",
            """
            [Differentiable]
            public static float Evaluate(float[,] a, Span<float> x)
            {
                float s = 1f;
                for (int i = 0; i < a.GetLength(0); i++)
                {
                    for (int j = 0; j < a.GetLength(1); j++)
                    {
                        a[i, j] *= x[j];
                        s += a[i, j] * a[i, 0];
                    }

                    x[0] = s;
                }

                return s * x[0];
            }
            """,
            With(new float[,] { { 0.5f, 2 }, { -1, 0.3f } }, F(0.7f, -0.2f))),
        new(
            "jagged floats with a local array",
            """
            [Differentiable]
            public static float Evaluate(float[][] rows)
            {
                float[] sums = new float[rows.Length];
                for (int i = 0; i < rows.Length; i++)
                {
                    foreach (float v in rows[i])
                    {
                        sums[i] += v * v;
                    }
                }

                float p = 1;
                for (int i = 0; i < sums.Length; i++) p *= MathF.Sqrt(1 + sums[i]);
                return p;
            }
            """,
            With((object)new float[][] { [0.5f, 2], [], [-1.5f] })),
        new(
            "floats summed in double",
            """
            [Differentiable]
            public static double Evaluate(float[] x, double[] w, float offset)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    float z = x[i] + offset;
                    s += w[i] * z * z;
                }

                return Math.Log(1 + s * s);
            }
            """,
            With(F(0.3f, -0.9f), V(1, 0.2), 0.7f)),
        new(
            "doubles rounded to a float buffer",
            """
            [Differentiable]
            public static double Evaluate(double[] x)
            {
                Span<float> buffer = stackalloc float[4];
                for (int i = 0; i < x.Length; i++)
                {
                    buffer[i % 4] += (float)(x[i] * x[i]);
                }

                double s = 0;
                for (int i = 0; i < 4; i++)
                {
                    s += buffer[i] * (i + 0.5);
                }

                return s;
            }
            """,
            With(V(0.3, 0.9, -0.4, 1, 2, -1))),
        new(
            "a float Newton iteration",
            """
            [Differentiable]
            public static float Evaluate(float a, int n)
            {
                float x = 1;
                int i = 0;
                while (i++ < n)
                {
                    x = 0.5f * (x + a / x);
                }

                return x * a;
            }
            """,
            With(2.5f, 6)),
        new(
            "recursion on a span of floats",
            """
            [Differentiable]
            public static float Evaluate(float[] x, float decay) => Fold(x, decay);

            private static float Fold(ReadOnlySpan<float> x, float decay) =>
                x.IsEmpty ? 0 : x[0] * x[0] + decay * Fold(x[1..], decay * decay);
            """,
            With(F(0.3f, -0.9f, 2f), 0.7f),
            With(F(), 0.5f)),
    ];
}
