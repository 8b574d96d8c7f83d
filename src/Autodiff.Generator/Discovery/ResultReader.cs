using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>Reads what a marked method returns: a number, or a tuple of numbers where a Jacobian is asked for.</summary>
internal static class ResultReader
{
    /// <summary>The names of the rows of a Jacobian, one for each element of the tuple; none where a gradient is asked for.</summary>
    public static EquatableArray<string> Rows(IMethodSymbol method, AttributeArguments arguments) => arguments.Jacobian
        ? Elements(method).Select(e => e.Name).ToEquatableArray()
        : default;

    /// <summary>The names of the elements of a tuple as its type is written: empty for those that it gives no name.</summary>
    public static IEnumerable<string> ElementNames(IMethodSymbol method) =>
        Elements(method).Select(e => e.IsExplicitlyNamedTupleElement ? Identifiers.Escape(e.Name) : string.Empty);

    /// <summary>The error for a result that cannot be differentiated.</summary>
    public static IEnumerable<Diagnostic> Refusals(IMethodSymbol method, AttributeArguments arguments, CancellationToken cancellation)
    {
        bool isNumber = method.RefKind == RefKind.None && IsNumber(method.ReturnType);
        bool isTuple = method.RefKind == RefKind.None && Elements(method).Any() && Elements(method).All(e => IsNumber(e.Type));
        if (arguments.Jacobian ? isTuple : isNumber)
        {
            if (arguments is { Jacobian: true, Explain: true })
            {
                yield return Diagnostic.Create(Descriptors.GraphOfJacobian, method.Locations.FirstOrDefault(), method.Name);
            }

            yield break;
        }

        var syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as MethodDeclarationSyntax;
        yield return Diagnostic.Create(
            arguments.Jacobian ? Descriptors.JacobianResult : Descriptors.ResultType,
            syntax?.ReturnType.GetLocation() ?? method.Locations.FirstOrDefault(),
            method.Name,
            TypeText.RefKindPrefix(method.RefKind) + TypeText.Message(method.ReturnType),
            isTuple ? ", or say 'Jacobian = true' for the gradient of each element" : string.Empty);
    }

    private static IEnumerable<IFieldSymbol> Elements(IMethodSymbol method) =>
        method.ReturnType is INamedTypeSymbol { IsTupleType: true, TupleElements: { Length: >= 2 } elements } ? elements : [];

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is SpecialType.System_Double or SpecialType.System_Single;
}
