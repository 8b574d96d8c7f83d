using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Discovery;

/// <summary>Tells which types are differentiated, which hold no real numbers, and which hold some but are not supported yet.</summary>
internal static class ParameterClassifier
{
    /// <summary>
    /// The value types of the framework that hold real numbers. They are named here since the framework's reference
    /// assemblies may leave the fields of a struct out.
    /// </summary>
    private static readonly HashSet<string> FrameworkNumbers = new(StringComparer.Ordinal)
    {
        "System.Half", "System.Decimal", "System.Runtime.InteropServices.NFloat",
        "System.Numerics.Complex", "System.Numerics.Matrix3x2", "System.Numerics.Matrix4x4", "System.Numerics.Plane",
        "System.Numerics.Quaternion", "System.Numerics.Vector2", "System.Numerics.Vector3", "System.Numerics.Vector4",
    };

    /// <summary>What a parameter of this type holds, where that can be differentiated; else <see cref="ParameterKind.Other"/>.</summary>
    public static ParameterKind Classify(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Double } => ParameterKind.Double,
        { SpecialType: SpecialType.System_Single } => ParameterKind.Single,
        IArrayTypeSymbol { Rank: 1, ElementType: IArrayTypeSymbol { Rank: 1 } row } =>
            Of(row.ElementType, ParameterKind.DoubleJagged, ParameterKind.SingleJagged),
        IArrayTypeSymbol { Rank: 1 } array => Of(array.ElementType, ParameterKind.DoubleArray, ParameterKind.SingleArray),
        IArrayTypeSymbol { Rank: 2 } matrix => Of(matrix.ElementType, ParameterKind.DoubleMatrix, ParameterKind.SingleMatrix),
        INamedTypeSymbol { Name: "Span", TypeArguments.Length: 1 } span when IsInSystem(span) =>
            Of(span.TypeArguments[0], ParameterKind.DoubleSpan, ParameterKind.SingleSpan),
        INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments.Length: 1 } span when IsInSystem(span) =>
            Of(span.TypeArguments[0], ParameterKind.DoubleReadOnlySpan, ParameterKind.SingleReadOnlySpan),
        _ => ParameterKind.Other,
    };

    /// <summary>
    /// Whether a value of the type carries real numbers by itself: a number, a struct with a field of such a type, an array
    /// or another collection of them. An object of a class is a constant, whatever its fields are.
    /// </summary>
    public static bool HoldsNumbers(ITypeSymbol type) => HoldsNumbers(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    /// <summary>Whether the type cannot be written without <c>unsafe</c>.</summary>
    public static bool NeedsUnsafe(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => true,
        IArrayTypeSymbol array => NeedsUnsafe(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(NeedsUnsafe),
        _ => false,
    };

    private static ParameterKind Of(ITypeSymbol element, ParameterKind ofDouble, ParameterKind ofSingle) => element.SpecialType switch
    {
        SpecialType.System_Double => ofDouble,
        SpecialType.System_Single => ofSingle,
        _ => ParameterKind.Other,
    };

    private static bool HoldsNumbers(ITypeSymbol type, HashSet<ITypeSymbol> visited)
    {
        if (type.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal)
        {
            return true;
        }

        if (!visited.Add(type))
        {
            return false;
        }

        return type switch
        {
            IArrayTypeSymbol array => HoldsNumbers(array.ElementType, visited),
            ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(IsNumberInterface),
            INamedTypeSymbol { TypeKind: TypeKind.Struct } structure => StructHoldsNumbers(structure, visited),
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } named => ElementTypes(named).Any(e => HoldsNumbers(e, visited)),
            _ => false,
        };
    }

    private static bool StructHoldsNumbers(INamedTypeSymbol type, HashSet<ITypeSymbol> visited) =>
        FrameworkNumbers.Contains(TypeText.Message(type))
        || type.TypeArguments.Any(argument => argument.IsValueType && HoldsNumbers(argument, visited))
        || ElementTypes(type).Any(e => HoldsNumbers(e, visited))
        || type.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && HoldsNumbers(field.Type, visited));

    /// <summary>What a collection holds: the T of each <c>IEnumerable&lt;T&gt;</c> that it is.</summary>
    private static IEnumerable<ITypeSymbol> ElementTypes(INamedTypeSymbol type) => type.AllInterfaces
        .Concat([type])
        .Where(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
        .Select(i => i.TypeArguments[0]);

    /// <summary>Generic mathematics: a type parameter that stands for a number.</summary>
    private static bool IsNumberInterface(ITypeSymbol constraint) =>
        constraint is INamedTypeSymbol { TypeKind: TypeKind.Interface, ContainingNamespace: { Name: "Numerics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }
        || (constraint is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsNumberInterface));

    private static bool IsInSystem(INamedTypeSymbol type) =>
        type.ContainingType is null
        && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
