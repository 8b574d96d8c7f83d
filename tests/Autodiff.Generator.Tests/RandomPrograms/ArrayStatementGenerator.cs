using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Makes up statements that declare, write and move arrays.</summary>
/// <param name="random">The source of choices.</param>
/// <param name="expressions">Makes up numbers.</param>
/// <param name="arrays">Makes up elements and slices.</param>
/// <param name="statements">Makes up other statements.</param>
/// <param name="loops">Makes up loops over an array.</param>
internal sealed class ArrayStatementGenerator(
    Random random, ExpressionGenerator expressions, ArrayGenerator arrays, StatementGenerator statements, LoopGenerator loops)
{
    private int lifetimes;

    public Statement Declare(Scope scope, int depth)
    {
        var type = expressions.RealType();
        var known = scope.Arrays.Where(array => array.Variable.Type.IsReal()).ToList();
        var source = known.Count > 0 ? known[random.Next(known.Count)] : null;
        var size = source is not null && expressions.Chance(0.6) ? source.Size : ArraySize.Of(random.Next(2, 5));
        Expression length = source is not null && size == source.Size ? source.Length : ArrayGenerator.Integer(size.AtLeast);
        var jagged = known.Find(array => array.Variable.Shape == ArrayShape.Jagged);

        switch (random.Next(13))
        {
            case 0 or 1:
                int count = random.Next(2, 5);
                string head = expressions.Choose((1, $"new {type.Keyword()}[]"), (2, ""));
                return Add(type, ArrayShape.Array, ArraySize.Of(count), new ArrayLiteral(head, type, ArrayShape.Array, arrays.Numbers(scope, type, count, depth)), canBeVar: head != "");
            case 2 when expressions.Uses(Construct.StackAlloc):
                int number = random.Next(2, 5);
                return AddSpan(type, ArrayShape.Span, ArraySize.Of(number), expressions.Chance(0.5)
                    ? new NewArray("stackalloc", type, ArrayShape.Span, [ArrayGenerator.Integer(number)])
                    : new ArrayLiteral($"stackalloc {type.Keyword()}[]", type, ArrayShape.Span, arrays.Numbers(scope, type, number, depth)));
            case 3 or 4 when source is { Variable.Shape: not (ArrayShape.Grid or ArrayShape.Jagged) }:
                var shape = source.IsWritable && expressions.Chance(0.7) ? ArrayShape.Span : ArrayShape.ReadOnlySpan;
                return arrays.Part(scope, source, shape) is var (part, partSize)
                    ? AddSpan(source.Variable.Type, part.Shape, partSize, part, source.IsWritable && part.Shape == ArrayShape.Span, source.Lifetime)
                    : AddSpan(source.Variable.Type, shape == ArrayShape.Span && source.Variable.Shape == ArrayShape.ReadOnlySpan ? ArrayShape.ReadOnlySpan : shape, source.Size, source.Variable, source.IsWritable && shape == ArrayShape.Span, source.Lifetime);
            case 5 when source is { Variable.Shape: ArrayShape.Array }:
                return Add(source.Variable.Type, ArrayShape.Array, source.Size, source.Variable, canBeVar: true, source.IsWritable);
            case 6 when jagged is not null:
                return Add(jagged.Variable.Type, ArrayShape.Array, jagged.Columns!, new RowOf(jagged.Variable, arrays.Index(scope, jagged.Size, jagged.Length)), canBeVar: true, jagged.IsWritable);
            case 7 when source is { Variable.Shape: ArrayShape.Array, Size.AtLeast: > 2 } && expressions.Uses(Construct.Slice):
                return Add(
                    source.Variable.Type,
                    ArrayShape.Array,
                    ArraySize.Of(2),
                    new SliceOf(source.Variable, SliceStyle.Range, ArrayShape.Array, ArrayGenerator.Integer(random.Next(source.Size.AtLeast - 1)), ArrayGenerator.Integer(2)),
                    canBeVar: true);
            case 8 when scope.Callable.Find(function => function.ReturnsArray) is { } function
                && expressions.CallOf(function, scope, depth - 1) is { } call:
                // How long the result is, only the function knows: two at least.
                return Add(function.Results[0], ArrayShape.Array, new ArraySize($"result {lifetimes++}", 2), new ArrayCall(call), canBeVar: true);
            case 9 when expressions.Uses(Construct.LocalGrid):
                return Grid(scope, type, depth);
            case 10 when expressions.Uses(Construct.LocalJagged):
                return Jagged(scope, type, depth);
            default:
                var declaration = Add(type, ArrayShape.Array, size, new NewArray("new", type, ArrayShape.Array, [length]), canBeVar: true);
                return expressions.Chance(0.6) ? Filled(scope, declaration, depth) : declaration;
        }

        Statement Add(ScalarType element, ArrayShape shape, ArraySize size, ArrayExpression value, bool canBeVar, bool isWritable = true)
        {
            var variable = new ArrayVariable(scope.NewName(random), element, shape);
            scope.Declare(new ArrayInScope(variable, size, isWritable) { IsAssignable = true });
            return new ArrayDeclaration(canBeVar && expressions.Chance(0.4) ? "var" : shape.Of(element), variable, value);
        }

        Statement AddSpan(ScalarType element, ArrayShape shape, ArraySize size, ArrayExpression value, bool isWritable = true, int? lifetime = null)
        {
            var variable = new ArrayVariable(scope.NewName(random), element, shape);
            scope.Declare(new ArrayInScope(variable, size, isWritable) { IsAssignable = true, Lifetime = lifetime ?? ++lifetimes });
            return new ArrayDeclaration(shape.Of(element), variable, value);
        }
    }

    /// <summary>Writes an element, mostly so that it stays small when that is repeated.</summary>
    public Statement Write(Scope scope, int depth)
    {
        var target = arrays.Element(scope, expressions.RealType(), isWritten: true);
        return target is null ? Declare(scope, depth) : statements.Damped(scope, target, depth);
    }

    public Statement Swap(Scope scope, int depth)
    {
        var array = Writable(scope, _ => true);
        if (array is null)
        {
            return Declare(scope, depth);
        }

        var first = arrays.ElementOf(scope, array);
        var second = arrays.ElementOf(scope, array);
        return expressions.Chance(0.7)
            ? new PlacesAssignment([first, second], [second, first])
            : new PlacesAssignment([first, second], [statements.Bounded(scope, array.Variable.Type, depth), first]);
    }

    /// <summary>Lets variables hold other arrays of the same length.</summary>
    public Statement Assign(Scope scope, int depth)
    {
        var pairs = (from a in scope.Arrays
                     from b in scope.Arrays
                     where a != b && a.IsAssignable && a.Variable.Type == b.Variable.Type && a.Variable.Shape == b.Variable.Shape
                         && a.Size == b.Size && a.Lifetime == b.Lifetime && a.IsWritable == b.IsWritable && a.Columns == b.Columns
                     select (a, b)).ToList();
        if (pairs.Count == 0)
        {
            return Write(scope, depth);
        }

        var (first, second) = pairs[random.Next(pairs.Count)];
        return second.IsAssignable && !first.Variable.Shape.IsSpan() && expressions.Chance(0.7)
            ? new ArrayAssignment([first.Variable, second.Variable], [second.Variable, first.Variable])
            : new ArrayAssignment([first.Variable], [second.Variable]);
    }

    public Statement Reference(Scope scope, int depth)
    {
        var array = Writable(scope, _ => true);
        if (array is null)
        {
            return Declare(scope, depth);
        }

        var target = arrays.ElementOf(scope, array);
        var variable = scope.Declare(scope.NewName(random), array.Variable.Type);
        scope.MakeUncapturable(variable.Name);
        return new RefDeclaration(variable, target);
    }

    public Statement FillOrCopy(Scope scope, int depth)
    {
        var array = Writable(scope, one => one.Variable.Shape.IsVector());
        if (array is null)
        {
            return Declare(scope, depth);
        }

        var sources = scope.Arrays.Where(one => one != array && one.Variable.Type == array.Variable.Type && one.Variable.Shape.IsVector() && one.Size == array.Size).ToList();
        if (sources.Count > 0 && expressions.Chance(0.6))
        {
            return new CopyStatement(sources[random.Next(sources.Count)].Variable, array.Variable);
        }

        ArrayExpression target = expressions.Chance(0.4) && arrays.Part(scope, array, ArrayShape.Span) is { } part ? part.Value : array.Variable;
        return new FillStatement(target, expressions.Chance(0.7) ? statements.Bounded(scope, array.Variable.Type, depth) : null);
    }

    private ArrayInScope? Writable(Scope scope, Func<ArrayInScope, bool> predicate)
    {
        var found = scope.Arrays.Where(array => array.IsWritable && array.Variable.Type.IsReal() && predicate(array)).ToList();
        return found.Count == 0 ? null : found[random.Next(found.Count)];
    }

    /// <summary>A loop that fills what was just declared, before anything else happens.</summary>
    private Statement Filled(Scope scope, Statement declaration, int depth)
    {
        statements.Before(declaration);
        var array = scope.Arrays[^1];
        var fill = loops.Over(scope, array.Size, array.Length, inner => [Fill(inner)]);
        return expressions.Chance(0.5) ? Followed(scope, fill, depth) : fill;

        Statement Fill(Scope inner) => array.Columns is null
            ? statements.Damped(inner, arrays.ElementOf(inner, array), depth)
            : loops.Over(inner, array.Columns, array.ColumnLength, innermost => [statements.Damped(innermost, arrays.ElementOf(innermost, array), depth)]);
    }

    /// <summary>A loop over the elements of arrays that are as long as the one declared last, and loops after it over the same.</summary>
    private Statement Followed(Scope scope, Statement loop, int depth)
    {
        var array = scope.Arrays[^1];
        var same = scope.Arrays.Where(one => one.IsWritable && one.Columns is null && one.Size == array.Size && one.Variable.Type.IsReal()).ToList();
        for (int more = random.Next(1, 4); more > 0 && same.Count > 0; more--)
        {
            statements.Before(loop);
            if (expressions.Chance(0.2))
            {
                statements.Before(statements.Damped(scope, arrays.ElementOf(scope, same[random.Next(same.Count)]), depth));
            }

            loop = loops.Over(scope, array.Size, array.Length, inner => [statements.Damped(inner, arrays.ElementOf(inner, same[random.Next(same.Count)]), depth)]);
        }

        return loop;
    }

    private Statement Grid(Scope scope, ScalarType type, int depth)
    {
        var (rows, columns) = (random.Next(2, 4), random.Next(2, 4));
        var variable = new ArrayVariable(scope.NewName(random), type, ArrayShape.Grid);
        scope.Declare(new ArrayInScope(variable, ArraySize.Of(rows), IsWritable: true) { Columns = ArraySize.Of(columns), IsAssignable = true });
        return Filled(
            scope,
            new ArrayDeclaration(expressions.Chance(0.4) ? "var" : ArrayShape.Grid.Of(type), variable, new NewArray("new", type, ArrayShape.Grid, [ArrayGenerator.Integer(rows), ArrayGenerator.Integer(columns)])),
            depth);
    }

    private Statement Jagged(Scope scope, ScalarType type, int depth)
    {
        var columns = ArraySize.Of(random.Next(2, 4));
        var same = scope.Arrays.Where(array => array.Variable.Type == type && array.Variable.Shape == ArrayShape.Array && array.IsWritable && array.Size == columns).ToList();
        int rows = random.Next(2, 4);
        string head = expressions.Chance(0.5) ? "" : $"new {type.Keyword()}[][]";
        Expression[] all = [.. Enumerable.Range(0, rows).Select(_ => same.Count > 0 && expressions.Chance(0.5) ? same[random.Next(same.Count)].Variable
            : expressions.Chance(0.5) ? (Expression)new NewArray("new", type, ArrayShape.Array, [ArrayGenerator.Integer(columns.AtLeast)])
            : new ArrayLiteral(head, type, ArrayShape.Array, arrays.Numbers(scope, type, columns.AtLeast, depth)) with { Head = head == "" ? "" : $"new {type.Keyword()}[]" })];
        var variable = new ArrayVariable(scope.NewName(random), type, ArrayShape.Jagged);
        scope.Declare(new ArrayInScope(variable, ArraySize.Of(rows), IsWritable: true) { Columns = columns });
        return new ArrayDeclaration(ArrayShape.Jagged.Of(type), variable, new RowsLiteral(head, type, all));
    }
}
