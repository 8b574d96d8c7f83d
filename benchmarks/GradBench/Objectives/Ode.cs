using Autodiff;

namespace GradBench.Objectives;

/// <summary>
/// The eval <c>ode</c>: y₀′ = x₀ and yᵢ′ = xᵢ yᵢ₋₁ from y(0) = 0 to time 2, by the classical Runge–Kutta method.
/// </summary>
internal static partial class Ode
{
    private const double EndTime = 2;

    /// <summary>The last component of the solution.</summary>
    /// <param name="x">The coefficients, at least one.</param>
    /// <param name="steps">How many steps the method takes, at least one.</param>
    [Differentiable]
    public static double LastComponent(ReadOnlySpan<double> x, int steps)
    {
        double[] y = new double[x.Length];
        Solve(x, steps, y);
        return y[^1];
    }

    /// <summary>The solution at the end.</summary>
    /// <param name="x">The coefficients.</param>
    /// <param name="steps">How many steps the method takes.</param>
    /// <param name="y">Where the solution goes, as long as <paramref name="x"/>.</param>
    public static void Solve(ReadOnlySpan<double> x, int steps, Span<double> y)
    {
        int n = x.Length;
        double h = EndTime / steps;
        double[] k1 = new double[n];
        double[] k2 = new double[n];
        double[] k3 = new double[n];
        double[] k4 = new double[n];
        double[] stage = new double[n];
        y.Clear();
        for (int step = 0; step < steps; step++)
        {
            Slope(x, y, k1);
            Advance(y, h / 2, k1, stage);
            Slope(x, stage, k2);
            Advance(y, h / 2, k2, stage);
            Slope(x, stage, k3);
            Advance(y, h, k3, stage);
            Slope(x, stage, k4);
            for (int i = 0; i < n; i++)
            {
                y[i] += h * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6;
            }
        }
    }

    /// <summary>The right-hand side of the equation.</summary>
    private static void Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> slope)
    {
        slope[0] = x[0];
        for (int i = 1; i < x.Length; i++)
        {
            slope[i] = x[i] * y[i - 1];
        }
    }

    /// <summary>A step of Euler's method.</summary>
    private static void Advance(ReadOnlySpan<double> y, double h, ReadOnlySpan<double> slope, Span<double> advanced)
    {
        for (int i = 0; i < y.Length; i++)
        {
            advanced[i] = y[i] + h * slope[i];
        }
    }
}
