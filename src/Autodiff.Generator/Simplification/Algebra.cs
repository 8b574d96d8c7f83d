using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// The algebra of derivative code: a table of rewrites, each of which gives the value that an operation equals, or
/// nothing. They hold for real numbers and keep the accuracy, but not always the last bit; the primal computation is
/// never rewritten. A rewrite never adds an operation.
/// </summary>
internal sealed partial class Algebra
{
    /// <summary>How many rewrites may follow one another: a bound that no useful chain reaches.</summary>
    private const int MaximumDepth = 24;

    private readonly FunctionBuilder builder;
    private readonly Ranges ranges;
    private readonly Undefined undefined;
    private readonly HashSet<int> defined = [];
    private int depth;
    private readonly List<Func<IrType, ImmutableArray<int>, int?>>?[] table = new List<Func<IrType, ImmutableArray<int>, int?>>?[(int)Op.Loop];

    public Algebra(FunctionBuilder builder, int size, bool isCalled = false)
    {
        this.builder = builder;
        ranges = new Ranges(builder.DefinitionOf, builder.TypeOf, size);
        undefined = new Undefined(builder.DefinitionOf, builder.TypeOf, ranges, defined.Contains) { IsCalled = isCalled };
        Facts = new BranchFacts(builder, ranges);
        foreach (var (op, rewrite) in Table())
        {
            (table[(int)op] ??= []).Add(rewrite);
        }
    }

    /// <summary>What is known where the builder is.</summary>
    public BranchFacts Facts { get; }

    /// <summary>The first value of the innermost loop that the builder is in; what is before it is invariant there.</summary>
    public int LoopStart { get; set; }

    /// <summary>Whether the function may discard a NaN, so that it matters which values may be one.</summary>
    public bool MayDiscard { get; init; }

    /// <summary>
    /// Whether a quotient is taken as a product where the inverse of its divisor is there: not before dead code is gone, since
    /// the inverse may be.
    /// </summary>
    public bool SharesInverses { get; init; }

    /// <summary>Adds an operation in its simplest form.</summary>
    public int Add(Op op, IrType type, params int[] operands) => Add(op, type, ImmutableCollectionsMarshal.AsImmutableArray(operands));

    /// <summary>Adds an operation in its simplest form.</summary>
    public int Add(Op op, IrType type, ImmutableArray<int> o)
    {
        if (type.IsFloating && depth < MaximumDepth && table[(int)op] is { } rewrites)
        {
            depth++;
            foreach (var rewrite in rewrites)
            {
                if (rewrite(type, o) is { } value)
                {
                    depth--;
                    return value;
                }
            }

            depth--;
        }

        return Note(builder.Add(op, type, o));
    }

    /// <summary>Takes note of a value that was made elsewhere; all are, in order of their definition.</summary>
    public int Note(int value)
    {
        ranges.Define(value);
        if (MayDiscard)
        {
            undefined.MayBe(value);
        }

        return value;
    }

    /// <summary>Takes note that a value that a loop carries, or that was read from an array, is a number if the inputs are.</summary>
    public void NoteDefined(int value) => defined.Add(value);

    /// <summary>Takes note that a value is not positive.</summary>
    public void NoteNonPositive(int value) => ranges.Define(value, Interval.NonPositive);

