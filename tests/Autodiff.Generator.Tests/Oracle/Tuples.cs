namespace Autodiff.Generator.Tests.Oracle;

/// <summary>What a tuple is made of: elements written out, or a call that returns a tuple.</summary>
internal sealed record TupleSource(IReadOnlyList<Expression> Elements, IReadOnlyList<string>? Names = null)
{
    /// <summary>The call, where the tuple is its result.</summary>
    private FunctionCall? Call => Elements is [FunctionCall call] ? call : null;

    public string Text => Call?.Text
        ?? $"({string.Join(", ", Elements.Select((element, i) => Names is null ? element.Text : $"{Names[i]}: {element}"))})";

    public IReadOnlyList<Dual> Evaluate(Environment environment) =>
        Call?.EvaluateAll(environment) ?? [.. Elements.Select(element => element.Evaluate(environment))];
}

/// <summary>
/// <c>(a, b) = (…, …);</c> and <c>var (a, b) = …;</c>: all elements are evaluated before the first variable changes.
/// </summary>
internal sealed record Deconstruction(IReadOnlyList<Variable> Targets, string Style, TupleSource Source) : Statement
{
    /// <summary>The style of a deconstruction into variables that exist.</summary>
    public const string IntoVariables = "";

    /// <summary>The style <c>(double a, float b) = …</c>.</summary>
    public const string Typed = "typed";

    /// <summary>The style <c>var (a, b) = …</c>.</summary>
    public const string Var = "var";

    public override IReadOnlyList<Expression> Expressions => Source.Elements;

    public override IEnumerable<string> Text() => [Style switch
    {
        Var => $"var ({string.Join(", ", Targets)}) = {Source.Text};",
        Typed => $"({string.Join(", ", Targets.Select(target => $"{target.Type.Keyword()} {target}"))}) = {Source.Text};",
        _ => $"({string.Join(", ", Targets)}) = {Source.Text};",
    }];

    public override Completion? Execute(Environment environment)
    {
        foreach (var (target, value) in Targets.Zip(Source.Evaluate(environment)))
        {
            var converted = value.ConvertTo(target.Type);
            if (Style == IntoVariables)
            {
                var place = environment.Find(target.Name);
                place.Value = converted;
            }
            else
            {
                environment.Declare(target.Name, converted);
            }
        }

        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        this with { Source = Source with { Elements = expressions } };
}

/// <summary><c>var pair = (first: …, second: …);</c>: the elements are variables <c>pair.first</c>, ….</summary>
/// <param name="Name">The tuple's name.</param>
/// <param name="Elements">The elements as they are read: <c>pair.first</c> or <c>pair.Item1</c>.</param>
/// <param name="Source">Their values.</param>
internal sealed record TupleDeclaration(string Name, IReadOnlyList<Variable> Elements, TupleSource Source) : Statement
{
    public override IReadOnlyList<Expression> Expressions => Source.Elements;

    public override IEnumerable<string> Text() => [$"var {Name} = {Source.Text};"];

    public override Completion? Execute(Environment environment)
    {
        foreach (var (element, value) in Elements.Zip(Source.Evaluate(environment)))
        {
            environment.Declare(element.Name, value.ConvertTo(element.Type));
        }

        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        this with { Source = Source with { Elements = expressions } };
}
