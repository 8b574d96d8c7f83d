namespace Autodiff.Benchmarks.Objectives;

/// <summary>The Black–Scholes price of a European call; its gradient is delta, dual delta, rho, vega and minus theta.</summary>
public static partial class BlackScholes
{
    private const double InverseSqrtTwoPi = 0.39894228040143267794;

    /// <summary>The price of a European call on a stock that pays no dividend.</summary>
    [Differentiable]
    public static double CallPrice(double spot, double strike, double rate, double volatility, double maturity)
    {
        double deviation = volatility * Math.Sqrt(maturity);
        double drift = (rate + 0.5 * volatility * volatility) * maturity;
        double d1 = (Math.Log(spot / strike) + drift) / deviation;
        double d2 = d1 - deviation;
        double discountedStrike = strike * Math.Exp(-rate * maturity);
        return spot * NormalCdf(d1) - discountedStrike * NormalCdf(d2);
    }

    /// <summary>The standard normal distribution, Abramowitz and Stegun 26.2.17: within 7.5e-8.</summary>
    private static double NormalCdf(double x)
    {
        double z = Math.Abs(x);
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial = t * (0.319381530
            + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double upperTail = InverseSqrtTwoPi * Math.Exp(-0.5 * z * z) * polynomial;
        return x < 0 ? upperTail : 1 - upperTail;
    }
}
