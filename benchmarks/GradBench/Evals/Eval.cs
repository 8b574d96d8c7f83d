using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GradBench.Evals;

/// <summary>An eval: its name, the names of its two functions, and how a problem is made of an input.</summary>
internal abstract record Eval(string Name, string ObjectiveName, string GradientName)
{
    /// <summary>The sizes that are measured, with inputs drawn from fixed seeds.</summary>
    public abstract IEnumerable<EvalSample> Samples { get; }

    /// <summary>The problem that an input describes.</summary>
    /// <exception cref="JsonException">The input is not of the eval's form.</exception>
    /// <exception cref="InvalidInputException">The input is of the eval's form, but means nothing.</exception>
    public abstract Problem Prepare(JsonElement input);

    /// <summary>What runs a function, and what reads its output afterwards.</summary>
    /// <exception cref="InvalidInputException">The eval has no such function.</exception>
    public (Action Run, Func<JsonElement> Output) Bind(string function, Problem problem)
    {
        if (function == ObjectiveName)
        {
            return (() => problem.Objective(), problem.ObjectiveOutput);
        }

        return function == GradientName
            ? (() => problem.Gradient(), problem.GradientOutput)
            : throw new InvalidInputException(
                $"'{Name}' has no function '{function}', but '{ObjectiveName}' and '{GradientName}'.");
    }
}

/// <inheritdoc/>
/// <typeparam name="TInput">The form of the input.</typeparam>
/// <param name="Form">How the input is read.</param>
/// <param name="Make">What the input means.</param>
/// <param name="Sizes">The sizes that are measured.</param>
internal sealed record Eval<TInput>(
    string Name,
    string ObjectiveName,
    string GradientName,
    JsonTypeInfo<TInput> Form,
    Func<TInput, Problem> Make,
    params (string Size, Func<TInput> Draw)[] Sizes) : Eval(Name, ObjectiveName, GradientName)
{
    /// <inheritdoc/>
    public override IEnumerable<EvalSample> Samples => Sizes.Select(size => new EvalSample(
        size.Size,
        () => Make(size.Draw()),
        () => JsonSerializer.SerializeToElement(size.Draw(), Form)));

    /// <inheritdoc/>
    public override Problem Prepare(JsonElement input) =>
        Make(input.Deserialize(Form) ?? throw new InvalidInputException("The input is null."));
}
