using System.Text.Json.Serialization;
using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The input of <c>det</c>.</summary>
internal sealed record DeterminantInput([property: JsonPropertyName("A")] double[] Matrix, int Ell)
{
    /// <summary>An input of a size.</summary>
    public static DeterminantInput Draw(int ell) => new(new Random(1).Uniform(ell * ell), ell);
}

/// <summary>The eval <c>det</c> at one input.</summary>
internal sealed class DeterminantProblem : VectorProblem
{
    private readonly int size;

    public DeterminantProblem(DeterminantInput input)
        : base(input.Matrix)
    {
        InvalidInputException.ThrowUnless(
            input.Ell is > 0 and <= Determinant.LargestSize, $"'ell' is not from 1 to {Determinant.LargestSize}.");
        InvalidInputException.ThrowUnless(
            input.Matrix.Length == input.Ell * input.Ell, $"'A' has not {input.Ell * input.Ell} numbers.");
        size = input.Ell;
    }

    /// <inheritdoc/>
    public override double Gradient() => Determinant.ByMinorsGradient(X, size, Destination);

    /// <inheritdoc/>
    public override double HandWrittenGradient() => DeterminantGradient.ByMinors(X, size, Destination);

    /// <inheritdoc/>
    protected override double Evaluate() => Determinant.ByMinors(X, size);
}
