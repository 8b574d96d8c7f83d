using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>The types around a marked method, to each of which the generated file adds a part.</summary>
internal static class ContainingTypes
{
    /// <summary>The containing types, outermost first.</summary>
    public static ImmutableArray<INamedTypeSymbol> Of(IMethodSymbol method)
    {
        var types = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            types.Add(type);
        }

        types.Reverse();
        return types.ToImmutable();
    }

    /// <summary>One error for each containing type that no generated file can add to.</summary>
    public static IEnumerable<Diagnostic> Refusals(IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (var type in Of(method))
        {
            var declarations = type.DeclaringSyntaxReferences
                .Select(reference => reference.GetSyntax(cancellation))
                .OfType<BaseTypeDeclarationSyntax>()
                .ToList();
            var declaration = declarations.FirstOrDefault(d => IsAround(d, method)) ?? declarations.FirstOrDefault();
            if (declaration is null)
            {
                continue;
            }

            if (type.IsFileLocal)
            {
                yield return Diagnostic.Create(Descriptors.FileLocalType, declaration.Identifier.GetLocation(), type.Name, method.Name);
            }
            else if (!declarations.Any(d => d.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                yield return Diagnostic.Create(
                    Descriptors.ContainingTypeNotPartial,
                    declaration.Identifier.GetLocation(),
                    TypeText.DeclarationName(type),
                    method.Name,
                    TypeText.Keywords(type));
            }
        }
    }

    private static bool IsAround(SyntaxNode declaration, IMethodSymbol method) => method.DeclaringSyntaxReferences
        .Any(reference => reference.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(reference.Span));
}
