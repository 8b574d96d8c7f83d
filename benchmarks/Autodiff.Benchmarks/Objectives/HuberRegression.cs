namespace Autodiff.Benchmarks.Objectives;

/// <summary>Robust linear regression.</summary>
public static partial class HuberRegression
{
    /// <summary>Huber's loss of one observation: quadratic up to <paramref name="delta"/>, linear beyond.</summary>
    [Differentiable]
    public static double Loss(double w0, double w1, double bias, double x0, double x1, double y, double delta)
    {
        double residual = w0 * x0 + w1 * x1 + bias - y;
        double size = Math.Abs(residual);
        return size <= delta ? 0.5 * residual * residual : delta * (size - 0.5 * delta);
    }
}
