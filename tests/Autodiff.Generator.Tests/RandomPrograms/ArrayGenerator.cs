using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Makes up elements, indices that are always in range, and arrays to pass to functions.</summary>
/// <param name="random">The source of choices.</param>
/// <param name="expressions">Makes up numbers.</param>
/// <param name="constructs">What may be used.</param>
internal sealed class ArrayGenerator(Random random, ExpressionGenerator expressions, IReadOnlySet<Construct> constructs)
{
    /// <summary>An element of some array of that type; null if there is none.</summary>
    public Expression? Element(Scope scope, ScalarType type, bool isWritten = false)
    {
        var arrays = scope.Arrays.Where(array => array.Variable.Type == type && (!isWritten || array.IsWritable)).ToList();
        return arrays.Count == 0 ? null : ElementOf(scope, arrays[random.Next(arrays.Count)]);
    }

    public Expression ElementOf(Scope scope, ArrayInScope array)
    {
        var index = Index(scope, array.Size, array.Length);
        return array.Variable.Shape switch
        {
            ArrayShape.Grid => new GridElement(array.Variable, index, Index(scope, array.Columns!, array.ColumnLength)),
            ArrayShape.Jagged => ElementIn(scope, new RowOf(array.Variable, index), array.Columns!, array.ColumnLength),
            _ => ElementIn(scope, array.Variable, array.Size, array.Length),
        };
    }

    /// <summary>An index that is in range.</summary>
    public Expression Index(Scope scope, ArraySize size, Expression length)
    {
        var exact = scope.Counters.Where(counter => counter.Key == size.Key).ToList();
        if (exact.Count > 0 && expressions.Chance(0.8))
        {
            var counter = exact[random.Next(exact.Count)];
            return expressions.Choose<Expression>(
                (12, counter.Variable),
                (counter.Min > 0 ? 5 : 0, new Binary("-", counter.Variable, Integer(1))),
                (counter.Margin > 0 ? 5 : 0, new Binary("+", counter.Variable, Integer(1))),
                (2, new Binary("-", new Binary("-", length, Integer(1)), counter.Variable)),
                (1, new Binary("%", new Binary("+", counter.Variable, Integer(1)), length)));
        }

        if (scope.Counters.Count > 0 && expressions.Chance(0.5))
        {
            Expression counter = scope.Counters[random.Next(scope.Counters.Count)].Variable;
            return new Binary("%", expressions.Chance(0.3) ? new Binary("*", Integer(2), counter) : counter, length);
        }

        // The arrays of integers that programs are given hold 0, 1 and 2.
        var indices = scope.Arrays.Where(array => array.Variable is { Type: ScalarType.Integer, Shape: ArrayShape.Array }).ToList();
        if (indices.Count > 0 && expressions.Chance(0.4))
        {
            var array = indices[random.Next(indices.Count)];
            var element = new Element(array.Variable, random.Next(2) == 0 ? Integer(random.Next(array.Size.AtLeast)) : Counting(scope, array));
            return size.AtLeast > 2 ? element : new Binary("%", element, length);
        }

        return Integer(random.Next(size.AtLeast));
    }

    /// <summary>An argument for a parameter that is an array; null if there is none.</summary>
    public Expression? Argument(Scope scope, Parameter parameter, int depth)
    {
        var shape = parameter.Shape!.Value;
        var candidates = scope.Arrays.Where(array => array.Variable.Type == parameter.Type && Converts(array.Variable.Shape, shape)
            && (!parameter.IsWritten || array.IsWritable)).ToList();
        if (candidates.Count > 0 && expressions.Chance(0.9))
        {
            var array = candidates[random.Next(candidates.Count)];
            return shape.IsSpan() && expressions.Chance(0.3) && Part(scope, array, shape) is { } part ? part.Value : array.Variable;
        }

        var rows = scope.Arrays.Where(array => array.Variable.Type == parameter.Type && array.Variable.Shape == ArrayShape.Jagged
            && (!parameter.IsWritten || array.IsWritable)).ToList();
        if (shape.IsVector() && rows.Count > 0)
        {
            var array = rows[random.Next(rows.Count)];
            return new RowOf(array.Variable, Index(scope, array.Size, array.Length));
        }

        return shape.IsVector()
            ? new ArrayLiteral(shape == ArrayShape.Array ? $"new {parameter.Type.Keyword()}[]" : "", parameter.Type, shape, Numbers(scope, parameter.Type, random.Next(2, 4), depth))
            : null;
    }

    /// <summary>A part of an array as a span, with its size; null if the array is too short or of another shape.</summary>
    public (SliceOf Value, ArraySize Size)? Part(Scope scope, ArrayInScope array, ArrayShape shape)
    {
        if (!constructs.Contains(Construct.Slice) || !array.Variable.Shape.IsVector() || array.Size.AtLeast < 3)
        {
            return null;
        }

        // A read-only span is the only one that makes no other.
        shape = array.Variable.Shape == ArrayShape.ReadOnlySpan ? ArrayShape.ReadOnlySpan : shape;
        bool isSpan = array.Variable.Shape.IsSpan();
        int start = random.Next(array.Size.AtLeast - 1);
        int length = random.Next(2, array.Size.AtLeast - start + 1);
        var style = expressions.Choose(
            (isSpan ? 0 : 2, SliceStyle.Whole),
            (isSpan ? 0 : 3, SliceStyle.AsSpan),
            (isSpan ? 3 : 0, SliceStyle.Slice),
            (isSpan ? 2 : 0, SliceStyle.Range),
            (isSpan && array.Size.AtLeast > start + 2 ? 2 : 0, SliceStyle.FromEnd),
            (2, SliceStyle.Rest));
        string key = $"{array.Size.Key} from {start} ";
        return style switch
        {
            SliceStyle.Whole => (new SliceOf(array.Variable, style, shape, Integer(0), Integer(0)), array.Size),
            SliceStyle.FromEnd => (new SliceOf(array.Variable, style, shape, Integer(start), Integer(1)), new ArraySize(key + "1", array.Size.AtLeast - start - 1)),
            SliceStyle.Rest => (new SliceOf(array.Variable, style, shape, Integer(start), Integer(0)), new ArraySize(key + "0", array.Size.AtLeast - start)),
            _ => (new SliceOf(array.Variable, style, shape, Integer(start), Integer(length)), ArraySize.Of(length)),
        };
    }

    public List<Expression> Numbers(Scope scope, ScalarType type, int count, int depth) =>
        [.. Enumerable.Range(0, count).Select(_ => expressions.Number(scope, type, Math.Min(depth, 1)))];

    public static Literal Integer(int value) => Literal.Of(ScalarType.Integer, value);

    private static bool Converts(ArrayShape from, ArrayShape to) => from == to || to switch
    {
        ArrayShape.Span => from == ArrayShape.Array,
        ArrayShape.ReadOnlySpan => from is ArrayShape.Array or ArrayShape.Span,
        _ => false,
    };

    private Element ElementIn(Scope scope, ArrayExpression array, ArraySize size, Expression length) => expressions.Chance(0.08)
        ? new Element(array, Integer(random.Next(1, size.AtLeast + 1)), IsFromEnd: true)
        : new Element(array, Index(scope, size, length));

    private Expression Counting(Scope scope, ArrayInScope array)
    {
        var counter = scope.Counters.FirstOrDefault();
        return counter is null ? Integer(0)
            : counter.Key == array.Size.Key ? counter.Variable
            : new Binary("%", counter.Variable, array.Length);
    }
}
