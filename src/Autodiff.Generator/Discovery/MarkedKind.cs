using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>The kinds of method that the attribute can stand on and that have no place for a gradient beside them.</summary>
internal static class MarkedKind
{
    /// <summary>Why a method of this kind is refused; null for an ordinary method of a class or struct.</summary>
    public static Diagnostic? Refusal(IMethodSymbol method, CancellationToken cancellation)
    {
        var location = method.Locations.FirstOrDefault();
        if (IsInExtensionBlock(method, cancellation))
        {
            return Diagnostic.Create(Descriptors.ExtensionBlockMember, location, method.Name);
        }

        return method.MethodKind switch
        {
            MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove or MethodKind.EventRaise =>
                Diagnostic.Create(Descriptors.Accessor, location, TypeText.Message(method)),
            MethodKind.UserDefinedOperator or MethodKind.Conversion =>
                Diagnostic.Create(Descriptors.Operator, location, TypeText.Message(method)),
            MethodKind.Destructor => Diagnostic.Create(Descriptors.Finalizer, location, TypeText.Message(method)),
            MethodKind.LocalFunction => Diagnostic.Create(Descriptors.LocalFunction, location, method.Name),
            MethodKind.AnonymousFunction => Diagnostic.Create(Descriptors.Lambda, AttributeLocation(method, cancellation)),
            MethodKind.ExplicitInterfaceImplementation =>
                Diagnostic.Create(Descriptors.ExplicitImplementation, location, TypeText.Message(method)),
            _ when method.ContainingType is { TypeKind: TypeKind.Interface } type =>
                Diagnostic.Create(Descriptors.InterfaceMember, location, method.Name, type.Name),
            _ => null,
        };
    }

    /// <summary>A lambda has no name to point at.</summary>
    private static Location? AttributeLocation(IMethodSymbol method, CancellationToken cancellation) =>
        AttributeArguments.Of(method).FirstOrDefault()?.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();

    /// <summary>
    /// Whether the method stands in an <c>extension(…)</c> block. The oldest compiler that hosts the generator has no public
    /// name for one, so that the keyword is read.
    /// </summary>
    private static bool IsInExtensionBlock(IMethodSymbol method, CancellationToken cancellation) => method.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .SelectMany(node => node.Ancestors().OfType<TypeDeclarationSyntax>().Take(1))
        .Any(type => type.Keyword.ValueText == "extension");
}
