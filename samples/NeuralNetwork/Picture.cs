using System.Text;

namespace NeuralNetwork;

/// <summary>A picture of the plane in characters: the regions of the two classes, and the points that they were learnt from.</summary>
internal static class Picture
{
    private const int Columns = 72, Rows = 36;
    private const double Extent = 1.2;

    public static string Draw(ReadOnlySpan<double> parameters, Spirals spirals)
    {
        char[][] picture = new char[Rows][];
        for (int row = 0; row < Rows; row++)
        {
            picture[row] = new char[Columns];
            for (int column = 0; column < Columns; column++)
            {
                double x = Extent * (2 * (column + 0.5) / Columns - 1);
                double y = Extent * (1 - 2 * (row + 0.5) / Rows);
                picture[row][column] = Network.Output(parameters, x, y) > 0 ? '·' : ' ';
            }
        }

        for (int i = 0; i < spirals.Classes.Length; i++)
        {
            int column = (int)((spirals.Points[i, 0] / Extent + 1) / 2 * Columns);
            int row = (int)((1 - spirals.Points[i, 1] / Extent) / 2 * Rows);
            picture[row][column] = spirals.Classes[i] ? '●' : '○';
        }

        var text = new StringBuilder();
        foreach (char[] line in picture)
        {
            text.AppendLine(new string(line).TrimEnd());
        }

        return text.ToString();
    }
}
