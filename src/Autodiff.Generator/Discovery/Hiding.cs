using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>
/// Whether a generated method hides a member of a base class: it must say <c>new</c> where it does (CS0108) and may not where
/// it does not (CS0109).
/// </summary>
internal static class Hiding
{
    /// <summary>
    /// Whether the type of <paramref name="method"/> inherits a member that the signature hides. The gradient of a marked
    /// method in source cannot be seen at the time of generation: it is told from the marked method.
    /// </summary>
    public static bool IsHidden(GeneratedSignature signature, IMethodSymbol method, Compilation compilation)
    {
        var type = method.ContainingType;
        for (var ancestor = type.BaseType; ancestor is not null && ancestor.TypeKind != TypeKind.Error; ancestor = ancestor.BaseType)
        {
            if (ancestor.GetMembers(signature.Name).Any(member => Hides(signature, member) && compilation.IsSymbolAccessibleWithin(member, type)))
            {
                return true;
            }

            foreach (var (inherited, signatures) in MarkedSiblings.In(ancestor, method.Name))
            {
                if (signatures.Any(signature.IsSame) && compilation.IsSymbolAccessibleWithin(inherited, type))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Hides(GeneratedSignature signature, ISymbol member) =>
        member is not IMethodSymbol method || signature.IsSignatureOf(method);
}
