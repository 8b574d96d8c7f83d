using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Where in an array an access is: an index for each dimension. An element of a slice whose start is a multiple of its length,
/// <c>a.Slice(k * n, n)[i]</c>, has two, as if the array were a matrix with such rows: that <c>i</c> is within the row is checked by the
/// access itself.
/// </summary>
/// <param name="Array">The array, which is no slice of another one.</param>
/// <param name="RowLength">The length of the rows; −1 where there are none.</param>
/// <param name="Indices">The indices.</param>
internal sealed record ElementPlace(int Array, int RowLength, IReadOnlyList<LinearIndex> Indices)
{
    /// <summary>Where a load or a store is; null where nothing is known of it.</summary>
    public static ElementPlace? Of(Instruction access, Definitions definitions)
    {
        if (access.Op is not (Op.Load or Op.Store))
        {
            return null;
        }

        int array = access.Operands[0];
        int count = access.Operands.Length - (access.Op == Op.Load ? 1 : 2);
        if (count > 1)
        {
            return new ElementPlace(array, -1, access.Operands.Skip(1).Take(count).Select(o => LinearIndex.Of([o], definitions)).ToList());
        }

        var starts = new List<int> { access.Operands[1] };
        while (definitions[array] is { Op: Op.Slice } slice)
        {
            array = slice.Operands[0];
            if (RowOf(slice, definitions) is { } row)
            {
                return definitions[array].Op == Op.Slice ? null : new ElementPlace(array, slice.Operands[2], [LinearIndex.Of([row], definitions), LinearIndex.Of(starts, definitions)]);
            }

            starts.Add(slice.Operands[1]);
        }

        return new ElementPlace(array, -1, [LinearIndex.Of(starts, definitions)]);
    }

    /// <summary>The number of the row that a slice is; null where it is none.</summary>
    private static int? RowOf(Instruction slice, Definitions definitions)
    {
        var (start, length) = (definitions[slice.Operands[1]], slice.Operands[2]);
        return start.Op != Op.Multiply ? null
            : start.Operands[1] == length ? start.Operands[0]
            : start.Operands[0] == length ? start.Operands[1]
            : null;
    }
}
