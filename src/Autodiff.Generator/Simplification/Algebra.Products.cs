using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <content>Sums and products: like terms, common factors, constants that cancel.</content>
internal sealed partial class Algebra
{
    private int? Coefficients(IrType type, ImmutableArray<int> o, Func<double, double, double> operation)
    {
        var (c, a) = Scaled(o[0]);
        var (d, b) = Scaled(o[1]);
        return a == b && (c != 1 || d != 1) && IsExact(operation(c, d), type)
            ? Add(Op.Multiply, type, Number(operation(c, d), type), a)
            : null;
    }

    /// <summary>c · ((d · a) · b) as (c d) · (a b), where the constants make a simple one.</summary>
    private int? CancelFactor(IrType type, double c, Instruction product)
    {
        for (int i = 0; i < 2; i++)
        {
            var (d, a) = Scaled(product.Operands[i]);
            if (d != 1 && IsFinite(c * d))
            {
                return Add(Op.Multiply, type, Number(c * d, type), Add(Op.Multiply, type, a, product.Operands[1 - i]));
            }
        }

        return null;
    }

    /// <summary>(a · b) · c as a · (b · c), where the primal computation has b · c already.</summary>
    private int? Reassociated(IrType type, int product, int c)
    {
        if (Derived(product, Op.Multiply) is not { } p || NumberOf(c) is not null)
        {
            return null;
        }

        for (int i = 0; i < 2; i++)
        {
            int b = p.Operands[i];
            if (NumberOf(b) is null && (builder.FindPrimal(Op.Multiply, type, b, c) ?? builder.FindPrimal(Op.Multiply, type, c, b)) is { } known)
            {
                return Add(Op.Multiply, type, p.Operands[1 - i], known);
            }
        }

        return null;
    }

    private readonly ImmutableArray<int>.Builder factors = ImmutableArray.CreateBuilder<int>();
    private readonly Stack<int> pending = new();

    /// <summary>A product as a constant and its factors in order of their numbers, products of the primal taken apart too.</summary>
    private (double Factor, ImmutableArray<int> Factors) Monomial(int value)
    {
        double factor = 1;
        factors.Clear();
        pending.Push(value);
        while (pending.Count > 0)
        {
            int next = pending.Pop();
            var definition = builder.DefinitionOf(next);
            if (NumberOf(next) is { } number)
            {
                factor *= number;
            }
            else if (definition.Op == Op.Negate)
            {
                factor = -factor;
                pending.Push(definition.Operands[0]);
            }
            else if (definition.Op == Op.Multiply && factors.Count + pending.Count < 8)
            {
                pending.Push(definition.Operands[0]);
                pending.Push(definition.Operands[1]);
            }
            else
            {
                factors.Add(next);
            }
        }

        factors.Sort();
        return (factor, factors.ToImmutable());
    }

    /// <summary>The sum of two terms of the same factors as a multiple of the one of them that makes the simplest product.</summary>
    private int? LikeTerms(IrType type, ImmutableArray<int> o, int sign)
    {
        if (!IsProduct(o[0]) || !IsProduct(o[1]))
        {
            return null;
        }

        var (c, left) = Monomial(o[0]);
        var (d, right) = Monomial(o[1]);
        if (left.Length == 0 || !left.SequenceEqual(right))
        {
            return null;
        }

        double sum = c + (sign * d);
        var candidates = o.Select(v => Scaled(v).Value)
            .Select(v => (Value: v, Multiple: sum / Monomial(v).Factor))
            .Where(v => IsExact(v.Multiple, type))
            .OrderBy(v => v.Multiple == 1 ? 0 : v.Multiple == -1 ? 1 : 2)
            .ToList();
        return candidates.Count == 0 ? null : Add(Op.Multiply, type, Number(candidates[0].Multiple, type), candidates[0].Value);
    }

    private bool IsProduct(int value) => builder.DefinitionOf(value).Op is Op.Multiply or Op.Negate;

    private int? CommonFactor(Op op, IrType type, ImmutableArray<int> o)
    {
        if (Derived(o[0], Op.Multiply) is not { } p || Derived(o[1], Op.Multiply) is not { } q)
        {
            return null;
        }

        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                if (p.Operands[i] == q.Operands[j])
                {
                    return Add(Op.Multiply, type, p.Operands[i], Add(op, type, p.Operands[1 - i], q.Operands[1 - j]));
                }
            }
        }

        return null;
    }
}
