using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// The algebra of the primal computation: what never changes a bit under IEEE 754. Adding zero is not among it, since
/// −0 + 0 is 0, unless the other term is known not to be −0.
/// </summary>
internal static class ExactAlgebra
{
    /// <summary>The value that an instruction is equal to, bit for bit; null where it has to be computed.</summary>
    public static int? Find(FunctionBuilder builder, Instruction instruction, EquatableArray<int> o)
    {
        if (o.Length == 0 || !builder.TypeOf(o[0]).IsFloating)
        {
            return null;
        }

        return instruction.Op switch
        {
            Op.Add when IsZero(builder, o[0]) && IsNeverNegativeZero(builder, o[1], 0) => o[1],
            Op.Add when IsZero(builder, o[1]) && IsNeverNegativeZero(builder, o[0], 0) => o[0],
            Op.Subtract when IsZero(builder, o[1]) => o[0],
            Op.Multiply when NumberOf(builder, o[0]) == 1 => o[1],
            Op.Multiply or Op.Divide when NumberOf(builder, o[1]) == 1 => o[0],
            Op.Negate when builder.DefinitionOf(o[0]) is { Op: Op.Negate, IsChecked: false } inner => inner.Operands[0],
            _ => null,
        };
    }

    private static double? NumberOf(FunctionBuilder builder, int value) =>
        builder.DefinitionOf(value) is { Op: Op.Constant } c && builder.TypeOf(value).IsFloating ? Literal.Number(c.Bits) : null;

    private static bool IsZero(FunctionBuilder builder, int value) =>
        NumberOf(builder, value) is { } number && Literal.Bits(number) == 0;

    /// <summary>A sum is −0 only if both terms are, a difference only if it is −0 − 0; a square is not.</summary>
    private static bool IsNeverNegativeZero(FunctionBuilder builder, int value, int depth)
    {
        var definition = builder.DefinitionOf(value);
        var o = definition.Operands;
        return depth < 16 && definition.Op switch
        {
            Op.Constant => Literal.Bits(NumberOf(builder, value) ?? -0.0) != Literal.Bits(-0.0),
            Op.Add => IsNeverNegativeZero(builder, o[0], depth + 1) || IsNeverNegativeZero(builder, o[1], depth + 1),
            Op.Subtract => IsNeverNegativeZero(builder, o[0], depth + 1),
            Op.Multiply => o[0] == o[1] || IsScaledSquare(builder, o[0], o[1]),
            Op.Call => definition.Rule is "Exp" or "Abs" or "Cosh" or "Hypot" or "Pow" && (definition.Rule != "Pow" || builder.DefinitionOf(o[1]) is { Op: Op.Constant } power && Literal.Number(power.Bits) == 2),
            _ => false,
        };
    }

    /// <summary>c · a · a with a positive constant.</summary>
    private static bool IsScaledSquare(FunctionBuilder builder, int left, int right) =>
        builder.DefinitionOf(left) is { Op: Op.Multiply } product
        && product.Operands[1] == right
        && NumberOf(builder, product.Operands[0]) > 0;
}
