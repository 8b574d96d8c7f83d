using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>
/// Finds what is obsolete in generated declarations. The user may have silenced the warning about it; the generated file must
/// too.
/// </summary>
internal static class Obsolescence
{
    /// <summary>
    /// Whether a signature names an obsolete type, or the overload that returns the gradient calls an obsolete one and is not
    /// obsolete itself.
    /// </summary>
    /// <param name="method">The marked method, whose obsolescence an overload has that the user did not declare.</param>
    /// <param name="destination">The user's declaration of the overload with destinations, if there is one.</param>
    /// <param name="convenience">The user's declaration of the overload that returns the gradient, if there is one.</param>
    public static bool IsNamedBy(IMethodSymbol method, IMethodSymbol? destination, IMethodSymbol? convenience) =>
        method.Parameters.Any(p => IsNamedBy(p.Type))
        || (IsObsolete(destination ?? method) && !IsObsolete(convenience ?? method));

    private static bool IsNamedBy(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsNamedBy(array.ElementType),
        INamedTypeSymbol named => IsObsolete(named)
            || named.TypeArguments.Any(IsNamedBy)
            || (named.ContainingType is { } container && IsNamedBy(container)),
        _ => false,
    };

    private static bool IsObsolete(ISymbol symbol) =>
        symbol.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "System.ObsoleteAttribute");
}
