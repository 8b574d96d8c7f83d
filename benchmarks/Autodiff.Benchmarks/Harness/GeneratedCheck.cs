using Autodiff.Benchmarks.Cases;

namespace Autodiff.Benchmarks.Harness;

/// <summary>
/// Asserts that the generated gradient is the hand-written one: the value bit for bit, each component to 1e-12, and
/// neither allocating.
/// </summary>
internal sealed class GeneratedCheck : ICaseVisitor
{
    private const int Points = 5000;
    private const double Tolerance = 1e-12;

    /// <summary>
    /// A component smaller than this share of the largest one is compared on the scale of that share: where terms
    /// cancel, two orders of adding them round differently.
    /// </summary>
    private const double SmallestScale = 1e-3;

    /// <summary>The cases that failed.</summary>
    public int Failures { get; private set; }

    /// <inheritdoc/>
    public void Visit<TCase>()
        where TCase : struct, IGradientCase
    {
        var random = new Random(20240301);
        double[] point = new double[TCase.Arity];
        double[] expected = new double[TCase.Arity];
        double[] actual = new double[TCase.Arity];
        double worst = 0;
        int differentValues = 0;
        for (int i = 0; i < Points; i++)
        {
            TCase.Draw(random, point);
            Array.Fill(actual, double.NaN);
            double value = TCase.HandWrittenGradient(point, expected);
            differentValues += TCase.GeneratedGradient(point, actual).Equals(value) ? 0 : 1;
            worst = Math.Max(worst, Distance(expected, actual));
        }

        double[] points = PairedComparison.DrawPoints<TCase>();
        double handWrittenBytes = PairedComparison.AllocatedBytesPerCall<HandWrittenMethod<TCase>>(points, actual);
        double generatedBytes = PairedComparison.AllocatedBytesPerCall<GeneratedMethod<TCase>>(points, actual);

        bool passed = worst <= Tolerance && differentValues == 0 && handWrittenBytes == 0 && generatedBytes == 0;
        Failures += passed ? 0 : 1;
        Console.WriteLine(
            $"{(passed ? "ok  " : "FAIL")} {TCase.Name,-28} worst {worst:0.0e+00} over {Points} points, values that differ: {differentValues}, bytes a call: {generatedBytes:0.##} (hand-written {handWrittenBytes:0.##})");
    }

    /// <summary>The largest relative difference of the components; NaN where one of them is.</summary>
    private static double Distance(double[] expected, double[] actual)
    {
        double largest = expected.Max(Math.Abs);
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            double scale = Math.Max(Math.Abs(expected[i]), SmallestScale * largest);
            worst = Math.Max(worst, difference == 0 ? 0 : difference / scale);
        }

        return worst;
    }
}
