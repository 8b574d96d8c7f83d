using System.Text.Json;
using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The input of <c>gmm</c>: sizes, parameters, points, and the prior.</summary>
internal sealed record GaussianMixtureInput(
    int D, int K, int N, double[] Alpha, double[][] Mu, double[][] Q, double[][] L, double[][] X, double Gamma, int M)
{
    /// <summary>An input of a size.</summary>
    public static GaussianMixtureInput Draw(int d, int k, int n)
    {
        var random = new Random(1);
        return new GaussianMixtureInput(
            d,
            k,
            n,
            random.Normal(k),
            Rows.Split(random.Uniform(k * d), k, d),
            Rows.Split(random.Normal(k * d), k, d),
            Rows.Split(random.Normal(k * (d * (d - 1) / 2)), k, d * (d - 1) / 2),
            Rows.Split(random.Normal(n * d), n, d),
            1,
            0);
    }
}

/// <summary>The output of <c>gmm</c>: the derivatives by the parameters.</summary>
internal sealed record GaussianMixtureOutput(double[] Alpha, double[][] Mu, double[][] Q, double[][] L);

/// <summary>The eval <c>gmm</c> at one input.</summary>
internal sealed class GaussianMixtureProblem : Problem
{
    private readonly GaussianMixtureInput input;
    private readonly double[] mu, q, l, x;
    private readonly double[] alphaGradient, muGradient, qGradient, lGradient;
    private double value;

    public GaussianMixtureProblem(GaussianMixtureInput input)
    {
        InvalidInputException.ThrowUnless(input.D > 0, "'d' is less than 1.");
        InvalidInputException.ThrowUnless(input.K > 0, "'k' is less than 1.");
        InvalidInputException.ThrowUnless(input.N >= 0, "'n' is negative.");
        InvalidInputException.ThrowUnless(input.M >= 0, "'m' is negative.");
        InvalidInputException.ThrowUnless(input.Gamma > 0, "'gamma' is not positive.");
        InvalidInputException.ThrowUnless(input.Alpha.Length == input.K, $"'alpha' has not {input.K} numbers.");
        this.input = input;
        mu = Rows.Flatten(input.Mu, input.K, input.D, "mu");
        q = Rows.Flatten(input.Q, input.K, input.D, "q");
        l = Rows.Flatten(input.L, input.K, Triangle, "l");
        x = Rows.Flatten(input.X, input.N, input.D, "x");
        alphaGradient = new double[input.K];
        muGradient = new double[mu.Length];
        qGradient = new double[q.Length];
        lGradient = new double[l.Length];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Destinations => [alphaGradient, muGradient, qGradient, lGradient];

    /// <summary>How many numbers lie under the diagonal.</summary>
    private int Triangle => checked(input.D * (input.D - 1)) / 2;

    /// <inheritdoc/>
    public override double Objective() =>
        value = GaussianMixture.LogPosterior(input.Alpha, mu, q, l, x, input.D, input.Gamma, input.M);

    /// <inheritdoc/>
    public override double Gradient() => GaussianMixture.LogPosteriorGradient(
        input.Alpha, mu, q, l, x, input.D, input.Gamma, input.M, alphaGradient, muGradient, qGradient, lGradient);

    /// <inheritdoc/>
    public override double HandWrittenGradient() => GaussianMixtureGradient.LogPosterior(
        input.Alpha, mu, q, l, x, input.D, input.Gamma, input.M, alphaGradient, muGradient, qGradient, lGradient);

    /// <inheritdoc/>
    public override JsonElement ObjectiveOutput() => JsonSerializer.SerializeToElement(value, EvalJson.Default.Double);

    /// <inheritdoc/>
    public override JsonElement GradientOutput() => JsonSerializer.SerializeToElement(
        new GaussianMixtureOutput(
            alphaGradient,
            Rows.Split(muGradient, input.K, input.D),
            Rows.Split(qGradient, input.K, input.D),
            Rows.Split(lGradient, input.K, Triangle)),
        EvalJson.Default.GaussianMixtureOutput);
}
