using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Makes up statements with blocks: loops, which surely end, branches and exits.</summary>
/// <param name="random">The source of choices.</param>
/// <param name="expressions">Makes up numbers and conditions.</param>
/// <param name="statements">Makes up the statements of the blocks.</param>
internal sealed class LoopGenerator(Random random, ExpressionGenerator expressions, StatementGenerator statements)
{
    public Statement Branch(Scope scope, int depth) => new If(
        expressions.Boolean(scope, Math.Min(depth, 1)),
        statements.Block(scope.Block(isLoop: false), depth),
        expressions.Chance(0.5) ? statements.Block(scope.Block(isLoop: false), depth) : []);

    public Statement Choose(Scope scope, int depth)
    {
        var type = expressions.Chance(0.4) ? ScalarType.Integer : expressions.RealType();
        return new Switch(
            expressions.Number(scope, type, Math.Min(depth, 1)),
            Literal.Of(type, 0),
            Literal.Of(type, 2),
            expressions.Boolean(scope, 0),
            Section(),
            Section(),
            Section());

        List<Statement> Section() => statements.Block(scope.Block(isLoop: null), depth);
    }

    /// <summary><c>if (…) break;</c> and its like.</summary>
    public Statement Exit(Scope scope, int depth, bool isBreak)
    {
        var block = scope.Block(isLoop: false);
        List<Statement> body = expressions.Chance(0.4) ? [statements.Update(block, depth)] : [];
        return new If(ExitCondition(scope), [.. body, new Jump(isBreak)], []);
    }

    /// <summary><c>if (…) return …;</c>, of the function that the scope belongs to.</summary>
    public Statement Return(Scope scope, int depth)
    {
        var block = scope.Block(isLoop: false);
        return new If(ExitCondition(scope), [statements.Return(block, scope.Returned!, depth)], []);
    }

    public Statement For(Scope scope, int depth)
    {
        var arrays = scope.Arrays.Where(array => array.Variable.Type != ScalarType.Boolean).ToList();
        if (arrays.Count == 0 || expressions.Chance(0.2))
        {
            return Counted(scope, depth);
        }

        var array = arrays[random.Next(arrays.Count)];
        return array.Columns is null || expressions.Chance(0.2)
            ? Over(scope, array.Size, array.Length, inner => statements.Block(inner, depth))
            : Over(scope, array.Size, array.Length, outer =>
            [
                .. expressions.Chance(0.3) ? statements.Block(outer, depth, 1) : [],
                Over(outer.Block(isLoop: false), array.Columns, array.ColumnLength, inner => statements.Block(inner, depth, random.Next(1, 3))),
            ]);
    }

    /// <summary>A loop over the indices of an array.</summary>
    public Statement Over(Scope scope, ArraySize size, Expression length, Func<Scope, IReadOnlyList<Statement>> body)
    {
        var inner = scope.Block(isLoop: true);
        var counter = inner.Declare(inner.NewCounterName(), ScalarType.Integer, isAssignable: false);
        var last = new Binary("-", length, ArrayGenerator.Integer(1));
        int step = expressions.Choose((8, 1), (1, 2), (1, 3));
        switch (random.Next(10))
        {
            case 0 or 1:
                inner.Counters.Add(new Counter(counter, size.Key));
                return new For([counter], [last], new Comparison(">=", counter, ArrayGenerator.Integer(0)), [Step(counter, -step)], body(inner));
            case 2 or 3:
                inner.Counters.Add(new Counter(counter, size.Key, Min: 1));
                return new For([counter], [ArrayGenerator.Integer(1)], new Comparison("<", counter, length), [Step(counter, step)], body(inner));
            case 4:
                inner.Counters.Add(new Counter(counter, size.Key, Margin: 1));
                return new For([counter], [ArrayGenerator.Integer(0)], new Comparison("<", counter, last), [Step(counter, step)], body(inner));
            case 5:
                inner.Counters.Add(new Counter(counter, size.Key, Margin: 1));
                var other = inner.Declare(inner.NewCounterName(), ScalarType.Integer, isAssignable: false);
                inner.Counters.Add(new Counter(other, size.Key));
                return new For(
                    [counter, other], [ArrayGenerator.Integer(0), last], new Comparison("<", counter, other), [Step(counter, step), Step(other, -1)], body(inner));
            case 6 when scope.Counters.Find(outer => outer.Key == size.Key) is { } outer:
                inner.Counters.Add(new Counter(counter, size.Key));
                return expressions.Chance(0.5)
                    ? new For([counter], [ArrayGenerator.Integer(0)], new Comparison("<=", counter, outer.Variable), [Step(counter, step)], body(inner))
                    : new For([counter], [outer.Variable], new Comparison("<", counter, length), [Step(counter, step)], body(inner));
            default:
                inner.Counters.Add(new Counter(counter, size.Key));
                return new For([counter], [ArrayGenerator.Integer(0)], new Comparison("<", counter, length), [Step(counter, step)], body(inner));
        }
    }

