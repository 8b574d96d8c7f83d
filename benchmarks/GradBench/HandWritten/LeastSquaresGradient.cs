using System.Buffers;

namespace GradBench.HandWritten;

/// <summary>
/// The gradient of <see cref="Objectives.LeastSquares"/>. The powers of one point are kept until its residual is known: to
/// multiply them out again would wait for each product in turn.
/// </summary>
internal static class LeastSquaresGradient
{
    /// <inheritdoc cref="Objectives.LeastSquares.HalfSumOfSquares"/>
    public static double HalfSumOfSquares(ReadOnlySpan<double> x, int n, Span<double> gradient)
    {
        Destinations.Check(x, gradient);
        gradient.Clear();
        double[] buffer = ArrayPool<double>.Shared.Rent(x.Length);
        var powers = buffer.AsSpan(0, x.Length);
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double t = -1 + i * 2.0 / (n - 1);
            double residual = t > 0 ? 1 : t < 0 ? -1 : 0;
            double power = 1;
            for (int j = 0; j < powers.Length; j++)
            {
                powers[j] = power;
                residual -= x[j] * power;
                power *= t;
            }

            sum += residual * residual;
            for (int j = 0; j < gradient.Length; j++)
            {
                gradient[j] -= residual * powers[j];
            }
        }

        ArrayPool<double>.Shared.Return(buffer);
        return sum / 2;
    }
}
