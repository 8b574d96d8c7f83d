namespace Autodiff.Generator.Tests.Oracle;

/// <summary>The types of the values that test programs compute with, in the order of C#'s implicit conversions.</summary>
internal enum ScalarType
{
    Boolean,
    Integer,
    Single,
    Double,
}

internal static class ScalarTypes
{
    /// <summary>The type's C# keyword.</summary>
    public static string Keyword(this ScalarType type) => type switch
    {
        ScalarType.Boolean => "bool",
        ScalarType.Integer => "int",
        ScalarType.Single => "float",
        _ => "double",
    };

    /// <summary>Whether it is a floating-point type, so that a parameter of it can be differentiated.</summary>
    public static bool IsReal(this ScalarType type) => type >= ScalarType.Single;

    /// <summary>C#'s binary numeric promotion.</summary>
    public static ScalarType Promote(ScalarType left, ScalarType right) => left > right ? left : right;
}
