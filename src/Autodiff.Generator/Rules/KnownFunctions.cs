using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Rules;

/// <summary>
/// How the functions of the rule table are spelled in C#, and which static members of <c>Math</c>, <c>MathF</c>,
/// <c>double</c> and <c>float</c> they are: those of the same name, but for the few listed here.
/// </summary>
internal static class KnownFunctions
{
    /// <summary>Functions that only <c>double</c> and <c>float</c> declare; the rest are in <c>Math</c> and <c>MathF</c>.</summary>
    private static readonly HashSet<string> OnPrimitives = new(StringComparer.Ordinal)
    {
        "SinPi", "CosPi", "TanPi", "AsinPi", "AcosPi", "AtanPi", "Atan2Pi", "ExpM1", "Exp2", "Exp2M1", "Exp10", "Exp10M1",
        "LogP1", "Log2P1", "Log10P1", "Hypot", "RootN", "Lerp", "DegreesToRadians", "RadiansToDegrees",
    };

    /// <summary>Members whose line in the table has another name.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["Log/2"] = "LogBase",
        ["Ieee754Remainder/2"] = "IEEERemainder",
        ["MultiplyAddEstimate/3"] = "FusedMultiplyAdd",
        ["ClampNative/3"] = "Clamp",
        ["CreateChecked/1"] = "Convert",
        ["CreateSaturating/1"] = "Convert",
        ["CreateTruncating/1"] = "Convert",
    };

    /// <summary>Members that return a tuple, which the lowering takes apart: each element has a line of its own.</summary>
    public static IReadOnlyCollection<string> TakenApart { get; } = ["SinCos", "SinCosPi"];

    /// <summary>The key of the line for a static member of the four types; null where the table has none.</summary>
    public static string? Rule(string member, int parameters)
    {
        string name = Renamed.TryGetValue(member + "/" + parameters, out string? renamed) ? renamed : member;
        return IsPublic(name) && RuleTable.Find(name) is { } rule && (rule.Partials.Length == parameters || rule.IsZero) ? name : null;
    }

    /// <summary>The C# function of a line, for code that the generator writes.</summary>
    public static string Text(string rule, IrType type)
    {
        switch (rule)
        {
            case "PowX":
                return "global::Autodiff.PowerRule.PartialBase";
            case "PowLog":
                return "global::Autodiff.PowerRule.LogBase";
        }

        string name = rule == "LogBase" ? "Log" : rule;
        bool single = type.Kind == IrTypeKind.Single;
        return OnPrimitives.Contains(rule)
            ? (single ? "float." : "double.") + name
            : (single ? "global::System.MathF." : "global::System.Math.") + name;
    }

    /// <summary>Whether the line stands for a function of the framework rather than an operation of the IR.</summary>
    private static bool IsPublic(string name) => name switch
    {
        "Add" or "Subtract" or "Multiply" or "Divide" or "Remainder" or "Negate" or "Select" => false,
        "ZeroSafeProduct" or "ZeroSafeQuotient" or "PowX" or "PowLog" or "Norm" or "Square" => false,
        _ => true,
    };
}
