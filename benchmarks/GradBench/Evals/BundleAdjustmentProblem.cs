using System.Text.Json;
using GradBench.HandWritten;
using GradBench.Objectives;

namespace GradBench.Evals;

/// <summary>The input of <c>ba</c>: one camera, point, weight and feature, and how often each is repeated.</summary>
internal sealed record BundleAdjustmentInput(int N, int M, int P, double[] Cam, double[] X, double W, double[] Feat)
{
    /// <summary>An input of a size.</summary>
    public static BundleAdjustmentInput Draw(int n, int m, int p) => new(
        n, m, p, [-0.6, -1.2, -0.8, 30, 40, 50, 420, 6, -8, 0.09, 0.003], [7, 0.1, 3], 0.4, [270, 830]);
}

/// <summary>The output of <c>ba</c>'s objective: what is repeated, and how often.</summary>
internal sealed record BundleAdjustmentErrors(RepeatedElements ReprojError, RepeatedElement WErr);

/// <summary>Numbers, and how often they are repeated.</summary>
internal sealed record RepeatedElements(double[] Elements, int Repeated);

/// <summary>A number, and how often it is repeated.</summary>
internal sealed record RepeatedElement(double Element, int Repeated);

/// <summary>The output of <c>ba</c>'s Jacobian: the first 30 elements and the last of each array of <see cref="SparseRows"/>.</summary>
internal sealed record BundleAdjustmentOutput(int[] Rows, int[] Cols, double[] Vals);

/// <summary>The eval <c>ba</c> at one input.</summary>
internal sealed class BundleAdjustmentProblem : Problem
{
    private readonly BundleAdjustmentInput input;
    private readonly double[] cameras, points, weights, features;
    private readonly int[] cameraOf, pointOf;
    private readonly double[] reprojectionErrors, weightErrors;
    private readonly SparseRows jacobian;

    public BundleAdjustmentProblem(BundleAdjustmentInput input)
    {
        InvalidInputException.ThrowUnless(input.N > 0, "'n' is less than 1.");
        InvalidInputException.ThrowUnless(input.M > 0, "'m' is less than 1.");
        InvalidInputException.ThrowUnless(input.P > 0, "'p' is less than 1.");
        InvalidInputException.ThrowUnless(
            input.Cam.Length == BundleAdjustment.CameraParameters,
            $"'cam' has not {BundleAdjustment.CameraParameters} numbers.");
        InvalidInputException.ThrowUnless(input.X.Length == 3, "'x' has not 3 numbers.");
        InvalidInputException.ThrowUnless(input.Feat.Length == 2, "'feat' has not 2 numbers.");
        this.input = input;
        cameras = Repeat(input.Cam, input.N);
        points = Repeat(input.X, input.M);
        weights = Repeat([input.W], input.P);
        features = Repeat(input.Feat, input.P);
        cameraOf = [.. Enumerable.Range(0, input.P).Select(i => i % input.N)];
        pointOf = [.. Enumerable.Range(0, input.P).Select(i => i % input.M)];
        reprojectionErrors = new double[checked(2 * input.P)];
        weightErrors = new double[input.P];
        jacobian = new SparseRows(input.N, input.M, input.P);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Destinations => [jacobian.Values];

    /// <inheritdoc/>
    public override double Objective()
    {
        for (int i = 0; i < input.P; i++)
        {
            (reprojectionErrors[2 * i], reprojectionErrors[2 * i + 1]) =
                BundleAdjustment.Errors(Camera(i), Point(i), weights[i], Feature(i));
        }

        for (int i = 0; i < input.P; i++)
        {
            weightErrors[i] = BundleAdjustment.WeightError(weights[i]);
        }

        return 0;
    }

    /// <inheritdoc/>
    public override double Gradient()
    {
        jacobian.Clear();
        for (int i = 0; i < input.P; i++)
        {
            var (horizontal, vertical) = jacobian.AddObservation(i, cameraOf[i], pointOf[i]);
            BundleAdjustment.ErrorsJacobian(
                Camera(i), Point(i), weights[i], Feature(i),
                horizontal[..11], horizontal[11..14], out horizontal[14],
                vertical[..11], vertical[11..14], out vertical[14]);
        }

        for (int i = 0; i < input.P; i++)
        {
            BundleAdjustment.WeightErrorGradient(weights[i], out jacobian.AddWeight(i));
        }

        return 0;
    }

    /// <inheritdoc/>
    public override double HandWrittenGradient()
    {
        jacobian.Clear();
        for (int i = 0; i < input.P; i++)
        {
            var (horizontal, vertical) = jacobian.AddObservation(i, cameraOf[i], pointOf[i]);
            BundleAdjustmentJacobian.Rows(Camera(i), Point(i), weights[i], Feature(i), horizontal, vertical);
        }

        for (int i = 0; i < input.P; i++)
        {
            jacobian.AddWeight(i) = -2 * weights[i];
        }

        return 0;
    }

    /// <inheritdoc/>
    public override JsonElement ObjectiveOutput() => JsonSerializer.SerializeToElement(
        new BundleAdjustmentErrors(
            new RepeatedElements(reprojectionErrors[..2], input.P), new RepeatedElement(weightErrors[0], input.P)),
        EvalJson.Default.BundleAdjustmentErrors);

    /// <inheritdoc/>
    public override JsonElement GradientOutput() => JsonSerializer.SerializeToElement(
        new BundleAdjustmentOutput(Ends(jacobian.Starts), Ends(jacobian.Columns), Ends(jacobian.Values)),
        EvalJson.Default.BundleAdjustmentOutput);

    private static double[] Repeat(double[] numbers, int count)
    {
        double[] repeated = new double[checked(numbers.Length * count)];
        for (int i = 0; i < count; i++)
        {
            numbers.CopyTo(repeated, i * numbers.Length);
        }

        return repeated;
    }

    /// <summary>The first elements and the last.</summary>
    private static T[] Ends<T>(T[] array) => [.. array.Take(2 * BundleAdjustmentJacobian.RowLength), array[^1]];

    private ReadOnlySpan<double> Camera(int i) =>
        cameras.AsSpan(BundleAdjustment.CameraParameters * cameraOf[i], BundleAdjustment.CameraParameters);

    private ReadOnlySpan<double> Point(int i) => points.AsSpan(3 * pointOf[i], 3);

    private ReadOnlySpan<double> Feature(int i) => features.AsSpan(2 * i, 2);
}
