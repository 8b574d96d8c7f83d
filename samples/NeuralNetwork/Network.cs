using Autodiff;
using static System.Math;

namespace NeuralNetwork;

/// <summary>
/// A network of two layers that says which class a point of the plane belongs to: <see cref="Units"/> hidden units with tanh, and
/// one output. All its parameters stand in one vector, which is what optimisers want.
/// </summary>
internal static partial class Network
{
    public const int Units = 24;

    /// <summary>Of each hidden unit: the weights of x and y, its bias, its weight in the output; and the output's bias.</summary>
    public const int Parameters = 4 * Units + 1;

    /// <summary>The mean cross-entropy of points and their classes.</summary>
    [Differentiable(nameof(parameters))]
    public static double Loss(ReadOnlySpan<double> parameters, double[,] points, bool[] classes)
    {
        double total = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            double output = Output(parameters, points[i, 0], points[i, 1]);
            total += SoftPlus(classes[i] ? -output : output);
        }

        return total / classes.Length;
    }

    /// <summary>The log-odds that a point belongs to the class <see langword="true"/>.</summary>
    public static double Output(ReadOnlySpan<double> parameters, double x, double y)
    {
        var xWeights = parameters[..Units];
        var yWeights = parameters[Units..(2 * Units)];
        var biases = parameters[(2 * Units)..(3 * Units)];
        var outputWeights = parameters[(3 * Units)..(4 * Units)];

        double output = parameters[^1];
        for (int unit = 0; unit < Units; unit++)
        {
            output += outputWeights[unit] * Tanh(xWeights[unit] * x + yWeights[unit] * y + biases[unit]);
        }

        return output;
    }

    /// <summary>log(1 + eᶻ), without an exponential that overflows.</summary>
    private static double SoftPlus(double z) => z > 0 ? z + Log(1 + Exp(-z)) : Log(1 + Exp(z));
}
