using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Makes up expressions of a given type that are finite and smooth at most points.</summary>
/// <param name="random">The source of choices.</param>
/// <param name="toolsName">The class of the functions that stand in another class.</param>
/// <param name="usesStaticMath">Whether <c>Math</c>'s members may be written without its name.</param>
/// <param name="usesSingle">Whether there are <see langword="float"/>s at all.</param>
/// <param name="constructs">What may be used besides scalars.</param>
internal sealed class ExpressionGenerator(
    Random random, string toolsName, bool usesStaticMath, bool usesSingle, IReadOnlySet<Construct> constructs)
{
    private static readonly string[] Comparisons = ["<", "<=", ">", ">=", "==", "!="];
    private static readonly string[] Connectives = ["&&", "||", "&&", "||", "&", "|", "^"];
    private static readonly double[] Exponents = [2, 3, 4, -1, -2, 0.5, 1.5, 2.5, 1, 0];

    private delegate Expression Maker(Scope scope, ScalarType type, int depth);

    /// <summary>Makes up elements of arrays.</summary>
    public ArrayGenerator Arrays => field ??= new ArrayGenerator(random, this, constructs);

    public bool Uses(Construct construct) => constructs.Contains(construct);

    /// <summary>An expression of a numeric type, nested at most <paramref name="depth"/> deep or little more.</summary>
    public Expression Number(Scope scope, ScalarType type, int depth)
    {
        if (type == ScalarType.Integer)
        {
            return Integer(scope, depth);
        }

        if (depth <= 0)
        {
            return Leaf(scope, type);
        }

        var same = scope.Written.Where(written => written.Type == type).ToList();
        if (same.Count > 0 && Chance(0.08))
        {
            return same[random.Next(same.Count)];
        }

        var expression = Choose<Maker>(
            (30, Operation), (6, Quotient), (3, Remainder), (6, Negate), (9, Choice), (7, Convert), (20, Elementary),
            (4, Power), (3, Switch), (12, Call), (2, Assign), (8, (s, t, _) => Leaf(s, t)))(scope, type, depth - 1);
        if (IsPure(expression))
        {
            scope.Written.Add(expression);
        }

        return expression;
    }

    public Expression Boolean(Scope scope, int depth)
    {
        var flags = scope.Readable.Where(variable => variable.Type == ScalarType.Boolean).ToList();
        if (flags.Count > 0 && Chance(0.2))
        {
            return flags[random.Next(flags.Count)];
        }

        if (depth > 0 && Chance(0.3))
        {
            return new Logical(Connectives[random.Next(Connectives.Length)], Boolean(scope, depth - 1), Boolean(scope, depth - 1));
        }

        if (depth > 0 && Chance(0.1))
        {
            return new Not(Boolean(scope, depth - 1));
        }

        var type = Chance(0.2) ? ScalarType.Integer : RealType();
        if (Chance(0.1))
        {
            return new RangePattern(Number(scope, type, depth - 1), Literal.Of(type, -1), Literal.Of(type, 1));
        }

        var left = Number(scope, type, depth - 1);
        var right = NumberUpTo(scope, type, 0);

        // The compiler warns of a comparison of a variable with itself.
        return new Comparison(
            Comparisons[random.Next(Comparisons.Length)], left, left.Text == right.Text ? NumberLiteral(type) : right);
    }

    /// <summary>A number of that type or of one that converts to it implicitly.</summary>
    public Expression NumberUpTo(Scope scope, ScalarType type, int depth)
    {
        double choice = random.NextDouble();
        var actual = choice < 0.75 ? type
            : choice < 0.87 ? ScalarType.Integer
            : usesSingle && type == ScalarType.Double ? ScalarType.Single
            : type;
        return Number(scope, actual, depth);
    }

    /// <summary>A number within a domain, by construction for most values of its operands.</summary>
    public Expression In(Domain domain, Scope scope, ScalarType type, int depth)
    {
        var inner = Number(scope, type, depth - 1);
        return domain switch
        {
            Domain.Moderate => Chance(0.5) ? Leaf(scope, type) : Chance(0.5) ? Times(type, 1.5, Function("Sin", type, inner)) : Function("Tanh", type, inner),
            Domain.Positive => Chance(0.5) ? Plus(type, 1, new Binary("*", inner, inner)) : Plus(type, 0.5, Function("Abs", type, inner)),
            Domain.Unit => Chance(0.5) ? Times(type, 0.75, Function("Sin", type, inner)) : new Binary("/", inner, Plus(type, 2, Function("Abs", type, inner))),
            Domain.AboveOne => Chance(0.5) ? Plus(type, 1.5, new Binary("*", inner, inner)) : Plus(type, 2, Function("Abs", type, inner)),
            Domain.AbovePrevious => Chance(0.5) ? Literal.Of(type, 2) : Plus(type, 1.25, Function("Abs", type, inner)),
            Domain.SmallInteger => Literal.Of(ScalarType.Integer, random.Next(1, 5)),
            _ => inner,
        };
    }

    /// <summary>
    /// The arguments of a call, sometimes named and in another order, and the call; null where there is nothing to pass
    /// by reference.
    /// </summary>
    public FunctionCall? CallOf(Function function, Scope scope, int depth)
    {
        var parameters = function.Parameters.ToList();
        if (parameters.Count > 0 && parameters[^1].Default is not null && Chance(0.5))
        {
            parameters.RemoveAt(parameters.Count - 1);
        }

        bool named = function.Kind != FunctionKind.Lambda && !function.UsesOut && parameters.Count > 1 && Chance(0.15);
        if (named)
        {
            parameters.Reverse();
        }

        var arguments = new List<Expression>();
        foreach (var parameter in parameters)
        {
            var argument = parameter.Shape is not null ? Arrays.Argument(scope, parameter, depth)
                : parameter.IsRef ? Reference(scope, parameter.Type)
                : parameter.Type == ScalarType.Boolean ? Boolean(scope, depth)
                : NumberUpTo(scope, parameter.Type, depth);
            if (argument is null)
            {
                return null;
            }

            arguments.Add(argument);
        }

        string spelling = function.Kind == FunctionKind.OtherClass ? $"{toolsName}.{function.Name}"
            : function.Kind == FunctionKind.InstanceMethod && Chance(0.3) ? $"this.{function.Name}"
            : function.Name;
        return new FunctionCall(
            function.Name, spelling, function.Results.FirstOrDefault(), arguments, named ? [.. parameters.Select(parameter => parameter.Name)] : null);
    }

    /// <summary>The type of a variable or a result that is a real number.</summary>
    public ScalarType RealType() => usesSingle && Chance(0.35) ? ScalarType.Single : ScalarType.Double;

    /// <summary>The type of a parameter or a local.</summary>
    public ScalarType AnyType() => Choose((8, RealType()), (1, ScalarType.Integer), (1, ScalarType.Boolean));

    /// <summary>A literal with few digits, in one of the spellings that people use.</summary>
    public Literal NumberLiteral(ScalarType type)
    {
        if (type == ScalarType.Integer)
        {
            return Literal.Of(type, random.Next(1, 6));
        }

        double value = Math.Round((random.NextDouble() * 4) - 2, Chance(0.3) ? 0 : 2);
        if (value == 0)
        {
            value = 0.5;
        }

        var literal = Literal.Of(type, value);
        return type == ScalarType.Double && value > 0 && Chance(0.15) ? literal with { Spelling = literal.Spelling + "d" } : literal;
    }

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T Choose<T>(params (int Weight, T Item)[] items)
    {
        int at = random.Next(items.Sum(item => item.Weight));
        foreach (var (weight, item) in items)
        {
            at -= weight;
            if (at < 0)
            {
                return item;
            }
        }

        throw new InvalidOperationException("no item");
    }

    private static bool IsPure(Expression expression) =>
        expression is not (Assignment or Increment) && expression.Children.All(IsPure);

    private static Binary Plus(ScalarType type, double constant, Expression operand) =>
        new("+", Literal.Of(type, constant), operand);

    private static Binary Times(ScalarType type, double constant, Expression operand) =>
        new("*", Literal.Of(type, constant), operand);

    /// <summary>A variable or an element to pass by reference.</summary>
    private Expression? Reference(Scope scope, ScalarType type)
    {
        var targets = scope.Assignable.Where(variable => variable.Type == type && !variable.Name.Contains('.')).ToList();
        var target = targets.Count == 0 || Chance(0.5) ? Arrays.Element(scope, type, isWritten: true) : null;
        target ??= targets.Count == 0 ? null : targets[random.Next(targets.Count)];
        return target is null ? null : new RefArgument(target);
    }

    private Expression Leaf(Scope scope, ScalarType type)
    {
        if (scope.Arrays.Count > 0 && type.IsReal() && Chance(0.4) && Arrays.Element(scope, type) is { } element)
        {
            return element;
        }

        var variables = scope.Readable.Where(variable => variable.Type == type).ToList();
        if (variables.Count > 0 && Chance(0.85))
        {
            return variables[random.Next(variables.Count)];
        }

        var others = scope.Readable.Where(variable => variable.Type.IsReal() && variable.Type != type).ToList();
        return type != ScalarType.Integer && others.Count > 0 && Chance(0.5)
            ? new Cast(type, others[random.Next(others.Count)])
            : NumberLiteral(type);
    }

    private Expression Integer(Scope scope, int depth)
    {
        if (depth <= 0 || Chance(0.4))
        {
            return Leaf(scope, ScalarType.Integer);
        }

        return random.Next(6) switch
        {
            0 => new Binary("/", Integer(scope, depth - 1), Literal.Of(ScalarType.Integer, random.Next(2, 5))),
            1 => new Binary("%", Integer(scope, depth - 1), Literal.Of(ScalarType.Integer, random.Next(2, 5))),
            2 => new Cast(ScalarType.Integer, Number(scope, RealType(), depth - 1), IsChecked: Chance(0.1)),
            3 => new Negation(Integer(scope, depth - 1)),
            4 => new Conditional(Boolean(scope, depth - 1), Integer(scope, depth - 1), Integer(scope, depth - 1)),
            _ => new Binary(Choose((1, "+"), (1, "-"), (1, "*")), Integer(scope, depth - 1), Integer(scope, depth - 1)),
        };
    }

    private Expression Operation(Scope scope, ScalarType type, int depth)
    {
        string operation = Choose((4, "+"), (3, "-"), (5, "*"));
        var exact = Number(scope, type, depth);
        var other = NumberUpTo(scope, type, depth);
        return Chance(0.5) ? new Binary(operation, exact, other) : new Binary(operation, other, exact);
    }

    private Expression Quotient(Scope scope, ScalarType type, int depth) =>
        new Binary("/", NumberUpTo(scope, type, depth), In(Domain.Positive, scope, type, depth));

    private Expression Remainder(Scope scope, ScalarType type, int depth) =>
        new Binary("%", Number(scope, type, depth), In(Domain.AboveOne, scope, type, depth));

    private Expression Negate(Scope scope, ScalarType type, int depth) => new Negation(Number(scope, type, depth));

    private Expression Choice(Scope scope, ScalarType type, int depth) => new Conditional(
        Boolean(scope, Math.Min(depth, 2)), Number(scope, type, depth), NumberUpTo(scope, type, depth));

    private Expression Switch(Scope scope, ScalarType type, int depth)
    {
        var operand = Chance(0.3) ? ScalarType.Integer : RealType();
        return new SwitchExpression(
            Number(scope, operand, depth),
            Literal.Of(operand, 0),
            Literal.Of(operand, 1),
            Number(scope, type, depth),
            NumberUpTo(scope, type, depth),
            Number(scope, type, depth));
    }

    private Expression Convert(Scope scope, ScalarType type, int depth) =>
        new Cast(type, Number(scope, Choose((1, ScalarType.Integer), (4, RealType()), (usesSingle ? 4 : 0, ScalarType.Double)), depth));

    private Expression Elementary(Scope scope, ScalarType type, int depth)
    {
        var function = ElementaryFunctions.All[random.Next(ElementaryFunctions.All.Count)];
        var arguments = function.Domains.Select(domain => In(domain, scope, type, depth)).ToList();
        if (function.Name == "Clamp")
        {
            arguments[1] = Chance(0.5) ? Literal.Of(type, -1) : new Negation(In(Domain.Positive, scope, type, depth));
        }

        // One argument of a narrower type is converted by the call; all of them would pick another overload.
        int position = random.Next(arguments.Count);
        if (arguments.Count > 1 && function.Domains[position] == Domain.Any && Chance(0.3))
        {
            bool isInteger = type == ScalarType.Single || !usesSingle || Chance(0.5);
            arguments[position] = Number(scope, isInteger ? ScalarType.Integer : ScalarType.Single, depth);
        }

        return new ElementaryCall(function, Spell(function, type), type, arguments);
    }

    private Expression Power(Scope scope, ScalarType type, int depth)
    {
        double exponent = Exponents[random.Next(Exponents.Length)];
        var power = ElementaryFunctions.Find("Pow", 2);
        bool takesAny = exponent == Math.Round(exponent) && exponent > 0;
        var arguments = new[] { In(takesAny ? Domain.Any : Domain.Positive, scope, type, depth), Literal.Of(type, exponent) };
        return new ElementaryCall(power, Spell(power, type), type, arguments);
    }

    private Expression Call(Scope scope, ScalarType type, int depth)
    {
        var functions = scope.Callable.Where(function => function.Results.Count == 1 && function.Results[0] == type && !function.ReturnsArray).ToList();
        return functions.Count == 0
            ? Operation(scope, type, depth)
            : CallOf(functions[random.Next(functions.Count)], scope, depth - 1) ?? Operation(scope, type, depth);
    }

    private Expression Assign(Scope scope, ScalarType type, int depth)
    {
        var targets = scope.Assignable.Where(variable => variable.Type == type).ToList();
        if (targets.Count == 0)
        {
            return Leaf(scope, type);
        }

        var target = targets[random.Next(targets.Count)];
        return Chance(0.3)
            ? new Increment(target, Chance(0.5) ? "++" : "--", IsPrefix: Chance(0.5))
            : new Assignment(target, Choose((2, "="), (1, "+="), (1, "*=")), NumberUpTo(scope, type, depth));
    }

    public ElementaryCall Function(string name, ScalarType type, Expression argument)
    {
        var function = ElementaryFunctions.Find(name, 1);
        return new ElementaryCall(function, Spell(function, type), type, [argument]);
    }

    private string Spell(ElementaryFunction function, ScalarType type)
    {
        var spellings = function.Spellings(type).ToList();
        string spelling = spellings[random.Next(spellings.Count)];
        return usesStaticMath && spelling.StartsWith("Math.", StringComparison.Ordinal) ? spelling["Math.".Length..] : spelling;
    }
}
