using Autodiff;
using static System.Math;

namespace Backpropagation;

/// <summary>The examples that courses on backpropagation begin with.</summary>
internal static partial class Examples
{
    /// <summary>f(x, y, z) = (x + y) z.</summary>
    [Differentiable(Explain = true)]
    public static double Product(double x, double y, double z)
    {
        double q = x + y;
        return q * z;
    }

    /// <summary>A neuron with two inputs x, their weights and a bias w, and the logistic activation.</summary>
    [Differentiable(Explain = true)]
    public static double Neuron(double w0, double x0, double w1, double x1, double w2)
    {
        double activation = w0 * x0 + w1 * x1 + w2;
        return 1 / (1 + Exp(-activation));
    }

    /// <summary>The squared error of the linear model ŷ = w x, as training sees it: the data x and y are constants.</summary>
    [Differentiable(nameof(w), Explain = true)]
    public static double Loss(double w, double x, double y)
    {
        double prediction = w * x;
        double error = prediction - y;
        return error * error;
    }
}
