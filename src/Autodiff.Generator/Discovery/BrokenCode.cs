using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>Recognises declarations that the compiler rejects: half-typed ones, above all. They have no gradient, and no error of ours.</summary>
internal static class BrokenCode
{
    /// <summary>Whether the compiler reports an error about the declaration of the method or of what contains it.</summary>
    public static bool Contains(IMethodSymbol method, CancellationToken cancellation) =>
        method.MethodKind != MethodKind.Ordinary
        || method.Name.Length == 0
        || method.ContainingType is null
        || HasBrokenContainer(method)
        || HasBrokenNames(method)
        || HasErrorType(method)
        || AttributeArguments.Of(method).Skip(1).Any()
        || MarkedSiblings.IsDeclaredTwice(method)
        || LacksBody(method, cancellation);

    /// <summary>Without a body and without a modifier that stands for one (CS0501).</summary>
    private static bool LacksBody(IMethodSymbol method, CancellationToken cancellation) =>
        method is { IsAbstract: false, IsExtern: false, IsPartialDefinition: false }
        && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
            is not MethodDeclarationSyntax { Body: not null } and not MethodDeclarationSyntax { ExpressionBody: not null };

    private static bool HasBrokenContainer(IMethodSymbol method)
    {
        for (ISymbol container = method.ContainingType; container is not INamespaceSymbol { IsGlobalNamespace: true }; container = container.ContainingSymbol)
        {
            // Two types of one name that are not parts of one type (CS0101), and code outside of any type (CS0116).
            if (container.Name.Length == 0
                || container is INamedTypeSymbol { IsImplicitClass: true } or INamedTypeSymbol { IsScriptClass: true }
                || (container is INamedTypeSymbol type
                    && type.ContainingSymbol is INamespaceOrTypeSymbol outer
                    && outer.GetTypeMembers(type.Name, type.Arity).Length != 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasBrokenNames(IMethodSymbol method)
    {
        var names = method.Parameters.Select(p => p.Name).Concat(method.TypeParameters.Select(p => p.Name)).ToList();
        return names.Contains("") || names.Distinct(StringComparer.Ordinal).Count() != names.Count;
    }

    private static bool HasErrorType(IMethodSymbol method) =>
        IsError(method.ReturnType)
        || method.Parameters.Any(p => IsError(p.Type))
        || method.TypeParameters.Any(p => p.ConstraintTypes.Any(IsError));

    private static bool IsError(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => IsError(array.ElementType),
        IPointerTypeSymbol pointer => IsError(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsError) || (named.ContainingType is { } container && IsError(container)),
        _ => false,
    };
}
