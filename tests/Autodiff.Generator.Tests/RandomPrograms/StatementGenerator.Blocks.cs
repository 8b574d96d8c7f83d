using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <content>Blocks, and the statements of loops and arrays.</content>
internal sealed partial class StatementGenerator
{
    private const int DeepestNesting = 3;

    private readonly Stack<List<Statement>> blocks = new();

    private LoopGenerator Loops => field ??= new LoopGenerator(random, expressions, this);

    private ArrayStatementGenerator Arrays => field ??= new ArrayStatementGenerator(random, expressions, expressions.Arrays, this, Loops);

    /// <summary>Puts a statement before the one that is being made up.</summary>
    public void Before(Statement statement) => blocks.Peek().Add(statement);

    /// <summary>Some statements.</summary>
    public List<Statement> Block(Scope scope, int depth, int? count = null)
    {
        var block = new List<Statement>();
        blocks.Push(block);
        int number = count ?? random.Next(1, 4);
        bool isScalar = !expressions.Uses(Construct.For);
        for (int i = 0; i < number; i++)
        {
            var statement = expressions.Choose<Maker>(
                (isScalar ? 40 : 20, Declare), (20, Reassign), (6, Step), (7, Deconstruct), (7, Tuple), (5, Nest), (2, Flag), (1, Check), (4, Split),
                (scope.Nesting < DeepestNesting ? Weight(12, Construct.If) : 0, Loops.Branch),
                (scope.Nesting < DeepestNesting ? Weight(5, Construct.Switch) : 0, Loops.Choose),
                (scope.Nesting < DeepestNesting ? Weight(30, Construct.For) : 0, Loops.For),
                (scope.Nesting < DeepestNesting ? Weight(10, Construct.While) : 0, Loops.While),
                (scope.Nesting < DeepestNesting ? Weight(8, Construct.ForEach) : 0, Loops.ForEach),
                (scope.CanBreak ? Weight(10, Construct.Break) : 0, (s, d) => Loops.Exit(s, d, isBreak: true)),
                (scope.CanBreak ? Weight(8, Construct.Continue) : 0, (s, d) => Loops.Exit(s, d, isBreak: false)),
                (scope.Returned is null ? 0 : Weight(scope.Loops > 0 ? 8 : 3, Construct.Return), Loops.Return),
                (Weight(20, Construct.LocalArray), Arrays.Declare),
                (scope.Arrays.Count == 0 ? 0 : Weight(25, Construct.ElementWrite), Arrays.Write),
                (scope.Arrays.Count == 0 ? 0 : Weight(5, Construct.ElementSwap), Arrays.Swap),
                (scope.Arrays.Count == 0 ? 0 : Weight(8, Construct.ArrayAssignment), Arrays.Assign),
                (scope.Arrays.Count == 0 ? 0 : Weight(5, Construct.RefLocal), Arrays.Reference),
                (scope.Arrays.Count == 0 ? 0 : Weight(7, Construct.FillAndCopy), Arrays.FillOrCopy),
                (Weight(10, Construct.VoidHelper), CallHelper))(scope, depth);
            block.Add(statement);
        }

        blocks.Pop();
        return block;
    }

    /// <summary>A sum over the elements of an array, so that what is in it matters.</summary>
    private List<Statement> Sum(Scope scope, int depth)
    {
        var candidates = scope.Arrays.Where(array => array.Variable.Type.IsReal()).ToList();
        if (candidates.Count == 0)
        {
            return [];
        }

        var array = candidates[random.Next(candidates.Count)];
        var total = scope.Declare(scope.NewName(random), array.Variable.Type);
        var sum = new Declaration(total.Type.Keyword(), total, Literal.Of(total.Type, 0));
        return [sum, Loops.Over(scope, array.Size, array.Length, inner =>
            array.Columns is null ? [Add(inner)] : [Loops.Over(inner, array.Columns, array.ColumnLength, innermost => [Add(innermost)])])];

        Statement Add(Scope inner)
        {
            Expression element = expressions.Arrays.ElementOf(inner, array);
            return new ExpressionStatement(new Assignment(total, "+=", expressions.Choose<Expression>(
                (2, element),
                (2, new Binary("*", element, element)),
                (2, new Binary("*", element, expressions.Number(inner, total.Type, 1))),
                (1, Bounded(inner, total.Type, Math.Min(depth, 1))))));
        }
    }

    /// <summary>An assignment of a variable or an element.</summary>
    public Statement Update(Scope scope, int depth)
    {
        var targets = scope.Assignable.Where(variable => variable.Type.IsReal()).ToList<Expression>();
        if (expressions.Arrays.Element(scope, expressions.RealType(), isWritten: true) is { } element)
        {
            targets.Add(element);
        }

        return targets.Count == 0 ? Declare(scope, depth) : Damped(scope, targets[random.Next(targets.Count)], depth);
    }

