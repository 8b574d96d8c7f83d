namespace Autodiff.Generator.Tests.Oracle;

/// <summary>An expression whose value is an array or a span; its <see cref="Expression.Type"/> is that of its numbers.</summary>
internal abstract record ArrayExpression : Expression
{
    public abstract ArrayShape Shape { get; }

    public sealed override Dual Evaluate(Environment environment) => throw new MalformedProgramException($"{Text} is no number");

    public abstract ArrayValue EvaluateArray(Environment environment);

    protected static int Number(Expression expression, Environment environment) => expression.Evaluate(environment).Integer;
}

/// <summary>A parameter or a local of an array type.</summary>
internal sealed record ArrayVariable(string Name, ScalarType Element, ArrayShape VariableShape) : ArrayExpression
{
    public override string Text => Name;

    public override ScalarType Type => Element;

    public override ArrayShape Shape => VariableShape;

    public override ArrayValue EvaluateArray(Environment environment) => environment.FindArray(Name);
}

/// <summary><c>new double[n]</c>, <c>stackalloc double[n]</c>, <c>new double[n, m]</c>: zeros.</summary>
internal sealed record NewArray(string Keyword, ScalarType Element, ArrayShape NewShape, IReadOnlyList<Expression> Lengths) : ArrayExpression
{
    public override string Text => $"{Keyword} {Element.Keyword()}[{string.Join(", ", Lengths)}]";

    public override ScalarType Type => Element;

    public override ArrayShape Shape => NewShape;

    public override IReadOnlyList<Expression> Children => Lengths;

    public override ArrayValue EvaluateArray(Environment environment)
    {
        int[] lengths = [.. Lengths.Select(length => Number(length, environment))];
        return lengths is [int rows, int columns]
            ? ArrayValue.Grid(ArrayValue.Zeros(Element, rows * columns).Numbers, rows, columns)
            : ArrayValue.Zeros(Element, lengths[0]);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Lengths = children };
}

/// <summary><c>new double[] { … }</c>, <c>new[] { … }</c>, <c>[…]</c>, <c>stackalloc[] { … }</c>.</summary>
/// <param name="Head">What stands before the elements; empty for a collection expression.</param>
/// <param name="Element">The type of an element.</param>
/// <param name="NewShape">The shape, which a collection expression has from its target.</param>
/// <param name="Elements">The elements, of that type or convertible to it.</param>
internal sealed record ArrayLiteral(string Head, ScalarType Element, ArrayShape NewShape, IReadOnlyList<Expression> Elements) : ArrayExpression
{
    public override string Text => Head == "" ? $"[{string.Join(", ", Elements)}]" : $"{Head} {{ {string.Join(", ", Elements)} }}";

    public override ScalarType Type => Element;

    public override ArrayShape Shape => NewShape;

    public override IReadOnlyList<Expression> Children => Elements;

    public override ArrayValue EvaluateArray(Environment environment) =>
        ArrayValue.Of(Elements.Select(element => element.Evaluate(environment).ConvertTo(Element)));

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Elements = children };
}

/// <summary>An array of arrays from its rows: <c>[[a, b], row]</c>, <c>new double[][] { … }</c>.</summary>
internal sealed record RowsLiteral(string Head, ScalarType Element, IReadOnlyList<Expression> Rows) : ArrayExpression
{
    public override string Text => Head == "" ? $"[{string.Join(", ", Rows)}]" : $"{Head} {{ {string.Join(", ", Rows)} }}";

    public override ScalarType Type => Element;

    public override ArrayShape Shape => ArrayShape.Jagged;

    public override IReadOnlyList<Expression> Children => Rows;

    public override ArrayValue EvaluateArray(Environment environment) =>
        ArrayValue.Jagged(Rows.Select(row => ((ArrayExpression)row).EvaluateArray(environment)));

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this with { Rows = children };
}

/// <summary>A row of an array of arrays.</summary>
internal sealed record RowOf(ArrayExpression Array, Expression Index) : ArrayExpression
{
    public override string Text => $"{Array}[{Declaration.Unwrapped(Index)}]";

    public override ScalarType Type => Array.Type;

    public override ArrayShape Shape => ArrayShape.Array;

    public override IReadOnlyList<Expression> Children => [Array, Index];

    public override ArrayValue EvaluateArray(Environment environment)
    {
        var array = Array.EvaluateArray(environment);
        return array.Row(Number(Index, environment));
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new RowOf((ArrayExpression)children[0], children[1]);
}

/// <summary>How a part of an array is written.</summary>
internal enum SliceStyle
{
    /// <summary><c>a.AsSpan()</c>.</summary>
    Whole,

    /// <summary><c>a.AsSpan(start, length)</c>.</summary>
    AsSpan,

    /// <summary><c>a.Slice(start, length)</c>.</summary>
    Slice,

    /// <summary><c>a[start..end]</c>: a copy where a is an array.</summary>
    Range,

    /// <summary><c>a[start..^fromEnd]</c>; the length is what is left out at the end.</summary>
    FromEnd,

    /// <summary><c>a.AsSpan(start)</c> or <c>a.Slice(start)</c>.</summary>
    Rest,
}

/// <summary>A part of an array or a span.</summary>
internal sealed record SliceOf(ArrayExpression Array, SliceStyle Style, ArrayShape NewShape, Expression Start, Expression Length) : ArrayExpression
{
    public override string Text => Style switch
    {
        SliceStyle.Whole => $"{Array}.AsSpan()",
        SliceStyle.AsSpan => $"{Array}.AsSpan({Start}, {Length})",
        SliceStyle.Slice => $"{Array}.Slice({Start}, {Length})",
        SliceStyle.Range => $"{Array}[{Start}..({Start} + {Length})]",
        SliceStyle.FromEnd => $"{Array}[{Start}..^{Length}]",
        _ => Array.Shape.IsSpan() ? $"{Array}.Slice({Start})" : $"{Array}.AsSpan({Start})",
    };

    public override ScalarType Type => Array.Type;

    public override ArrayShape Shape => NewShape;

    public override IReadOnlyList<Expression> Children => [Array, Start, Length];

    public override ArrayValue EvaluateArray(Environment environment)
    {
        var array = Array.EvaluateArray(environment);
        if (Style == SliceStyle.Whole)
        {
            return array;
        }

        int start = Number(Start, environment);
        int length = Style switch
        {
            SliceStyle.Rest => array.Length - start,
            SliceStyle.FromEnd => array.Length - Number(Length, environment) - start,
            _ => Number(Length, environment),
        };
        var slice = array.Slice(start, length);
        return Shape == ArrayShape.Array ? ArrayValue.Of(slice.Numbers) : slice;
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        this with { Array = (ArrayExpression)children[0], Start = children[1], Length = children[2] };
}

/// <summary>A call of a function of the program that returns an array.</summary>
internal sealed record ArrayCall(FunctionCall Call) : ArrayExpression
{
    public override string Text => Call.Text;

    public override ScalarType Type => Call.Type;

    public override ArrayShape Shape => ArrayShape.Array;

    public override IReadOnlyList<Expression> Children => Call.Arguments;

    public override ArrayValue EvaluateArray(Environment environment) =>
        Call.Run(environment)?.Array ?? throw new MalformedProgramException($"{Call.Name} returns no array");

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new ArrayCall(Call with { Arguments = children });
}
