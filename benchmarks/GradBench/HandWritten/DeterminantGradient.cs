using System.Numerics;

namespace GradBench.HandWritten;

/// <summary>
/// The gradient of <see cref="Objectives.Determinant"/>. The determinant is linear in each minor, so a minor's adjoint is
/// known before the minor: one recursion computes both, and nothing is stored.
/// </summary>
internal static class DeterminantGradient
{
    /// <inheritdoc cref="Objectives.Determinant.ByMinors"/>
    public static double ByMinors(ReadOnlySpan<double> a, int size, Span<double> gradient)
    {
        Destinations.Check(a, gradient);
        gradient.Clear();
        return Minor(a, size, 0, (1u << size) - 1, 1, gradient);
    }

    private static double Minor(ReadOnlySpan<double> a, int size, int row, uint columns, double adjoint, Span<double> gradient)
    {
        if (row == size - 1)
        {
            int index = row * size + BitOperations.TrailingZeroCount(columns);
            gradient[index] += adjoint;
            return a[index];
        }

        double determinant = 0;
        double sign = 1;
        for (uint rest = columns; rest != 0; rest &= rest - 1)
        {
            int column = BitOperations.TrailingZeroCount(rest);
            int index = row * size + column;
            double factor = sign * a[index];
            double minor = Minor(a, size, row + 1, columns & ~(1u << column), adjoint * factor, gradient);
            determinant += factor * minor;
            gradient[index] += adjoint * sign * minor;
            sign = -sign;
        }

        return determinant;
    }
}
