namespace Autodiff.Generator.Tests.Oracle;

/// <summary>Why a block was left before its end.</summary>
/// <param name="results">What is returned.</param>
/// <param name="array">The array that is returned.</param>
internal sealed class Completion(IReadOnlyList<Dual> results, ArrayValue? array = null)
{
    public IReadOnlyList<Dual> Results => results;

    public ArrayValue? Array => array;

    public static Completion Break { get; } = new([]);

    public static Completion Continue { get; } = new([]);
}

/// <summary><c>if (…) { … } else { … }</c>.</summary>
internal sealed record If(Expression Condition, IReadOnlyList<Statement> Then, IReadOnlyList<Statement> Else) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Condition];

    public override IReadOnlyList<IReadOnlyList<Statement>> Blocks => [Then, Else];

    public override IEnumerable<string> Text() => Else.Count == 0
        ? [$"if {Parenthesized(Condition)}", .. Braces(Then)]
        : [$"if {Parenthesized(Condition)}", .. Braces(Then), "else", .. Braces(Else)];

    public override Completion? Execute(Environment environment) =>
        Run(Condition.Evaluate(environment).IsTrue ? Then : Else, environment);

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Condition = expressions[0] };

    public override Statement WithBlocks(IReadOnlyList<IReadOnlyList<Statement>> blocks) => this with { Then = blocks[0], Else = blocks[1] };
}

/// <summary><c>for (int i = 0, j = n; i &lt; n; i++, j--) { … }</c>.</summary>
internal sealed record For(
    IReadOnlyList<Variable> Counters, IReadOnlyList<Expression> Starts, Expression Condition, IReadOnlyList<Expression> Steps, IReadOnlyList<Statement> Body) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [.. Starts, Condition];

    public override IReadOnlyList<IReadOnlyList<Statement>> Blocks => [Body];

    public override IEnumerable<string> Text()
    {
        string starts = string.Join(", ", Counters.Zip(Starts, (counter, start) => $"{counter} = {Declaration.Unwrapped(start)}"));
        string steps = string.Join(", ", Steps.Select(step => step is Assignment assignment ? assignment.Statement : ((Increment)step).Statement));
        string condition = Parenthesized(Condition)[1..^1];
        return [$"for ({Counters[0].Type.Keyword()} {starts}; {condition}; {steps})", .. Braces(Body)];
    }

    public override Completion? Execute(Environment environment)
    {
        foreach (var (counter, start) in Counters.Zip(Starts))
        {
            environment.Declare(counter.Name, start.Evaluate(environment).ConvertTo(counter.Type));
        }

        for (; Condition.Evaluate(environment).IsTrue; Step())
        {
            environment.CountIteration();
            var completion = Run(Body, environment);
            if (completion is not null && completion != Completion.Continue)
            {
                return completion == Completion.Break ? null : completion;
            }
        }

        return null;

        void Step()
        {
            foreach (var step in Steps)
            {
                step.Evaluate(environment);
            }
        }
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        this with { Starts = [.. expressions.SkipLast(1)], Condition = expressions[^1] };

    public override Statement WithBlocks(IReadOnlyList<IReadOnlyList<Statement>> blocks) => this with { Body = blocks[0] };
}

/// <summary><c>while (…) { … }</c>, or <c>do { … } while (…);</c>.</summary>
internal sealed record While(Expression Condition, IReadOnlyList<Statement> Body, bool IsDo) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Condition];

    public override IReadOnlyList<IReadOnlyList<Statement>> Blocks => [Body];

    public override IEnumerable<string> Text() => IsDo
        ? ["do", .. Braces(Body), $"while {Parenthesized(Condition)};"]
        : [$"while {Parenthesized(Condition)}", .. Braces(Body)];

    public override Completion? Execute(Environment environment)
    {
        bool goesOn = IsDo || Condition.Evaluate(environment).IsTrue;
        while (goesOn)
        {
            environment.CountIteration();
            var completion = Run(Body, environment);
            if (completion is not null && completion != Completion.Continue)
            {
                return completion == Completion.Break ? null : completion;
            }

            goesOn = Condition.Evaluate(environment).IsTrue;
        }

        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Condition = expressions[0] };

    public override Statement WithBlocks(IReadOnlyList<IReadOnlyList<Statement>> blocks) => this with { Body = blocks[0] };
}

/// <summary><c>foreach (double a in array) { … }</c>.</summary>
internal sealed record ForEach(Variable Item, bool IsVar, ArrayExpression Array, IReadOnlyList<Statement> Body) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Array];

    public override IReadOnlyList<IReadOnlyList<Statement>> Blocks => [Body];

    public override IEnumerable<string> Text() =>
        [$"foreach ({(IsVar ? "var" : Item.Type.Keyword())} {Item} in {Array})", .. Braces(Body)];

    public override Completion? Execute(Environment environment)
    {
        var array = Array.EvaluateArray(environment);
        int columns = Array.Shape == ArrayShape.Grid ? array.Dimension(1) : 1;
        for (int i = 0; i < array.Length * columns; i++)
        {
            var place = Array.Shape == ArrayShape.Grid ? array.At(i / columns, i % columns) : array.At(i);
            environment.Declare(Item.Name, place.Value.ConvertTo(Item.Type));
            var completion = Run(Body, environment);
            if (completion is not null && completion != Completion.Continue)
            {
                return completion == Completion.Break ? null : completion;
            }
        }

        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        this with { Array = (ArrayExpression)expressions[0] };

    public override Statement WithBlocks(IReadOnlyList<IReadOnlyList<Statement>> blocks) => this with { Body = blocks[0] };
}

/// <summary><c>break;</c> or <c>continue;</c>, of the innermost loop.</summary>
internal sealed record Jump(bool IsBreak) : Statement
{
    public override IEnumerable<string> Text() => [IsBreak ? "break;" : "continue;"];

    public override Completion? Execute(Environment environment) => IsBreak ? Completion.Break : Completion.Continue;
}

/// <summary>
/// <c>switch (x) { case &lt; low: … case &gt;= low and &lt; high: … default: … }</c>: the section that is chosen alone
/// runs.
/// </summary>
internal sealed record Switch(
    Expression Operand, Literal Low, Literal High, Expression When, IReadOnlyList<Statement> Below, IReadOnlyList<Statement> Between, IReadOnlyList<Statement> Otherwise) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Operand, When];

    public override IReadOnlyList<IReadOnlyList<Statement>> Blocks => [Below, Between, Otherwise];

    public override IEnumerable<string> Text() =>
    [
        $"switch ({Declaration.Unwrapped(Operand)})",
        "{",
        $"    case < {Low.Spelling}:",
        .. Section(Below),
        $"    case >= {Low.Spelling} and < {High.Spelling} when {When}:",
        .. Section(Between),
        "    default:",
        .. Section(Otherwise),
        "}",
    ];

    public override Completion? Execute(Environment environment)
    {
        double value = Operand.Evaluate(environment).Value;
        return Run(
            value < Low.Value ? Below
                : value >= Low.Value && value < High.Value && When.Evaluate(environment).IsTrue ? Between
                : Otherwise,
            environment);
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Operand = expressions[0], When = expressions[1] };

    public override Statement WithBlocks(IReadOnlyList<IReadOnlyList<Statement>> blocks) =>
        this with { Below = blocks[0], Between = blocks[1], Otherwise = blocks[2] };

    private static IEnumerable<string> Section(IReadOnlyList<Statement> block)
    {
        var lines = Lines([.. block]).Select(line => "    " + line);
        return block is [.., Return or Jump] ? lines : lines.Append("        break;");
    }
}
