namespace Autodiff.Benchmarks.Objectives;

/// <summary>Enzyme kinetics with cooperative binding: Michaelis–Menten where the exponent is 1.</summary>
public static partial class HillKinetics
{
    /// <summary>The rate of the reaction, written with one power: V / (1 + (K / S)ⁿ).</summary>
    [Differentiable]
    public static double Rate(double substrate, double maximalRate, double halfSaturation, double exponent) =>
        maximalRate / (1 + Math.Pow(halfSaturation / substrate, exponent));
}
