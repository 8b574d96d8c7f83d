namespace LogisticRegression;

/// <summary>
/// Features shifted and scaled to mean 0 and standard deviation 1. Without it gradient descent needs thousands of times the
/// steps, because a unit of weight and a unit of horsepower are so different.
/// </summary>
internal sealed class Standardisation
{
    private readonly double[] means;
    private readonly double[] deviations;

    public Standardisation(double[][] features)
    {
        var columns = Enumerable.Range(0, features[0].Length).Select(j => features.Select(row => row[j]).ToArray()).ToArray();
        means = [.. columns.Select(column => column.Average())];
        deviations = [.. columns.Select((column, j) => Math.Sqrt(column.Average(x => (x - means[j]) * (x - means[j]))))];
    }

    public double[][] Apply(double[][] features) =>
        [.. features.Select(row => row.Select((x, j) => (x - means[j]) / deviations[j]).ToArray())];

    /// <summary>The weights for the original features that say what <paramref name="weights"/> say for the standardised.</summary>
    public double[] Undo(double[] weights)
    {
        double[] original = [weights[0], .. weights.Skip(1).Select((weight, j) => weight / deviations[j])];
        original[0] -= means.Select((mean, j) => original[j + 1] * mean).Sum();
        return original;
    }
}
