using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Makes up statements and functions.</summary>
internal sealed partial class StatementGenerator(Random random, ExpressionGenerator expressions)
{
    private delegate Statement Maker(Scope scope, int depth);

    /// <summary>Some statements and a <c>return</c>.</summary>
    public List<Statement> Body(Scope scope, int count, int depth, Returned returned)
    {
        var body = Block(scope, depth, count);
        if (scope.Arrays.Count > 0 && returned.Types.Count > 0 && !returned.IsArray && expressions.Chance(0.5))
        {
            body.AddRange(Sum(scope, depth));
        }

        if (returned.Types.Count > 0)
        {
            body.Add(Return(scope, returned, depth));
        }

        return body;
    }

    /// <summary>A function of a kind, with its own body.</summary>
    public Function Function(string name, FunctionKind kind, Scope scope, int depth)
    {
        var parameters = new List<Parameter>();
        int count = random.Next(1, 4);
        bool usesOut = kind != FunctionKind.Lambda && expressions.Chance(0.1);
        for (int i = 0; i < count; i++)
        {
            var type = expressions.AnyType();
            bool hasDefault = !usesOut && i > 0 && i == count - 1 && type != ScalarType.Boolean && kind != FunctionKind.Lambda && expressions.Chance(0.2);
            if (expressions.Uses(Construct.ArrayHelper) && ArrayParameter(scope.NewName(random), type) is { } array && (kind != FunctionKind.Lambda || !array.Shape!.Value.IsSpan()))
            {
                parameters.Insert(0, array with { Sizes = [] });
                var columns = array.Shape is ArrayShape.Grid or ArrayShape.Jagged ? new ArraySize(array.Name + " columns", 2) : null;
                scope.Declare(new ArrayInScope(new ArrayVariable(array.Name, array.Type, array.Shape!.Value), new ArraySize(array.Name, 2), array.IsWritten) { Columns = columns });
                continue;
            }

            var parameter = new Parameter(scope.NewName(random), type, hasDefault ? expressions.NumberLiteral(type) : null);
            if (parameter.Default is null && type.IsReal() && kind != FunctionKind.Lambda && expressions.Uses(Construct.RefHelper) && expressions.Chance(0.15))
            {
                parameter = parameter with { IsRef = true };
                scope.MakeUncapturable(parameter.Name);
            }

            parameters.Add(parameter);
            scope.Declare(parameter.Name, type);
        }

        bool isVoid = !usesOut && kind != FunctionKind.Lambda && expressions.Uses(Construct.VoidHelper)
            && parameters.Exists(parameter => parameter.IsRef || (parameter.IsWritten && parameter.Type.IsReal())) && expressions.Chance(0.5);
        bool returnsArray = !isVoid && !usesOut && expressions.Uses(Construct.ArrayResult) && expressions.Chance(0.15);
        ScalarType[] results = isVoid ? [] : returnsArray ? [expressions.RealType()] : usesOut || expressions.Chance(0.2)
            ? [expressions.RealType(), expressions.RealType()]
            : [expressions.RealType()];
        bool isMarked = kind is FunctionKind.StaticMethod or FunctionKind.InstanceMethod or FunctionKind.OtherClass
            && results.Length == 1
            && !returnsArray
            && parameters.Exists(parameter => parameter.Type.IsReal()) && !parameters.Exists(parameter => parameter.IsRef)
            && expressions.Chance(0.15);
        var returned = new Returned(results, returnsArray);
        scope.Returned = usesOut ? null : returned;
        int statementCount = expressions.Chance(0.5) ? (isVoid ? 1 : 0) : random.Next(1, 4);
        return new Function
        {
            Name = name,
            Kind = kind,
            Parameters = parameters,
            Results = results,
            Body = Body(scope, statementCount, depth, returned),
            ReturnsArray = returnsArray,
            IsMarked = isMarked,
            UsesOut = usesOut,
            IsImplicitlyTyped = expressions.Chance(0.5),
        };
    }

    private Expression Result(Scope scope, ScalarType type, int depth)
    {
        // Most locals should matter: the sum of a few, or anything.
        var locals = scope.Assignable.Where(variable => variable.Type.IsReal() && variable.Type <= type).ToList();
        Expression result = expressions.Number(scope, type, depth);
        foreach (var local in locals.Where(_ => expressions.Chance(0.5)))
        {
            result = new Binary(expressions.Choose((3, "+"), (1, "-"), (1, "*")), result, local);
        }

        return result;
    }

    private Statement Declare(Scope scope, int depth)
    {
        if (expressions.Chance(0.08))
        {
            var constantType = expressions.RealType();
            var literal = expressions.NumberLiteral(constantType);
            return new Declaration(
                $"const {constantType.Keyword()}", scope.Declare(scope.NewName(random), constantType, isAssignable: false), literal);
        }

        var type = expressions.Chance(0.1) ? ScalarType.Integer : expressions.RealType();
        bool isVar = expressions.Chance(0.4);
        var value = isVar ? expressions.Number(scope, type, depth) : expressions.NumberUpTo(scope, type, depth);
        return new Declaration(isVar ? "var" : type.Keyword(), scope.Declare(scope.NewName(random), type), value);
    }

