using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <content>Choices between constants.</content>
internal sealed partial class Algebra
{
    /// <summary>A choice in derivative code that has a constant on one side at least.</summary>
    private Instruction? Choice(int value) =>
        Derived(value, Op.Select) is { } s && (IsUnit(s.Operands[1]) || IsUnit(s.Operands[2])) ? s : null;

    /// <summary>Whether a condition holds; null where the ranges do not tell. NaN is not zero.</summary>
    private bool? TruthOf(int condition) =>
        builder.DefinitionOf(condition) is { Op: Op.Equal or Op.NotEqual } comparison
        && builder.TypeOf(comparison.Operands[0]).IsFloating
        && ((Is(comparison.Operands[1], 0) && ranges.IsNonZero(comparison.Operands[0])) || (Is(comparison.Operands[0], 0) && ranges.IsNonZero(comparison.Operands[1])))
            ? comparison.Op == Op.NotEqual
            : null;

    private bool IsUnit(int value) => NumberOf(value) is 0 or 1 or -1;

    private bool IsConstantChoice(Instruction choice) => NumberOf(choice.Operands[1]) is not null && NumberOf(choice.Operands[2]) is not null;

    private int IntoChoice(Op product, IrType type, int a, Instruction choice) => Add(
        Op.Select,
        type,
        choice.Operands[0],
        Add(product, type, a, choice.Operands[1]),
        Add(product, type, a, choice.Operands[2]));
}
