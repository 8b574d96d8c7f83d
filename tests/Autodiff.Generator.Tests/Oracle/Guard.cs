namespace Autodiff.Generator.Tests.Oracle;

/// <summary><c>if (…) throw …;</c></summary>
internal sealed record Guard(Expression Condition) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Condition];

    public override IEnumerable<string> Text() =>
        [$"if {(Condition.Text.StartsWith('(') ? Condition.Text : $"({Condition})")}", "{", "    throw new InvalidOperationException();", "}"];

    public override IReadOnlyList<Dual>? Execute(Environment environment) =>
        Condition.Evaluate(environment).IsTrue ? throw new InvalidOperationException() : null;

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => new Guard(expressions[0]);
}
