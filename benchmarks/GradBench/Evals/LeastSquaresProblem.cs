using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The input of <c>llsq</c>.</summary>
internal sealed record LeastSquaresInput(double[] X, int N)
{
    /// <summary>An input of a size.</summary>
    public static LeastSquaresInput Draw(int n, int m) => new(new Random(1).Uniform(m), n);
}

/// <summary>The eval <c>llsq</c> at one input.</summary>
internal sealed class LeastSquaresProblem : VectorProblem
{
    private readonly int n;

    public LeastSquaresProblem(LeastSquaresInput input)
        : base(input.X)
    {
        InvalidInputException.ThrowUnless(input.N >= 2, "'n' is less than 2.");
        n = input.N;
    }

    /// <inheritdoc/>
    public override double Gradient() => LeastSquares.HalfSumOfSquaresGradient(X, n, Destination);

    /// <inheritdoc/>
    public override double HandWrittenGradient() => LeastSquaresGradient.HalfSumOfSquares(X, n, Destination);

    /// <inheritdoc/>
    protected override double Evaluate() => LeastSquares.HalfSumOfSquares(X, n);
}
