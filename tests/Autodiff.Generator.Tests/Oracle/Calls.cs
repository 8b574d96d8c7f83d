namespace Autodiff.Generator.Tests.Oracle;

/// <summary>A call of an elementary function.</summary>
/// <param name="Function">The function.</param>
/// <param name="Spelling">How it is written: <c>Math.Exp</c>, <c>double.Exp</c>, <c>MathF.Exp</c>, <c>Exp</c>.</param>
/// <param name="ResultType">The overload's type: <see langword="float"/> or <see langword="double"/>.</param>
/// <param name="Arguments">The arguments, convertible to that type (or to an integer where the function takes one).</param>
internal sealed record ElementaryCall(
    ElementaryFunction Function, string Spelling, ScalarType ResultType, IReadOnlyList<Expression> Arguments) : Expression
{
    public override string Text => $"{Spelling}({string.Join(", ", Arguments)})";

    public override ScalarType Type => ResultType;

    public override IReadOnlyList<Expression> Children => Arguments;

    public override Dual Evaluate(Environment environment)
    {
        var arguments = Arguments.Select(argument => argument.Evaluate(environment)).ToArray();
        return Function.Evaluate(ResultType, arguments);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Arguments = children };
}

/// <summary>An argument of a call: a number, a variable or an element by reference, or an array.</summary>
internal sealed record ArgumentValue(Dual Number, Place? Reference = null, ArrayValue? Array = null)
{
    public static ArgumentValue Of(Expression argument, Environment environment) => argument switch
    {
        ArrayExpression array => new(default, Array: array.EvaluateArray(environment)),
        RefArgument => new(default, Reference: argument.Locate(environment)),
        _ => new(argument.Evaluate(environment)),
    };
}

/// <summary>A call of a function of the program that returns one number.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Spelling">How it is written: <c>Tools.Square</c>.</param>
/// <param name="ResultType">The type that it returns.</param>
/// <param name="Arguments">The arguments in the order of the source; fewer than the parameters where those have defaults.</param>
/// <param name="Names">The parameters' names where the arguments are named.</param>
internal sealed record FunctionCall(
    string Name, string Spelling, ScalarType ResultType, IReadOnlyList<Expression> Arguments, IReadOnlyList<string>? Names = null) : Expression
{
    public override string Text => Names is null
        ? $"{Spelling}({string.Join(", ", Arguments)})"
        : $"{Spelling}({string.Join(", ", Arguments.Zip(Names, (argument, name) => $"{name}: {argument}"))})";

    public override ScalarType Type => ResultType;

    public override IReadOnlyList<Expression> Children => Arguments;

    public override Dual Evaluate(Environment environment) => EvaluateAll(environment)[0];

    /// <summary>Runs the function; several results where it returns a tuple.</summary>
    public IReadOnlyList<Dual> EvaluateAll(Environment environment) =>
        Run(environment)?.Results ?? throw new MalformedProgramException($"{Name} returns nothing");

    /// <summary>Runs the function; null where it returns nothing.</summary>
    public Completion? Run(Environment environment)
    {
        var (function, scope) = environment.FindFunction(Name);
        var values = Arguments.Select(argument => ArgumentValue.Of(argument, environment)).ToArray();
        return function.Run(new Environment(scope), function.Bind(values, Names));
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Arguments = children };
}
