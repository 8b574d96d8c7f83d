using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <content>Quotients: shared, cancelled, or known to the primal computation.</content>
internal sealed partial class Algebra
{
    /// <summary>
    /// (a / q) · f · q as a · f: what the partial of a quotient divides by, the chain rule through an exponential multiplies
    /// by again.
    /// </summary>
    private int? CancelDivisor(IrType type, int product, int q, int depth)
    {
        if (!IsDerived(product) || NumberOf(q) is not null || depth > 4)
        {
            return null;
        }

        var definition = builder.DefinitionOf(product);
        var o = definition.Operands;
        switch (definition.Op)
        {
            case Op.Divide or Op.ZeroSafeQuotient when o[1] == q:
                return o[0];
            case Op.Negate:
                return CancelDivisor(type, o[0], q, depth + 1) is { } positive ? Add(Op.Negate, type, positive) : null;
            case Op.Multiply or Op.ZeroSafeProduct:
                return CancelDivisor(type, o[0], q, depth + 1) is { } left ? Add(definition.Op, type, left, o[1])
                    : definition.Op == Op.Multiply && CancelDivisor(type, o[1], q, depth + 1) is { } right ? Add(Op.Multiply, type, o[0], right)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>(a / q) · e as a · (e / q), where the primal computation has e / q already.</summary>
    private int? KnownQuotient(Op product, IrType type, int quotient, int e) =>
        (Derived(quotient, Op.Divide) ?? Derived(quotient, Op.ZeroSafeQuotient)) is { } division
        && NumberOf(e) is null
        && builder.FindPrimal(Op.Divide, type, e, division.Operands[1]) is { } known
            ? Add(division.Op == Op.ZeroSafeQuotient ? Op.ZeroSafeProduct : product, type, division.Operands[0], known)
            : null;

    /// <summary>a / (p / q) / q as a / p: the logarithm of a quotient has a simple derivative.</summary>
    private (int Dividend, int Divisor)? OfQuotient(ImmutableArray<int> o) =>
        (Derived(o[0], Op.Divide) ?? Derived(o[0], Op.ZeroSafeQuotient)) is { } outer
        && Defined(outer.Operands[1], Op.Divide) is { } ratio
        && ratio.Operands[1] == o[1]
            ? (outer.Operands[0], ratio.Operands[0])
            : null;

    /// <summary>a · (p / q) as (a / q) · p: the quotient is shared with the other operand's partial, 1 / q.</summary>
    private int TimesQuotient(Op division, IrType type, int a, Instruction quotient)
    {
        int p = quotient.Operands[0];
        int q = quotient.Operands[1];
        if (NumberOf(p) is not null)
        {
            return Add(division, type, Add(Op.Multiply, type, p, a), q);
        }

        var product = division == Op.Divide ? Op.Multiply : Op.ZeroSafeProduct;
        return Add(product, type, Add(division, type, a, q), p);
    }

    /// <summary>Whether a value is computed before the loop here, where a quotient costs next to nothing.</summary>
    private bool IsInvariant(int value) => value < LoopStart;

    private int? ScaledQuotient(IrType type, ImmutableArray<int> o)
    {
        var (c, a) = NumberOf(o[0]) is { } number ? (number, -1) : Scaled(o[0]);
        var (d, b) = Scaled(o[1]);
        if (d == 1 || d == 0 || (c == 1 && a >= 0) || !IsExact(c / d, type) || (a >= 0 && !IsDerived(o[0])))
        {
            return null;
        }

        int numerator = a < 0 ? Number(c / d, type) : Add(Op.Multiply, type, Number(c / d, type), a);
        return Add(Op.Divide, type, numerator, b);
    }
}
