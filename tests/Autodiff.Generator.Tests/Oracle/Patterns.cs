namespace Autodiff.Generator.Tests.Oracle;

/// <summary><c>x is &gt;= low and &lt; high</c>.</summary>
internal sealed record RangePattern(Expression Operand, Literal Low, Literal High) : Expression
{
    public override string Text => $"({Operand} is >= {Low.Spelling} and < {High.Spelling})";

    public override ScalarType Type => ScalarType.Boolean;

    public override IReadOnlyList<Expression> Children => [Operand];

    public override Dual Evaluate(Environment environment)
    {
        double value = Operand.Evaluate(environment).Value;
        return Dual.Boolean(value >= Low.Value && value < High.Value);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Operand = children[0] };
}

/// <summary><c>x switch { &lt; low =&gt; …, &gt;= low and &lt; high =&gt; …, _ =&gt; … }</c>: the arm that is taken alone is evaluated.</summary>
internal sealed record SwitchExpression(
    Expression Operand, Literal Low, Literal High, Expression Below, Expression Between, Expression Otherwise) : Expression
{
    public override string Text =>
        $"({Operand} switch {{ < {Low.Spelling} => {Below}, >= {Low.Spelling} and < {High.Spelling} => {Between}, _ => {Otherwise} }})";

    public override ScalarType Type => ScalarTypes.Promote(Below.Type, ScalarTypes.Promote(Between.Type, Otherwise.Type));

    public override IReadOnlyList<Expression> Children => [Operand, Below, Between, Otherwise];

    public override Dual Evaluate(Environment environment)
    {
        double value = Operand.Evaluate(environment).Value;
        var arm = value < Low.Value ? Below : value >= Low.Value && value < High.Value ? Between : Otherwise;
        return arm.Evaluate(environment).ConvertTo(Type);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        this with { Operand = children[0], Below = children[1], Between = children[2], Otherwise = children[3] };
}
