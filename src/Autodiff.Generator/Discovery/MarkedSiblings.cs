using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>The other marked methods of the same name and what their gradients mean for this one's.</summary>
internal static class MarkedSiblings
{
    /// <summary>The marked overloads of a name that a type declares itself, with what is generated for each.</summary>
    public static IEnumerable<(IMethodSymbol Method, ImmutableArray<GeneratedSignature> Signatures)> In(INamedTypeSymbol type, string name)
    {
        foreach (var method in type.GetMembers(name).OfType<IMethodSymbol>())
        {
            if (method.MethodKind == MethodKind.Ordinary
                && AttributeArguments.Of(method).FirstOrDefault() is { } attribute
                && AttributeArguments.Read(attribute) is { } arguments)
            {
                yield return (method, GeneratedSignature.Of(method, arguments));
            }
        }
    }

    /// <summary>
    /// The error for a method whose gradient cannot be told from that of an overload declared before it. The one declared
    /// first keeps its gradient, as the compiler reports a repeated member at its repetition.
    /// </summary>
    public static Diagnostic? Collision(IMethodSymbol method, ImmutableArray<GeneratedSignature> signatures)
    {
        foreach (var (earlier, theirs) in In(method.ContainingType, method.Name))
        {
            if (SymbolEqualityComparer.Default.Equals(earlier, method))
            {
                return null;
            }

            if (signatures.Any(mine => theirs.Any(other => mine.IsSame(other)
                || mine.IsHijackedBy(other.Name, other.Arity, other.Parameters)
                || other.IsHijackedBy(mine.Name, mine.Arity, mine.Parameters))))
            {
                return Diagnostic.Create(
                    Descriptors.OverloadsCollide,
                    method.Locations.FirstOrDefault(),
                    earlier.Locations,
                    TypeText.Message(method),
                    TypeText.Message(earlier));
            }
        }

        return null;
    }

    /// <summary>Whether the type declares the same method twice, which the compiler reports.</summary>
    public static bool IsDeclaredTwice(IMethodSymbol method)
    {
        var keys = method.Parameters.Select(p => SignatureKey.Of(p.Type)).ToList();
        return method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other =>
            !SymbolEqualityComparer.Default.Equals(other, method)
            && other.Arity == method.Arity
            && other.Parameters.Length == keys.Count
            && other.Parameters.Zip(method.Parameters, (a, b) => SignatureKey.Of(a.Type) == SignatureKey.Of(b.Type)
                && (a.RefKind == RefKind.None) == (b.RefKind == RefKind.None)).All(same => same));
    }
}
