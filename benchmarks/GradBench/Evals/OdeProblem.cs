using System.Text.Json;
using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The input of <c>ode</c>.</summary>
internal sealed record OdeInput(double[] X, int S)
{
    /// <summary>An input of a size.</summary>
    public static OdeInput Draw(int n, int s) => new(new Random(1).Uniform(n), s);
}

/// <summary>The eval <c>ode</c> at one input. Its objective is the whole solution, its gradient that of the last component.</summary>
internal sealed class OdeProblem : VectorProblem
{
    private readonly int steps;
    private readonly double[] solution;

    public OdeProblem(OdeInput input)
        : base(input.X)
    {
        InvalidInputException.ThrowUnless(input.X.Length > 0, "'x' is empty.");
        InvalidInputException.ThrowUnless(input.S > 0, "'s' is less than 1.");
        steps = input.S;
        solution = new double[input.X.Length];
    }

    /// <inheritdoc/>
    public override double Gradient() => Ode.LastComponentGradient(X, steps, Destination);

    /// <inheritdoc/>
    public override double HandWrittenGradient() => OdeGradient.LastComponent(X, steps, Destination);

    /// <inheritdoc/>
    public override JsonElement ObjectiveOutput() =>
        JsonSerializer.SerializeToElement(solution, EvalJson.Default.DoubleArray);

    /// <inheritdoc/>
    protected override double Evaluate()
    {
        Ode.Solve(X, steps, solution);
        return solution[^1];
    }
}
