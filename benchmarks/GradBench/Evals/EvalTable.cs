namespace GradBench.Evals;

/// <summary>All evals that are answered, with the sizes that are measured: those of GradBench's own tables.</summary>
internal static class EvalTable
{
    /// <summary>The evals.</summary>
    public static IReadOnlyList<Eval> All { get; } =
    [
        new Eval<double>("hello", "square", "double", EvalJson.Default.Double, x => new HelloProblem(x)),
        new Eval<GaussianMixtureInput>(
            "gmm",
            "objective",
            "jacobian",
            EvalJson.Default.GaussianMixtureInput,
            input => new GaussianMixtureProblem(input),
            ("d2 k5 n1000", () => GaussianMixtureInput.Draw(2, 5, 1000)),
            ("d20 k25 n1000", () => GaussianMixtureInput.Draw(20, 25, 1000)),
            ("d10 k25 n10000", () => GaussianMixtureInput.Draw(10, 25, 10000)),
            ("d64 k25 n1000", () => GaussianMixtureInput.Draw(64, 25, 1000))),
        new Eval<BundleAdjustmentInput>(
            "ba",
            "objective",
            "jacobian",
            EvalJson.Default.BundleAdjustmentInput,
            input => new BundleAdjustmentProblem(input),
            ("n49 m7776 p31843", () => BundleAdjustmentInput.Draw(49, 7776, 31843))),
        new Eval<LstmInput>(
            "lstm",
            "objective",
            "jacobian",
            EvalJson.Default.LstmInput,
            input => new LstmProblem(input),
            ("l2 c1024", () => LstmInput.Draw(2, 1024)),
            ("l6 c8192", () => LstmInput.Draw(6, 8192))),
        new Eval<DeterminantInput>(
            "det",
            "primal",
            "gradient",
            EvalJson.Default.DeterminantInput,
            input => new DeterminantProblem(input),
            ("ell 5", () => DeterminantInput.Draw(5)),
            ("ell 7", () => DeterminantInput.Draw(7)),
            ("ell 9", () => DeterminantInput.Draw(9))),
        new Eval<LeastSquaresInput>(
            "llsq",
            "primal",
            "gradient",
            EvalJson.Default.LeastSquaresInput,
            input => new LeastSquaresProblem(input),
            ("n256 m128", () => LeastSquaresInput.Draw(256, 128)),
            ("n2048 m128", () => LeastSquaresInput.Draw(2048, 128))),
        new Eval<LogSumExpInput>(
            "lse",
            "primal",
            "gradient",
            EvalJson.Default.LogSumExpInput,
            input => new LogSumExpProblem(input),
            ("n2500", () => LogSumExpInput.Draw(2500)),
            ("n80000", () => LogSumExpInput.Draw(80000))),
        new Eval<OdeInput>(
            "ode",
            "primal",
            "gradient",
            EvalJson.Default.OdeInput,
            input => new OdeProblem(input),
            ("n4 s20", () => OdeInput.Draw(4, 20)),
            ("n1000 s10", () => OdeInput.Draw(1000, 10)),
            ("n1000 s100", () => OdeInput.Draw(1000, 100)),
            ("n10000 s100", () => OdeInput.Draw(10000, 100))),
    ];

    /// <summary>The eval of a name.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static Eval Find(string name) =>
        All.FirstOrDefault(eval => eval.Name == name)
        ?? throw new InvalidInputException($"There is no eval '{name}', but {string.Join(", ", All.Select(eval => eval.Name))}.");
}
