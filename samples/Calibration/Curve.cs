using Autodiff;
using static System.Math;

namespace Calibration;

/// <summary>
/// The yield curve of C. Nelson and A. Siegel, Parsimonious Modeling of Yield Curves, 1987, with the second hump of
/// L. Svensson, 1994. Its parameters are the level, slope, two curvatures, and two times at which the curvatures act.
/// </summary>
internal static partial class Curve
{
    public static double Yield(double[] parameters, double maturity)
    {
        double first = maturity / parameters[4], second = maturity / parameters[5];
        double firstLoading = (1 - Exp(-first)) / first, secondLoading = (1 - Exp(-second)) / second;
        return parameters[0]
            + parameters[1] * firstLoading
            + parameters[2] * (firstLoading - Exp(-first))
            + parameters[3] * (secondLoading - Exp(-second));
    }

    /// <summary>The sum of the squared differences between the curve and the yields seen.</summary>
    [Differentiable(nameof(parameters))]
    public static double Misfit(double[] parameters, double[] maturities, double[] yields)
    {
        double total = 0;
        for (int i = 0; i < maturities.Length; i++)
        {
            double residual = Yield(parameters, maturities[i]) - yields[i];
            total += residual * residual;
        }

        return total;
    }
}
