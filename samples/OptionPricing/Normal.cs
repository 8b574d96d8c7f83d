using static System.Math;

namespace OptionPricing;

/// <summary>The normal distribution with mean 0 and variance 1.</summary>
internal static class Normal
{
    public static double Density(double x) => Exp(-x * x / 2) / Sqrt(2 * PI);

    /// <summary>
    /// The series of G. Marsaglia, Evaluating the Normal Distribution, 2004, summed until it changes no more. Differentiated through
    /// like any code: the loop that runs until it has converged is reversed.
    /// </summary>
    public static double Cumulative(double x)
    {
        double sum = x, previous = 0, term = x;
        for (int i = 3; sum != previous; i += 2)
        {
            previous = sum;
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + sum * Density(x);
    }

    /// <summary>Draws by the method of G. Box and M. Muller, from a generator of S. Vigna's (SplitMix64) with a fixed seed.</summary>
    public static double[,] Draws(int rows, int columns)
    {
        ulong state = 1973;
        var draws = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                draws[i, j] = Sqrt(-2 * Log(1 - Uniform(ref state))) * Cos(2 * PI * Uniform(ref state));
            }
        }

        return draws;
    }

    private static double Uniform(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
