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

    private void NoteWrite(IOperation place, int array, int value) => writes.Add((array, value, place, frame));

    /// <summary>
    /// Whether an array that is read and one that is written may share elements. Two that different parameters hold do not: the
    /// emitted code checks that where one is written. Nor does one that was made after the other value was known.
    /// </summary>
    private bool MayOverlap(int source, int destination) => ArrayRoots.Of(builder, destination) is not { } written
        || ((builder.DefinitionOf(written).Op != Op.Allocate || written < source)
            && (ArrayRoots.Of(builder, source) is not { } read || read == written));

    /// <summary>Refuses writes to arrays that belong to the outside, and finds the constants that are none.</summary>
    private void CheckWrites(Function function)
    {
        var roots = ArrayRoots.Find(function);
        foreach (var (array, value, place, from) in writes)
        {
            foreach (int root in roots[array])
            {
                var definition = builder.DefinitionOf(root);
                bool isRow = builder.TypeOf(value).IsArray && builder.TypeOf(array).Array!.Element.IsArray;
                if (definition.Op == Op.Opaque && !ArrayRoots.IsNothing(definition))
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

                if (definition.Op == Op.Parameter && varied.Contains(value) && !varied.Contains(root))
                {
                    foundVaried.Add((int)definition.Bits);
                }
            }
        }
    }
}
