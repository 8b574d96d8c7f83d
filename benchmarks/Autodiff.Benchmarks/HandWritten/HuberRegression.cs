namespace Autodiff.Benchmarks;

/// <content>Huber's loss: one comparison decides on the value and on the slope.</content>
public static partial class HandWritten
{
    /// <summary>Huber's loss of one observation and its gradient.</summary>
    public static double LossGradient(
        double w0,
        double w1,
        double bias,
        double x0,
        double x1,
        double y,
        double delta,
        out double w0Gradient,
        out double w1Gradient,
        out double biasGradient,
        out double x0Gradient,
        out double x1Gradient,
        out double yGradient,
        out double deltaGradient)
    {
        double residual = w0 * x0 + w1 * x1 + bias - y;
        double size = Math.Abs(residual);
        double value;
        double slope;
        if (size <= delta)
        {
            value = 0.5 * residual * residual;
            slope = residual;
            deltaGradient = 0;
        }
        else
        {
            value = delta * (size - 0.5 * delta);
            slope = Math.CopySign(delta, residual);
            deltaGradient = size - delta;
        }

        w0Gradient = slope * x0;
        w1Gradient = slope * x1;
        biasGradient = slope;
        x0Gradient = slope * w0;
        x1Gradient = slope * w1;
        yGradient = -slope;
        return value;
    }
}
