namespace Autodiff;

/// <summary>One operation, input or constant of a <see cref="ComputationGraph"/>, with its numbers.</summary>
public sealed class ComputationNode
{
    private readonly NodeKind kind;

    internal ComputationNode(
        int index,
        NodeKind kind,
        string name,
        string operation,
        string? source,
        double value,
        IReadOnlyList<ComputationNode> operands,
        IReadOnlyList<double> localGradients,
        double gradient)
    {
        this.kind = kind;
        Index = index;
        Name = name;
        Operation = operation;
        Source = source;
        Value = value;
        Operands = operands;
        LocalGradients = localGradients;
        Gradient = gradient;
    }

    /// <summary>The node's place in <see cref="ComputationGraph.Nodes"/>.</summary>
    public int Index { get; }

    /// <summary>
    /// A name that no other node of the graph has: the parameter, the local variable that was assigned (<c>x</c>, then
    /// <c>x#2</c>, <c>x#3</c> where it is assigned again), the constant as written, or <c>v1</c>, <c>v2</c>, … for a
    /// value without a name in source.
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// The operator or function: <c>*</c>, <c>Exp</c>, …; <c>input</c> for a differentiated parameter, <c>constant</c>
    /// for a constant.
    /// </summary>
    public string Operation { get; }

    /// <summary>The source text that the node stands for: <c>error = prediction - y</c>; null where there is none.</summary>
    public string? Source { get; }

    /// <summary>The value in the forward pass.</summary>
    public double Value { get; }

    /// <summary>The operands, in the order of the operation; one that is used twice stands here twice.</summary>
    public IReadOnlyList<ComputationNode> Operands { get; }

    /// <summary>
    /// The partial derivative of this node with respect to each of <see cref="Operands"/>, in their order. It is 0 for an
    /// operand that is constant to differentiation.
    /// </summary>
    public IReadOnlyList<double> LocalGradients { get; }

    /// <summary>
    /// The gradient of the graph's result with respect to this node: its adjoint, or backward value. It is 0 for a node
    /// that does not influence the result, and for a constant.
    /// </summary>
    public double Gradient { get; }

    /// <summary>Whether the node is a differentiated parameter.</summary>
    public bool IsInput => kind == NodeKind.Input;

    /// <summary>Whether the node is constant to differentiation: a literal, a field, an undifferentiated parameter.</summary>
    public bool IsConstant => kind == NodeKind.Constant;

    /// <summary>
    /// The node as an equation: <c>q = x + y</c>, <c>s = Exp(v1)</c>; an input or a constant with its value: <c>x = -2</c>.
    /// </summary>
    public override string ToString() =>
        $"{Name} = {(kind == NodeKind.Operation ? GraphText.Expression(this) : GraphText.Number(Value))}";
}

/// <summary>The kinds of node that differentiation tells apart.</summary>
internal enum NodeKind
{
    Input,
    Constant,
    Operation,
}
