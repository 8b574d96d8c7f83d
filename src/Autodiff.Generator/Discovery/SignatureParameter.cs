using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>A parameter as overload resolution compares it.</summary>
/// <param name="Key">Its type, see <see cref="SignatureKey"/>.</param>
/// <param name="RefKind">How it is passed.</param>
/// <param name="IsOptional">Whether a call may leave it out.</param>
/// <param name="IsInferred">Whether it is a type parameter, which an array or any other value may be passed for.</param>
/// <param name="SpanOf">The element type of a destination that is a span, for which a caller may write an array; else null.</param>
internal readonly record struct SignatureParameter(
    string Key, RefKind RefKind, bool IsOptional = false, bool IsInferred = false, string? SpanOf = null)
{
    /// <summary>A parameter of a declared method.</summary>
    public static SignatureParameter Of(IParameterSymbol parameter) => new(
        SignatureKey.Of(parameter.Type),
        parameter.RefKind,
        parameter.IsOptional || parameter.IsParams,
        parameter.Type is ITypeParameterSymbol
        {
            TypeParameterKind: TypeParameterKind.Method,
            HasValueTypeConstraint: false,
            HasUnmanagedTypeConstraint: false,
            ConstraintTypes.IsEmpty: true,
        });

    /// <summary>Whether the argument that is meant for this parameter, an array for a span, fits another one as well or better.</summary>
    public bool IsTakenBetterBy(SignatureParameter other)
    {
        if ((RefKind == RefKind.None) != (other.RefKind == RefKind.None))
        {
            return false;
        }

        bool isInferred = other.IsInferred && RefKind == RefKind.None;
        return SpanOf is null
            ? isInferred || Key == other.Key
            : isInferred || other.Key == Key || other.Key == SpanOf + "[]" || other.Key == $"System.ReadOnlySpan<{SpanOf}>";
    }
}
