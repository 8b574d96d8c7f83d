using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>
/// What members are reached through. Emitted code stands in the marked type and not where the user wrote the access, so
/// <c>base</c>, hidden members and structs that change need care.
/// </content>
internal sealed partial class MethodLowerer
{
    /// <summary>The template of an access to a member, and the operand that it has unless it is static or through <c>base</c>.</summary>
    private (string Template, int[] Operands) Access(IOperation operation, IOperation? instance, Lowered? receiver, ISymbol member)
    {
        receiver = WithoutCast(receiver, member);
        bool isThroughDerived = instance is null || receiver is null || IsBase(instance) || IsMarkedThis(receiver);
        RequireAccess(member, operation, isThroughDerived ? null : instance!.Type);
        if (instance is null || receiver is null)
        {
            return (QualifiedMember(member), []);
        }

        if (!IsBase(instance))
        {
            return ("{0}" + Dotted(member), [Scalar(receiver)]);
        }

        return IsMarkedThis(receiver) && SymbolEqualityComparer.Default.Equals(frame.Method.ContainingType, method.ContainingType)
            ? ("base" + Dotted(member), [])
            : throw Refused(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
    }

    /// <summary>
    /// Whether a property only returns what is stored: one that the compiler implements, or that returns a field. What an override
    /// does is not known, nor what a getter without source does, unless the compiler has written that as well.
    /// </summary>
    private bool IsStored(IPropertySymbol property)
    {
        if (property is not { IsIndexer: false, IsVirtual: false, IsOverride: false, IsAbstract: false, GetMethod: { } getter, ContainingType.TypeKind: not TypeKind.Interface })
        {
            return false;
        }

        property = property.OriginalDefinition;
        if (property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)) && BodyOf(getter.OriginalDefinition) is null)
        {
            return true;
        }

        if (!HasSource(getter))
        {
            return getter.GetAttributes().Any(a => a.AttributeClass is { Name: "CompilerGeneratedAttribute" });
        }

        var body = BodyOf(getter.OriginalDefinition);
        return body is IBlockOperation { Operations: [IReturnOperation { ReturnedValue: IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field.IsVolatile: false } }] };
    }

    private static string Dotted(ISymbol member) => member is IPropertySymbol { IsIndexer: true } ? string.Empty : "." + Escaped(member.Name);

    private static bool IsBase(IOperation instance) => instance.Syntax is BaseExpressionSyntax;

    /// <summary>Whether a value is the <c>this</c> of the marked method.</summary>
    private bool IsMarkedThis(Lowered receiver) =>
        receiver is Lowered.Scalar scalar && builder.DefinitionOf(scalar.Value) is { Op: Op.Opaque, Text: "this" };

    /// <summary>
    /// The receiver as the type that declares the method which runs, where a type derived from it hides one of its members:
    /// what the method calls <c>k</c> is its own.
    /// </summary>
    private Lowered? AsDeclared(Lowered? receiver, ITypeSymbol? staticType, INamedTypeSymbol declaring)
    {
        if (receiver is not Lowered.Scalar scalar)
        {
            return receiver;
        }

        var type = IsMarkedThis(receiver) ? method.ContainingType : staticType;
        for (var derived = type; derived is not null && !SymbolEqualityComparer.Default.Equals(derived.OriginalDefinition, declaring.OriginalDefinition); derived = derived.BaseType)
        {
            if (derived.GetMembers().Any(m => !m.IsOverride && m is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && declaring.GetMembers(m.Name).Length > 0))
            {
                return new Lowered.Scalar(Cast(scalar.Value, TypeOf(declaring)));
            }
        }

        return receiver;
    }

    /// <summary>The marked method's own object, where it was cast to a base for members that are hidden and this one is not.</summary>
    private Lowered? WithoutCast(Lowered? receiver, ISymbol member)
    {
        if (receiver is not Lowered.Scalar { Value: var value } || builder.DefinitionOf(value) is not { Op: Op.Convert } cast)
        {
            return receiver;
        }

        var own = new Lowered.Scalar(cast.Operands[0]);
        return IsMarkedThis(own) && !IsHidden(member) ? own : receiver;
    }

    /// <summary>Whether a member's name means another member in the marked type.</summary>
    private bool IsHidden(ISymbol member)
    {
        for (var type = method.ContainingType; type is not null && !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType.OriginalDefinition); type = type.BaseType)
        {
            if (type.GetMembers(member.Name).Any(m => !m.IsOverride))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A reference as another type: written out, since which member a name means depends on the type.</summary>
    private int Cast(int value, IrType type) => Add(Op.Convert, type, value);

    /// <summary>
    /// Whether an implicit conversion of a reference is better left out, since nothing depends on the type: the argument of a
    /// method without overloads, and text put together for a message.
    /// </summary>
    private static bool IsNeedless(IOperation conversion) => conversion.Parent switch
    {
        IArgumentOperation { Parent: IInvocationOperation call } => KnownMethods.IsGuard(call.TargetMethod) || !IsOverloaded(call.TargetMethod),
        IBinaryOperation { Type.SpecialType: SpecialType.System_String } => true,
        _ => false,
    };

    private static bool IsOverloaded(IMethodSymbol target) => target.ContainingType.GetMembers(target.Name).Length > 1;

    /// <summary>A struct is a value, and its copies are not told apart here: a member that writes to it is refused.</summary>
    private void RequireNoWrite(IOperation operation, IMethodSymbol target)
    {
        if (target is { IsStatic: false, IsReadOnly: false, ContainingType.IsValueType: true } && WritesThis(target.OriginalDefinition, []))
        {
            Refuse(Descriptors.SideEffect, operation, Shorten(operation.Syntax.ToString()));
        }
    }

    private bool WritesThis(IMethodSymbol target, HashSet<IMethodSymbol> seen) =>
        seen.Add(target) && HasSource(target) && BodyOf(target) is { } body && body.DescendantsAndSelf().Any(operation => operation switch
        {
            IAssignmentOperation assignment => IsThis(assignment.Target),
            IIncrementOrDecrementOperation increment => IsThis(increment.Target),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => IsThis(argument.Value),
            IInvocationOperation { Instance: { } instance, TargetMethod: { IsReadOnly: false, ContainingType.IsValueType: true } called } => IsThis(instance) && WritesThis(called.OriginalDefinition, seen),
            _ => false,
        });

    /// <summary>Whether an expression is <c>this</c>, a field of it, or a tuple with one.</summary>
    private static bool IsThis(IOperation operation) => operation switch
    {
        IInstanceReferenceOperation => true,
        IFieldReferenceOperation { Instance: { } instance } => IsThis(instance),
        IPropertyReferenceOperation { Instance: { } instance } => IsThis(instance),
        ITupleOperation tuple => tuple.Elements.Any(IsThis),
        _ => false,
    };
}
