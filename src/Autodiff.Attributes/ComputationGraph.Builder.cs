using System.ComponentModel;

namespace Autodiff;

public sealed partial class ComputationGraph
{
    /// <summary>
    /// Records an evaluation, operation by operation, and then sweeps it backwards. Generated code calls it; it has the
    /// shape of a tape because the graph, unlike a gradient method, shows every step.
    /// </summary>
    /// <param name="name">The name of the method that is evaluated.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public sealed class Builder(string name)
    {
        private readonly List<Entry> entries = [];
        private readonly HashSet<string> inputNames = new(StringComparer.Ordinal);
        private readonly Dictionary<(string Text, long Bits), Handle> constants = [];

        /// <summary>Records a differentiated parameter.</summary>
        /// <exception cref="ArgumentException">There is an input of that name already.</exception>
        public Handle Input(string name, double value)
        {
            if (!inputNames.Add(name))
            {
                throw new ArgumentException($"There is an input '{name}' already.", nameof(name));
            }

            return Add(new Entry(NodeKind.Input, "input", name, Source: null, value, []));
        }

        /// <summary>
        /// Records a value that is constant to differentiation. The same text with the same value is one node, however
        /// often it is recorded.
        /// </summary>
        /// <param name="text">The constant as written: <c>2</c>, <c>rate</c>.</param>
        /// <param name="value">Its value.</param>
        public Handle Constant(string text, double value)
        {
            var key = (text, BitConverter.DoubleToInt64Bits(value));
            if (!constants.TryGetValue(key, out var handle))
            {
                handle = Add(new Entry(NodeKind.Constant, "constant", text, Source: null, value, []));
                constants.Add(key, handle);
            }

            return handle;
        }

        /// <summary>Records an operation.</summary>
        /// <param name="operation">The operator or function: <c>*</c>, <c>Exp</c>.</param>
        /// <param name="name">The local variable that is assigned; null for a value without a name.</param>
        /// <param name="source">The source text that the operation stands for; null where there is none.</param>
        /// <param name="value">The value of the operation.</param>
        /// <param name="operands">
        /// The operands, each with the partial derivative of the operation with respect to it: <c>(x, 2 * x.Value)</c>;
        /// without one where it is constant to differentiation.
        /// </param>
        /// <exception cref="ArgumentException">An operand belongs to another graph.</exception>
        public Handle Node(string operation, string? name, string? source, double value, params Operand[] operands)
        {
            foreach (var operand in operands)
            {
                CheckOwner(operand.Handle, nameof(operands));
            }

            return Add(new Entry(NodeKind.Operation, operation, name, source, value, operands));
        }

        /// <summary>Sweeps the adjoints backwards from the result and returns the finished graph.</summary>
        /// <exception cref="ArgumentException"><paramref name="result"/> belongs to another graph.</exception>
        public ComputationGraph Build(Handle result)
        {
            CheckOwner(result, nameof(result));
            double[] gradients = Backward(result.Index);
            string[] names = NodeNames.Of(entries.ConvertAll(entry => entry.Name));
            var nodes = new ComputationNode[entries.Count];
            for (int i = 0; i < nodes.Length; i++)
            {
                var (kind, operation, _, source, value, operands) = entries[i];
                nodes[i] = new ComputationNode(
                    i,
                    kind,
                    names[i],
                    operation,
                    source,
                    value,
                    Array.AsReadOnly(Array.ConvertAll(operands, operand => nodes[operand.Handle.Index])),
                    Array.AsReadOnly(Array.ConvertAll(operands, operand => operand.LocalGradient)),
                    gradients[i]);
            }

            return new ComputationGraph(name, nodes, nodes[result.Index]);
        }

        /// <summary>
        /// The adjoint of every node. A zero adjoint contributes exactly zero, even through an infinite local gradient:
        /// the convention of the generated gradient methods.
        /// </summary>
        private double[] Backward(int result)
        {
            double[] gradients = new double[entries.Count];
            gradients[result] = 1;
            for (int i = result; i >= 0; i--)
            {
                if (gradients[i] == 0)
                {
                    continue;
                }

                foreach (var operand in entries[i].Operands)
                {
                    int index = operand.Handle.Index;
                    if (operand.HasLocalGradient && entries[index].Kind != NodeKind.Constant)
                    {
                        gradients[index] += gradients[i] * operand.LocalGradient;
                    }
                }
            }

            return gradients;
        }

        private Handle Add(Entry entry)
        {
            entries.Add(entry);
            return new Handle(this, entries.Count - 1, entry.Value);
        }

        private void CheckOwner(Handle handle, string parameter)
        {
            if (handle.Owner != this)
            {
                throw new ArgumentException("The node belongs to another graph.", parameter);
            }
        }

        private sealed record Entry(
            NodeKind Kind,
            string Operation,
            string? Name,
            string? Source,
            double Value,
            Operand[] Operands);
    }
}
