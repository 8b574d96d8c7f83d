using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <content>Types and the names of symbols in emitted code.</content>
internal sealed partial class MethodLowerer
{
    private static readonly SymbolDisplayFormat QualifiedFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>The type of a value of a C# type, type parameters replaced.</summary>
    private IrType TypeOf(ITypeSymbol? type)
    {
        if (type is null)
        {
            return IrType.Void;
        }

        type = Substituted(type);
        return type.SpecialType switch
        {
            SpecialType.System_Void => IrType.Void,
            SpecialType.System_Boolean => IrType.Boolean,
            SpecialType.System_Double => IrType.Double,
            SpecialType.System_Single => IrType.Single,
            SpecialType.System_SByte => new IrType(IrTypeKind.SByte),
            SpecialType.System_Byte => new IrType(IrTypeKind.Byte),
            SpecialType.System_Int16 => new IrType(IrTypeKind.Int16),
            SpecialType.System_UInt16 => new IrType(IrTypeKind.UInt16),
            SpecialType.System_Int32 => IrType.Int32,
            SpecialType.System_UInt32 => new IrType(IrTypeKind.UInt32),
            SpecialType.System_Int64 => new IrType(IrTypeKind.Int64),
            SpecialType.System_UInt64 => new IrType(IrTypeKind.UInt64),
            SpecialType.System_IntPtr => new IrType(IrTypeKind.NInt),
            SpecialType.System_UIntPtr => new IrType(IrTypeKind.NUInt),
            SpecialType.System_Char => new IrType(IrTypeKind.Char),
            _ => ArrayTypeOf(type) ?? new IrType(IrTypeKind.Other, Nameable(type)),
        };
    }

    /// <summary>The type of an array or a span; null for any other type.</summary>
    private IrType? ArrayTypeOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IrType.ArrayOf(TypeOf(array.ElementType), ArrayShape.Array, array.Rank),
        INamedTypeSymbol { Name: "Span", TypeArguments: [var element] } span when IsInSystem(span) => IrType.ArrayOf(TypeOf(element), ArrayShape.Span),
        INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [var element] } span when IsInSystem(span) => IrType.ArrayOf(TypeOf(element), ArrayShape.ReadOnlySpan),
        _ => null,
    };

    /// <summary>Whether a type is an array or a span.</summary>
    private static bool IsArrayLike(ITypeSymbol? type) => type is IArrayTypeSymbol || IsSpan(type);

    private static bool IsSpan(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments.Length: 1 } span && IsInSystem(span);

    private static bool IsInSystem(INamedTypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>The name of a type, which emitted code may have to write.</summary>
    private string Nameable(ITypeSymbol type)
    {
        if (!IsReachable(type))
        {
            throw Refused(Diagnostics.Descriptors.Inaccessible, current!, type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), method.ContainingType.Name);
        }

        return Qualified(type);
    }

    /// <summary>The type that stands for a type parameter in the running helper.</summary>
    private ITypeSymbol Substituted(ITypeSymbol type) => Substituted(type, frame);

    private ITypeSymbol Substituted(ITypeSymbol type, Frame source)
    {
        switch (type)
        {
            case ITypeParameterSymbol:
                for (var f = source; f is not null; f = f.Outer)
                {
                    if (f.Types.TryGetValue(type, out var actual))
                    {
                        return actual;
                    }
                }

                return type;
            case IArrayTypeSymbol array:
                return compilation.CreateArrayTypeSymbol(Substituted(array.ElementType, source), array.Rank);
            case INamedTypeSymbol { IsTupleType: false, Arity: > 0, TypeArguments: var arguments } named:
                var replaced = arguments.Select(a => Substituted(a, source)).ToArray();
                return replaced.SequenceEqual(arguments, SymbolEqualityComparer.Default) ? type : named.ConstructedFrom.Construct(replaced);
            default:
                return type;
        }
    }

    private static string Qualified(ISymbol symbol) => symbol.ToDisplayString(QualifiedFormat);

    /// <summary>A static member as <c>global::Namespace.Type.Member</c>.</summary>
    private string QualifiedMember(ISymbol member) => Qualified(Substituted(member.ContainingType)) + "." + Escaped(member.Name);

    /// <summary>
    /// Makes sure that emitted code may name a symbol: code of a helper moves into the marked type, and into another file, which
    /// may not see what the helper sees.
    /// </summary>
    private void RequireAccess(ISymbol symbol, IOperation operation, ITypeSymbol? through = null)
    {
        if (!IsReachable(symbol, through))
        {
            Refuse(Diagnostics.Descriptors.Inaccessible, operation, symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), method.ContainingType.Name);
        }
    }

    /// <summary>Takes note of where a symbol is declared, by which the analyzer sees what only it can see.</summary>
    private void NoteDeclarations(ISymbol symbol)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            declarations.Add(reference.SyntaxTree);
        }
    }

    private bool IsReachable(ISymbol symbol, ITypeSymbol? through = null)
    {
        NoteDeclarations(symbol);
        for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
            {
                return false;
            }
        }

        return symbol is ITypeParameterSymbol or IDynamicTypeSymbol || compilation.IsSymbolAccessibleWithin(symbol is ITypeSymbol ? symbol : symbol.OriginalDefinition, method.ContainingType, (through as INamedTypeSymbol)?.OriginalDefinition);
    }

    private static bool IsFloating(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single;
}
