using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The input of <c>lse</c>.</summary>
internal sealed record LogSumExpInput(double[] X)
{
    /// <summary>An input of a size.</summary>
    public static LogSumExpInput Draw(int n) => new(new Random(1).Uniform(n));
}

/// <summary>The eval <c>lse</c> at one input.</summary>
internal sealed class LogSumExpProblem : VectorProblem
{
    public LogSumExpProblem(LogSumExpInput input)
        : base(input.X) =>
        InvalidInputException.ThrowUnless(input.X.Length > 0, "'x' is empty.");

    /// <inheritdoc/>
    public override double Gradient() => LogSumExp.ValueGradient(X, Destination);

    /// <inheritdoc/>
    public override double HandWrittenGradient() => LogSumExpGradient.Value(X, Destination);

    /// <inheritdoc/>
    protected override double Evaluate() => LogSumExp.Value(X);
}
