using System.Globalization;

namespace Autodiff;

/// <summary>What the table and the diagram write alike: numbers, and operations with the names of their operands.</summary>
internal static class GraphText
{
    /// <summary>Six significant digits: enough to follow the chain rule by hand, short enough for a column.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary><c>x + y</c>, <c>-x</c>, <c>Pow(x, 3)</c>.</summary>
    public static string Expression(ComputationNode node)
    {
        string operation = node.Operation;
        var operands = node.Operands;
        bool isOperator = !char.IsLetter(operation[0]);
        return operands.Count switch
        {
            1 when isOperator => operation + operands[0].Name,
            2 when isOperator => $"{operands[0].Name} {operation} {operands[1].Name}",
            _ => $"{operation}({string.Join(", ", operands.Select(operand => operand.Name))})",
        };
    }
}
