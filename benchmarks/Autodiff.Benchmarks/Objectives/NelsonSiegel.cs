namespace Autodiff.Benchmarks.Objectives;

/// <summary>The Nelson–Siegel curve, which central banks fit to bond yields.</summary>
public static partial class NelsonSiegel
{
    /// <summary>The yield at one maturity.</summary>
    [Differentiable]
    public static double Yield(double level, double slope, double curvature, double decay, double maturity)
    {
        double scaled = maturity / decay;
        double discount = Math.Exp(-scaled);
        double loading = (1 - discount) / scaled;
        return level + slope * loading + curvature * (loading - discount);
    }
}
