using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Rules;

/// <summary>
/// A value under construction: operators on it add instructions, so that the rule table reads as the maths. A number
/// takes the type of what it is combined with.
/// </summary>
internal readonly struct Expr
{
    private readonly FunctionBuilder? builder;
    private readonly double number;
    private readonly bool isPi;

    public Expr(FunctionBuilder builder, int value)
    {
        this.builder = builder;
        Value = value;
    }

    private Expr(double number, bool isPi = false)
    {
        this.number = number;
        this.isPi = isPi;
    }

    /// <summary>π, which is written by its name.</summary>
    public static Expr Pi => new(Math.PI, isPi: true);

    /// <summary>The value's number.</summary>
    public int Value { get; }

    private IrType Type => builder!.TypeOf(Value);

    public static implicit operator Expr(double number) => new(number);

    public static Expr operator +(Expr a, Expr b) => Binary(Op.Add, a, b, (x, y) => x + y);

    public static Expr operator -(Expr a, Expr b) => Binary(Op.Subtract, a, b, (x, y) => x - y);

    public static Expr operator *(Expr a, Expr b) => Binary(Op.Multiply, a, b, (x, y) => x * y);

    public static Expr operator /(Expr a, Expr b) => Binary(Op.Divide, a, b, (x, y) => x / y);

    public static Expr operator -(Expr a) => a.builder is { } b ? new Expr(b, b.Add(Op.Negate, a.Type, a.Value)) : new Expr(-a.number);

    public static Expr operator <(Expr a, Expr b) => Compare(Op.Less, a, b);

    public static Expr operator >(Expr a, Expr b) => Compare(Op.Greater, a, b);

    public static Expr operator <=(Expr a, Expr b) => Compare(Op.LessOrEqual, a, b);

    public static Expr operator >=(Expr a, Expr b) => Compare(Op.GreaterOrEqual, a, b);

    public static Expr operator &(Expr a, Expr b) => new(a.builder!, a.builder!.Add(Op.LogicalAnd, IrType.Boolean, a.Value, b.Value));

    public static Expr operator |(Expr a, Expr b) => new(a.builder!, a.builder!.Add(Op.LogicalOr, IrType.Boolean, a.Value, b.Value));

    /// <summary>Whether the two are equal; NaN equals nothing.</summary>
    public static Expr Same(Expr a, Expr b) => Compare(Op.Equal, a, b);

    /// <summary>Whether the value is NaN.</summary>
    public static Expr IsNaN(Expr a) => Compare(Op.NotEqual, a, a);

    /// <summary>One value or the other; both exist.</summary>
    public static Expr Select(Expr condition, Expr a, Expr b)
    {
        var builder = condition.builder!;
        var type = a.builder is not null ? a.Type : b.builder is not null ? b.Type : (IrType?)null;
        var known = type ?? TypeCompared(builder, condition.Value);
        return new Expr(builder, builder.Add(Op.Select, known, condition.Value, a.In(builder, known), b.In(builder, known)));
    }

    /// <summary>The product that is zero where the first factor is.</summary>
    public static Expr ZeroSafe(Expr adjoint, Expr partial) => Binary(Op.ZeroSafeProduct, adjoint, partial, (x, y) => x == 0 ? 0 : x * y);

    /// <summary>The quotient that is zero where the numerator is.</summary>
    public static Expr ZeroSafeQuotient(Expr adjoint, Expr divisor) => Binary(Op.ZeroSafeQuotient, adjoint, divisor, (x, y) => x == 0 ? 0 : x / y);

    /// <summary>A call of a function of the rule table.</summary>
    public static Expr Call(string rule, params Expr[] arguments)
    {
        var first = arguments.First(a => a.builder is not null);
        var builder = first.builder!;
        var operands = arguments.Select(a => a.In(builder, first.Type)).ToImmutableArray();
        return new Expr(builder, builder.Add(
            new Instruction { Op = Op.Call, Results = default, Operands = operands, Rule = rule, Text = KnownFunctions.Text(rule, first.Type) },
            first.Type));
    }

    /// <summary>An element of a tuple that a function of the rule table returned, as a function of its argument.</summary>
    public static Expr Element(string rule, string member, Expr tuple, Expr argument) => new(
        tuple.builder!,
        tuple.builder!.Add(
            new Instruction { Op = Op.Call, Results = default, Operands = ImmutableArray.Create(tuple.Value, argument.Value), Rule = rule, Text = "." + member },
            argument.Type));

    /// <summary>The number 1 in the type of <paramref name="x"/>.</summary>
    public static Expr One(Expr x) => new(x.builder!, x.builder!.Constant(1, x.Type));

    /// <summary>The value as one of the type of <paramref name="other"/>.</summary>
    public Expr As(Expr other) => Type == other.Type ? this : new Expr(builder!, builder!.Add(Op.Convert, other.Type, Value));

    /// <summary>The number, where the value is a constant.</summary>
    public double? Constant =>
        builder is null ? number
        : builder.DefinitionOf(Value) is { Op: Op.Constant } c && Type.IsFloating ? Literal.Number(c.Bits)
        : null;

    /// <summary>The value's number as one of the given type in the given function.</summary>
    public int In(FunctionBuilder function, IrType type) => builder is not null ? Value
        : isPi ? function.Constant(number, type, type.Kind == IrTypeKind.Single ? "global::System.MathF.PI" : "global::System.Math.PI")
        : function.Constant(number, type);

    private static Expr Binary(Op op, Expr a, Expr b, Func<double, double, double> fold)
    {
        var builder = a.builder ?? b.builder;
        if (builder is null)
        {
            return new Expr(fold(a.number, b.number));
        }

        var type = a.builder is not null ? a.Type : b.Type;
        return new Expr(builder, builder.Add(op, type, a.In(builder, type), b.In(builder, type)));
    }

    /// <summary>The type of the numbers that a condition compares.</summary>
    private static IrType TypeCompared(FunctionBuilder builder, int condition)
    {
        while (builder.TypeOf(condition).Kind == IrTypeKind.Boolean && builder.DefinitionOf(condition).Operands.Length > 0)
        {
            condition = builder.DefinitionOf(condition).Operands[0];
        }

        return builder.TypeOf(condition);
    }

    private static Expr Compare(Op op, Expr a, Expr b)
    {
        var builder = (a.builder ?? b.builder)!;
        var type = a.builder is not null ? a.Type : b.Type;
        return new Expr(builder, builder.Add(op, IrType.Boolean, a.In(builder, type), b.In(builder, type)));
    }
}
