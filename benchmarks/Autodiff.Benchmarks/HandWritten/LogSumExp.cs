namespace Autodiff.Benchmarks;

/// <content>Log-sum-exp: the softmax. What flows into the maximum is 1 − Σ softmax, which is zero.</content>
public static partial class HandWritten
{
    /// <summary>The logarithm of the sum of three exponentials and its gradient.</summary>
    public static double OfThreeGradient(
        double a,
        double b,
        double c,
        out double aGradient,
        out double bGradient,
        out double cGradient)
    {
        double max = Math.Max(a, Math.Max(b, c));
        double expA = Math.Exp(a - max);
        double expB = Math.Exp(b - max);
        double expC = Math.Exp(c - max);
        double sum = expA + expB + expC;
        double inverse = 1 / sum;
        aGradient = expA * inverse;
        bGradient = expB * inverse;
        cGradient = expC * inverse;
        return max + Math.Log(sum);
    }
}
