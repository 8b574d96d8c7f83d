using System.ComponentModel;

namespace Autodiff;

public sealed partial class ComputationGraph
{
    /// <summary>A node of a graph that is being built.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly struct Handle
    {
        internal Handle(Builder owner, int index, double value)
        {
            Owner = owner;
            Index = index;
            Value = value;
        }

        /// <summary>The value of the node.</summary>
        public double Value { get; }

        internal Builder? Owner { get; }

        internal int Index { get; }
    }

    /// <summary>An operand of an operation, with the partial derivative of the operation with respect to it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly struct Operand
    {
        private Operand(Handle handle, double localGradient, bool hasLocalGradient)
        {
            Handle = handle;
            LocalGradient = localGradient;
            HasLocalGradient = hasLocalGradient;
        }

        internal Handle Handle { get; }

        internal double LocalGradient { get; }

        internal bool HasLocalGradient { get; }

        /// <summary>An operand through which differentiation passes.</summary>
        public static implicit operator Operand((Handle Node, double LocalGradient) operand) =>
            new(operand.Node, operand.LocalGradient, hasLocalGradient: true);

        /// <summary>An operand that is constant to differentiation.</summary>
        public static implicit operator Operand(Handle node) => new(node, 0, hasLocalGradient: false);
    }
}
