namespace NeuralNetwork;

/// <summary>The optimiser of D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015.</summary>
internal sealed class Adam(int size, double rate)
{
    private const double MeanDecay = 0.9, SquareDecay = 0.999;

    private readonly double[] means = new double[size];
    private readonly double[] squares = new double[size];
    private int steps;

    public void Step(Span<double> parameters, ReadOnlySpan<double> gradient)
    {
        steps++;
        for (int i = 0; i < parameters.Length; i++)
        {
            means[i] = MeanDecay * means[i] + (1 - MeanDecay) * gradient[i];
            squares[i] = SquareDecay * squares[i] + (1 - SquareDecay) * gradient[i] * gradient[i];
            double mean = means[i] / (1 - Math.Pow(MeanDecay, steps));
            double square = squares[i] / (1 - Math.Pow(SquareDecay, steps));
            parameters[i] -= rate * mean / (Math.Sqrt(square) + 1e-8);
        }
    }
}
