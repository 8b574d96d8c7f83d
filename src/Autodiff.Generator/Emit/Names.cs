using Autodiff.Generator.Discovery;

namespace Autodiff.Generator.Emit;

/// <summary>The names that a generated method declares.</summary>
/// <param name="Parameters">Of the marked method's parameters.</param>
/// <param name="ArrayDestinations">Of the destinations that are arrays: further parameters of the function.</param>
/// <param name="ScalarDestinations">Of the other destinations, which receive the function's results.</param>
/// <param name="TypeParameters">Of the type parameters.</param>
/// <param name="ByReference">The parameters that are read through a reference: a destination may be the variable that they refer to.</param>
internal sealed record Names(
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> ArrayDestinations,
    IReadOnlyList<string> ScalarDestinations,
    IReadOnlyList<string> TypeParameters,
    IReadOnlyCollection<int> ByReference)
{
    public static Names OfGradient(MarkedMethod method) => Of(method, method.Destination);

    public static Names OfGraph(MarkedMethod method) => Of(method, method.Graph!);

    /// <summary>All names.</summary>
    public IEnumerable<string> All => Parameters.Concat(ArrayDestinations).Concat(ScalarDestinations).Concat(TypeParameters);

    /// <summary>Whether there are destinations.</summary>
    public bool HasDestinations => ArrayDestinations.Count + ScalarDestinations.Count > 0;

    /// <summary>Whether a destination may be the variable that a parameter is read from.</summary>
    public bool MayAlias => ByReference.Count > 0;

    /// <summary>The name of a parameter of the function: the method's own, then the destinations that are arrays.</summary>
    public string NameOfParameter(int index) => index < Parameters.Count ? Parameters[index] : ArrayDestinations[index - Parameters.Count];

    /// <summary>Whether a parameter of the function is a variable of its own that may be assigned to.</summary>
    public bool IsAssignable(int index) => index < Parameters.Count && !ByReference.Contains(index);

    private static Names Of(MarkedMethod method, GradientOverload overload)
    {
        int count = method.Parameters.Length;
        string[] destinations = [.. overload.ParameterNames.Skip(count)];
        bool[] isArray = [.. method.Destinations.Select(d => method.Parameters[d.Parameter].Kind >= ParameterKind.DoubleArray)];
        return new(
            [.. overload.ParameterNames.Take(count)],
            [.. destinations.Where((_, i) => isArray[i])],
            [.. destinations.Where((_, i) => !isArray[i])],
            [.. method.TypeParameters.Trim('<', '>').Split(',').Select(t => t.Trim())],
            [.. Enumerable.Range(0, count).Where(i => method.Parameters[i].IsByReference)]);
    }
}
