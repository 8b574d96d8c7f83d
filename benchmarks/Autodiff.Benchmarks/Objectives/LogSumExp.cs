namespace Autodiff.Benchmarks.Objectives;

/// <summary>The smooth maximum.</summary>
public static partial class LogSumExp
{
    /// <summary>The logarithm of the sum of three exponentials, the largest taken out so that none overflows.</summary>
    [Differentiable]
    public static double OfThree(double a, double b, double c)
    {
        double max = Math.Max(a, Math.Max(b, c));
        return max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max) + Math.Exp(c - max));
    }
}
