using Autodiff.Generator.Analysis;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <content>
/// What is written to which array. Only an array of the method's own, or one that it was given, may be written; and one that
/// is given as a constant but receives what varies is no constant.
/// </content>
internal sealed partial class MethodLowerer
{
    private readonly List<(int Array, int Value, IOperation Place, Frame Frame)> writes = [];

    /// <summary>The parameters, not differentiated, whose arrays are known to receive values that vary.</summary>
    private System.Collections.Immutable.ImmutableHashSet<int> variedInputs = System.Collections.Immutable.ImmutableHashSet<int>.Empty;

    /// <summary>Those that this lowering has found, which it took for constants.</summary>
    private readonly HashSet<int> foundVaried = [];

    /// <summary>What loops carry, by its place among that, which is known to vary though nothing in the loop's own code says so.</summary>
    private System.Collections.Immutable.ImmutableHashSet<(SyntaxNode Loop, int Index)> variedInLoops = System.Collections.Immutable.ImmutableHashSet<(SyntaxNode, int)>.Empty;

    /// <summary>That, and what this lowering has found besides, which it took not to vary.</summary>
    private HashSet<(SyntaxNode Loop, int Index)> foundVariedInLoops = [];

    private void NoteWrite(IOperation place, int array, int value) => writes.Add((array, value, place, frame));

    /// <summary>
    /// Whether an array that is read and one that is written may share elements. Two that different parameters hold do not: the
    /// emitted code checks that where one is written. Nor does one that was made after the other value was known.
    /// </summary>
    private bool MayOverlap(int source, int destination) => SourceOf(destination) is not { } written
        || ((builder.DefinitionOf(written).Op != Op.Allocate || written < source)
            && (SourceOf(source) is not { } read || read == written));

    /// <summary>The array that a value is, or is a window on, as far as it has been lowered; null where a branch or a loop may have given it any.</summary>
    private int? SourceOf(int value)
    {
        while (builder.DefinitionOf(value).Op == Op.Slice)
        {
            value = builder.DefinitionOf(value).Operands[0];
        }

        return builder.DefinitionOf(value).Op is Op.Allocate or Op.Parameter ? value : null;
    }

    /// <summary>Refuses writes to arrays that belong to the outside, and finds the constants that are none.</summary>
    private void CheckWrites(Function function)
    {
        var memory = PointsTo.Of(function);
        var definitions = Definitions.Of(function);
        foreach (var (array, value, place, from) in writes)
        {
            foreach (int source in memory.SourcesOf(array))
            {
                var definition = definitions[source];
                bool isRow = function.Values[value].Type.IsArray && function.Values[array].Type.Array!.Element.IsArray;
                if (definition.Op == Op.Opaque && !definition.IsDefault)
                {
                    frame = from;
                    Refuse(Descriptors.SideEffect, FirstLineOf(place.Syntax), Shorten(place.Syntax.ToString()));
                    return;
                }

                if (definition.Op == Op.Parameter && isRow)
                {
                    frame = from;
                    Refuse(Descriptors.Rows, FirstLineOf(place.Syntax), Shorten(place.Syntax.ToString()));
                    return;
                }

                if (definition.Op == Op.Parameter && varied.Contains(value) && !varied.Contains(source))
                {
                    foundVaried.Add((int)definition.Bits);
                }
            }
        }
    }
}
