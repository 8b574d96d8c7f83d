using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>Finds obsolete types in a signature. The user may have silenced the warning about one; the generated file must too.</summary>
internal static class ObsoleteTypes
{
    /// <summary>Whether writing the type names an obsolete one.</summary>
    public static bool IsNamedBy(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsNamedBy(array.ElementType),
        INamedTypeSymbol named => IsObsolete(named)
            || named.TypeArguments.Any(IsNamedBy)
            || (named.ContainingType is { } container && IsNamedBy(container)),
        _ => false,
    };

    private static bool IsObsolete(INamedTypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "System.ObsoleteAttribute");
}
