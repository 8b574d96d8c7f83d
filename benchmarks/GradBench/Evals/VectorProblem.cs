using System.Text.Json;

namespace GradBench.Evals;

/// <summary>An eval with a number for its objective, and for its gradient an array as long as the input.</summary>
internal abstract class VectorProblem(double[] x) : Problem
{
    private double value;

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Destinations => [Destination];

    /// <summary>The input.</summary>
    protected double[] X { get; } = x;

    /// <summary>Where both gradients go.</summary>
    protected double[] Destination { get; } = new double[x.Length];

    /// <inheritdoc/>
    public sealed override double Objective() => value = Evaluate();

    /// <inheritdoc/>
    public override JsonElement ObjectiveOutput() => JsonSerializer.SerializeToElement(value, EvalJson.Default.Double);

    /// <inheritdoc/>
    public sealed override JsonElement GradientOutput() =>
        JsonSerializer.SerializeToElement(Destination, EvalJson.Default.DoubleArray);

    /// <summary>Runs the objective.</summary>
    protected abstract double Evaluate();
}
