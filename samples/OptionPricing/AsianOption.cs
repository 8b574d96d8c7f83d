using Autodiff;
using static System.Math;

namespace OptionPricing;

/// <summary>A call on the arithmetic mean of the prices at evenly spaced fixings: no formula is known, so it is simulated.</summary>
internal static partial class AsianOption
{
    /// <summary>The mean discounted payoff over simulated paths.</summary>
    /// <param name="normals">For each path a row of independent normal numbers, one for each fixing.</param>
    [Differentiable(nameof(spot), nameof(strike), nameof(rate), nameof(volatility), nameof(maturity))]
    public static double Call(
        double spot, double strike, double rate, double volatility, double maturity, double[,] normals)
    {
        int paths = normals.GetLength(0), fixings = normals.GetLength(1);
        double step = maturity / fixings;
        double drift = (rate - volatility * volatility / 2) * step;
        double diffusion = volatility * Sqrt(step);

        double payoffs = 0;
        for (int path = 0; path < paths; path++)
        {
            double price = spot, sum = 0;
            for (int fixing = 0; fixing < fixings; fixing++)
            {
                price *= Exp(drift + diffusion * normals[path, fixing]);
                sum += price;
            }

            payoffs += Max(sum / fixings - strike, 0);
        }

        return Exp(-rate * maturity) * payoffs / paths;
    }
}
