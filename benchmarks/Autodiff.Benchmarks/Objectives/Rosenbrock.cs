namespace Autodiff.Benchmarks.Objectives;

/// <summary>Rosenbrock's valley, the first test of every optimiser.</summary>
public static partial class Rosenbrock
{
    /// <summary>The chained Rosenbrock function of four variables.</summary>
    [Differentiable]
    public static double Chain(double a, double b, double c, double d) =>
        Valley(a, b) + Valley(b, c) + Valley(c, d);

    private static double Valley(double x, double y)
    {
        double bend = y - x * x;
        double slack = 1 - x;
        return 100 * bend * bend + slack * slack;
    }
}
