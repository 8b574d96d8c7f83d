using System.Text;

namespace Autodiff;

/// <summary>Writes a graph as an aligned table.</summary>
internal static class GraphTable
{
    private static readonly string[] Header = ["node", "operation", "forward", "local gradients", "backward"];
    private static readonly bool[] IsNumber = [false, false, true, false, true];

    public static string Format(ComputationGraph graph)
    {
        string[][] rows = [Header, .. graph.Nodes.Select(Row)];
        int[] columns = Enumerable.Range(0, Header.Length).ToArray();
        int[] widths = Array.ConvertAll(columns, column => rows.Max(row => row[column].Length));
        string[] rule = Array.ConvertAll(widths, width => new string('-', width));
        IEnumerable<string> lines = new[] { rows[0], rule }.Concat(rows.Skip(1)).Select(row => Line(row, widths));
        return $"{graph.Name} = {GraphText.Number(graph.Value)}\n\n{string.Join('\n', lines)}";
    }

    private static string[] Row(ComputationNode node) =>
    [
        node.Name,
        node.IsInput || node.IsConstant ? node.Operation : $"= {GraphText.Expression(node)}",
        GraphText.Number(node.Value),
        LocalGradients(node),
        node.IsConstant ? "" : GraphText.Number(node.Gradient),
    ];

    /// <summary>
    /// <c>∂q/∂x = 1, ∂q/∂y = 1</c>: one for each distinct operand, since of <c>x * x</c> the derivative with respect to
    /// x is the sum over both places.
    /// </summary>
    private static string LocalGradients(ComputationNode node) =>
        string.Join(", ", node.Operands
            .Zip(node.LocalGradients, (operand, gradient) => (operand, gradient))
            .Where(edge => !edge.operand.IsConstant)
            .GroupBy(edge => edge.operand, edge => edge.gradient)
            .Select(edges => $"∂{node.Name}/∂{edges.Key.Name} = {GraphText.Number(edges.Sum())}"));

    private static string Line(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            line.Append(IsNumber[i] ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append("  ");
        }

        return line.ToString().TrimEnd();
    }
}
