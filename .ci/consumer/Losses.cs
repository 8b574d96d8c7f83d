using Autodiff;

namespace Consumer;

/// <summary>A public type, so that generated members are documented as strictly as written ones.</summary>
public static partial class Losses
{
    /// <summary>The squared error of a logistic model.</summary>
    /// <param name="w">The weight.</param>
    /// <param name="b">The bias.</param>
    /// <param name="x">The feature.</param>
    /// <param name="y">The label.</param>
    [Differentiable(nameof(w), nameof(b), Explain = true)]
    public static double Logistic(double w, double b, double x, double y)
    {
        double prediction = 1 / (1 + Math.Exp(-((w * x) + b)));
        double error = prediction - y;
        return error * error;
    }
}
