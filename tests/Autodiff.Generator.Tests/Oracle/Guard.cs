namespace Autodiff.Generator.Tests.Oracle;

/// <summary><c>if (…) throw …;</c></summary>
internal sealed record Guard(Expression Condition) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Condition];

    public override IEnumerable<string> Text() =>
        [$"if {Parenthesized(Condition)}", "{", "    throw new InvalidOperationException();", "}"];

    public override Completion? Execute(Environment environment) =>
        Condition.Evaluate(environment).IsTrue ? throw new InvalidOperationException() : null;

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => new Guard(expressions[0]);
}
