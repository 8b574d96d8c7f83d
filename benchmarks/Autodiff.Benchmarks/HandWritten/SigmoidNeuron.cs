namespace Autodiff.Benchmarks;

/// <content>The neuron, by the logistic function's own derivative s (1 − s).</content>
public static partial class HandWritten
{
    /// <summary>The activation of the neuron and its gradient.</summary>
    public static double ActivationGradient(
        double w0,
        double x0,
        double w1,
        double x1,
        double w2,
        out double w0Gradient,
        out double x0Gradient,
        out double w1Gradient,
        out double x1Gradient,
        out double w2Gradient)
    {
        double value = 1 / (1 + Math.Exp(-(w0 * x0 + w1 * x1 + w2)));
        double slope = value * (1 - value);
        w0Gradient = slope * x0;
        x0Gradient = slope * w0;
        w1Gradient = slope * x1;
        x1Gradient = slope * w1;
        w2Gradient = slope;
        return value;
    }
}