    private bool IsDefined(int value) => !MayDiscard || !undefined.MayBe(value);

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
        yield return (Op.Add, (t, o) => Derived(o[0], Op.Subtract) is { } d && d.Operands[1] == o[1] ? d.Operands[0] : null); // (a - b) + b
        yield return (Op.Add, (t, o) => Coefficients(t, o, (a, b) => a + b));                                            // 2a + 3a
        yield return (Op.Add, (t, o) => LikeTerms(t, o, 1));                                                             // a(bc) + 2(ab)c
        yield return (Op.Add, (t, o) => CommonFactor(Op.Add, t, o));                                                     // ab + ac
        yield return (Op.Subtract, (t, o) => Is(o[1], 0) ? o[0] : null);                                                 // a - 0
        yield return (Op.Subtract, (t, o) => Is(o[0], 0) ? Add(Op.Negate, t, o[1]) : null);                              // 0 - b
        yield return (Op.Subtract, (t, o) => Fold(t, o, (a, b) => a - b));                                               // 2 - 1
        yield return (Op.Subtract, (t, o) => o[0] == o[1] ? Number(0, t) : null);                                        // a - a
        yield return (Op.Subtract, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.Add, t, a, o[1])) : null); // -a - b
        yield return (Op.Subtract, (t, o) => Negated(o[1]) is { } b ? Add(Op.Add, t, o[0], b) : null);                   // a - -b
        yield return (Op.Subtract, (t, o) => Derived(o[0], Op.Add) is { } s ? (s.Operands[1] == o[1] ? s.Operands[0] : s.Operands[0] == o[1] ? s.Operands[1] : null) : null); // (a + b) - b
        yield return (Op.Subtract, (t, o) => Coefficients(t, o, (a, b) => a - b));                                       // 3a - 2a
        yield return (Op.Subtract, (t, o) => LikeTerms(t, o, -1));                                                       // 3(ab)c - a(bc)
        yield return (Op.Subtract, (t, o) => CommonFactor(Op.Subtract, t, o));                                           // ab - ac

        // Signs
        yield return (Op.Negate, (t, o) => NumberOf(o[0]) is { } a ? Number(-a, t) : null);                              // -(1)
        yield return (Op.Negate, (t, o) => Negated(o[0]));                                                               // -(-a)
        yield return (Op.Negate, (t, o) => Derived(o[0], Op.Subtract) is { } s ? Add(Op.Subtract, t, s.Operands[1], s.Operands[0]) : null); // -(a - b)

        // Products; their signs go outwards, where they meet sums
        yield return (Op.Multiply, (t, o) => Is(o[0], 0) || Is(o[1], 0) ? Number(0, t) : null);                          // 0 * a
        yield return (Op.Multiply, (t, o) => Is(o[0], 1) ? o[1] : Is(o[1], 1) ? o[0] : null);                            // 1 * a
        yield return (Op.Multiply, (t, o) => Is(o[0], -1) ? Add(Op.Negate, t, o[1]) : Is(o[1], -1) ? Add(Op.Negate, t, o[0]) : null); // -1 * a
        yield return (Op.Multiply, (t, o) => Fold(t, o, (a, b) => a * b));                                               // 2 * 3
        yield return (Op.Multiply, (t, o) => NumberOf(o[1]) is not null && NumberOf(o[0]) is null ? Add(Op.Multiply, t, o[1], o[0]) : null); // a * 2
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is { } c && Scaled(o[1]) is var (d, a) && d != 1 && IsFinite(c * d) ? Add(Op.Multiply, t, Number(c * d, t), a) : null); // 2 * 3a
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is null && IsDerived(o[1]) && Scaled(o[1]) is var (c, x) && c != 1 && Choice(x) is not null ? Add(Op.Multiply, t, Number(c, t), Add(Op.Multiply, t, o[0], x)) : null); // a * 2(c ? 1 : 0)
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is null && IsDerived(o[1]) && Scaled(o[1]) is var (c, x) && c != 1 ? Add(Op.Multiply, t, Add(Op.Multiply, t, Number(c, t), o[0]), x) : null); // a * 2x
        yield return (Op.Multiply, (t, o) => CancelDivisor(t, o[0], o[1], 0) ?? CancelDivisor(t, o[1], o[0], 0));        // (a / q) * q
        yield return (Op.Multiply, (t, o) => KnownQuotient(Op.Multiply, t, o[0], o[1]) ?? KnownQuotient(Op.Multiply, t, o[1], o[0])); // (a / q) * e where e / q exists
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is { } c && Derived(o[1], Op.Multiply) is { } p ? CancelFactor(t, c, p) : null); // 2 * ((0.5 * a) * b)
        yield return (Op.Multiply, (t, o) => Reassociated(t, o[0], o[1]) ?? Reassociated(t, o[1], o[0]));                // (a * b) * c where b * c exists
        yield return (Op.Multiply, (t, o) => NumberOf(o[0]) is < 0 and var c ? Add(Op.Negate, t, Add(Op.Multiply, t, Number(-c, t), o[1])) : null); // -2 * b
        yield return (Op.Multiply, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.Multiply, t, a, o[1])) : null); // -a * b
        yield return (Op.Multiply, (t, o) => Negated(o[1]) is { } b ? Add(Op.Negate, t, Add(Op.Multiply, t, o[0], b)) : null); // a * -b
        yield return (Op.Multiply, (t, o) => Derived(o[1], Op.Divide) is { } q && !IsInvariant(o[1]) ? TimesQuotient(Op.Divide, t, o[0], q) : null);  // a * (p / q)
        yield return (Op.Multiply, (t, o) => Choice(o[1]) is { } s && (NumberOf(o[0]) is null || IsConstantChoice(s)) ? IntoChoice(Op.Multiply, t, o[0], s) : null); // a * (c ? 1 : 0)

        // Quotients
        yield return (Op.Divide, (t, o) => Is(o[0], 0) ? Number(0, t) : null);                                           // 0 / a
        yield return (Op.Divide, (t, o) => Is(o[1], 1) ? o[0] : null);                                                   // a / 1
        yield return (Op.Divide, (t, o) => Fold(t, o, (a, b) => a / b));                                                 // 1 / 2
        yield return (Op.Divide, (t, o) => NumberOf(o[0]) is < 0 and var c ? Add(Op.Negate, t, Add(Op.Divide, t, Number(-c, t), o[1])) : null); // -1 / b
        yield return (Op.Divide, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.Divide, t, a, o[1])) : null); // -a / b
        yield return (Op.Divide, (t, o) => Negated(o[1]) is { } b ? Add(Op.Negate, t, Add(Op.Divide, t, o[0], b)) : null); // a / -b
        yield return (Op.Divide, (t, o) => ScaledQuotient(t, o));                                                        // 2a / 4b
        yield return (Op.Divide, (t, o) => SharesInverses && NumberOf(o[0]) is not 1 && builder.FindExisting(Op.Divide, t, Number(1, t), o[1]) is { } inverse ? Note(builder.Add(Op.Multiply, t, o[0], inverse)) : null); // a / q where 1 / q exists
        yield return (Op.Divide, (t, o) => OfQuotient(o) is { } q ? Add(Op.Divide, t, q.Dividend, q.Divisor) : null);    // a / (p / q) / q

        // Choices
        yield return (Op.Select, (t, o) => o[1] == o[2] ? o[1] : null);                                                  // c ? a : a
        yield return (Op.Select, (t, o) => TruthOf(o[0]) is { } truth ? o[truth ? 1 : 2] : null);                        // a == 0 ? b : c where a is not zero

        // Conversions
        yield return (Op.Convert, (t, o) => builder.TypeOf(o[0]) == t ? o[0] : null);                                    // (double)(double)a
        yield return (Op.Convert, (t, o) => NumberOf(o[0]) is { } a && t.IsFloating && IsExact(a, t) ? Number(a, t) : null); // (float)1

        // Zero-safe products: zero where the adjoint is
        yield return (Op.ZeroSafeProduct, (t, o) => Is(o[0], 0) ? Number(0, t) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => o[0] == o[1] ? Add(Op.Multiply, t, o[0], o[1]) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => CancelDivisor(t, o[0], o[1], 0));
        yield return (Op.ZeroSafeProduct, (t, o) => KnownQuotient(Op.ZeroSafeProduct, t, o[0], o[1]));
        yield return (Op.ZeroSafeProduct, (t, o) => Choice(o[1]) is { } s ? IntoChoice(Op.ZeroSafeProduct, t, o[0], s) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => (ranges.IsBounded(o[1]) && IsDefined(o[1])) || ranges.IsNonZero(o[0]) ? Add(Op.Multiply, t, o[0], o[1]) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.ZeroSafeProduct, t, a, o[1])) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Negated(o[1]) is { } p ? Add(Op.Negate, t, Add(Op.ZeroSafeProduct, t, o[0], p)) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Derived(o[1], Op.Divide) is { } q && !IsInvariant(o[1]) ? TimesQuotient(Op.ZeroSafeQuotient, t, o[0], q) : null);
        yield return (Op.ZeroSafeProduct, (t, o) => Scaled(o[1]) is var (c, a) && c != 1 && IsDerived(o[1]) ? Add(Op.Multiply, t, Number(c, t), Add(Op.ZeroSafeProduct, t, o[0], a)) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => Is(o[0], 0) ? Number(0, t) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => (ranges.HasFiniteInverse(o[1]) && IsDefined(o[1])) || ranges.IsNonZero(o[0]) ? Add(Op.Divide, t, o[0], o[1]) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => OfQuotient(o) is { } q ? Add(Op.ZeroSafeQuotient, t, q.Dividend, q.Divisor) : null);
        yield return (Op.ZeroSafeQuotient, (t, o) => Negated(o[0]) is { } a ? Add(Op.Negate, t, Add(Op.ZeroSafeQuotient, t, a, o[1])) : null);
    }
}
