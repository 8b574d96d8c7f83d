using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>Makes up a whole program from a seed, the same on every machine.</summary>
internal sealed class ProgramGenerator
{
    private static readonly string[] ParameterNames = ["x", "y", "z", "w", "theta", "value", "@in", "dx", "n", "k"];
    private static readonly string[] FunctionNames = ["Bend", "Blend", "Curve", "Squash"];
    private static readonly string[] MemberNames = ["rate", "Offset", "xGradient", "Gain", "bias"];

    // Among them what generated code names itself, and what parameters are called.
    private static readonly string[] ElementNames = ["Mean", "x", "X", "theta", "value", "@in", "error", "dX", "Item1", "y2", "Gradient"];

    private readonly Random random;
    private readonly ExpressionGenerator expressions;
    private readonly StatementGenerator statements;
    private readonly bool usesStaticMath;
    private readonly bool isScalar;

    private ProgramGenerator(int seed, string className, IReadOnlySet<Construct> constructs)
    {
        random = new Random(seed);
        usesStaticMath = random.Next(4) == 0;

        // A share of the programs is scalar: what can be wrong there is not drowned in loops.
        constructs = random.Next(10) < 3 ? new HashSet<Construct>() : constructs;
        isScalar = constructs.Count == 0;
        expressions = new ExpressionGenerator(random, TestProgram.ToolsName(className), usesStaticMath, usesSingle: random.Next(2) == 0, constructs);
        statements = new StatementGenerator(random, expressions);
    }

    /// <summary>The program of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="constructs">What it may be made of besides scalar statements.</param>
    public static TestProgram Create(int seed, IReadOnlySet<Construct> constructs)
    {
        string className = $"Program{seed}";
        return new ProgramGenerator(seed, className, constructs).Create(className);
    }

