namespace GradBench.Evals;

/// <summary>Draws for the inputs that are measured.</summary>
internal static class Draws
{
    /// <summary>Numbers drawn uniformly from [0, 1).</summary>
    public static double[] Uniform(this Random random, int count)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = random.NextDouble();
        }

        return numbers;
    }

    /// <summary>Numbers drawn from a standard normal distribution, by the method of Box and Muller.</summary>
    public static double[] Normal(this Random random, int count)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            numbers[i] = radius * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return numbers;
    }
}
