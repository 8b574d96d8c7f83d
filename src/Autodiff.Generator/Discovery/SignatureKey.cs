using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>
/// Types as text that is equal where signatures count them as equal: without nullable annotations and tuple names, and with
/// a method's type parameters by position, so that two methods can be compared.
/// </summary>
internal static class SignatureKey
{
    public static string Of(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } parameter => "!!" + parameter.Ordinal,
        ITypeParameterSymbol parameter => "!" + parameter.Name,
        IArrayTypeSymbol array => ArrayKey(array),
        IPointerTypeSymbol pointer => Of(pointer.PointedAtType) + "*",
        IDynamicTypeSymbol => "object",
        INamedTypeSymbol { IsTupleType: true } tuple => $"({string.Join(",", tuple.TupleElements.Select(e => Of(e.Type)))})",
        INamedTypeSymbol named when named.SpecialType == SpecialType.None || named.IsGenericType => NamedKey(named),
        _ => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(),
    };

    /// <summary>C# writes the ranks of an array of arrays from the outside in.</summary>
    private static string ArrayKey(IArrayTypeSymbol array)
    {
        string ranks = "";
        ITypeSymbol element = array;
        while (element is IArrayTypeSymbol inner)
        {
            ranks += $"[{new string(',', inner.Rank - 1)}]";
            element = inner.ElementType;
        }

        return Of(element) + ranks;
    }

    private static string NamedKey(INamedTypeSymbol type)
    {
        string container = type.ContainingType is { } outer
            ? NamedKey(outer) + "."
            : type.ContainingNamespace is { IsGlobalNamespace: false } space ? TypeText.Of(space) + "." : "";
        string arguments = type.TypeArguments.IsEmpty ? "" : $"<{string.Join(",", type.TypeArguments.Select(Of))}>";
        return container + type.Name + arguments;
    }
}
