namespace Autodiff.Benchmarks.Harness;

/// <summary>A median and an interval that covers the true one with 95 % confidence.</summary>
internal readonly record struct MedianInterval(double Median, double Low, double High)
{
    /// <summary>
    /// The interval between two order statistics, which assumes nothing of the distribution: how many of n samples
    /// lie below the true median is binomial(n, 1/2), here by its normal approximation.
    /// </summary>
    public static MedianInterval Of(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        int n = sorted.Length;
        double halfWidth = 1.96 * Math.Sqrt(n) / 2;
        int low = Math.Max((int)Math.Floor(n / 2.0 - halfWidth) - 1, 0);
        int high = Math.Min((int)Math.Ceiling(n / 2.0 + halfWidth), n - 1);
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        return new MedianInterval(median, sorted[low], sorted[high]);
    }
}
