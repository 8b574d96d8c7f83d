using Autodiff.Generator.Discovery;

namespace Autodiff.Generator.Emit;

/// <summary>Writes the documentation comments of the generated methods. A user's own partial declaration keeps its own.</summary>
internal static class GradientDocumentation
{
    /// <summary>Documents the overload with destinations.</summary>
    public static void WriteDestination(CodeWriter writer, MarkedMethod method)
    {
        var overload = method.Destination;
        if (overload.IsDocumented)
        {
            return;
        }

        writer.Line($"/// <summary>Evaluates {Reference(method)} and its {Derivatives(method)}: one forward pass, one backward pass.</summary>");
        WriteTypeParameters(writer, method);
        WriteParameters(writer, method, overload);
        int destination = method.Parameters.Length;
        foreach (var (i, row, _) in method.Destinations)
        {
            string input = overload.ParameterNames[i].TrimStart('@');
            string name = overload.ParameterNames[destination++].TrimStart('@');
            string result = method.Rows.Length == 0 ? string.Empty : $" of <c>{method.Rows[row]}</c>";
            writer.Line($"/// <param name=\"{name}\">Receives {Derivative(method.Parameters[i].Kind)}{result} with respect to <paramref name=\"{input}\"/>{Shape(method.Parameters[i].Kind)}.</param>");
        }

        string value = method.Rows.Length == 0 ? "value" : "values";
        writer.Line($"/// <returns>The {value} of {method.Name.TrimStart('@')}, bit for bit what calling it returns.</returns>");
        if (method.Differentiated.Any(i => !IsNumber(method.Parameters[i].Kind)))
        {
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A differentiated array or its destination is null, the destination has another shape, or it overlaps an input or another destination. Nothing has been written then.</exception>");
        }
    }

    /// <summary>Documents the overload that returns the gradient.</summary>
    public static void WriteConvenience(CodeWriter writer, MarkedMethod method)
    {
        if (method.Convenience.IsDocumented)
        {
            return;
        }

        writer.Line($"/// <summary>Returns the {Derivatives(method)} of {Reference(method)}.</summary>");
        WriteTypeParameters(writer, method);
        WriteParameters(writer, method, method.Convenience);
        var inputs = method.Differentiated.ToList();
        string result = inputs.Count == 1
            ? $"{Sentence(Derivative(method.Parameters[inputs[0]].Kind))} with respect to <paramref name=\"{method.Convenience.ParameterNames[inputs[0]].TrimStart('@')}\"/>"
            : "The derivatives with respect to the parameters of the same names";
        writer.Line($"/// <returns>{result}{(method.Rows.Length == 0 ? string.Empty : ", for each result in turn")}.</returns>");
        if (inputs.Any(i => IsNullable(method.Parameters[i].Kind)))
        {
            writer.Line("/// <exception cref=\"global::System.ArgumentNullException\">A differentiated array is null.</exception>");
        }
    }

    /// <summary>Documents the method that returns the expression graph.</summary>
    public static void WriteGraph(CodeWriter writer, MarkedMethod method, GradientOverload graph)
    {
        if (graph.IsDocumented)
        {
            return;
        }

        writer.Line($"/// <summary>Evaluates {Reference(method)} and returns its expression graph, with values and gradients.</summary>");
        WriteTypeParameters(writer, method);
        WriteParameters(writer, method, graph);
        writer.Line("/// <returns>The nodes of the graph in the order of their evaluation.</returns>");
    }

    private static string Reference(MarkedMethod method) =>
        method.Cref is { } cref ? $"<see cref=\"{cref}\"/>" : $"<c>{method.Name.TrimStart('@')}</c>";

    private static void WriteTypeParameters(CodeWriter writer, MarkedMethod method)
    {
        foreach (string name in method.TypeParameters.Split([' ', ',', '<', '>'], StringSplitOptions.RemoveEmptyEntries))
        {
            writer.Line($"/// <typeparam name=\"{name.TrimStart('@')}\">The type parameter of {method.Name.TrimStart('@')}.</typeparam>");
        }
    }

    private static void WriteParameters(CodeWriter writer, MarkedMethod method, GradientOverload overload)
    {
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            string meaning = method.Parameters[i].IsDifferentiated ? "differentiated" : "a constant";
            string original = method.Parameters[i].Name.TrimStart('@');
            writer.Line($"/// <param name=\"{overload.ParameterNames[i].TrimStart('@')}\">The parameter <c>{original}</c> of {method.Name.TrimStart('@')}, {meaning}.</param>");
        }
    }

    private static string Derivatives(MarkedMethod method) => method.Rows.Length == 0 ? "gradient" : "Jacobian";

    private static string Derivative(ParameterKind kind) => IsNumber(kind) ? "the derivative" : "the gradient";

    /// <summary>The shape that a destination must have.</summary>
    private static string Shape(ParameterKind kind) => kind switch
    {
        ParameterKind.Double or ParameterKind.Single => string.Empty,
        ParameterKind.DoubleMatrix or ParameterKind.SingleMatrix => ", and has its dimensions",
        ParameterKind.DoubleJagged or ParameterKind.SingleJagged => ", and has rows of its rows' lengths",
        _ => ", and has its length",
    };

    private static bool IsNumber(ParameterKind kind) => kind is ParameterKind.Double or ParameterKind.Single;

    private static bool IsNullable(ParameterKind kind) => kind is ParameterKind.DoubleArray or ParameterKind.SingleArray
        or ParameterKind.DoubleMatrix or ParameterKind.SingleMatrix or ParameterKind.DoubleJagged or ParameterKind.SingleJagged;

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
