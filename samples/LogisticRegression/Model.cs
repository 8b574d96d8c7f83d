using Autodiff;
using static System.Math;

namespace LogisticRegression;

/// <summary>
/// P(y) = σ(w₀ + w₁ x₁ + w₂ x₂ + …) for a sample with features x and a label y, where σ(z) = 1 / (1 + e⁻ᶻ).
/// </summary>
internal static partial class Model
{
    /// <summary>The negative logarithm of the likelihood of the labels: half of what statisticians call the deviance.</summary>
    /// <param name="weights">The intercept, then one weight for each feature.</param>
    /// <param name="features">A row for each sample.</param>
    /// <param name="labels">A label for each sample.</param>
    [Differentiable(nameof(weights))]
    public static double NegativeLogLikelihood(double[] weights, double[][] features, bool[] labels)
    {
        double total = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double z = LogOdds(weights, features[i]);
            total += SoftPlus(labels[i] ? -z : z);
        }

        return total;
    }

    /// <summary>The model's probability that a sample is labelled <see langword="true"/>.</summary>
    public static double Probability(double[] weights, double[] sample) => 1 / (1 + Exp(-LogOdds(weights, sample)));

    private static double LogOdds(double[] weights, double[] sample)
    {
        double z = weights[0];
        for (int j = 0; j < sample.Length; j++)
        {
            z += weights[j + 1] * sample[j];
        }

        return z;
    }

    /// <summary>log(1 + eᶻ) = -log σ(-z), without an exponential that overflows.</summary>
    private static double SoftPlus(double z) => z > 0 ? z + Log(1 + Exp(-z)) : Log(1 + Exp(z));
}
