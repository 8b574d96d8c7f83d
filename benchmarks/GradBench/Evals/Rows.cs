namespace GradBench.Evals;

/// <summary>Matrices, which are arrays of rows in JSON and one array, row by row, in the objectives.</summary>
internal static class Rows
{
    /// <summary>All rows, one after the other.</summary>
    /// <exception cref="InvalidInputException">There are not that many rows, or one has another length.</exception>
    public static double[] Flatten(double[][] rows, int count, int length, string name)
    {
        InvalidInputException.ThrowUnless(rows.Length == count, $"'{name}' has {rows.Length} rows, not {count}.");
        double[] flat = new double[checked(count * length)];
        for (int i = 0; i < count; i++)
        {
            InvalidInputException.ThrowUnless(
                rows[i] is { } row && row.Length == length, $"Row {i} of '{name}' has not {length} numbers.");
            rows[i].CopyTo(flat, i * length);
        }

        return flat;
    }

    /// <summary>An array in rows of one length.</summary>
    public static double[][] Split(double[] flat, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(i => flat.AsSpan(i * length, length).ToArray())];
}