    /// <summary>A loop on a count that has nothing to do with an array.</summary>
    public Statement Counted(Scope scope, int depth)
    {
        var inner = scope.Block(isLoop: true);
        if (expressions.Uses(Construct.RealCounter) && expressions.Chance(0.15))
        {
            var time = inner.Declare(inner.NewCounterName(), ScalarType.Double, isAssignable: false);
            return new For(
                [time],
                [Literal.Of(ScalarType.Double, 0)],
                new Comparison("<", time, Literal.Of(ScalarType.Double, 1)),
                [new Assignment(time, "+=", Literal.Of(ScalarType.Double, 0.3))],
                statements.Block(inner, depth));
        }

        var counts = scope.Readable.Where(variable => variable.Type == ScalarType.Integer && variable.Name is "n" or "k").ToList();
        var bound = counts.Count > 0 && expressions.Chance(0.5) ? counts[random.Next(counts.Count)] : (Expression)ArrayGenerator.Integer(random.Next(1, 5));
        var counter = inner.Declare(inner.NewCounterName(), ScalarType.Integer, isAssignable: false);
        inner.Counters.Add(new Counter(counter, null));
        int step = random.Next(1, 4);
        return expressions.Chance(0.7)
            ? new For([counter], [ArrayGenerator.Integer(0)], new Comparison(expressions.Chance(0.8) ? "<" : "<=", counter, bound), [Step(counter, step)], statements.Block(inner, depth))
            : new For([counter], [bound], new Comparison(">", counter, ArrayGenerator.Integer(0)), [Step(counter, -step)], statements.Block(inner, depth));
    }

    /// <summary>A loop on a condition of values, with a counter that makes it end.</summary>
    public Statement While(Scope scope, int depth)
    {
        string name = scope.NewName(random);
        var counter = scope.Declare(name, ScalarType.Integer, isAssignable: false);
        statements.Before(new Declaration("int", counter, ArrayGenerator.Integer(0)));
        var inner = scope.Block(isLoop: true);
        inner.Counters.Add(new Counter(counter, null));
        var limit = new Comparison("<", counter, ArrayGenerator.Integer(random.Next(2, 6)));
        var condition = ExitCondition(scope);
        var count = new ExpressionStatement(new Increment(counter, "++", IsPrefix: false));
        var body = statements.Block(inner, depth);
        return random.Next(4) switch
        {
            0 => new While(new Logical("&&", new Not(condition), limit), [count, .. body], IsDo: true),
            1 => new While(Literal.Of(ScalarType.Boolean, 1), [count, new If(new Not(limit), [new Jump(IsBreak: true)], []), .. body], IsDo: false),
            2 => new While(limit, [count, .. body], IsDo: expressions.Chance(0.3)),
            _ => new While(new Logical("&&", limit, new Not(condition)), [count, .. body], IsDo: false),
        };
    }

    public Statement ForEach(Scope scope, int depth)
    {
        var arrays = scope.Arrays.Where(array => array.Variable.Shape != ArrayShape.Jagged).ToList();
        if (arrays.Count == 0)
        {
            return Counted(scope, depth);
        }

        var array = arrays[random.Next(arrays.Count)].Variable;
        var inner = scope.Block(isLoop: true);
        var item = inner.Declare(inner.NewName(random), array.Type, isAssignable: false);
        return new ForEach(item, expressions.Chance(0.4), array, statements.Block(inner, depth));
    }

    private static Expression Step(Variable counter, int step) => Math.Abs(step) == 1
        ? new Increment(counter, step > 0 ? "++" : "--", IsPrefix: false)
        : new Assignment(counter, step > 0 ? "+=" : "-=", ArrayGenerator.Integer(Math.Abs(step)));

    /// <summary>A condition that is true at some iterations.</summary>
    private Expression ExitCondition(Scope scope)
    {
        if (scope.Counters.Count > 0 && expressions.Chance(0.3))
        {
            var counter = scope.Counters[random.Next(scope.Counters.Count)].Variable;
            return new Comparison(expressions.Choose((1, ">"), (1, "==")), counter, ArrayGenerator.Integer(random.Next(1, 3)));
        }

        var type = expressions.RealType();
        return new Comparison(
            expressions.Choose((1, "<"), (1, ">")),
            expressions.Number(scope, type, 1),
            Literal.Of(type, Math.Round((random.NextDouble() * 4) - 2, 2)));
    }
}