    /// <summary>Points to evaluate a program at: most are ordinary numbers, some are 0 and ±1.</summary>
    public static IEnumerable<double[]> Points(TestProgram program, int seed, int count)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            yield return [.. program.Parameters.SelectMany(parameter => Enumerable.Range(0, parameter.Count).Select(_ => parameter.Type switch
            {
                ScalarType.Boolean => random.Next(2),
                ScalarType.Integer => parameter.Shape is null ? random.Next(-3, 6) : random.Next(3),
                ScalarType.Single => (float)Real(random),
                _ => Real(random),
            }))];
        }
    }

    private static double Real(Random random) =>
        random.Next(12) == 0 ? random.Next(-1, 2) : (random.NextDouble() * 4) - 2;

    private TestProgram Create(string className)
    {
        bool isStatic = expressions.Chance(0.6);
        var members = Members(isStatic);
        var functions = new List<Function>();
        int count = random.Next(4);
        for (int i = 0; i < count; i++)
        {
            var kind = expressions.Choose(
                (2, FunctionKind.StaticMethod), (1, FunctionKind.OtherClass), (isStatic ? 0 : 2, FunctionKind.InstanceMethod));
            var scope = ScopeOf(kind, members, functions);
            functions.Add(statements.Function($"{FunctionNames[i]}{i}", kind, scope, depth: 2));
        }

        var method = ScopeOf(isStatic ? FunctionKind.StaticMethod : FunctionKind.InstanceMethod, members, functions);
        var parameters = Parameters();
        foreach (var parameter in parameters)
        {
            // Assigning a parameter is legal and rare.
            method.Readable.RemoveAll(member => member.Spelling == parameter.Name);
            if (parameter.Shape is { } shape)
            {
                method.Declare(new ArrayInScope(new ArrayVariable(parameter.Name, parameter.Type, shape), new ArraySize(parameter.Name, parameter.Sizes[0]), parameter.IsWritten)
                {
                    Columns = parameter.Sizes.Count > 1 ? new ArraySize(parameter.Name + " columns", parameter.Sizes[1]) : null,
                });
                continue;
            }

            bool isAssigned = !parameter.IsIn && parameter.Type.IsReal() && expressions.Chance(0.15);
            method.Declare(parameter.Name, parameter.Type, isAssigned);
            if (parameter.IsIn)
            {
                method.MakeUncapturable(parameter.Name);
            }
        }

        ScalarType[] results = [.. Enumerable.Range(0, expressions.Choose((6, 1), (1, 2), (1, 3))).Select(_ => expressions.RealType())];
        string[] names = [.. ElementNames.OrderBy(_ => random.Next())];
        string[] real = [.. parameters.Where(parameter => parameter.Type.IsReal()).Select(parameter => parameter.Name)];
        var program = new TestProgram
        {
            ClassName = className,
            IsStatic = isStatic,
            UsesStaticMath = usesStaticMath,
            Parameters = parameters,
            Differentiated = expressions.Chance(0.15) ? [real[random.Next(real.Length)]] : [],
            Results = results,
            ElementNames = results.Length > 1 ? [.. names.Take(results.Length).Select((name, i) => expressions.Chance(0.6) && (i == 0 || name != "Item1") ? name : "")] : [],
            Members = members,
            Functions = functions,
            Body = Body(method, new Returned(results)),
        };
        return program;
    }

    private List<Statement> Body(Scope scope, Returned returned)
    {
        scope.Returned = returned;

        // Long ones are few, and their expressions small, so that their values stay finite.
        return isScalar && expressions.Chance(0.01)
            ? statements.Body(scope, random.Next(100, 200), depth: 1, returned)
            : statements.Body(scope, isScalar ? expressions.Chance(0.15) ? 0 : random.Next(1, 9) : random.Next(2, 10), depth: isScalar ? 3 : 2, returned);
    }

    private List<Parameter> Parameters()
    {
        string[] names = [.. ParameterNames.OrderBy(_ => random.Next())];
        int count = random.Next(1, 5);
        var parameters = new List<Parameter>();
        for (int i = 0; i < count; i++)
        {
            var type = i == 0 ? expressions.RealType() : expressions.AnyType();
            parameters.Add(statements.ArrayParameter(names[i], type)
                ?? new Parameter(names[i], type, IsIn: expressions.Chance(0.08)));
        }

        return parameters;
    }

    private List<Member> Members(bool isStatic)
    {
        var members = new List<Member>();
        int count = random.Next(4);
        for (int i = 0; i < count; i++)
        {
            string name = MemberNames[i];
            var type = expressions.RealType();
            string keyword = type.Keyword();
            var value = expressions.NumberLiteral(type);
            var variable = new Variable(name, name, type);
            string modifier = isStatic || expressions.Chance(0.4) ? "static " : "";
            var previous = members.Find(member => member.Variable.Type == type);
            members.Add(random.Next(5) switch
            {
                0 => new Member($"private const {keyword} {name} =", variable, value),
                1 => new Member($"private {modifier}readonly {keyword} {name} =", variable, value),
                2 => new Member($"private {modifier}{keyword} {name} {{ get; }} =", variable, value),
                3 when previous is not null && (modifier == "" || !IsInstance(previous)) =>
                    new Member($"private {modifier}{keyword} {name} =>", variable, new Binary("*", previous.Variable, value)),
                _ => new Member($"private {modifier}{keyword} {name} =", variable, value),
            });
        }

        return members;
    }

    private static bool IsInstance(Member member) =>
        !member.Declaration.Contains("static ", StringComparison.Ordinal) && !member.Declaration.Contains("const ", StringComparison.Ordinal);

    private static Scope ScopeOf(FunctionKind kind, List<Member> members, List<Function> functions)
    {
        bool hasInstance = kind == FunctionKind.InstanceMethod;
        var scope = new Scope { HasInstance = hasInstance };
        foreach (var member in members)
        {
            scope.Take(member.Variable.Name);
            if (kind != FunctionKind.OtherClass && (hasInstance || !IsInstance(member)))
            {
                bool isQualified = hasInstance && IsInstance(member) && member.Variable.Name == "rate";
                scope.Readable.Add(isQualified ? member.Variable with { Spelling = "this." + member.Variable.Name } : member.Variable);
            }
        }

        // The methods of the class itself are private to it.
        scope.Callable.AddRange(functions.Where(function => kind == FunctionKind.OtherClass
            ? function.Kind == FunctionKind.OtherClass
            : hasInstance || function.Kind != FunctionKind.InstanceMethod));
        return scope;
    }
}
