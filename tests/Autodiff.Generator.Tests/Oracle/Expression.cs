using System.Globalization;

namespace Autodiff.Generator.Tests.Oracle;

/// <summary>An expression of a test program: it can be written as C# and evaluated as a dual number.</summary>
internal abstract record Expression
{
    /// <summary>The C# text, in parentheses where it is not a primary expression.</summary>
    public abstract string Text { get; }

    public abstract ScalarType Type { get; }

    /// <summary>The operands in the order of evaluation.</summary>
    public virtual IReadOnlyList<Expression> Children => [];

    public abstract Dual Evaluate(Environment environment);

    /// <summary>Where the number that it is a name of is kept: it can be assigned.</summary>
    public virtual Place Locate(Environment environment) => throw new MalformedProgramException($"{Text} cannot be assigned");

    /// <summary>The same expression on other operands of the same types.</summary>
    public virtual Expression WithChildren(IReadOnlyList<Expression> children) => this;

    public sealed override string ToString() => Text;
}

/// <summary>A literal in the user's own spelling.</summary>
internal sealed record Literal(string Spelling, ScalarType LiteralType, double Value) : Expression
{
    public override string Text => Spelling.StartsWith('-') ? $"({Spelling})" : Spelling;

    public override ScalarType Type => LiteralType;

    public override Dual Evaluate(Environment environment) => Dual.Constant(Type, Value);

    public static Literal Of(ScalarType type, double value) => type switch
    {
        ScalarType.Boolean => new(value != 0 ? "true" : "false", type, value),
        ScalarType.Integer => new(((int)value).ToString(CultureInfo.InvariantCulture), type, (int)value),
        ScalarType.Single => new(((float)value).ToString("R", CultureInfo.InvariantCulture) + "f", type, (float)value),
        _ => new(WithPoint(value.ToString("R", CultureInfo.InvariantCulture)), type, value),
    };

    private static string WithPoint(string digits) => digits.Contains('.') || digits.Contains('E') ? digits : digits + ".0";
}

/// <summary>A parameter, a local, a constant, a field, a property or an element of a tuple.</summary>
/// <param name="Name">The name that the environment knows it by.</param>
/// <param name="Spelling">How it is written where it is read: <c>this.scale</c>.</param>
/// <param name="VariableType">Its type.</param>
internal sealed record Variable(string Name, string Spelling, ScalarType VariableType) : Expression
{
    public override string Text => Spelling;

    public override ScalarType Type => VariableType;

    public override Place Locate(Environment environment) => environment.Find(Name);

    public override Dual Evaluate(Environment environment) => Locate(environment).Value;
}

/// <summary><c>+ - * / %</c>.</summary>
internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression
{
    public override string Text => $"({Left} {Operator} {Right})";

    public override ScalarType Type => ScalarTypes.Promote(Left.Type, Right.Type);

    public override IReadOnlyList<Expression> Children => [Left, Right];

    public override Dual Evaluate(Environment environment)
    {
        var left = Left.Evaluate(environment);
        return Arithmetic.Apply(Operator, left, Right.Evaluate(environment));
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new Binary(Operator, children[0], children[1]);
}

internal sealed record Negation(Expression Operand) : Expression
{
    public override string Text => $"(-{Operand})";

    public override ScalarType Type => Operand.Type;

    public override IReadOnlyList<Expression> Children => [Operand];

    public override Dual Evaluate(Environment environment) => Arithmetic.Negate(Operand.Evaluate(environment));

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new Negation(children[0]);
}

internal sealed record Cast(ScalarType Target, Expression Operand, bool IsChecked = false) : Expression
{
    public override string Text => IsChecked ? $"checked(({Target.Keyword()}){Operand})" : $"(({Target.Keyword()}){Operand})";

    public override ScalarType Type => Target;

    public override IReadOnlyList<Expression> Children => [Operand];

    public override Dual Evaluate(Environment environment) => Operand.Evaluate(environment).ConvertTo(Target);

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Operand = children[0] };
}

/// <summary>A conditional expression: what is not taken is not evaluated.</summary>
internal sealed record Conditional(Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression
{
    public override string Text => $"({Condition} ? {WhenTrue} : {WhenFalse})";

    public override ScalarType Type => ScalarTypes.Promote(WhenTrue.Type, WhenFalse.Type);

    public override IReadOnlyList<Expression> Children => [Condition, WhenTrue, WhenFalse];

    public override Dual Evaluate(Environment environment) =>
        (Condition.Evaluate(environment).IsTrue ? WhenTrue : WhenFalse).Evaluate(environment).ConvertTo(Type);

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new Conditional(children[0], children[1], children[2]);
}

internal sealed record Comparison(string Operator, Expression Left, Expression Right) : Expression
{
    public override string Text => $"({Left} {Operator} {Right})";

    public override ScalarType Type => ScalarType.Boolean;

    public override IReadOnlyList<Expression> Children => [Left, Right];

    public override Dual Evaluate(Environment environment)
    {
        var left = Left.Evaluate(environment);
        return Arithmetic.Compare(Operator, left, Right.Evaluate(environment));
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new Comparison(Operator, children[0], children[1]);
}

/// <summary><c>&amp;&amp; || &amp; | ^</c> on truth values.</summary>
internal sealed record Logical(string Operator, Expression Left, Expression Right) : Expression
{
    public override string Text => $"({Left} {Operator} {Right})";

    public override ScalarType Type => ScalarType.Boolean;

    public override IReadOnlyList<Expression> Children => [Left, Right];

    public override Dual Evaluate(Environment environment)
    {
        bool left = Left.Evaluate(environment).IsTrue;
        return Dual.Boolean(Operator switch
        {
            "&&" => left && Right.Evaluate(environment).IsTrue,
            "||" => left || Right.Evaluate(environment).IsTrue,
            "&" => left & Right.Evaluate(environment).IsTrue,
            "|" => left | Right.Evaluate(environment).IsTrue,
            "^" => left ^ Right.Evaluate(environment).IsTrue,
            _ => throw new InvalidOperationException(Operator),
        });
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new Logical(Operator, children[0], children[1]);
}

internal sealed record Not(Expression Operand) : Expression
{
    public override string Text => $"(!{Operand})";

    public override ScalarType Type => ScalarType.Boolean;

    public override IReadOnlyList<Expression> Children => [Operand];

    public override Dual Evaluate(Environment environment) => Dual.Boolean(!Operand.Evaluate(environment).IsTrue);

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new Not(children[0]);
}
