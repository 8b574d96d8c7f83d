using Autodiff;

namespace GradBench.Objectives;

/// <summary>The eval <c>lse</c>: the logarithm of a sum of exponentials.</summary>
internal static partial class LogSumExp
{
    /// <summary>log Σ exp(xᵢ), with the largest xᵢ taken out of the sum so that no exponential overflows.</summary>
    /// <param name="x">At least one number.</param>
    [Differentiable]
    public static double Value(ReadOnlySpan<double> x)
    {
        double largest = x[0];
        for (int i = 1; i < x.Length; i++)
        {
            largest = Math.Max(largest, x[i]);
        }

        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += Math.Exp(x[i] - largest);
        }

        return Math.Log(sum) + largest;
    }
}
