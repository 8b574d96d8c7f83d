using Autodiff.Benchmarks.Cases;

namespace Autodiff.Benchmarks.Harness;

/// <summary>
/// Holds the hand-written gradients, which all else is measured against, against central differences, and their
/// value against the objective's, bit for bit.
/// </summary>
internal sealed class HandWrittenCheck : ICaseVisitor
{
    private const int Points = 2000;

    /// <summary>
    /// Relative to the gradient's largest component. It leaves room for the approximate normal distribution's jump of
    /// 1e-9 at zero, too small for the error estimate to see; where nothing jumps the two agree to 1e-11.
    /// </summary>
    private const double Tolerance = 1e-7;

    /// <summary>
    /// Differences whose own error estimate is larger are left out: a border of a ternary lies within the step.
    /// </summary>
    private const double TrustedError = 1e-10;

    /// <summary>The cases that failed.</summary>
    public int Failures { get; private set; }

    /// <inheritdoc/>
    public void Visit<TCase>()
        where TCase : struct, IGradientCase
    {
        var random = new Random(20240229);
        double[] point = new double[TCase.Arity];
        double[] gradient = new double[TCase.Arity];
        double worst = 0;
        int compared = 0;
        int differentValues = 0;
        for (int i = 0; i < Points; i++)
        {
            TCase.Draw(random, point);
            double value = TCase.HandWrittenGradient(point, gradient);
            differentValues += value.Equals(TCase.Value(point)) ? 0 : 1;
            double scale = gradient.Max(Math.Abs);
            for (int index = 0; index < point.Length; index++)
            {
                var (derivative, errorEstimate) = CentralDifference.Of<TCase>(point, index);
                if (errorEstimate < TrustedError * scale)
                {
                    compared++;
                    worst = Math.Max(worst, Math.Abs(gradient[index] - derivative) / scale);
                }
            }
        }

        double share = (double)compared / (Points * TCase.Arity);
        bool passed = worst <= Tolerance && differentValues == 0 && share > 0.9;
        Failures += passed ? 0 : 1;
        Console.WriteLine(
            $"{(passed ? "ok  " : "FAIL")} {TCase.Name,-28} worst {worst:0.0e+00}, {share,6:0.0%} of {Points} points compared, values that differ: {differentValues}");
    }
}
