namespace Autodiff.Benchmarks;

/// <content>Hill's equation: one power, one logarithm; the slope of a power by its base is n power / base.</content>
public static partial class HandWritten
{
    /// <summary>The rate of the reaction and its gradient.</summary>
    public static double RateGradient(
        double substrate,
        double maximalRate,
        double halfSaturation,
        double exponent,
        out double substrateGradient,
        out double maximalRateGradient,
        out double halfSaturationGradient,
        out double exponentGradient)
    {
        double ratio = halfSaturation / substrate;
        double power = Math.Pow(ratio, exponent);
        double denominator = 1 + power;
        double value = maximalRate / denominator;

        double inverse = 1 / denominator;
        double falling = value * inverse * power;
        double steep = falling * exponent;
        substrateGradient = steep / substrate;
        maximalRateGradient = inverse;
        halfSaturationGradient = -steep / halfSaturation;
        exponentGradient = -falling * Math.Log(ratio);
        return value;
    }
}
