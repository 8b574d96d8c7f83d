using System.Text.Json;
using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The eval <c>hello</c> at one number.</summary>
internal sealed class HelloProblem(double x) : Problem
{
    private readonly double[] gradient = [0];
    private double value;

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Destinations => [gradient];

    /// <inheritdoc/>
    public override double Objective() => value = Hello.Square(x);

    /// <inheritdoc/>
    public override double Gradient() => Hello.SquareGradient(x, out gradient[0]);

    /// <inheritdoc/>
    public override double HandWrittenGradient() => HelloGradient.Square(x, out gradient[0]);

    /// <inheritdoc/>
    public override JsonElement ObjectiveOutput() => JsonSerializer.SerializeToElement(value, EvalJson.Default.Double);

    /// <inheritdoc/>
    public override JsonElement GradientOutput() =>
        JsonSerializer.SerializeToElement(gradient[0], EvalJson.Default.Double);
}
