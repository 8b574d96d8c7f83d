namespace Autodiff.Benchmarks;

/// <content>Rosenbrock, with the common factor of each component taken out.</content>
public static partial class HandWritten
{
    /// <summary>The chained Rosenbrock function and its gradient.</summary>
    public static double ChainGradient(
        double a,
        double b,
        double c,
        double d,
        out double aGradient,
        out double bGradient,
        out double cGradient,
        out double dGradient)
    {
        double bendA = b - a * a;
        double bendB = c - b * b;
        double bendC = d - c * c;
        double slackA = 1 - a;
        double slackB = 1 - b;
        double slackC = 1 - c;
        double steepA = 100 * bendA;
        double steepB = 100 * bendB;
        double steepC = 100 * bendC;
        double slopeA = 2 * steepA;
        double slopeB = 2 * steepB;
        double slopeC = 2 * steepC;

        aGradient = -2 * (slackA + a * slopeA);
        bGradient = slopeA - 2 * (slackB + b * slopeB);
        cGradient = slopeB - 2 * (slackC + c * slopeC);
        dGradient = slopeC;
        return steepA * bendA + slackA * slackA
            + (steepB * bendB + slackB * slackB)
            + (steepC * bendC + slackC * slackC);
    }
}
