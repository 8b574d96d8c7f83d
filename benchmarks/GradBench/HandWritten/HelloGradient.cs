namespace GradBench.HandWritten;

/// <summary>The gradient of <see cref="Objectives.Hello"/>.</summary>
internal static class HelloGradient
{
    /// <summary>x², and its derivative in <paramref name="gradient"/>.</summary>
    public static double Square(double x, out double gradient)
    {
        gradient = 2 * x;
        return x * x;
    }
}
