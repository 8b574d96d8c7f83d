using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// The algebra of derivative code: a table of rewrites, each of which gives the value that an operation equals, or
/// nothing. They hold for real numbers and keep the accuracy, but not always the last bit; the primal computation is
/// never rewritten. A rewrite never adds an operation.
/// </summary>
internal sealed class Algebra
{
    /// <summary>How many rewrites may follow one another: a bound that no useful chain reaches.</summary>
    private const int MaximumDepth = 24;

    private readonly FunctionBuilder builder;
    private readonly Ranges ranges;
    private int depth;
    private readonly ILookup<Op, Func<IrType, ImmutableArray<int>, int?>> table;

    public Algebra(FunctionBuilder builder)
    {
        this.builder = builder;
        ranges = new Ranges(builder);
        table = Table().ToLookup(r => r.Op, r => r.Rewrite);
    }

    /// <summary>Adds an operation in its simplest form.</summary>
    public int Add(Op op, IrType type, params int[] operands)
    {
        var o = operands.ToImmutableArray();
        if (type.IsFloating && depth < MaximumDepth)
        {
            depth++;
            foreach (var rewrite in table[op])
            {
                if (rewrite(type, o) is { } value)
                {
                    depth--;
                    return value;
                }
            }

            depth--;
        }

        return Note(builder.Add(op, type, operands));
    }

    /// <summary>Takes note of a value that was made elsewhere; all are, in order of their definition.</summary>
    public int Note(int value)
    {
        ranges.Of(value);
        return value;
    }

