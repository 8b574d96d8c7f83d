namespace GradBench.HandWritten;

/// <summary>
/// The gradient of <see cref="Objectives.LogSumExp"/>: the softmax. What the largest number adds to it by being taken out is zero.
/// </summary>
internal static class LogSumExpGradient
{
    /// <inheritdoc cref="Objectives.LogSumExp.Value"/>
    public static double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Destinations.Check(x, gradient);
        return Softmax(x, gradient);
    }

    /// <summary>The value, and the softmax in <paramref name="weights"/>.</summary>
    public static double Softmax(ReadOnlySpan<double> x, Span<double> weights)
    {
        double largest = x[0];
        for (int i = 1; i < x.Length; i++)
        {
            largest = Math.Max(largest, x[i]);
        }

        double sum = 0;
        weights = weights[..x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double exp = Math.Exp(x[i] - largest);
            weights[i] = exp;
            sum += exp;
        }

        double scale = 1 / sum;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= scale;
        }

        return Math.Log(sum) + largest;
    }
}
