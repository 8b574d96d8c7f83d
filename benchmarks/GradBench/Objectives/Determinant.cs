using System.Numerics;
using Autodiff;

namespace GradBench.Objectives;

/// <summary>The eval <c>det</c>: a determinant by expansion of minors, which recurs n! times.</summary>
internal static partial class Determinant
{
    /// <summary>The largest matrix whose columns fit into the bits of one number.</summary>
    public const int LargestSize = 31;

    /// <summary>The determinant of a square matrix.</summary>
    /// <param name="a">The matrix, row by row.</param>
    /// <param name="size">How many rows it has, from 1 to <see cref="LargestSize"/>.</param>
    [Differentiable]
    public static double ByMinors(ReadOnlySpan<double> a, int size) => Minor(a, size, 0, (1u << size) - 1);

    /// <summary>The determinant of the rows from <paramref name="row"/> on and of the columns whose bits are set.</summary>
    private static double Minor(ReadOnlySpan<double> a, int size, int row, uint columns)
    {
        if (row == size - 1)
        {
            return a[row * size + BitOperations.TrailingZeroCount(columns)];
        }

        double determinant = 0;
        double sign = 1;
        for (uint rest = columns; rest != 0; rest &= rest - 1)
        {
            int column = BitOperations.TrailingZeroCount(rest);
            double minor = Minor(a, size, row + 1, columns & ~(1u << column));
            determinant += sign * a[row * size + column] * minor;
            sign = -sign;
        }

        return determinant;
    }
}
