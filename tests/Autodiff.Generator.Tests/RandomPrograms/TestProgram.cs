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

    public required ScalarType Result { get; init; }

    public required IReadOnlyList<Member> Members { get; init; }

    public required IReadOnlyList<Function> Functions { get; init; }

    public required IReadOnlyList<Statement> Body { get; init; }

    /// <summary>The name to load the marked method by.</summary>
    public string QualifiedName => $"{Namespace}.{ClassName}.{MethodName}";

    /// <summary>The positions of the differentiated parameters.</summary>
    public IEnumerable<int> DifferentiatedPositions => Enumerable.Range(0, Parameters.Count).Where(IsDifferentiated);

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
    public Dual Evaluate(IReadOnlyList<double> point)
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
        int[] differentiated = [.. DifferentiatedPositions];
        for (int i = 0; i < Parameters.Count; i++)
        {
            int index = Array.IndexOf(differentiated, i);
            method.Declare(Parameters[i].Name, index >= 0
                ? Dual.Input(Parameters[i].Type, point[i], index, differentiated.Length)
                : Dual.Constant(Parameters[i].Type, point[i]));
        }

        var results = Statement.Run(Body, method) ?? throw new MalformedProgramException("no result");
        return results[0].ConvertTo(Result);
    }

    /// <summary>The arguments of the compiled method for a point.</summary>
    public object[] Arguments(IReadOnlyList<double> point) => [.. Parameters.Select((parameter, i) => parameter.Type switch
    {
        ScalarType.Boolean => point[i] != 0,
        ScalarType.Integer => (int)point[i],
        ScalarType.Single => (float)point[i],
        _ => (object)point[i],
    })];

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

    private IEnumerable<string> MethodLines()
    {
        string attribute = Differentiated.Count == 0
            ? "[Differentiable]"
            : $"[Differentiable({string.Join(", ", Differentiated.Select(name => $"nameof({name})"))})]";
        string parameters = string.Join(", ", Parameters.Select(parameter => parameter.Declaration));
        string head = $"public {(IsStatic ? "static " : "")}{Result.Keyword()} {MethodName}({parameters})";
        return Body is [Return result]
            ? [attribute, head, $"    => {result.ValueText};"]
            : [attribute, head, "{", .. Statement.Lines(Body), "}"];
    }
}
