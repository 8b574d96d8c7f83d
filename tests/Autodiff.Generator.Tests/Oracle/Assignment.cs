namespace Autodiff.Generator.Tests.Oracle;

/// <summary>An assignment, simple or compound (<c>=</c>, <c>+=</c>, …), whose value is the variable's new value.</summary>
internal sealed record Assignment(Expression Target, string Operator, Expression Value) : Expression
{
    public override string Text => $"({Statement})";

    /// <summary>The text as a statement without its semicolon.</summary>
    public string Statement => $"{Target} {Operator} {Declaration.Unwrapped(Value)}";

    public override ScalarType Type => Target.Type;

    public override IReadOnlyList<Expression> Children => [Value];

    public override Dual Evaluate(Environment environment)
    {
        // The old value is read before the right side runs, which may itself assign the variable.
        var place = Target.Locate(environment);
        var old = place.Value;
        var value = Value.Evaluate(environment);
        var result = Operator == "=" ? value : Arithmetic.Apply(Operator[..1], old, value);
        environment.Note(result);
        return place.Value = result.ConvertTo(Type);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Value = children[0] };
}

/// <summary><c>++</c> and <c>--</c>, before or after the variable.</summary>
internal sealed record Increment(Expression Target, string Operator, bool IsPrefix) : Expression
{
    public override string Text => $"({Statement})";

    /// <summary>The text as a statement without its semicolon.</summary>
    public string Statement => IsPrefix ? Operator + Target : Target + Operator;

    public override ScalarType Type => Target.Type;

    public override Dual Evaluate(Environment environment)
    {
        var place = Target.Locate(environment);
        var old = place.Value;
        var result = Arithmetic.Apply(Operator[..1], old, Dual.Constant(ScalarType.Integer, 1)).ConvertTo(Type);
        place.Value = result;
        return IsPrefix ? result : old;
    }
}
