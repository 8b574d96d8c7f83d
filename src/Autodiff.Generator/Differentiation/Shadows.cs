using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// The shadows of a function's arrays while the function is written: each known since it was made, or found by what the array is. The shadow
/// of a window is the same window on the shadow, that of a row is the row of the shadow, and that of a choice is chosen by the same condition.
/// </summary>
/// <param name="builder">The function that is written.</param>
/// <param name="row">The name of the result whose gradient they belong to; null where there is only one.</param>
internal sealed class Shadows(FunctionBuilder builder, string? row = null)
{
    private readonly Dictionary<int, int> shadows = [];

    /// <summary>Which arrays have shadows.</summary>
    public HashSet<int> Shadowed { get; } = [];

    /// <summary>The shadow of an array, in the block that is open.</summary>
    public int Of(int array)
    {
        if (shadows.TryGetValue(array, out int shadow))
        {
            return shadow;
        }

        var definition = builder.DefinitionOf(array);
        return definition.Op switch
        {
            Op.Slice => Derive(definition with { Operands = KnownWindows.SourcesOf(definition).Items.SetItem(0, Of(definition.Operands[0])), Effects = Effects.None }, TypeFor(builder.TypeOf(array))),
            Op.Select => Choose(definition.Operands[0], Of(definition.Operands[1]), Of(definition.Operands[2])),
            Op.Load => Derive(definition with { Operands = definition.Operands.Items.SetItem(0, Of(definition.Operands[0])), Effects = Effects.None }, AsArray(builder.TypeOf(array))),
            _ => throw new InvalidOperationException($"The shadow of an array from {definition.Op} is not known."),
        };
    }

    /// <summary>Says what the shadow of an array is.</summary>
    public void Set(int array, int shadow) => shadows[array] = shadow;

    /// <summary>Says what the shadow of an array is, and names it after that.</summary>
    public void SetLocal(int array, int shadow)
    {
        shadows[array] = shadow;
        NameAfter(array, shadow, isLocal: true);
    }

    /// <summary>Finds the shadow of a window that the open block made, so that the loops in the block need not.</summary>
    public void Find(int array)
    {
        if (!shadows.ContainsKey(array) && builder.DefinitionOf(array).Op is Op.Slice or Op.Select)
        {
            int shadow = Of(array);
            NameAfter(array, shadow, builder.IsLocal(array));
            shadows.Add(array, shadow);
        }
    }

    /// <summary>Makes the shadow of an array that the open block made, unless there is one.</summary>
    public void Make(int array)
    {
        if (shadows.ContainsKey(array) || !Shadowed.Contains(array))
        {
            return;
        }

        var definition = builder.DefinitionOf(array);
        if (definition.Op is Op.Slice or Op.Select or Op.Load or Op.If or Op.Loop or Op.Argument)
        {
            return;
        }

        var type = builder.TypeOf(array);
        SetLocal(array, definition.Op == Op.Allocate
            ? Derive(new Instruction { Op = Op.Allocate, Results = default, Operands = definition.Operands, Effects = Effects.Reads }, AsArray(type))
            : Derive(new Instruction { Op = Op.Opaque, Text = "global::Autodiff.Runtime.Arrays.ZerosLike({0:a})", Results = default, Operands = ImmutableArray.Create(array), Effects = Effects.Reads }, AsArray(type)));
    }

    /// <summary>Reads the shadow of a row at once, before another row may be put in its place.</summary>
    /// <param name="load">The read of the row, by the values of the function that is written.</param>
    /// <param name="row">The row.</param>
    public void Read(Instruction load, int row) =>
        SetLocal(row, Derive(load with { Operands = load.Operands.Items.SetItem(0, Of(load.Operands[0])), Effects = Effects.Reads }, AsArray(builder.TypeOf(row))));

    /// <summary>Names what belongs to the adjoint of a value after it.</summary>
    public void NameAfter(int value, int adjoint, bool isLocal) => builder.Name(adjoint, AdjointName(value), isLocal, builder.OwnerOf(value));

    /// <summary>The name of what belongs to the adjoint of a value; null where the value has no name.</summary>
    public string? AdjointName(int value) => builder.NameOf(value) is { } name ? AdjointName(name, row) : null;

    /// <summary>
    /// The name of what belongs to the adjoint of a value of a name: <c>dError</c>, and <c>dXdError</c> in the row <c>X</c> of a Jacobian.
    /// </summary>
    public static string AdjointName(string name, string? row = null)
    {
        string start = row is null ? "d" : Capitalized("d", row) + "d";
        return Capitalized(start, name);
    }

    private static string Capitalized(string start, string name)
    {
        string bare = name.TrimStart('@');
        return start + char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    /// <summary>The type of the shadow: what can be written, and a window where the array is one dimension of numbers.</summary>
    public static IrType TypeFor(IrType type) =>
        type.Array is { Rank: 1, Element.IsArray: false } array ? IrType.ArrayOf(array.Element, ArrayShape.Span) : type;

    /// <summary>The type of a shadow that is an array, which the tape can keep.</summary>
    public static IrType AsArray(IrType type) => IrType.ArrayOf(type.Array!.Element, ArrayShape.Array, type.Array.Rank);

    /// <summary>One of two shadows, of which either may be a span.</summary>
    private int Choose(int condition, int one, int other) => Derive(
        new Instruction { Op = Op.Select, Results = default, Operands = ImmutableArray.Create(condition, one, other) },
        IrType.CommonArray(builder.TypeOf(one), builder.TypeOf(other)));

    private int Derive(Instruction template, IrType type)
    {
        bool isPrimal = builder.IsPrimal;
        builder.IsPrimal = false;
        int value = builder.Add(template with { Results = default }, type);
        builder.IsPrimal = isPrimal;
        return value;
    }
}
