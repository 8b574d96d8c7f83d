using System.Text;
using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>A constant, field or property of the class that holds the marked method.</summary>
/// <param name="Declaration">The declaration up to its value: <c>private const double Rate =</c>.</param>
/// <param name="Variable">How it is read.</param>
/// <param name="Value">Its value.</param>
/// <param name="End">What follows the value.</param>
internal sealed record Member(string Declaration, Variable Variable, Expression Value, string End = ";")
{
    public string Text => $"{Declaration} {Value}{End}";
}

/// <summary>What a program does at a point.</summary>
/// <param name="Values">What it returns: one number, or those of a tuple.</param>
/// <param name="Arrays">The numbers in the arrays that it was given, afterwards.</param>
/// <param name="HasOverflowed">Whether a variable was infinite or no number on the way.</param>
internal sealed record ProgramEvaluation(Dual[] Values, double[] Arrays, bool HasOverflowed);

/// <summary>A class with a marked method and all that it uses: one test case, as C# text and as a function to evaluate.</summary>
internal sealed record TestProgram
{
    /// <summary>The namespace of all test programs.</summary>
    public const string Namespace = "Programs";

    /// <summary>The marked method's name.</summary>
    public const string MethodName = "Evaluate";

    public required string ClassName { get; init; }

    public required bool IsStatic { get; init; }

    public required bool UsesStaticMath { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The names in the attribute; empty for all parameters.</summary>
    public required IReadOnlyList<string> Differentiated { get; init; }

    /// <summary>The type of the result; several for a tuple, which has a Jacobian.</summary>
    public required IReadOnlyList<ScalarType> Results { get; init; }

    /// <summary>The names of the tuple's elements; empty for those without.</summary>
    public required IReadOnlyList<string> ElementNames { get; init; }

    /// <summary>The name of the generated overloads.</summary>
    public string GeneratedName => MethodName + (Results.Count > 1 ? "Jacobian" : "Gradient");

    public required IReadOnlyList<Member> Members { get; init; }

    public required IReadOnlyList<Function> Functions { get; init; }

    public required IReadOnlyList<Statement> Body { get; init; }

    /// <summary>The name to load the marked method by.</summary>
    public string QualifiedName => $"{Namespace}.{ClassName}.{MethodName}";

    /// <summary>The positions of the differentiated parameters.</summary>
    public IEnumerable<int> DifferentiatedPositions => Enumerable.Range(0, Parameters.Count).Where(IsDifferentiated);

    /// <summary>The positions in a point of the numbers that it is differentiated with respect to.</summary>
    public IEnumerable<int> DifferentiatedComponents
    {
        get
        {
            int next = 0;
            for (int i = 0; i < Parameters.Count; i++)
            {
                for (int j = 0; j < Parameters[i].Count; j++, next++)
                {
                    if (IsDifferentiated(i))
                    {
                        yield return next;
                    }
                }
            }
        }
    }

    /// <summary>Whether a statement may run more than once.</summary>
    public bool HasLoops => Text().Contains("for", StringComparison.Ordinal) || Text().Contains("while", StringComparison.Ordinal);

    /// <summary>Whether anything in it is a <see langword="float"/>, so that only its precision can be expected.</summary>
    public bool UsesSingle => Text().Contains("float", StringComparison.Ordinal) || Text().Contains("MathF", StringComparison.Ordinal);

    /// <summary>The program as a source file.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.AppendLine("using System;").AppendLine("using Autodiff;");
        if (UsesStaticMath)
        {
            text.AppendLine("using static System.Math;");
        }

        text.AppendLine().AppendLine($"namespace {Namespace};").AppendLine();
        var others = Functions.Where(function => function.Kind == FunctionKind.OtherClass).ToList();
        if (others.Count > 0)
        {
            AppendClass(text, $"internal static partial class {ToolsName(ClassName)}", others.SelectMany(function => function.Lines()));
        }

        var own = Functions.Where(function => function.Kind != FunctionKind.OtherClass);
        AppendClass(
            text,
            $"public partial class {ClassName}",
            [.. Members.Select(member => member.Text), .. own.SelectMany(function => function.Lines()), .. MethodLines()]);
        return text.ToString();
    }

