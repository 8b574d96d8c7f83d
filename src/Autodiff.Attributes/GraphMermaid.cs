using System.Globalization;
using System.Text;

namespace Autodiff;

/// <summary>Writes a graph as a Mermaid flowchart, inputs with round ends, the result with a double border.</summary>
internal static class GraphMermaid
{
    public static string Format(ComputationGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var node in graph.Nodes)
        {
            var (open, close) = node == graph.Result ? ("[[", "]]") : node.IsInput ? ("([", "])") : ("[", "]");
            text.Append(CultureInfo.InvariantCulture, $"    n{node.Index}{open}\"{Label(node)}\"{close}\n");
        }

        foreach (var node in graph.Nodes)
        {
            foreach (var (operand, gradient) in node.Operands.Zip(node.LocalGradients))
            {
                string label = operand.IsConstant ? "" : $"|\"{GraphText.Number(gradient)}\"|";
                text.Append(CultureInfo.InvariantCulture, $"    n{operand.Index} -->{label} n{node.Index}\n");
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Label(ComputationNode node)
    {
        string equation = node.IsInput || node.IsConstant ? node.Name : $"{node.Name} = {GraphText.Expression(node)}";
        string value = $"{Escape(equation)}<br/>value {GraphText.Number(node.Value)}";
        return node.IsConstant ? value : $"{value}<br/>gradient {GraphText.Number(node.Gradient)}";
    }

    /// <summary>
    /// Writes as entity codes what would end the quoted label, or be read as an entity, as HTML, or as Markdown
    /// (<see href="https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters"/>).
    /// </summary>
    private static string Escape(string label)
    {
        var escaped = new StringBuilder(label.Length);
        foreach (char c in label)
        {
            _ = c switch
            {
                '"' or '#' or '&' or '<' or '>' or '*' or '_' or '`' or '\\' or '\r' or '\n' =>
                    escaped.Append(CultureInfo.InvariantCulture, $"#{(int)c};"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
