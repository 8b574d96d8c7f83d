namespace Autodiff.Benchmarks.Harness;

/// <summary>Draws for the cases.</summary>
internal static class RandomExtensions
{
    /// <summary>A number drawn uniformly from [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static double Between(this Random random, double low, double high) =>
        low + (high - low) * random.NextDouble();

    /// <summary>Fills <paramref name="numbers"/> with independent uniform draws.</summary>
    public static void Fill(this Random random, Span<double> numbers, double low, double high)
    {
        foreach (ref double number in numbers)
        {
            number = random.Between(low, high);
        }
    }
}
