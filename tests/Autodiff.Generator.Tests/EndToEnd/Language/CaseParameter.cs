namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>A parameter of a case's method.</summary>
/// <param name="Type">Its type, as written.</param>
/// <param name="IsDifferentiated">Whether it has a destination.</param>
internal sealed record CaseParameter(string Type, bool IsDifferentiated)
{
    /// <summary>Whether it is one number.</summary>
    public bool IsScalar => Type is "double" or "float";

    /// <summary>The type of the argument: an array where the parameter is a span.</summary>
    public string StorageType => Type.EndsWith('>') ? Type[(Type.IndexOf('<', StringComparison.Ordinal) + 1)..^1] + "[]" : Type;

    /// <summary>Whether a type holds numbers that can be differentiated.</summary>
    public static bool IsFloatingPoint(string type) =>
        type.Contains("double", StringComparison.Ordinal) || type.Contains("float", StringComparison.Ordinal);
}
