using Autodiff;

namespace Consumer;

/// <summary>Loops over arrays, a local buffer, values that are kept for the backward pass, and recursion.</summary>
public static partial class Series
{
    /// <summary>The sum of squares of running products.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="scale">What each product is multiplied by.</param>
    /// <returns>The sum.</returns>
    [Differentiable]
    public static double Products(ReadOnlySpan<double> factors, double scale)
    {
        Span<double> products = stackalloc double[factors.Length];
        double product = 1;
        for (int i = 0; i < factors.Length; i++)
        {
            product *= factors[i];
            products[i] = scale * product;
        }

        double sum = 0;
        foreach (double value in products)
        {
            sum += value * value;
        }

        return sum;
    }

    /// <summary>A power by squaring.</summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponent, not negative.</param>
    /// <returns>The power.</returns>
    [Differentiable]
    public static double Power(double x, int exponent)
    {
        if (exponent == 0)
        {
            return 1;
        }

        double root = Power(x, exponent / 2);
        return exponent % 2 == 0 ? root * root : root * root * x;
    }
}
