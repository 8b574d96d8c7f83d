using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.SymbolDisplayMiscellaneousOptions;

namespace Autodiff.Generator.Discovery;

/// <summary>Symbols as C# text.</summary>
internal static class TypeText
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(EscapeKeywordIdentifiers | UseSpecialTypes | IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat InCref = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(EscapeKeywordIdentifiers | UseSpecialTypes);

    private static readonly SymbolDisplayFormat InMessage = SymbolDisplayFormat.CSharpErrorMessageFormat;

    private static readonly SymbolDisplayFormat NamespaceFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: EscapeKeywordIdentifiers);

    /// <summary>The type, fully qualified, with nullable annotations: good in any place of a file with <c>#nullable enable</c>.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(Qualified);

    /// <summary>The type or method as the compiler's own messages write it.</summary>
    public static string Message(ISymbol symbol) => symbol.ToDisplayString(InMessage);

    /// <summary>The namespace without <c>global::</c>, or the empty string for the global one.</summary>
    public static string Of(INamespaceSymbol? space) =>
        space is null || space.IsGlobalNamespace ? "" : space.ToDisplayString(NamespaceFormat);

    /// <summary>The name of a type with its type parameters as its declaration writes them. They have no variance: a variant interface may contain no types.</summary>
    public static string DeclarationName(INamedTypeSymbol type)
    {
        string name = Identifiers.EscapeTypeName(type.Name);
        return type.TypeParameters.IsEmpty
            ? name
            : $"{name}<{string.Join(", ", type.TypeParameters.Select(p => Identifiers.Escape(p.Name)))}>";
    }

    /// <summary>The keywords that declare a type, after its modifiers.</summary>
    public static string Keywords(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    /// <summary>The type parameters of a method between angle brackets, or the empty string.</summary>
    public static string TypeParameters(IMethodSymbol method) => method.TypeParameters.IsEmpty
        ? ""
        : $"<{string.Join(", ", method.TypeParameters.Select(p => Identifiers.Escape(p.Name)))}>";

    /// <summary>The constraint clauses of a method's type parameters.</summary>
    public static IEnumerable<string> Constraints(IMethodSymbol method)
    {
        foreach (var parameter in method.TypeParameters)
        {
            string constraints = string.Join(", ", Constraints(parameter));
            if (constraints.Length > 0)
            {
                yield return $"where {Identifiers.Escape(parameter.Name)} : {constraints}";
            }
        }
    }

    /// <summary>A <c>cref</c> to the method; null where the language of crefs has no word for one of its types.</summary>
    public static string? Cref(IMethodSymbol method)
    {
        if (method.Parameters.Any(p => !CanStandInCref(p.Type)))
        {
            return null;
        }

        string parameters = string.Join(", ", method.Parameters.Select(p => RefKindPrefix(p.RefKind) + p.Type.ToDisplayString(InCref)));
        string text = $"{Identifiers.Escape(method.Name)}{TypeParameters(method)}({parameters})";
        return text.Replace('<', '{').Replace('>', '}');
    }

    /// <summary>The modifier of a parameter passed by reference, with a blank after it, or the empty string.</summary>
    public static string RefKindPrefix(RefKind kind) => kind switch
    {
        RefKind.In => "in ",
        RefKind.Out => "out ",
        RefKind.Ref => "ref ",
        RefKind.RefReadOnlyParameter => "ref readonly ",
        _ => "",
    };

    private static IEnumerable<string> Constraints(ITypeParameterSymbol parameter)
    {
        if (parameter.HasUnmanagedTypeConstraint)
        {
            yield return "unmanaged";
        }
        else if (parameter.HasValueTypeConstraint)
        {
            yield return "struct";
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            yield return parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class";
        }
        else if (parameter.HasNotNullConstraint)
        {
            yield return "notnull";
        }

        foreach (var type in parameter.ConstraintTypes)
        {
            yield return Of(type);
        }

        if (parameter.HasConstructorConstraint)
        {
            yield return "new()";
        }

        if (parameter.AllowsRefLikeType)
        {
            yield return "allows ref struct";
        }
    }

    private static bool CanStandInCref(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => CanStandInCref(array.ElementType),
        IDynamicTypeSymbol => false,
        INamedTypeSymbol { IsTupleType: true } => false,
        INamedTypeSymbol named => named.TypeArguments.All(CanStandInCref)
            && (named.ContainingType is null || CanStandInCref(named.ContainingType)),
        _ => true,
    };
}
