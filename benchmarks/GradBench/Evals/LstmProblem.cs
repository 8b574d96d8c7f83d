using System.Text.Json;
using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The input of <c>lstm</c>: two rows a layer of parameters, three of others, two a layer of state, and the sequence.</summary>
internal sealed record LstmInput(double[][] MainParams, double[][] ExtraParams, double[][] State, double[][] Sequence)
{
    private const int Bits = 14;

    /// <summary>An input of a size.</summary>
    public static LstmInput Draw(int layers, int length)
    {
        var random = new Random(1);
        return new LstmInput(
            Rows.Split(random.Uniform(8 * layers * Bits), 2 * layers, 4 * Bits),
            Rows.Split(random.Uniform(3 * Bits), 3, Bits),
            Rows.Split(random.Uniform(2 * layers * Bits), 2 * layers, Bits),
            Rows.Split([.. random.Uniform(length * Bits).Select(number => Math.Round(number))], length, Bits));
    }
}

/// <summary>The eval <c>lstm</c> at one input.</summary>
internal sealed class LstmProblem : Problem
{
    private readonly double[] main, extra, state, sequence;
    private readonly double[] mainGradient, extraGradient;
    private double value;

    public LstmProblem(LstmInput input)
    {
        int layers = input.MainParams.Length / 2;
        InvalidInputException.ThrowUnless(
            layers > 0 && input.MainParams.Length % 2 == 0, "'main_params' has not two rows for each of some layers.");
        InvalidInputException.ThrowUnless(input.Sequence.Length > 1, "'sequence' has less than two rows.");
        int size = input.MainParams[0] is { } row ? row.Length / 4 : 0;
        InvalidInputException.ThrowUnless(size > 0, "The rows of 'main_params' have less than four numbers.");
        main = Rows.Flatten(input.MainParams, 2 * layers, 4 * size, "main_params");
        extra = Rows.Flatten(input.ExtraParams, 3, size, "extra_params");
        state = Rows.Flatten(input.State, 2 * layers, size, "state");
        sequence = Rows.Flatten(input.Sequence, input.Sequence.Length, size, "sequence");
        mainGradient = new double[main.Length];
        extraGradient = new double[extra.Length];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Destinations => [mainGradient, extraGradient];

    /// <inheritdoc/>
    public override double Objective() => value = Lstm.Loss(main, extra, state, sequence);

    /// <inheritdoc/>
    public override double Gradient() => Lstm.LossGradient(main, extra, state, sequence, mainGradient, extraGradient);

    /// <inheritdoc/>
    public override double HandWrittenGradient() =>
        LstmGradient.Loss(main, extra, state, sequence, mainGradient, extraGradient);

    /// <inheritdoc/>
    public override JsonElement ObjectiveOutput() => JsonSerializer.SerializeToElement(value, EvalJson.Default.Double);

    /// <inheritdoc/>
    public override JsonElement GradientOutput() =>
        JsonSerializer.SerializeToElement([.. mainGradient, .. extraGradient], EvalJson.Default.DoubleArray);
}
