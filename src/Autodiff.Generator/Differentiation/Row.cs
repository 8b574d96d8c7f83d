using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// One row of a Jacobian: the gradient of one result, or of all results together in a function that is called and given their
/// adjoints. The reverse sweep goes over the code once and does for each row in turn what that row needs: its adjoints and shadows
/// are its own, and what they share are the function's values, its control flow and the local partials.
/// </summary>
internal sealed class Row
{
    private readonly Function source;
    private readonly bool[] useful;
    private readonly string? name;

    private Row(Function source, Activity activity, Definitions definitions, FunctionBuilder builder, IEnumerable<int> results, string? name)
    {
        this.source = source;
        this.name = name;
        useful = Usefulness.Find(source, activity.Memory, results);
        Plan = new ShadowPlan(source, activity, useful, definitions);
        Shadows = new Shadows(builder, name);
    }

    /// <summary>Which arrays of the source have shadows in the row.</summary>
    public ShadowPlan Plan { get; }

    /// <summary>The shadows of the new function's arrays.</summary>
    public Shadows Shadows { get; }

    /// <summary>Which values of the new function vary and influence the row's result.</summary>
    public HashSet<int> Active { get; } = [];

    /// <summary>
    /// For each array parameter that a variable may stand for beside other arrays, its destination: its shadow is an array, as
    /// theirs are, which the tape can keep, and which is copied to the destination in the end.
    /// </summary>
    public Dictionary<int, int> Copies { get; } = [];

    /// <summary>The rows of a function.</summary>
    /// <param name="source">The function.</param>
    /// <param name="activity">What varies in it.</param>
    /// <param name="definitions">The definitions of its values.</param>
    /// <param name="builder">The function that is written.</param>
    public static Row[] Of(Function source, Activity activity, Definitions definitions, FunctionBuilder builder) => source.Rows.Length == 0
        ? [new Row(source, activity, definitions, builder, source.Results, null)]
        : [.. source.Results.Select((result, i) => new Row(source, activity, definitions, builder, [result], source.Rows[i]))];

    /// <summary>Whether a number of the source influences the row's result by a derivative, if it varies.</summary>
    public bool Reads(int value) => useful[value] && source.Values[value].Type.IsFloating;

    /// <summary>The name of the parameter that receives the row's gradient with respect to another one.</summary>
    public string DestinationName(string parameter) => (name ?? string.Empty) + parameter.TrimStart('@') + "Gradient";
}
