using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <summary>What is known of methods without source: which are mathematics, which are guards, which are pure.</summary>
internal static class KnownMethods
{
    /// <summary>Types of which every static method is a pure function of its arguments.</summary>
    private static readonly HashSet<string> PureTypes = new(StringComparer.Ordinal)
    {
        "System.Math", "System.MathF", "System.Numerics.BitOperations", "System.BitConverter", "System.Convert", "System.Index", "System.Range",
    };

    /// <summary>Functions of <c>Math</c> and the floating-point types that throw for some arguments.</summary>
    private static readonly HashSet<string> Throwing = new(StringComparer.Ordinal) { "Clamp", "Sign", "Abs", "BigMul", "DivRem" };

    /// <summary>Functions of <c>Math</c> and the integer types that never throw.</summary>
    private static readonly HashSet<string> Total = new(StringComparer.Ordinal)
    {
        "Max", "Min", "IsEvenInteger", "IsOddInteger", "IsPow2", "LeadingZeroCount", "PopCount", "RotateLeft", "RotateRight", "TrailingZeroCount",
    };

    /// <summary>Whether the method is a static one of <c>Math</c>, <c>MathF</c>, <c>double</c> or <c>float</c> that takes numbers.</summary>
    public static bool IsMath(IMethodSymbol method) =>
        method.IsStatic
        && (method.ContainingType.SpecialType is SpecialType.System_Double or SpecialType.System_Single || IsNamed(method.ContainingType, "System", "Math") || IsNamed(method.ContainingType, "System", "MathF"))
        && method.Parameters.All(p => p.RefKind == RefKind.None && p.Type.TypeKind is TypeKind.Struct or TypeKind.Enum && !p.Type.IsRefLikeType)
        && !method.ReturnsVoid;

    /// <summary>Whether a function of the rule table throws for some arguments: it then runs in its place.</summary>
    public static bool MayThrow(IMethodSymbol method, IInvocationOperation operation) => method.Name switch
    {
        "Clamp" => !IsOrdered(operation.Arguments.Where(a => a.Parameter!.Ordinal > 0).OrderBy(a => a.Parameter!.Ordinal).Select(a => a.Value.ConstantValue).ToList()),
        "Round" => operation.Arguments.Any(a => a.Parameter!.Ordinal > 0 && !a.Value.ConstantValue.HasValue),
        _ => false,
    };

    /// <summary>Whether two bounds are constants of which the first is not the greater.</summary>
    private static bool IsOrdered(List<Optional<object?>> bounds) =>
        bounds.All(b => b is { HasValue: true, Value: IConvertible })
        && Convert.ToDouble(bounds[0].Value, System.Globalization.CultureInfo.InvariantCulture) <= Convert.ToDouble(bounds[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether a function whose result no derivative flows through never throws.</summary>
    public static bool IsHarmless(IMethodSymbol method) =>
        method.Parameters.All(p => p.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single) && !Throwing.Contains(method.Name);

    /// <summary>Whether a method is a function of integers that never throws: nobody can tell when it runs, or how often.</summary>
    public static bool IsTotal(IMethodSymbol method) =>
        method.IsStatic
        && method.Parameters.All(p => p.Type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        && (method.ContainingType.ToDisplayString() == "System.Numerics.BitOperations" || (Total.Contains(method.Name) && IsPure(method)));

    /// <summary>Whether a call is a guard of the framework: it throws, or does nothing.</summary>
    public static bool IsGuard(IMethodSymbol method) =>
        method.ReturnsVoid && method.IsStatic
        && ((method.Name.StartsWith("ThrowIf", StringComparison.Ordinal) && method.ContainingType.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true })
            || (method.Name is "Assert" or "Fail" && method.ContainingType.ToDisplayString() is "System.Diagnostics.Debug" or "System.Diagnostics.Trace"));

    /// <summary>Whether a method or constructor without source is known to give the same for the same arguments.</summary>
    public static bool IsPure(IMethodSymbol method)
    {
        if (method.GetAttributes().Any(a => a.AttributeClass is { Name: "PureAttribute" }))
        {
            return true;
        }

        var type = method.ContainingType;
        if (type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return true;
        }

        if (type.TypeKind == TypeKind.Enum || type.SpecialType == SpecialType.System_Enum)
        {
            return true;
        }

        return method.IsStatic && PureTypes.Contains(type.ToDisplayString());
    }

    private static bool IsNamed(INamedTypeSymbol type, string space, string name) =>
        type.Name == name && type.ContainingNamespace.Name == space && type.ContainingNamespace.ContainingNamespace.IsGlobalNamespace;
}
