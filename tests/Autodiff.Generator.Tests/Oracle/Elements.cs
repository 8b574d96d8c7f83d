namespace Autodiff.Generator.Tests.Oracle;

/// <summary>An element of an array or a span: <c>a[i]</c>, <c>a[^1]</c>.</summary>
internal sealed record Element(ArrayExpression Array, Expression Index, bool IsFromEnd = false) : Expression
{
    public override string Text => $"{Array}[{(IsFromEnd ? "^" + Index : Declaration.Unwrapped(Index))}]";

    public override ScalarType Type => Array.Type;

    public override IReadOnlyList<Expression> Children => [Array, Index];

    public override Place Locate(Environment environment)
    {
        var array = Array.EvaluateArray(environment);
        int index = Index.Evaluate(environment).Integer;
        return array.At(IsFromEnd ? array.Length - index : index);
    }

    public override Dual Evaluate(Environment environment) => Locate(environment).Value;

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        this with { Array = (ArrayExpression)children[0], Index = children[1] };
}

/// <summary>An element of an array of rank two.</summary>
internal sealed record GridElement(ArrayExpression Array, Expression Row, Expression Column) : Expression
{
    public override string Text => $"{Array}[{Declaration.Unwrapped(Row)}, {Declaration.Unwrapped(Column)}]";

    public override ScalarType Type => Array.Type;

    public override IReadOnlyList<Expression> Children => [Array, Row, Column];

    public override Place Locate(Environment environment)
    {
        var array = Array.EvaluateArray(environment);
        int row = Row.Evaluate(environment).Integer;
        return array.At(row, Column.Evaluate(environment).Integer);
    }

    public override Dual Evaluate(Environment environment) => Locate(environment).Value;

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new GridElement((ArrayExpression)children[0], children[1], children[2]);
}

/// <summary><c>a.Length</c>, <c>a.GetLength(1)</c>.</summary>
internal sealed record LengthOf(ArrayExpression Array, int? Dimension = null) : Expression
{
    public override string Text => Dimension is { } dimension ? $"{Array}.GetLength({dimension})" : $"{Array}.Length";

    public override ScalarType Type => ScalarType.Integer;

    public override Dual Evaluate(Environment environment) =>
        Dual.Constant(Type, Array.EvaluateArray(environment).Dimension(Dimension ?? 0));
}

/// <summary>An argument by reference: <c>ref a[i]</c>.</summary>
internal sealed record RefArgument(Expression Target) : Expression
{
    public override string Text => $"ref {Target}";

    public override ScalarType Type => Target.Type;

    public override IReadOnlyList<Expression> Children => [Target];

    public override Place Locate(Environment environment) => Target.Locate(environment);

    public override Dual Evaluate(Environment environment) => Target.Evaluate(environment);

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new RefArgument(children[0]);
}
