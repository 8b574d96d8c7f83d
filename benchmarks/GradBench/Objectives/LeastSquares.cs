using Autodiff;

namespace GradBench.Objectives;

/// <summary>The eval <c>llsq</c>: a polynomial fitted to the sign function.</summary>
internal static partial class LeastSquares
{
    /// <summary>½ Σᵢ (sign(tᵢ) − Σⱼ xⱼ tᵢʲ)², where the tᵢ lie evenly on [−1, 1].</summary>
    /// <param name="x">The coefficients of the polynomial.</param>
    /// <param name="n">How many points there are, at least two.</param>
    [Differentiable]
    public static double HalfSumOfSquares(ReadOnlySpan<double> x, int n)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double t = -1 + i * 2.0 / (n - 1);
            double residual = t > 0 ? 1 : t < 0 ? -1 : 0;
            double power = 1;
            for (int j = 0; j < x.Length; j++)
            {
                residual -= x[j] * power;
                power *= t;
            }

            sum += residual * residual;
        }

        return sum / 2;
    }
}