    private IEnumerable<(Op Op, Func<IrType, ImmutableArray<int>, int?> Rewrite)> Table()
    {
        // Sums
        yield return (Op.Add, (t, o) => Is(o[0], 0) ? o[1] : null);                                                      // 0 + b
        yield return (Op.Add, (t, o) => Is(o[1], 0) ? o[0] : null);                                                      // a + 0
        yield return (Op.Add, (t, o) => Fold(t, o, (a, b) => a + b));                                                    // 1 + 2
        yield return (Op.Add, (t, o) => o[0] == o[1] ? Add(Op.Multiply, t, Number(2, t), o[0]) : null);                  // a + a
        yield return (Op.Add, (t, o) => Negated(o[1]) is { } b ? Add(Op.Subtract, t, o[0], b) : null);                   // a + -b
        yield return (Op.Add, (t, o) => Negated(o[0]) is { } a ? Add(Op.Subtract, t, o[1], a) : null);                   // -a + b
        yield return (Op.Add, (t, o) => NumberOf(o[1]) is < 0 and var c ? Add(Op.Subtract, t, o[0], Number(-c, t)) : null); // a + -1
        yield return (Op.Subtract, (t, o) => NumberOf(o[1]) is < 0 and var c ? Add(Op.Add, t, o[0], Number(-c, t)) : null); // a - -1
        yield return (Op.Add, (t, o) => IsDerived(o[1]) && Scaled(o[1]) is ( < 0, var b) and var (c, _) ? Add(Op.Subtract, t, o[0], Add(Op.Multiply, t, Number(-c, t), b)) : null); // a + -2b
        yield return (Op.Add, (t, o) => Coefficients(t, o, (a, b) => a + b));                                            // 2a + 3a
        yield return (Op.Add, (t, o) => LikeTerms(t, o, 1));                                                             // a(bc) + 2(ab)c
        yield return (Op.Add, (t, o) => CommonFactor(Op.Add, t, o));                                                     // ab + ac
        yield return (Op.Subtract, (t, o) => Is(o[1], 0) ? o[0] : null);                                                 // a - 0
        yield return (Op.Subtract, (t, o) => Is(o[0], 0) ? Add(Op.Negate, t, o[1]) : null);                              // 0 - b
        yield return (Op.Subtract, (t, o) => Fold(t, o, (a, b) => a - b));                                               // 2 - 1
        yield return (Op.Subtract, (t, o) => Negated(o[1]) is { } b ? Add(Op.Add, t, o[0], b) : null);                   // a - -b
        yield return (Op.Subtract, (t, o) => Coefficients(t, o, (a, b) => a - b));                                       // 3a - 2a
        yield return (Op.Subtract, (t, o) => LikeTerms(t, o, -1));                                                       // 3(ab)c - a(bc)
        yield return (Op.Subtract, (t, o) => CommonFactor(Op.Subtract, t, o));                                           // ab - ac

        // Signs
        yield return (Op.Negate, (t, o) => NumberOf(o[0]) is { } a ? Number(-a, t) : null);                              // -(1)
        yield return (Op.Negate, (t, o) => Negated(o[0]));                                                               // -(-a)
        yield return (Op.Negate, (t, o) => Derived(o[0], Op.Subtract) is { } s ? Add(Op.Subtract, t, s.Operands[1], s.Operands[0]) : null); // -(a - b)
        yield return (Op.Negate, (t, o) => IsLastUse && Scaled(o[0]) is var (c, a) && c != 1 && IsDerived(o[0]) ? Add(Op.Multiply, t, Number(-c, t), a) : null); // -(2a)

        // Products
        yield return (Op.Multiply, (t, o) => Is(o[0], 0) || Is(o[1], 0) ? Number(0, t) : null);                          // 0 * a
        yield return (Op.Multiply, (t, o) => Is(o[0], 1) ? o[1] : Is(o[1], 1) ? o[0] : null);                            // 1 * a
        yield return (Op.Multiply, (t, o) => Is(o[0], -1) ? Add(Op.Negate, t, o[1]) : Is(o[1], -1) ? Add(Op.Negate, t, o[0]) : null); // -1 * a
        yield return (Op.Multiply, (t, o) => Fold(t, o, (a, b) => a * b));                                               // 2 * 3
        yield return (Op.Multiply, (t, o) => NumberOf(o[1]) is not null && NumberOf(o[0]) is null ? Add(Op.Multiply, t, o[1], o[0]) : null); // a * 2
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is { } c && Scaled(o[1]) is var (d, a) && d != 1 && IsFinite(c * d) ? Add(Op.Multiply, t, Number(c * d, t), a) : null); // 2 * 3a
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is null && IsDerived(o[1]) && Scaled(o[1]) is var (c, x) && c != 1 ? Add(Op.Multiply, t, Add(Op.Multiply, t, Number(c, t), o[0]), x) : null); // a * 2x
        yield return (Op.Multiply, (t, o) => CancelDivisor(t, o[0], o[1], 0) ?? CancelDivisor(t, o[1], o[0], 0));        // (a / q) * q
        yield return (Op.Multiply, (t, o) => KnownQuotient(Op.Multiply, t, o[0], o[1]) ?? KnownQuotient(Op.Multiply, t, o[1], o[0])); // (a / q) * e where e / q exists
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is { } c && Derived(o[1], Op.Multiply) is { } p ? CancelFactor(t, c, p) : null); // 2 * ((0.5 * a) * b)
        yield return (Op.Multiply, (t, o) => Reassociated(t, o[0], o[1]) ?? Reassociated(t, o[1], o[0]));                // (a * b) * c where b * c exists
        yield return (Op.Multiply, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.Multiply, t, a, o[1])) : null); // -a * b
        yield return (Op.Multiply, (t, o) => Negated(o[1]) is { } b ? Add(Op.Negate, t, Add(Op.Multiply, t, o[0], b)) : null); // a * -b
        yield return (Op.Multiply, (t, o) => Derived(o[1], Op.Divide) is { } q ? TimesQuotient(Op.Divide, t, o[0], q) : null);  // a * (p / q)
        yield return (Op.Multiply, (t, o) => Choice(o[1]) is { } s && (NumberOf(o[0]) is null || IsConstantChoice(s)) ? IntoChoice(Op.Multiply, t, o[0], s) : null); // a * (c ? 1 : 0)

        // Quotients
        yield return (Op.Divide, (t, o) => Is(o[0], 0) ? Number(0, t) : null);                                           // 0 / a
        yield return (Op.Divide, (t, o) => Is(o[1], 1) ? o[0] : null);                                                   // a / 1
        yield return (Op.Divide, (t, o) => Fold(t, o, (a, b) => a / b));                                                 // 1 / 2
        yield return (Op.Divide, (t, o) => NumberOf(o[0]) is < 0 and var c ? Add(Op.Negate, t, Add(Op.Divide, t, Number(-c, t), o[1])) : null); // -1 / b
        yield return (Op.Divide, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.Divide, t, a, o[1])) : null); // -a / b
        yield return (Op.Divide, (t, o) => Negated(o[1]) is { } b ? Add(Op.Negate, t, Add(Op.Divide, t, o[0], b)) : null); // a / -b
        yield return (Op.Divide, (t, o) => ScaledQuotient(t, o));                                                        // 2a / 4b
        yield return (Op.Divide, (t, o) => OfQuotient(o) is { } q ? Add(Op.Divide, t, q.Dividend, q.Divisor) : null);    // a / (p / q) / q

        // Choices
        yield return (Op.Select, (t, o) => o[1] == o[2] ? o[1] : null);                                                  // c ? a : a

        // Conversions
        yield return (Op.Convert, (t, o) => builder.TypeOf(o[0]) == t ? o[0] : null);                                    // (double)(double)a
        yield return (Op.Convert, (t, o) => NumberOf(o[0]) is { } a && t.IsFloating && IsExact(a, t) ? Number(a, t) : null); // (float)1

        // Zero-safe products: zero where the adjoint is
        yield return (Op.ZeroSafeProduct, (t, o) => Is(o[0], 0) ? Number(0, t) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => o[0] == o[1] ? Add(Op.Multiply, t, o[0], o[1]) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => CancelDivisor(t, o[0], o[1], 0));
        yield return (Op.ZeroSafeProduct, (t, o) => KnownQuotient(Op.ZeroSafeProduct, t, o[0], o[1]));
        yield return (Op.ZeroSafeProduct, (t, o) => Choice(o[1]) is { } s ? IntoChoice(Op.ZeroSafeProduct, t, o[0], s) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => ranges.IsBounded(o[1]) || ranges.IsNonZero(o[0]) ? Add(Op.Multiply, t, o[0], o[1]) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.ZeroSafeProduct, t, a, o[1])) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Negated(o[1]) is { } p ? Add(Op.Negate, t, Add(Op.ZeroSafeProduct, t, o[0], p)) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Derived(o[1], Op.Divide) is { } q ? TimesQuotient(Op.ZeroSafeQuotient, t, o[0], q) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Scaled(o[1]) is var (c, a) && c != 1 && IsDerived(o[1]) ? Add(Op.Multiply, t, Number(c, t), Add(Op.ZeroSafeProduct, t, o[0], a)) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => Is(o[0], 0) ? Number(0, t) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => ranges.IsNonZero(o[1]) || ranges.IsNonZero(o[0]) ? Add(Op.Divide, t, o[0], o[1]) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => OfQuotient(o) is { } q ? Add(Op.ZeroSafeQuotient, t, q.Dividend, q.Divisor) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.ZeroSafeQuotient, t, a, o[1])) : null);
    }

    /// <summary>Whether the operand of the operation that is being added is used by nothing else.</summary>
    public bool IsLastUse { get; set; }

    private double? NumberOf(int value) =>
        builder.DefinitionOf(value) is { Op: Op.Constant } c && builder.TypeOf(value).IsFloating ? Literal.Number(c.Bits) : null;

    private bool Is(int value, double number) => NumberOf(value) is { } n && n == number;

    private int Number(double number, IrType type) => Note(builder.Constant(number, type));

    /// <summary>The definition of a value, where it is that operation.</summary>
    private Instruction? Defined(int value, Op op) => builder.DefinitionOf(value) is { } d && d.Op == op ? d : null;

    /// <summary>The definition of a value, where it is that operation and belongs to derivative code.</summary>
    private Instruction? Derived(int value, Op op) => builder.DefinitionOf(value) is { IsPrimal: false } d && d.Op == op ? d : null;

    private bool IsDerived(int value) => !builder.DefinitionOf(value).IsPrimal;

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
            if (d != 1 && IsExact(c * d, type))
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

    /// <summary>A product as a constant and its factors in order of their numbers, products of the primal taken apart too.</summary>
    private (double Factor, ImmutableArray<int> Factors) Monomial(int value)
    {
        double factor = 1;
        var factors = ImmutableArray.CreateBuilder<int>();
        var pending = new Stack<int>();
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

    /// <summary>A choice in derivative code that has a constant on one side at least.</summary>
    private Instruction? Choice(int value) =>
        Derived(value, Op.Select) is { } s && (IsUnit(s.Operands[1]) || IsUnit(s.Operands[2])) ? s : null;

    private bool IsUnit(int value) => NumberOf(value) is 0 or 1 or -1;

    private bool IsConstantChoice(Instruction choice) => NumberOf(choice.Operands[1]) is not null && NumberOf(choice.Operands[2]) is not null;

    private int IntoChoice(Op product, IrType type, int a, Instruction choice) => Add(
        Op.Select,
        type,
        choice.Operands[0],
        Add(product, type, a, choice.Operands[1]),
        Add(product, type, a, choice.Operands[2]));

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