    /// <summary>An assignment that keeps small what is small, however often it runs.</summary>
    public Statement Damped(Scope scope, Expression target, int depth)
    {
        var type = target.Type;
        var bounded = Bounded(scope, type, depth);
        var half = new Binary("*", Literal.Of(type, 0.5), target);
        return new ExpressionStatement(expressions.Choose<Expression>(
            (6, new Assignment(target, "=", new Binary("+", half, bounded))),
            (6, new Assignment(target, "+=", new Binary("*", Literal.Of(type, 0.25), bounded))),
            (3, new Assignment(target, "*=", bounded)),
            (3, new Assignment(target, "-=", bounded)),
            (4, new Assignment(target, "=", bounded)),
            (1, new Assignment(target, "/=", expressions.In(Domain.AboveOne, scope, type, 1))),
            (1, new Increment(target, expressions.Chance(0.5) ? "++" : "--", IsPrefix: false)),
            (1, new Assignment(target, "=", expressions.NumberUpTo(scope, type, depth)))));
    }

    /// <summary>A number of moderate size.</summary>
    public Expression Bounded(Scope scope, ScalarType type, int depth)
    {
        var inner = expressions.Number(scope, type, Math.Min(depth, scope.Loops > 1 ? 1 : 2));
        return expressions.Function(expressions.Choose((3, "Sin"), (2, "Tanh"), (2, "Atan"), (2, "Cos")), type, inner);
    }

    /// <summary>A <c>return</c> of numbers, of the tuple that another function returns, or of an array.</summary>
    public Return Return(Scope scope, Returned returned, int depth)
    {
        if (!returned.IsArray)
        {
            var functions = scope.Callable.Where(function => !function.UsesOut && function.Results.Count == returned.Types.Count
                && function.Results.Zip(returned.Types).All(pair => pair.First <= pair.Second)).ToList();
            if (returned.Types.Count > 1 && scope.Returned is not null && functions.Count > 0 && expressions.Chance(0.4)
                && expressions.CallOf(functions[random.Next(functions.Count)], scope, depth - 1) is { } call)
            {
                return new Return([call]);
            }

            return new Return([.. returned.Types.Select(type => Result(scope, type, depth))]);
        }

        var type = returned.Types[0];
        var candidates = scope.Arrays.Where(array => array.IsWritable && array.Variable.Type == type && array.Variable.Shape == ArrayShape.Array).ToList();
        return new Return([candidates.Count > 0
            ? candidates[random.Next(candidates.Count)].Variable
            : new ArrayLiteral($"new {type.Keyword()}[]", type, ArrayShape.Array, expressions.Arrays.Numbers(scope, type, random.Next(2, 4), depth))]);
    }

    /// <summary>A parameter that is an array; null where it is to be a number.</summary>
    public Parameter? ArrayParameter(string name, ScalarType type)
    {
        if (type == ScalarType.Boolean || expressions.Chance(0.5))
        {
            return null;
        }

        if (type == ScalarType.Integer)
        {
            return expressions.Uses(Construct.IndexParameter) && expressions.Chance(0.6)
                ? new Parameter(name, type, Shape: ArrayShape.Array) { Sizes = [random.Next(2, 5)] }
                : null;
        }

        var (construct, shape) = expressions.Choose(
            (4, (Construct.VectorParameter, ArrayShape.Array)),
            (2, (Construct.SpanParameter, ArrayShape.Span)),
            (2, (Construct.SpanParameter, ArrayShape.ReadOnlySpan)),
            (2, (Construct.GridParameter, ArrayShape.Grid)),
            (1, (Construct.JaggedParameter, ArrayShape.Jagged)));
        if (!expressions.Uses(construct))
        {
            return null;
        }

        return new Parameter(name, type, Shape: shape)
        {
            Sizes = shape.IsVector() ? [random.Next(2, 6)] : [random.Next(2, 4), random.Next(2, 5)],
            IsWritten = shape != ArrayShape.ReadOnlySpan && expressions.Uses(Construct.OverwrittenParameter) && expressions.Chance(0.5),
        };
    }

    private int Weight(int weight, Construct construct) => expressions.Uses(construct) ? weight : 0;

    private Statement CallHelper(Scope scope, int depth)
    {
        var functions = scope.Callable.Where(function => function.Results.Count == 0 && !function.UsesOut).ToList();
        return functions.Count > 0 && expressions.CallOf(functions[random.Next(functions.Count)], scope, depth - 1) is { } call
            ? new CallStatement(call)
            : Update(scope, depth);
    }
}
