namespace Autodiff.Benchmarks.Objectives;

/// <summary>The textbook neuron of two inputs.</summary>
public static partial class SigmoidNeuron
{
    /// <summary>The logistic function of a weighted sum.</summary>
    [Differentiable]
    public static double Activation(double w0, double x0, double w1, double x1, double w2)
    {
        double sum = w0 * x0 + w1 * x1 + w2;
        return 1 / (1 + Math.Exp(-sum));
    }
}
