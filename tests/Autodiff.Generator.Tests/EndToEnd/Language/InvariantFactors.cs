using static Autodiff.Generator.Tests.EndToEnd.Language.Arguments;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Loops that multiply by a constant and a number that they do not change, as integrators do.</summary>
internal static class InvariantFactors
{
    public static IReadOnlyList<LanguageCase> All { get; } =
    [
        new(
            "steps of one size",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y, double h)
            {
                for (int k = 0; k < 3; k++)
                {
                    for (int i = 0; i < x.Length; i++)
                    {
                        double k1 = x[i] * y;
                        double k2 = x[i] * (y + h / 2 * k1);
                        double k3 = Math.Sin(y + h * k2);
                        y += h * (k1 + 4 * k2 + k3) / 6;
                    }

                    y -= 0.25 * Math.Cos(y) * h;
                }

                return y;
            }
            """,
            With(V(1.5, -0.5, 0.25), 0.8, 0.125),
            With(V(1.5, -0.5), 0.8, 0.0),
            With(V(1.5), 0.8, -1.0),
            With(V(), 0.8, 0.5)),
        new(
            "a step that an outer loop, a branch or the loop itself changes",
            """
            [Differentiable]
            public static double Evaluate(double[] x, double y, double h)
            {
                for (int k = 0; k < 3; k++)
                {
                    h *= 0.75;
                    double g = y > 1 ? h : h * h;
                    for (int i = 0; i < x.Length; i++)
                    {
                        y += h * Math.Sin(x[i] * y) / 4 - 0.5 * g * Math.Cos(y);
                        if (x[i] > 0)
                        {
                            y += g * (y * x[i]) / 8;
                            g *= 0.5;
                        }
                    }
                }

                return y * h;
            }
            """,
            With(V(1.5, -0.5, 0.25), 0.8, 0.5),
            With(V(1.5), 1.8, 0.25),
            With(V(), 0.8, 0.5)),
        new(
            "steps of single precision, in a loop whose iterations are independent",
            """
            [Differentiable]
            public static double Evaluate(float[] x, float h, double w)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    float f = h * MathF.Sin(x[i]) / 2 + x[i] * x[i] * h * 0.25f;
                    sum += w * f * f / 2 - 0.125 * w * Math.Cos(f);
                }

                return sum;
            }
            """,
            With(F(1.5f, -0.5f, 0.25f), 0.5f, 1.5),
            With(F(1.5f), 0f, 0.0),
            With(F(), 0.5f, 1.5)),
        new(
            "a constant whose product with an invariant number would vanish",
            """
            [Differentiable(nameof(x))]
            public static double Evaluate(double[] x, double w, double h)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    s = s * x[i] + 1e-200 * (x[i] * w * h);
                }

                return s * 1e290;
            }
            """,
            With(V(1, 2), 1e300, 1e-200)),
    ];
}
