namespace GradBench.Commands;

/// <summary>How far apart two arrays are.</summary>
internal static class NumericDistance
{
    /// <summary>
    /// The largest difference of two elements, relative to the largest expected magnitude; NaN where one is NaN or the arrays
    /// have different lengths.
    /// </summary>
    public static double Of(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        if (expected.Count != actual.Count)
        {
            return double.NaN;
        }

        double scale = 0;
        double difference = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            scale = Math.Max(scale, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]));
        }

        return difference == 0 ? 0 : difference / scale;
    }
}
