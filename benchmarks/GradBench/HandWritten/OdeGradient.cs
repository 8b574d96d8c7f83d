using System.Buffers;

namespace GradBench.HandWritten;

/// <summary>
/// The gradient of <see cref="Objectives.Ode"/>. Each step keeps its four stages, from which the slopes are recomputed; one loop a
/// stage, forwards and backwards.
/// </summary>
internal static class OdeGradient
{
    /// <inheritdoc cref="Objectives.Ode.LastComponent"/>
    public static double LastComponent(ReadOnlySpan<double> x, int steps, Span<double> gradient)
    {
        Destinations.Check(x, gradient);
        int n = x.Length;
        double h = 2.0 / steps;
        double[] stages = ArrayPool<double>.Shared.Rent((4 * steps + 1) * n);
        stages.AsSpan(0, n).Clear();
        for (int step = 0; step < steps; step++)
        {
            var y1 = stages.AsSpan(4 * step * n, n);
            var y2 = stages.AsSpan((4 * step + 1) * n, n);
            var y3 = stages.AsSpan((4 * step + 2) * n, n);
            var y4 = stages.AsSpan((4 * step + 3) * n, n);
            Advance(x, y1, h / 2, y1, y2);
            Advance(x, y1, h / 2, y2, y3);
            Advance(x, y1, h, y3, y4);
            Finish(x, h, y1, y2, y3, y4, stages.AsSpan((4 * step + 4) * n, n));
        }

        double value = stages[4 * steps * n + n - 1];

        gradient.Clear();
        double[] adjoints = ArrayPool<double>.Shared.Rent(4 * n);
        adjoints.AsSpan(0, 4 * n).Clear();
        var dy = adjoints.AsSpan(0, n);
        var dy2 = adjoints.AsSpan(n, n);
        var dy3 = adjoints.AsSpan(2 * n, n);
        var dy4 = adjoints.AsSpan(3 * n, n);
        dy[n - 1] = 1;
        for (int step = steps - 1; step >= 0; step--)
        {
            var y1 = stages.AsSpan(4 * step * n, n);
            var y2 = stages.AsSpan((4 * step + 1) * n, n);
            var y3 = stages.AsSpan((4 * step + 2) * n, n);
            var y4 = stages.AsSpan((4 * step + 3) * n, n);
            ReverseLast(x, h / 6, y4, dy, dy4, gradient);
            Reverse(x, h / 3, h, y3, dy, dy4, dy3, gradient);
            Reverse(x, h / 3, h / 2, y2, dy, dy3, dy2, gradient);
            ReverseFirst(x, h / 6, h / 2, y1, dy, dy2, dy3, dy4, gradient);
        }

        ArrayPool<double>.Shared.Return(stages);
        ArrayPool<double>.Shared.Return(adjoints);
        return value;
    }

    private static void Advance(
        ReadOnlySpan<double> x, ReadOnlySpan<double> start, double h, ReadOnlySpan<double> y, Span<double> advanced)
    {
        start = start[..x.Length];
        y = y[..x.Length];
        advanced = advanced[..x.Length];
        advanced[0] = start[0] + h * x[0];
        for (int i = 1; i < x.Length; i++)
        {
            advanced[i] = start[i] + h * (x[i] * y[i - 1]);
        }
    }

    private static void Finish(
        ReadOnlySpan<double> x,
        double h,
        ReadOnlySpan<double> y1,
        ReadOnlySpan<double> y2,
        ReadOnlySpan<double> y3,
        ReadOnlySpan<double> y4,
        Span<double> next)
    {
        y1 = y1[..x.Length];
        y2 = y2[..x.Length];
        y3 = y3[..x.Length];
        y4 = y4[..x.Length];
        next = next[..x.Length];
        double first = x[0];
        next[0] = y1[0] + h * (first + 2 * first + 2 * first + first) / 6;
        for (int i = 1; i < x.Length; i++)
        {
            double k1 = x[i] * y1[i - 1];
            double k2 = x[i] * y2[i - 1];
            double k3 = x[i] * y3[i - 1];
            double k4 = x[i] * y4[i - 1];
            next[i] = y1[i] + h * (k1 + 2 * k2 + 2 * k3 + k4) / 6;
        }
    }

    /// <summary>The fourth slope, which only the result uses.</summary>
    private static void ReverseLast(
        ReadOnlySpan<double> x, double weight, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dStage, Span<double> dx)
    {
        y = y[..x.Length];
        dy = dy[..x.Length];
        dStage = dStage[..x.Length];
        dx = dx[..x.Length];
        dx[0] += weight * dy[0];
        for (int i = 1; i < x.Length; i++)
        {
            double dSlope = weight * dy[i];
            dx[i] += dSlope * y[i - 1];
            dStage[i - 1] = dSlope * x[i];
        }
    }

    /// <summary>A slope that the result uses, and the next stage.</summary>
    private static void Reverse(
        ReadOnlySpan<double> x,
        double weight,
        double h,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> dy,
        ReadOnlySpan<double> dNext,
        Span<double> dStage,
        Span<double> dx)
    {
        y = y[..x.Length];
        dy = dy[..x.Length];
        dNext = dNext[..x.Length];
        dStage = dStage[..x.Length];
        dx = dx[..x.Length];
        dx[0] += weight * dy[0] + h * dNext[0];
        for (int i = 1; i < x.Length; i++)
        {
            double dSlope = weight * dy[i] + h * dNext[i];
            dx[i] += dSlope * y[i - 1];
            dStage[i - 1] = dSlope * x[i];
        }
    }

    /// <summary>The first slope; then the adjoint of the state before the step is complete.</summary>
    private static void ReverseFirst(
        ReadOnlySpan<double> x,
        double weight,
        double h,
        ReadOnlySpan<double> y,
        Span<double> dy,
        ReadOnlySpan<double> dy2,
        ReadOnlySpan<double> dy3,
        ReadOnlySpan<double> dy4,
        Span<double> dx)
    {
        y = y[..x.Length];
        dy = dy[..x.Length];
        dy2 = dy2[..x.Length];
        dy3 = dy3[..x.Length];
        dy4 = dy4[..x.Length];
        dx = dx[..x.Length];
        dx[0] += weight * dy[0] + h * dy2[0];
        dy[0] += dy2[0] + dy3[0] + dy4[0];
        for (int i = 1; i < x.Length; i++)
        {
            double dSlope = weight * dy[i] + h * dy2[i];
            dx[i] += dSlope * y[i - 1];
            dy[i - 1] += dSlope * x[i];
            dy[i] += dy2[i] + dy3[i] + dy4[i];
        }
    }
}