    private Statement Flag(Scope scope, int depth)
    {
        var value = expressions.Boolean(scope, depth);
        return new Declaration("bool", scope.Declare(scope.NewName(random), ScalarType.Boolean, isAssignable: false), value);
    }

    private Statement Check(Scope scope, int depth)
    {
        // Rarely true, for the points that programs are evaluated at.
        var type = expressions.RealType();
        return new Guard(new Comparison("<", expressions.Number(scope, type, depth), Literal.Of(type, -20)));
    }

    private Statement Split(Scope scope, int depth)
    {
        var functions = scope.Callable.Where(function => function.UsesOut).ToList();
        if (functions.Count == 0)
        {
            return Declare(scope, depth);
        }

        var function = functions[random.Next(functions.Count)];
        if (expressions.CallOf(function, scope, depth - 1) is not { } call)
        {
            return Declare(scope, depth);
        }

        Variable?[] targets = [.. function.Results.Select(type => scope.Assignable.Find(variable => variable.Type == type && !variable.Name.Contains('.')))];

        // A nested function may read the variable that it writes through its parameter, and both parameters may be one.
        bool declares = expressions.Chance(0.7) || function.IsNested || targets[0] == targets[1] || Array.Exists(targets, target => target is null);
        return new OutCall(
            declares ? [.. function.Results.Select(type => scope.Declare(scope.NewName(random), type))] : [.. targets.Select(target => target!)],
            declares,
            call);
    }

    private Statement Reassign(Scope scope, int depth)
    {
        var targets = scope.Assignable.Where(variable => variable.Type.IsReal()).ToList();
        if (targets.Count == 0)
        {
            return Declare(scope, depth);
        }

        var target = targets[random.Next(targets.Count)];
        if (scope.Loops > 0 && expressions.Chance(0.9))
        {
            return Damped(scope, target, depth);
        }

        string operation = expressions.Choose((4, "="), (4, "+="), (3, "-="), (3, "*="), (2, "/="), (1, "%="));
        var value = operation switch
        {
            "/=" => expressions.In(Domain.Positive, scope, target.Type, depth),
            "%=" => expressions.In(Domain.AboveOne, scope, target.Type, depth),
            _ => expressions.NumberUpTo(scope, target.Type, depth),
        };
        return new ExpressionStatement(new Assignment(target, operation, value));
    }

    private Statement Step(Scope scope, int depth)
    {
        var targets = scope.Assignable.Where(variable => variable.Type != ScalarType.Boolean).ToList();
        return targets.Count == 0
            ? Declare(scope, depth)
            : new ExpressionStatement(new Increment(
                targets[random.Next(targets.Count)], expressions.Chance(0.5) ? "++" : "--", IsPrefix: expressions.Chance(0.3)));
    }

    private Statement Deconstruct(Scope scope, int depth)
    {
        var targets = scope.Assignable.Where(variable => variable.Type.IsReal()).OrderBy(_ => random.Next()).Take(2).ToList();
        if (targets.Count == 2 && expressions.Chance(0.5))
        {
            var values = targets.Select(target => expressions.NumberUpTo(scope, target.Type, depth)).ToList();
            return new Deconstruction(targets, Deconstruction.IntoVariables, new TupleSource(values));
        }

        var source = Source(scope, depth, out var types);
        var declared = types.Select(type => scope.Declare(scope.NewName(random), type)).ToList();
        return new Deconstruction(declared, expressions.Chance(0.5) ? Deconstruction.Var : Deconstruction.Typed, source);
    }

    private Statement Tuple(Scope scope, int depth)
    {
        var source = Source(scope, depth, out var types);
        string name = scope.NewName(random);
        string[]? names = source.Elements.Count > 1 && expressions.Chance(0.6) ? ["first", "second"] : null;
        var elements = types.Select((type, i) =>
        {
            string element = $"{name}.{names?[i] ?? $"Item{i + 1}"}";
            return scope.Declare(element, type);
        }).ToList();
        return new TupleDeclaration(name, elements, source with { Names = names });
    }

    private TupleSource Source(Scope scope, int depth, out IReadOnlyList<ScalarType> types)
    {
        var functions = scope.Callable.Where(function => function.Results.Count == 2 && !function.UsesOut).ToList();
        if (functions.Count > 0 && expressions.Chance(0.5) && functions[random.Next(functions.Count)] is var function
            && expressions.CallOf(function, scope, depth - 1) is { } call)
        {
            types = function.Results;
            return new TupleSource([call]);
        }

        types = [expressions.RealType(), expressions.RealType()];
        return new TupleSource([.. types.Select(type => expressions.Number(scope, type, depth))]);
    }

    private Statement Nest(Scope scope, int depth)
    {
        var kind = expressions.Choose((2, FunctionKind.LocalFunction), (1, FunctionKind.StaticLocalFunction), (2, FunctionKind.Lambda));
        string name = scope.NewName(random);
        var function = Function(name, kind, scope.Nested(kind == FunctionKind.StaticLocalFunction), depth - 1);
        scope.Callable.Add(function);
        return new FunctionDeclaration(function);
    }
}
