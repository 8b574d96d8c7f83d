namespace Autodiff.Benchmarks;

/// <content>Black–Scholes: no exponential, logarithm or root that the price itself does not take.</content>
public static partial class HandWritten
{
    private const double InverseSqrtTwoPi = 0.39894228040143267794;

    /// <summary>The price of a European call and all its Greeks.</summary>
    public static double CallPriceGradient(
        double spot,
        double strike,
        double rate,
        double volatility,
        double maturity,
        out double spotGradient,
        out double strikeGradient,
        out double rateGradient,
        out double volatilityGradient,
        out double maturityGradient)
    {
        double rootMaturity = Math.Sqrt(maturity);
        double deviation = volatility * rootMaturity;
        double driftRate = rate + 0.5 * volatility * volatility;
        double d1 = (Math.Log(spot / strike) + driftRate * maturity) / deviation;
        double d2 = d1 - deviation;
        double discount = Math.Exp(-rate * maturity);
        double discountedStrike = strike * discount;
        double cdf1 = NormalCdf(d1, out double density1);
        double cdf2 = NormalCdf(d2, out double density2);

        // The densities are the slopes of the approximation, so that spot * density1 and
        // discountedStrike * density2 do not quite cancel as they do in the textbook.
        double dD2 = discountedStrike * density2;
        double dNumerator = (spot * density1 - dD2) / deviation;
        double dDeviation = dD2 - dNumerator * d1;
        double dDrift = dNumerator * maturity;
        double dDiscountExponent = discountedStrike * cdf2;
        spotGradient = cdf1 + dNumerator / spot;
        strikeGradient = -(discount * cdf2 + dNumerator / strike);
        rateGradient = dDrift + dDiscountExponent * maturity;
        volatilityGradient = dDrift * volatility + dDeviation * rootMaturity;
        maturityGradient = dNumerator * driftRate + dDiscountExponent * rate
            + 0.5 * dDeviation * volatility / rootMaturity;
        return spot * cdf1 - discountedStrike * cdf2;
    }

    /// <summary>
    /// The approximate normal distribution and its slope, which one formula gives on both sides of zero, where the
    /// sign of the tail and the sign of the argument change together.
    /// </summary>
    private static double NormalCdf(double x, out double slope)
    {
        const double A1 = 0.319381530, A2 = -0.356563782, A3 = 1.781477937, A4 = -1.821255978, A5 = 1.330274429;
        double z = Math.Abs(x);
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial = t * (A1 + t * (A2 + t * (A3 + t * (A4 + t * A5))));
        double polynomialSlope = A1 + t * (2 * A2 + t * (3 * A3 + t * (4 * A4 + t * (5 * A5))));
        double density = InverseSqrtTwoPi * Math.Exp(-0.5 * z * z);
        double upperTail = density * polynomial;
        slope = z * upperTail + 0.2316419 * t * t * density * polynomialSlope;
        return x < 0 ? upperTail : 1 - upperTail;
    }
}
