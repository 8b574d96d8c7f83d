using System.Collections.ObjectModel;

namespace Autodiff;

/// <summary>
/// The expression graph of one evaluation of a method, with numbers: what is written on a blackboard to explain
/// backpropagation. A method marked <c>[Differentiable(Explain = true)]</c> has a <c>{Method}Graph</c> that returns one.
/// </summary>
/// <remarks>
/// A graph records the evaluation that happened: of a branch, only the operations on the side that was taken.
/// It is immutable, and its text does not depend on the culture or the operating system.
/// </remarks>
public sealed partial class ComputationGraph
{
    private readonly Dictionary<string, ComputationNode> inputsByName;

    private ComputationGraph(string name, IList<ComputationNode> nodes, ComputationNode result)
    {
        Name = name;
        Nodes = new ReadOnlyCollection<ComputationNode>(nodes);
        Inputs = Array.AsReadOnly(nodes.Where(node => node.IsInput).ToArray());
        Result = result;
        inputsByName = Inputs.ToDictionary(node => node.Name, StringComparer.Ordinal);
    }

    /// <summary>The name of the method that was evaluated.</summary>
    public string Name { get; }

    /// <summary>Every node, in the order of evaluation: a node stands after its operands.</summary>
    public IReadOnlyList<ComputationNode> Nodes { get; }

    /// <summary>The nodes of the differentiated parameters, in the order of the parameters.</summary>
    public IReadOnlyList<ComputationNode> Inputs { get; }

    /// <summary>The node of the method's result.</summary>
    public ComputationNode Result { get; }

    /// <summary>The value of the method.</summary>
    public double Value => Result.Value;

    /// <summary>The node of a differentiated parameter.</summary>
    /// <param name="inputName">The parameter's name.</param>
    /// <exception cref="KeyNotFoundException">The method has no differentiated parameter of that name.</exception>
    public ComputationNode this[string inputName] =>
        inputsByName.TryGetValue(inputName, out var node)
            ? node
            : throw new KeyNotFoundException($"{Name} has no differentiated parameter '{inputName}'.");

    /// <summary>
    /// The graph as an aligned table, one line a node: its operation, its forward value, its local gradients, and the
    /// gradient of the result with respect to it (the backward value). Numbers have six significant digits.
    /// </summary>
    public override string ToString() => GraphTable.Format(this);

    /// <summary>
    /// The graph as a <see href="https://mermaid.js.org/syntax/flowchart.html">Mermaid flowchart</see>: values and
    /// gradients on the nodes, local gradients on the edges.
    /// </summary>
    public string ToMermaid() => GraphMermaid.Format(this);
}
