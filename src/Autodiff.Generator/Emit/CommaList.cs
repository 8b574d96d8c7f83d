namespace Autodiff.Generator.Emit;

/// <summary>Writes lists of parameters and arguments that may be longer than a line.</summary>
internal static class CommaList
{
    /// <summary>A line as long as this is not broken.</summary>
    public const int LongestLine = 120;

    /// <summary>Writes the items of each row as <see cref="Write"/> does, each row on lines of its own.</summary>
    public static void WriteRows(CodeWriter writer, IReadOnlyList<string> items, int rows, string end, int depth)
    {
        int length = items.Count / rows;
        for (int row = 0; row < rows; row++)
        {
            Write(writer, [.. items.Skip(row * length).Take(length)], row + 1 < rows ? "," : end, depth);
        }
    }

    /// <summary>Writes the items with commas between them, as many a line as fit.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="items">The items.</param>
    /// <param name="end">What stands after the last item.</param>
    /// <param name="depth">The indentation, in steps, that the lines will have.</param>
    public static void Write(CodeWriter writer, IReadOnlyList<string> items, string end, int depth)
    {
        string line = "";
        for (int i = 0; i < items.Count; i++)
        {
            string item = items[i] + (i + 1 < items.Count ? "," : end);
            if (line.Length > 0 && line.Length + 1 + item.Length + (depth * 4) > LongestLine)
            {
                writer.Line(line);
                line = "";
            }

            line += line.Length > 0 ? " " + item : item;
        }

        writer.Line(line);
    }
}
