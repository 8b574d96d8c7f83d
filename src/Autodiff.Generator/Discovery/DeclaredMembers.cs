using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>The members of the marked method's type that have the name of a generated method.</summary>
internal static class DeclaredMembers
{
    /// <summary>The partial method, declared by the user without a body, that the generated method implements; else null.</summary>
    public static IMethodSymbol? PartialDeclaration(IMethodSymbol method, GeneratedSignature signature) =>
        Awaiting(method.ContainingType, signature.Name).FirstOrDefault(declared => Matches(declared, method, signature));

    /// <summary>The errors for members that clash with the generated methods, and for partial declarations that match none.</summary>
    public static IEnumerable<Diagnostic> Refusals(IMethodSymbol method, ImmutableArray<GeneratedSignature> signatures, ImmutableArray<string> declarations)
    {
        var type = method.ContainingType;
        foreach (var group in signatures.Zip(declarations, (signature, declaration) => (signature, declaration)).GroupBy(s => s.signature.Name))
        {
            var (first, firstDeclaration) = group.First();
            string name = first.Name;
            if (type.Name == name || type.TypeParameters.Any(p => p.Name == name))
            {
                yield return Clash(method.Locations.FirstOrDefault(), method, name, firstDeclaration);
                continue;
            }

            foreach (var member in type.GetMembers(name).Where(m => !IsGenerated(m)))
            {
                if (member is not IMethodSymbol declared)
                {
                    yield return Clash(member.Locations.FirstOrDefault(), method, TypeText.Message(member), firstDeclaration);
                }
                else if (IsAwaiting(declared))
                {
                    if (IsFirst(method) && !IsGeneratedForAny(declared))
                    {
                        yield return Diagnostic.Create(
                            Descriptors.PartialDeclarationMismatch,
                            declared.Locations.FirstOrDefault(),
                            method.Locations,
                            TypeText.Message(declared),
                            TypeText.Message(method),
                            string.Join(" or ", group.Select(g => $"'{g.declaration}'")));
                    }
                }
                else if (group.Where(g => IsTaken(g.signature, declared)).Select(g => g.declaration).FirstOrDefault() is { } clashing)
                {
                    yield return Clash(declared.Locations.FirstOrDefault(), method, TypeText.Message(declared), clashing);
                }
            }
        }
    }

    private static Diagnostic Clash(Location? location, IMethodSymbol method, string member, string declaration) => Diagnostic.Create(
        Descriptors.MemberClash,
        location,
        method.Locations,
        member,
        TypeText.Message(method),
        declaration);

    private static bool IsTaken(GeneratedSignature signature, IMethodSymbol declared) =>
        signature.IsSignatureOf(declared)
        || signature.IsHijackedBy(declared.Name, declared.Arity, declared.Parameters.Select(SignatureParameter.Of).ToImmutableArray());

    private static IEnumerable<IMethodSymbol> Awaiting(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IMethodSymbol>().Where(IsAwaiting);

    private static bool IsAwaiting(IMethodSymbol declared) =>
        declared.IsPartialDefinition && (declared.PartialImplementationPart is null || IsGenerated(declared.PartialImplementationPart));

    private static bool Matches(IMethodSymbol declared, IMethodSymbol method, GeneratedSignature signature) =>
        signature.IsSignatureOf(declared, exactly: true)
        && declared.IsStatic == method.IsStatic
        && declared.RefKind == RefKind.None
        && signature.Result == SignatureKey.Of(declared.ReturnType)
        && declared.IsExtensionMethod == method.IsExtensionMethod
        && TypeText.TypeParameters(declared) == TypeText.TypeParameters(method)
        && TypeText.Constraints(declared).SequenceEqual(TypeText.Constraints(method));

    /// <summary>Whether some marked overload of the type gives the partial method its body.</summary>
    private static bool IsGeneratedForAny(IMethodSymbol declared) => declared.ContainingType.GetMembers().OfType<IMethodSymbol>()
        .Select(m => m.Name)
        .Where(name => new[] { Identifiers.Gradient, Identifiers.Jacobian, Identifiers.Graph }.Any(suffix => name + suffix == declared.Name))
        .Distinct(StringComparer.Ordinal)
        .SelectMany(name => MarkedSiblings.In(declared.ContainingType, name))
        .Any(marked => marked.Signatures.Any(signature => Matches(declared, marked.Method, signature)));

    /// <summary>One report is enough where several marked overloads could be meant.</summary>
    private static bool IsFirst(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(
        MarkedSiblings.In(method.ContainingType, method.Name).Select(m => m.Method).FirstOrDefault(), method);

    /// <summary>
    /// Whether the member comes from a file of this generator: the analyzer reads the compilation to which these are already
    /// added. The host names such files by the generator's full name.
    /// </summary>
    private static bool IsGenerated(ISymbol member) =>
        member is not IMethodSymbol { IsPartialDefinition: true, PartialImplementationPart: not null }
        && member.DeclaringSyntaxReferences.Any(reference =>
            reference.SyntaxTree.FilePath.Contains(typeof(DifferentiableGenerator).FullName!, StringComparison.Ordinal));
}
