using Autodiff.Generator.Discovery;

namespace Autodiff.Generator.Emit;

/// <summary>Writes the body of the overload that returns the gradient: it allocates what arrays need and calls the other overload.</summary>
internal static class ConvenienceBody
{
    /// <summary>Writes the statements.</summary>
    public static void Write(CodeWriter writer, MarkedMethod method)
    {
        var names = method.Convenience.ParameterNames;
        var taken = new HashSet<string>(names.Select(n => n.TrimStart('@')), StringComparer.Ordinal);
        var arguments = new List<string>();
        var destinations = new List<string>();
        var rows = Enumerable.Range(0, method.RowCount).Select(_ => new List<string>()).ToList();
        foreach (int i in method.Differentiated.Where(i => MayBeNull(method.Parameters[i].Kind)))
        {
            writer.Line($"global::System.ArgumentNullException.ThrowIfNull({names[i]});");
        }

        for (int i = 0; i < method.Parameters.Length; i++)
        {
            arguments.Add(method.Parameters[i].ArgumentModifier + names[i]);
        }

        foreach (var (i, row, destination) in method.Destinations)
        {
            var parameter = method.Parameters[i];
            string local = Identifiers.Escape(Identifiers.Unique(destination.Name.TrimStart('@'), taken));
            rows[row].Add(local);
            destinations.Add(parameter.Kind is ParameterKind.Double or ParameterKind.Single ? $"{destination.Declaration} {local}" : local);
            WriteAllocation(writer, parameter, names[i], local, taken);
        }

        int depth = method.ContainingTypes.Length + 1;
        WriteCall(writer, Callee(method, taken), arguments, destinations, rows.Count, depth);
        WriteReturn(writer, rows, depth);
    }

    /// <summary>Writes the result on one line where it fits, else each row on lines of its own.</summary>
    private static void WriteReturn(CodeWriter writer, List<List<string>> rows, int depth)
    {
        string whole = $"return {Tuple(rows.Select(Tuple))};";
        if (rows.Count == 1 || whole.Length + (depth * 4) <= CommaList.LongestLine)
        {
            writer.Line(whole);
            return;
        }

        writer.Line("return (");
        writer.Indent();
        for (int i = 0; i < rows.Count; i++)
        {
            string end = i + 1 < rows.Count ? "," : ");";
            bool isTuple = rows[i].Count > 1;
            CommaList.Write(writer, [(isTuple ? "(" : string.Empty) + rows[i][0], .. rows[i].Skip(1)], (isTuple ? ")" : string.Empty) + end, depth + 1);
        }

        writer.Unindent();
    }

    private static string Tuple(IEnumerable<string> elements) => elements.ToList() is [var single] ? single : $"({string.Join(", ", elements)})";

    /// <summary>Writes the call on one line where it fits, else as the callee's header is written.</summary>
    private static void WriteCall(CodeWriter writer, string callee, List<string> arguments, List<string> destinations, int rows, int depth)
    {
        string whole = $"{callee}({string.Join(", ", arguments.Concat(destinations))});";
        if (whole.Length + (depth * 4) <= CommaList.LongestLine)
        {
            writer.Line(whole);
            return;
        }

        writer.Line(callee + "(");
        writer.Indent();
        CommaList.Write(writer, arguments, ",", depth + 1);
        CommaList.WriteRows(writer, destinations, rows, ");", depth + 1);
        writer.Unindent();
    }

    /// <summary>The other overload, qualified where a parameter or local of its name hides it.</summary>
    private static string Callee(MarkedMethod method, ISet<string> taken)
    {
        string name = method.GradientName + method.TypeParameters;
        if (!taken.Contains(method.GradientName))
        {
            return name;
        }

        return (method.IsStatic ? method.QualifiedType : "this") + "." + name;
    }

    /// <summary>Whether a parameter is an array: one that is null is refused here as it is by the other overload.</summary>
    private static bool MayBeNull(ParameterKind kind) => kind is not (ParameterKind.Double or ParameterKind.Single
        or ParameterKind.DoubleSpan or ParameterKind.SingleSpan or ParameterKind.DoubleReadOnlySpan or ParameterKind.SingleReadOnlySpan);

    /// <summary>Allocates the gradient with respect to an array, in the array's own shape.</summary>
    private static void WriteAllocation(CodeWriter writer, MarkedParameter parameter, string input, string local, ISet<string> taken)
    {
        string element = parameter.Kind.ToString().StartsWith("Double", StringComparison.Ordinal) ? "double" : "float";
        switch (parameter.Kind)
        {
            case ParameterKind.Double or ParameterKind.Single:
                break;
            case ParameterKind.DoubleMatrix or ParameterKind.SingleMatrix:
                writer.Line($"{element}[,] {local} = new {element}[{input}.GetLength(0), {input}.GetLength(1)];");
                break;
            case ParameterKind.DoubleJagged or ParameterKind.SingleJagged:
                // A row that is null has a gradient without elements; whether that is an error is the method's own affair.
                string index = Identifiers.Unique("i", taken);
                writer.Line($"{element}[][] {local} = new {element}[{input}.Length][];");
                writer.Line($"for (int {index} = 0; {index} < {local}.Length; {index}++)");
                writer.Open();
                writer.Line($"{local}[{index}] = new {element}[{input}[{index}]?.Length ?? 0];");
                writer.Close();
                writer.Line();
                break;
            default:
                writer.Line($"{element}[] {local} = new {element}[{input}.Length];");
                break;
        }
    }
}
