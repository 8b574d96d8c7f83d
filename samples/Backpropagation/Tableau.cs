using System.Globalization;

namespace Backpropagation;

/// <summary>Prints a graph whose nodes are numbers, vectors and matrices, as <see cref="Blackboard"/> prints one of numbers.</summary>
internal static class Tableau
{
    /// <summary>A node: its value, and the gradient of the result with respect to it, which has the same shape.</summary>
    public sealed record Node(string Name, string Operation, double[,] Forward, double[,] Backward);

    public static void Show(string title, params Node[] nodes)
    {
        Console.WriteLine(title);
        Console.WriteLine(new string('=', title.Length));
        Console.WriteLine();
        string[][] rows =
        [
            ["node", "operation", "forward", "backward"],
            ["-----", "---------", "----------------", "---------------------"],
            .. nodes.SelectMany(Rows),
        ];
        foreach (string[] row in rows)
        {
            Console.WriteLine($"{row[0],-5}  {row[1],-9}  {row[2],-16}  {row[3]}".TrimEnd());
        }
    }

    /// <summary>A vector as a matrix of one row.</summary>
    public static double[,] Row(params double[] vector)
    {
        var row = new double[1, vector.Length];
        Buffer.BlockCopy(vector, 0, row, 0, Buffer.ByteLength(vector));
        return row;
    }

    private static IEnumerable<string[]> Rows(Node node) =>
        from i in Enumerable.Range(0, node.Forward.GetLength(0))
        select (string[])
        [
            i == 0 ? node.Name : "",
            i == 0 ? node.Operation : "",
            Text(node.Forward, i, width: 4),
            Text(node.Backward, i, width: 5),
        ];

    private static string Text(double[,] matrix, int row, int width) =>
        string.Join("  ", from j in Enumerable.Range(0, matrix.GetLength(1))
                          select matrix[row, j].ToString("0.00", CultureInfo.InvariantCulture).PadLeft(width));
}
