namespace Autodiff.Generator.Tests.Oracle;

/// <summary><c>double[] a = …;</c>, <c>Span&lt;double&gt; a = …;</c>, <c>var a = …;</c>.</summary>
internal sealed record ArrayDeclaration(string Keyword, ArrayVariable Variable, ArrayExpression Value) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Value];

    public override IEnumerable<string> Text() => [$"{Keyword} {Variable} = {Value};"];

    public override Completion? Execute(Environment environment)
    {
        environment.Declare(Variable.Name, Value.EvaluateArray(environment));
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Value = (ArrayExpression)expressions[0] };
}

/// <summary><c>a = b;</c>, <c>(a, b) = (b, a);</c>: the variables hold other arrays then.</summary>
internal sealed record ArrayAssignment(IReadOnlyList<ArrayVariable> Targets, IReadOnlyList<Expression> Values) : Statement
{
    public override IReadOnlyList<Expression> Expressions => Values;

    public override IEnumerable<string> Text() => Targets.Count == 1
        ? [$"{Targets[0]} = {Values[0]};"]
        : [$"({string.Join(", ", Targets)}) = ({string.Join(", ", Values)});"];

    public override Completion? Execute(Environment environment)
    {
        ArrayValue[] values = [.. Values.Select(value => ((ArrayExpression)value).EvaluateArray(environment))];
        foreach (var (target, value) in Targets.Zip(values))
        {
            environment.Assign(target.Name, value);
        }

        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Values = expressions };
}

/// <summary>
/// <c>(a[i], a[j]) = (a[j], a[i]);</c>: the places are found first, then the values, then the places overwritten.
/// </summary>
internal sealed record PlacesAssignment(IReadOnlyList<Expression> Targets, IReadOnlyList<Expression> Values) : Statement
{
    public override IReadOnlyList<Expression> Expressions => Values;

    public override IEnumerable<string> Text() => [$"({string.Join(", ", Targets)}) = ({string.Join(", ", Values)});"];

    public override Completion? Execute(Environment environment)
    {
        Place[] places = [.. Targets.Select(target => target.Locate(environment))];
        Dual[] values = [.. Values.Zip(Targets, (value, target) => value.Evaluate(environment).ConvertTo(target.Type))];
        for (int i = 0; i < places.Length; i++)
        {
            places[i].Value = values[i];
        }

        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Values = expressions };
}

/// <summary><c>rows[i] = a;</c>.</summary>
internal sealed record RowAssignment(RowOf Target, ArrayExpression Value) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Target, Value];

    public override IEnumerable<string> Text() => [$"{Target} = {Value};"];

    public override Completion? Execute(Environment environment)
    {
        var array = Target.Array.EvaluateArray(environment);
        int index = Target.Index.Evaluate(environment).Integer;
        array.SetRow(index, Value.EvaluateArray(environment));
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        new RowAssignment((RowOf)expressions[0], (ArrayExpression)expressions[1]);
}

/// <summary><c>ref double r = ref a[i];</c>.</summary>
internal sealed record RefDeclaration(Variable Variable, Expression Target) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Target];

    public override IEnumerable<string> Text() => [$"ref {Variable.Type.Keyword()} {Variable} = ref {Target};"];

    public override Completion? Execute(Environment environment)
    {
        environment.DeclareReference(Variable.Name, Target.Locate(environment));
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => this with { Target = expressions[0] };
}

/// <summary><c>a.Fill(x);</c>, <c>Array.Fill(a, x);</c>, <c>a.Clear();</c>, <c>Array.Clear(a);</c>.</summary>
internal sealed record FillStatement(ArrayExpression Array, Expression? Value) : Statement
{
    public override IReadOnlyList<Expression> Expressions => Value is null ? [Array] : [Array, Value];

    public override IEnumerable<string> Text() => (Array.Shape.IsSpan(), Value) switch
    {
        (true, null) => [$"{Array}.Clear();"],
        (true, _) => [$"{Array}.Fill({Declaration.Unwrapped(Value)});"],
        (false, null) => [$"Array.Clear({Array});"],
        _ => [$"Array.Fill({Array}, {Declaration.Unwrapped(Value)});"],
    };

    public override Completion? Execute(Environment environment)
    {
        var array = Array.EvaluateArray(environment);
        array.Fill(Value is null ? Dual.Constant(Array.Type, 0) : Value.Evaluate(environment).ConvertTo(Array.Type));
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        new FillStatement((ArrayExpression)expressions[0], expressions.Count > 1 ? expressions[1] : null);
}

/// <summary><c>a.CopyTo(b);</c>, <c>a.CopyTo(b, 0);</c>, <c>Array.Copy(a, b, n);</c>.</summary>
internal sealed record CopyStatement(ArrayExpression Source, ArrayExpression Target) : Statement
{
    public override IReadOnlyList<Expression> Expressions => [Source, Target];

    public override IEnumerable<string> Text() =>
        [Target.Shape.IsSpan() ? $"{Source}.CopyTo({Target});"
            : Source.Shape.IsSpan() ? $"{Source}.CopyTo({Target}.AsSpan());"
            : Source is ArrayVariable ? $"Array.Copy({Source}, {Target}, {Source}.Length);"
            : $"{Source}.CopyTo({Target}, 0);"];

    public override Completion? Execute(Environment environment)
    {
        var source = Source.EvaluateArray(environment);
        source.CopyTo(Target.EvaluateArray(environment));
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        new CopyStatement((ArrayExpression)expressions[0], (ArrayExpression)expressions[1]);
}

/// <summary>A call of a function that returns nothing: it fills a span, or changes what it is given by reference.</summary>
internal sealed record CallStatement(FunctionCall Call) : Statement
{
    public override IReadOnlyList<Expression> Expressions => Call.Arguments;

    public override IEnumerable<string> Text() => [Call.Text + ";"];

    public override Completion? Execute(Environment environment)
    {
        Call.Run(environment);
        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) => new CallStatement(Call with { Arguments = expressions });
}