    /// <summary>The value at a point, with the derivatives with respect to the differentiated parameters.</summary>
    /// <param name="point">The numbers of all parameters, one after the other.</param>
    public ProgramEvaluation Evaluate(IReadOnlyList<double> point)
    {
        var type = new Oracle.Environment();
        foreach (var member in Members)
        {
            type.Declare(member.Variable.Name, member.Value.Evaluate(type).ConvertTo(member.Variable.Type));
        }

        foreach (var function in Functions)
        {
            type.Declare(function);
        }

        var method = new Oracle.Environment(type);
        int[] differentiated = [.. DifferentiatedComponents];
        int next = 0;
        var arrays = new List<ArrayValue>();
        foreach (var parameter in Parameters)
        {
            Dual[] numbers = [.. Enumerable.Range(next, parameter.Count).Select(component =>
            {
                int index = Array.IndexOf(differentiated, component);
                return index >= 0
                    ? Dual.Input(parameter.Type, point[component], index, differentiated.Length)
                    : Dual.Constant(parameter.Type, point[component]);
            })];
            next += numbers.Length;
            if (parameter.Shape is { } shape)
            {
                var array = shape switch
                {
                    ArrayShape.Grid => ArrayValue.Grid(numbers, parameter.Sizes[0], parameter.Sizes[1]),
                    ArrayShape.Jagged => ArrayValue.Jagged(numbers.Chunk(parameter.Sizes[1]).Select(ArrayValue.Of)),
                    _ => ArrayValue.Of(numbers),
                };
                arrays.Add(array);
                method.Declare(parameter.Name, array);
            }
            else
            {
                method.Declare(parameter.Name, numbers[0]);
            }
        }

        var completion = Statement.Run(Body, method);
        return completion is { Results: var values } && values.Count == Results.Count
            ? new ProgramEvaluation([.. values.Zip(Results, (value, type) => value.ConvertTo(type))], [.. arrays.SelectMany(array => array.Numbers.Select(number => number.Value))], method.HasOverflowed || type.HasOverflowed)
            : throw new MalformedProgramException("no result");
    }

    /// <summary>The arguments of the compiled method for a point.</summary>
    /// <remarks>Each call makes arrays of its own; a span is made of an array.</remarks>
    public object[] Arguments(IReadOnlyList<double> point)
    {
        int next = 0;
        return [.. Parameters.Select(parameter =>
        {
            double[] numbers = [.. point.Skip(next).Take(parameter.Count)];
            next += numbers.Length;
            return parameter.Shape is null
                ? parameter.Type == ScalarType.Boolean ? numbers[0] != 0 : TestArrays.Convert(parameter.Type, numbers[0])
                : TestArrays.Create(parameter, numbers);
        })];
    }

    /// <summary>The class of the functions that stand in another class.</summary>
    public static string ToolsName(string className) => className + "Tools";

    private static void AppendClass(StringBuilder text, string head, IEnumerable<string> lines)
    {
        text.AppendLine(head).AppendLine("{");
        foreach (string line in lines)
        {
            text.Append("    ").AppendLine(line);
        }

        text.AppendLine("}").AppendLine();
    }

    private bool IsDifferentiated(int position) =>
        Parameters[position].Type.IsReal()
        && (Differentiated.Count == 0 || Differentiated.Contains(Parameters[position].Name));

    private string ResultText => Results.Count == 1
        ? Results[0].Keyword()
        : $"({string.Join(", ", Results.Select((type, i) => $"{type.Keyword()} {ElementNames[i]}".TrimEnd()))})";

    private IEnumerable<string> MethodLines()
    {
        var arguments = Differentiated.Select(name => $"nameof({name})").Concat(Results.Count > 1 ? ["Jacobian = true"] : []).ToList();
        string attribute = arguments.Count == 0 ? "[Differentiable]" : $"[Differentiable({string.Join(", ", arguments)})]";
        string parameters = string.Join(", ", Parameters.Select(parameter => parameter.Declaration));
        string head = $"public {(IsStatic ? "static " : "")}{ResultText} {MethodName}({parameters})";
        return Body is [Return result]
            ? [attribute, head, $"    => {result.ValueText};"]
            : [attribute, head, "{", .. Statement.Lines(Body), "}"];
    }
}
