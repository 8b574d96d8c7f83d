namespace Autodiff.Generator.Tests.Oracle;

/// <summary>A call of a function whose results are <c>out</c> parameters: <c>Split(x, out double a, out b);</c></summary>
internal sealed record OutCall(IReadOnlyList<Variable> Targets, bool Declares, FunctionCall Call) : Statement
{
    public override IReadOnlyList<Expression> Expressions => Call.Arguments;

    public override IEnumerable<string> Text()
    {
        var targets = Targets.Select(target => Declares ? $"out {target.Type.Keyword()} {target}" : $"out {target}");
        return [$"{Call.Spelling}({string.Join(", ", Call.Arguments.Select(argument => argument.Text).Concat(targets))});"];
    }

    public override Completion? Execute(Environment environment)
    {
        foreach (var (target, value) in Targets.Zip(Call.EvaluateAll(environment)))
        {
            if (Declares)
            {
                environment.Declare(target.Name, value);
            }
            else
            {
                var place = environment.Find(target.Name);
                place.Value = value;
            }
        }

        return null;
    }

    public override Statement WithExpressions(IReadOnlyList<Expression> expressions) =>
        this with { Call = Call with { Arguments = expressions } };
}
