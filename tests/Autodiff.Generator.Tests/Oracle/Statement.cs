namespace Autodiff.Generator.Tests.Oracle;

/// <summary>
/// A statement of a test program. Its expressions and nested blocks can be replaced, which is all that the shrinker
/// needs to know of a kind of statement.
/// </summary>
internal abstract record Statement
{
    /// <summary>The expressions in the order of evaluation.</summary>
    public virtual IReadOnlyList<Expression> Expressions => [];

    /// <summary>The C# lines, unindented.</summary>
    public abstract IEnumerable<string> Text();

    /// <summary>Executes the statement; how it ended where it does not go on after it, else null.</summary>
    public abstract Completion? Execute(Environment environment);

    public virtual Statement WithExpressions(IReadOnlyList<Expression> expressions) => this;

    /// <summary>The nested blocks.</summary>
    public virtual IReadOnlyList<IReadOnlyList<Statement>> Blocks => [];

    public virtual Statement WithBlocks(IReadOnlyList<IReadOnlyList<Statement>> blocks) => this;

    /// <summary>Executes a block; how it ended where it does not go on after it, else null.</summary>
    public static Completion? Run(IReadOnlyList<Statement> block, Environment environment)
    {
        foreach (var statement in block)
        {
            if (statement.Execute(environment) is { } completion)
            {
                return completion;
            }
        }

        return null;
    }

    /// <summary>The lines of a block, indented by one step.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Statement> block) =>
        block.SelectMany(statement => statement.Text()).Select(line => "    " + line);

    /// <summary>The lines of a block in braces.</summary>
    protected static IEnumerable<string> Braces(IReadOnlyList<Statement> block) => ["{", .. Lines(block), "}"];

    /// <summary>The text of a condition in one pair of parentheses.</summary>
    protected static string Parenthesized(Expression condition) =>
        condition is Comparison or Logical or RangePattern or Not ? condition.Text : $"({Declaration.Unwrapped(condition)})";
}

/// <summary><c>double a = …;</c>, <c>var a = …;</c>, <c>const double A = …;</c>.</summary>
internal sealed record Declaration(string Keyword, Variable Variable, Expression Value) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Value];

    public override IEnumerable<string> Text() => [$"{Keyword} {Variable} = {Unwrapped(Value)};"];

    public override Completion? Execute(Environment environment)
    {
        environment.Declare(Variable.Name, Value.Evaluate(environment).ConvertTo(Variable.Type));
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Value = expressions[0] };

    /// <summary>The text of an expression without the parentheses around it, which nobody writes there.</summary>
    public static string Unwrapped(Expression expression) => expression switch
    {
        Binary binary => $"{binary.Left} {binary.Operator} {binary.Right}",
        Conditional conditional => $"{conditional.Condition} ? {conditional.WhenTrue} : {conditional.WhenFalse}",
        Negation negation => $"-{negation.Operand}",
        _ => expression.Text,
    };
}

/// <summary>An assignment or an increment as a statement of its own.</summary>
internal sealed record ExpressionStatement(Expression Expression) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Expression];

    public override IEnumerable<string> Text() => [Expression switch
    {
        Assignment assignment => assignment.Statement + ";",
        Increment increment => increment.Statement + ";",
        _ => $"_ = {Expression};",
    }];

    public override Completion? Execute(Environment environment)
    {
        Expression.Evaluate(environment);
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => new ExpressionStatement(expressions[0]);
}

/// <summary><c>return</c> with a value, or a tuple of them: the elements, or a call that returns them all.</summary>
internal sealed record Return(IReadOnlyList<Expression> Values) : Statement
{
    public string ValueText => Values.Count == 1 ? Declaration.Unwrapped(Values[0]) : $"({string.Join(", ", Values)})";

    public override IReadOnlyList<Expression> Expressions => Values;

    public override IEnumerable<string> Text() => [Values.Count == 0 ? "return;" : $"return {ValueText};"];

    public override Completion Execute(Environment environment) => Values switch
    {
        [ArrayExpression array] => new([], array.EvaluateArray(environment)),
        [FunctionCall call] => new(call.EvaluateAll(environment)),
        _ => new([.. Values.Select(value => value.Evaluate(environment))]),
    };

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => new Return(expressions);
}

/// <summary>The declaration of a local function or of a lambda in a local.</summary>
internal sealed record FunctionDeclaration(Function Function) : Statement
{
    public override IEnumerable<string> Text() => Function.Lines();

    public override Completion? Execute(Environment environment)
    {
        environment.Declare(Function);
        return null;
    }
}
