namespace Autodiff.Benchmarks;

/// <content>Nelson–Siegel: two divisions more than the yield, no second exponential.</content>
public static partial class HandWritten
{
    /// <summary>The yield at one maturity and its gradient.</summary>
    public static double YieldGradient(
        double level,
        double slope,
        double curvature,
        double decay,
        double maturity,
        out double levelGradient,
        out double slopeGradient,
        out double curvatureGradient,
        out double decayGradient,
        out double maturityGradient)
    {
        double scaled = maturity / decay;
        double discount = Math.Exp(-scaled);
        double loading = (1 - discount) / scaled;
        double hump = loading - discount;

        double dQuotient = (slope + curvature) / scaled;
        double dScaled = discount * (curvature + dQuotient) - dQuotient * loading;
        levelGradient = 1;
        slopeGradient = loading;
        curvatureGradient = hump;
        double dMaturity = dScaled / decay;
        maturityGradient = dMaturity;
        decayGradient = -dMaturity * scaled;
        return level + slope * loading + curvature * hump;
    }
}
