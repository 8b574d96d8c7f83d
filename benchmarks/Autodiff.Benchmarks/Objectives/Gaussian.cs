namespace Autodiff.Benchmarks.Objectives;

/// <summary>The normal distribution as variational inference and samplers evaluate it.</summary>
public static partial class Gaussian
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>The logarithm of the density at x, the deviation given by its logarithm so that it stays positive.</summary>
    [Differentiable]
    public static double LogDensity(double x, double mean, double logSigma)
    {
        double z = (x - mean) / Math.Exp(logSigma);
        return -0.5 * z * z - logSigma - HalfLogTwoPi;
    }
}
