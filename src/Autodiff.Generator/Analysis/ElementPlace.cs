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
    /// <param name="access">The access.</param>
    /// <param name="place">Its place in the function.</param>
    /// <param name="definitions">The definitions of all values.</param>
    /// <param name="bounds">What indices are at most and at least.</param>
    public static ElementPlace? Of(Instruction access, int place, Definitions definitions, IndexBounds bounds)
    {
        if (access.Op is not (Op.Load or Op.Store))
        {
            return null;
        }

        int array = access.Operands[0];
        if (access.IndexCount > 1)
        {
            return new ElementPlace(array, -1, access.Operands.Skip(1).Take(access.IndexCount).Select(o => LinearIndex.Of([o], definitions)).ToList());
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

        var index = LinearIndex.Of(starts, definitions);
        return InRow(array, index, place, definitions, bounds) ?? new ElementPlace(array, -1, [index]);
    }

    /// <summary>An element <c>a[i * n + j]</c> as one of a row, where the loops around it say that <c>j</c> is within the row.</summary>
    private static ElementPlace? InRow(int array, LinearIndex index, int place, Definitions definitions, IndexBounds bounds)
    {
        foreach (var term in index.Terms.Where(t => t.Value == 1))
        {
            if (definitions[term.Key] is not { Op: Op.Multiply } product)
            {
                continue;
            }

            var rest = index.Without(term.Key);
            // A length is more likely no counter.
            int first = definitions[product.Operands[1]].Op == Op.Argument ? 1 : 0;
            foreach (int i in new[] { first, 1 - first })
            {
                int length = product.Operands[1 - i];
                if (bounds.Of(rest, isUpper: false, place, outer: null) is { Terms.Count: 0, Constant: >= 0 }
                    && bounds.Of(rest.With(-1, -1, LinearIndex.Of([length], definitions)), isUpper: true, place, outer: null) is { Terms.Count: 0, Constant: < 0 })
                {
                    return new ElementPlace(array, length, [LinearIndex.Of([product.Operands[i]], definitions), rest]);
                }
            }
        }

        return null;
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
