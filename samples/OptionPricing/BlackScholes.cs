using Autodiff;
using static System.Math;

namespace OptionPricing;

/// <summary>F. Black and M. Scholes, The Pricing of Options and Corporate Liabilities, 1973.</summary>
internal static partial class BlackScholes
{
    /// <summary>The price of a European call. Its derivatives are the Greeks: delta, dual delta, rho, vega and minus theta.</summary>
    [Differentiable]
    public static double Call(double spot, double strike, double rate, double volatility, double maturity)
    {
        double deviation = volatility * Sqrt(maturity);
        double d1 = (Log(spot / strike) + (rate + volatility * volatility / 2) * maturity) / deviation;
        double d2 = d1 - deviation;
        return spot * Normal.Cumulative(d1) - strike * Exp(-rate * maturity) * Normal.Cumulative(d2);
    }

    /// <summary>The Greeks as textbooks derive them by hand.</summary>
    public static (double Spot, double Strike, double Rate, double Volatility, double Maturity) ClosedForm(
        double spot, double strike, double rate, double volatility, double maturity)
    {
        double deviation = volatility * Sqrt(maturity);
        double d1 = (Log(spot / strike) + (rate + volatility * volatility / 2) * maturity) / deviation;
        double discounted = Exp(-rate * maturity) * Normal.Cumulative(d1 - deviation);
        double vega = spot * Normal.Density(d1) * Sqrt(maturity);
        return (
            Normal.Cumulative(d1),
            -discounted,
            maturity * strike * discounted,
            vega,
            vega * volatility / (2 * maturity) + rate * strike * discounted);
    }
}
