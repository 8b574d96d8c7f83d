using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <content>What a rewrite asks of its operands: numbers, signs, constant factors.</content>
internal sealed partial class Algebra
{
    private double? NumberOf(int value) =>
        builder.DefinitionOf(value) is { Op: Op.Constant } c && builder.TypeOf(value).IsFloating ? Literal.Number(c.Bits) : null;

    private bool Is(int value, double number) => NumberOf(value) is { } n && n == number;

    private int Number(double number, IrType type) => Note(builder.Constant(number, type));

    /// <summary>The definition of a value, where it is that operation.</summary>
    private Instruction? Defined(int value, Op op) => builder.DefinitionOf(value) is { } d && d.Op == op ? d : null;

    /// <summary>The definition of a value, where it is that operation and belongs to derivative code.</summary>
    private Instruction? Derived(int value, Op op) => builder.DefinitionOf(value) is { IsDerivative: true } d && d.Op == op ? d : null;

    private bool IsDerived(int value) => builder.DefinitionOf(value).IsDerivative;

    private int? Negated(int value) => Derived(value, Op.Negate)?.Operands[0];

    /// <summary>A value as a constant times another; the constant is 1 where it is no such product.</summary>
    private (double Factor, int Value) Scaled(int value)
    {
        if (Defined(value, Op.Multiply) is { } product)
        {
            if (NumberOf(product.Operands[0]) is { } left)
            {
                return (left, product.Operands[1]);
            }

            if (NumberOf(product.Operands[1]) is { } right)
            {
                return (right, product.Operands[0]);
            }
        }

        return (1, value);
    }

    /// <summary>Whether a constant that arithmetic made has no rounding error and short text: what a person would have written.</summary>
    private static bool IsExact(double number, IrType type) =>
        IsFinite(number)
        && Math.Abs(number) < 65536
        && number * 64 == Math.Floor(number * 64)
        && (type.Kind == IrTypeKind.Double || (float)number == number);

    private static bool IsFinite(double number) => Math.Abs(number) < 1e30 && (number == 0 || Math.Abs(number) > 1e-30);

    private int? Fold(IrType type, ImmutableArray<int> o, Func<double, double, double> operation) =>
        NumberOf(o[0]) is { } a && NumberOf(o[1]) is { } b && IsFinite(operation(a, b)) ? Number(operation(a, b), type) : null;
}
