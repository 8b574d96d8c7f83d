using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>What a pass asks about the values of the function that it started from, found out when it is first asked.</summary>
internal sealed class SourceFacts
{
    private readonly Lazy<Activity> activity;
    private readonly Lazy<bool[]> useful;
    private readonly Lazy<Recomputation> recomputation;
    private readonly Lazy<Definitions> definitions;
    private readonly Function source;
    private (Instruction Loop, SettledElements Elements)? settled;

    public SourceFacts(Function function)
    {
        source = function;
        activity = new Lazy<Activity>(() => Activity.Of(function));
        useful = new Lazy<bool[]>(() => Usefulness.Find(function));
        recomputation = new Lazy<Recomputation>(() => new Recomputation(function));
        definitions = new Lazy<Definitions>(() => Definitions.Of(function));
    }

    /// <summary>Whether a value varies with an input.</summary>
    public bool Varies(int value) => activity.Value.Varied[value];

    /// <summary>Whether it also influences the result.</summary>
    public bool IsActive(int value) => Varies(value) && useful.Value[value];

    /// <summary>Whether nothing overwrites what a load reads, so that it gives the same later.</summary>
    public bool IsStable(int load) => recomputation.Value.IsStable(definitions.Value[load]);

    /// <summary>Whether nothing in the loop that a value comes from writes to what may be an array's elements.</summary>
    public bool IsUntouched(int result, int array) => recomputation.Value.IsUntouched(definitions.Value[result], array);

    /// <summary>The element that holds a value, which an iteration of the loop that another value comes from computes, when that loop has ended.</summary>
    public (int Array, int Number)? ElementOf(int result, int value)
    {
        var loop = definitions.Value[result];
        if (settled is not { } known || !ReferenceEquals(known.Loop, loop))
        {
            known = (loop, new SettledElements(loop, definitions.Value, activity.Value.Memory, v => source.Values[v].Type));
            settled = known;
        }

        return known.Elements.Find(value);
    }
}
