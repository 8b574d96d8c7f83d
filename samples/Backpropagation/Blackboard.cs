using System.Globalization;
using Autodiff;

namespace Backpropagation;

/// <summary>Prints an example: its graph, node by node, and below it the result of the generated gradient method.</summary>
internal static class Blackboard
{
    /// <param name="title">The formula and the point.</param>
    /// <param name="graph">What <c>{Method}Graph</c> returned at that point.</param>
    /// <param name="value">What <c>{Method}Gradient</c> returned at that point.</param>
    /// <param name="gradient">The gradient that it computed, by parameter.</param>
    public static void Show(
        string title, ComputationGraph graph, double value, params (string Parameter, double Slope)[] gradient)
    {
        Console.WriteLine(title);
        Console.WriteLine(new string('=', title.Length));
        Console.WriteLine();
        Console.WriteLine(graph);
        Console.WriteLine();
        Console.WriteLine($"{graph.Name}Gradient returns {Number(value)} and");
        int width = gradient.Max(component => component.Parameter.Length);
        foreach (var (parameter, slope) in gradient)
        {
            Console.WriteLine($"  ∂{graph.Name}/∂{parameter.PadRight(width)} = {Number(slope)}");
        }

        Console.WriteLine();
        Console.WriteLine();
    }

    private static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
