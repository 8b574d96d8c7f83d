namespace Autodiff.Benchmarks;

/// <content>The Gaussian, by the score function.</content>
public static partial class HandWritten
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>The logarithm of the normal density and its gradient.</summary>
    public static double LogDensityGradient(
        double x,
        double mean,
        double logSigma,
        out double xGradient,
        out double meanGradient,
        out double logSigmaGradient)
    {
        double sigma = Math.Exp(logSigma);
        double z = (x - mean) / sigma;
        double score = z / sigma;
        xGradient = -score;
        meanGradient = score;
        logSigmaGradient = z * z - 1;
        return -0.5 * z * z - logSigma - HalfLogTwoPi;
    }
}
