namespace Autodiff.Generator.Tests.Oracle;

/// <summary>A derivative with a bound of its error.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Error">An estimate, on the safe side, of its absolute error.</param>
internal readonly record struct DifferenceEstimate(double Value, double Error);

/// <summary>What a comparison with differences says.</summary>
internal enum DifferenceVerdict
{
    Agrees,
    Disagrees,

    /// <summary>The estimate is too poor to tell: near a kink, a pole or an overflow.</summary>
    Inconclusive,
}

/// <summary>
/// Derivatives of any compiled function by central differences of eighth order. They know nothing of derivatives, so
/// they are the second opinion where the dual numbers and the generator might share a misunderstanding.
/// </summary>
/// <remarks>
/// A step of <c>h</c> has a truncation error of O(h⁸) and a rounding error of about ε|f|/h; halving the step from a
/// large one, the estimates come nearer to each other until rounding takes over. Of the estimates the one nearest to
/// the three before it gives the value, their distance and the rounding error the bound: two alone agree too easily
/// where the function has steps. With ε = 2⁻⁵² a smooth function of moderate size gets about 13 digits.
/// </remarks>
internal static class CentralDifferences
{
    // Fornberg, Generation of finite difference formulas (1988), table 1: first derivative, eighth order.
    private static readonly double[] Weights = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280];

    /// <summary>The derivative with respect to one component of the point.</summary>
    /// <param name="function">The function.</param>
    /// <param name="point">The point; unchanged on return.</param>
    /// <param name="index">The component.</param>
    /// <param name="roundoff">The relative error of the function's values: a few units of its type's precision.</param>
    public static DifferenceEstimate Derivative(
        Func<double[], double> function, double[] point, int index, double roundoff = 1e-15)
    {
        double scale = Math.Max(Math.Abs(point[index]), 1);
        var best = new DifferenceEstimate(double.NaN, double.PositiveInfinity);
        double[] previous = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];

        for (double step = scale / 16; step > scale * 1e-6; step /= 2)
        {
            (double value, double largest) = Difference(function, point, index, step);
            double distance = previous.Max(other => Math.Abs(value - other));
            double error = (2 * distance) + (roundoff * largest / step);
            if (error < best.Error)
            {
                best = new DifferenceEstimate(value, error);
            }

            previous = [previous[1], previous[2], value];
        }

        return best;
    }

    /// <summary>
    /// Compares a derivative with differences: strictly, within ten times the estimate's error, wherever that is small
    /// against the derivative.
    /// </summary>
    public static DifferenceVerdict Compare(double derivative, DifferenceEstimate estimate)
    {
        double scale = Math.Max(Math.Abs(estimate.Value), 1e-3);
        if (!(estimate.Error <= 1e-5 * scale))
        {
            return DifferenceVerdict.Inconclusive;
        }

        return Math.Abs(derivative - estimate.Value) <= (10 * estimate.Error) + (1e-12 * scale)
            ? DifferenceVerdict.Agrees
            : DifferenceVerdict.Disagrees;
    }

    private static (double Value, double Largest) Difference(
        Func<double[], double> function, double[] point, int index, double step)
    {
        double centre = point[index];
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < Weights.Length; i++)
        {
            // The points that are evaluated, not those that were meant, are the ones to divide by.
            double above = centre + ((i + 1) * step);
            double below = centre - ((i + 1) * step);
            double up = At(above);
            double down = At(below);
            sum += Weights[i] * (up - down) / (above - below) * (2 * (i + 1));
            largest = Math.Max(largest, Math.Max(Math.Abs(up), Math.Abs(down)));
        }

        return (sum, largest);

        double At(double value)
        {
            point[index] = value;
            double result = function(point);
            point[index] = centre;
            return result;
        }
    }
}
