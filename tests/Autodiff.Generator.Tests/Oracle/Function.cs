namespace Autodiff.Generator.Tests.Oracle;

/// <summary>Where a function of a test program is declared, and how.</summary>
internal enum FunctionKind
{
    StaticMethod,
    InstanceMethod,
    OtherClass,
    LocalFunction,
    StaticLocalFunction,
    Lambda,
}

/// <summary>A parameter of a function or of the marked method.</summary>
internal sealed record Parameter(
    string Name, ScalarType Type, Literal? Default = null, bool IsIn = false, ArrayShape? Shape = null, bool IsRef = false)
{
    public string Declaration =>
        (IsIn ? "in " : IsRef ? "ref " : "") + $"{TypeText} {Name}" + (Default is null ? "" : $" = {Default.Spelling}");

    /// <summary>For a parameter of the marked method that is an array, how long the arrays are that tests pass.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [];

    /// <summary>Whether elements of the array are written.</summary>
    public bool IsWritten { get; init; }

    /// <summary>How many numbers an argument is made of.</summary>
    public int Count => Sizes.Aggregate(1, (product, size) => product * size);

    public string TypeText => Shape is { } shape ? shape.Of(Type) : Type.Keyword();
}

/// <summary>A function of a test program that the marked method calls.</summary>
internal sealed record Function
{
    public required string Name { get; init; }

    public required FunctionKind Kind { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The type of the result; several for a tuple.</summary>
    public required IReadOnlyList<ScalarType> Results { get; init; }

    public required IReadOnlyList<Statement> Body { get; init; }

    /// <summary>Whether the function is marked itself.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Whether the results are <c>out</c> parameters <c>result1</c>, … of a method that returns nothing.</summary>
    public bool UsesOut { get; init; }

    /// <summary>Whether a lambda's local is declared with <c>var</c>.</summary>
    public bool IsImplicitlyTyped { get; init; }

    public bool IsNested => Kind >= FunctionKind.LocalFunction;

    /// <summary>Whether the one result is an array of that type.</summary>
    public bool ReturnsArray { get; init; }

    private string ResultText => UsesOut || Results.Count == 0 ? "void"
        : ReturnsArray ? ArrayShape.Array.Of(Results[0])
        : Results.Count == 1 ? Results[0].Keyword()
        : $"({string.Join(", ", Results.Select(type => type.Keyword()))})";

    /// <summary>The values of the parameters for a call's arguments, converted and completed by defaults.</summary>
    public IReadOnlyList<ArgumentValue> Bind(IReadOnlyList<ArgumentValue> arguments, IReadOnlyList<string>? names)
    {
        var values = new ArgumentValue[Parameters.Count];
        for (int i = 0; i < Parameters.Count; i++)
        {
            int position = names is null ? i : names.ToList().IndexOf(Parameters[i].Name);
            values[i] = position >= 0 && position < arguments.Count
                ? arguments[position]
                : new(Dual.Constant(Parameters[i].Type, Parameters[i].Default!.Value));
        }

        return values;
    }

    /// <summary>Runs the body in a fresh environment.</summary>
    public Completion? Run(Environment environment, IReadOnlyList<ArgumentValue> arguments)
    {
        foreach (var (parameter, argument) in Parameters.Zip(arguments))
        {
            if (argument.Array is { } array)
            {
                environment.Declare(parameter.Name, array);
            }
            else if (argument.Reference is { } place)
            {
                environment.DeclareReference(parameter.Name, place);
            }
            else
            {
                environment.Declare(parameter.Name, argument.Number.ConvertTo(parameter.Type));
            }
        }

        var completion = Statement.Run(Body, environment);
        return completion is null && Results.Count > 0
            ? throw new MalformedProgramException($"{Name} does not return")
            : completion is null || ReturnsArray
                ? completion
                : new([.. completion.Results.Zip(Results, (result, type) => result.ConvertTo(type))]);
    }

    public IEnumerable<string> Lines()
    {
        var results = UsesOut ? Results.Select((type, i) => $"out {type.Keyword()} result{i + 1}") : [];
        string parameters = string.Join(", ", Parameters.Select(parameter => parameter.Declaration).Concat(results));
        bool isExpression = Body is [Return] && !UsesOut;
        string expression = isExpression ? ((Return)Body[0]).ValueText : "";

        if (Kind == FunctionKind.Lambda)
        {
            string types = string.Join(", ", Parameters.Select(parameter => parameter.TypeText).Append(ResultText));
            string names = string.Join(", ", Parameters.Select(parameter => parameter.Name));
            string start = IsImplicitlyTyped
                ? $"var {Name} = {ResultText} ({parameters}) =>"
                : $"System.Func<{types}> {Name} = ({names}) =>";
            return isExpression
                ? [$"{start} {expression};"]
                : [start, "{", .. Statement.Lines(Body), "};"];
        }

        string head = $"{Modifiers()}{ResultText} {Name}({parameters})";
        string[] marked = IsMarked ? ["[Differentiable]"] : [];
        return isExpression
            ? [.. marked, $"{head} => {expression};"]
            : [.. marked, head, "{", .. BodyLines(), "}"];
    }

    private IEnumerable<string> BodyLines() => UsesOut
        ? Statement.Lines([.. Body.Where(statement => statement is not Return)])
            .Concat(Body.OfType<Return>().Single().Values.Select((value, i) => $"    result{i + 1} = {value};"))
        : Statement.Lines(Body);

    private string Modifiers() => Kind switch
    {
        FunctionKind.StaticMethod => "private static ",
        FunctionKind.OtherClass => "internal static ",
        FunctionKind.InstanceMethod => "private ",
        FunctionKind.StaticLocalFunction => "static ",
        _ => "",
    };
}
