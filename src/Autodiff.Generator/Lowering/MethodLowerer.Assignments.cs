using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Assignments, which give locals new values: nothing in the world outside is written.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered VisitSimpleAssignment(ISimpleAssignmentOperation operation, object? argument)
    {
        if (operation.IsRef)
        {
            return Refuse(Descriptors.Reference, operation, Shorten(operation.Syntax.ToString()));
        }

        RequireAssignable(operation.Target);
        var place = Place(operation.Target);
        var value = operation.Target is ILocalReferenceOperation or IParameterReferenceOperation ? VisitParts(operation.Value) : Visit(operation.Value, null);
        Assign(operation.Target, value, place);
        return value;
    }

    public override Lowered VisitCompoundAssignment(ICompoundAssignmentOperation operation, object? argument)
    {
        RequireAssignable(operation.Target);
        var place = Place(operation.Target);
        var target = place is Lowered.Element ? Read(place) : Visit(operation.Target, null);
        var value = Visit(operation.Value, null);
        Lowered result;
        if (operation.OperatorMethod is { } user && !IsBuiltIn(operation.Target.Type, operation.Value.Type))
        {
            result = CallOperator(operation, user, target, value);
        }
        else
        {
            // x op= y computes in the type that the operator has on both, and converts back.
            var type = Promoted(operation);
            int left = ConvertTo(operation, Scalar(target), TypeOf(type));
            int computed = Arithmetic(operation, operation.OperatorKind, type, type, operation.Value, operation.IsChecked, left, Scalar(value));
            result = new Lowered.Scalar(ConvertTo(operation, computed, TypeOf(operation.Type)));
        }

        Assign(operation.Target, result, place);
        return result;
    }

    /// <summary>The type in which a compound assignment computes.</summary>
    private ITypeSymbol Promoted(ICompoundAssignmentOperation operation)
    {
        var target = Substituted(operation.Target.Type!);
        if (operation.OperatorKind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift)
        {
            return IsSmall(target) ? compilation.GetSpecialType(SpecialType.System_Int32) : target;
        }

        // The value has been converted to the operator's type already.
        return operation.Value.Type is { } value && IsNumber(Substituted(value)) ? Substituted(value) : target;
    }

    private static bool IsSmall(ITypeSymbol type) => type.SpecialType is
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char;

    public override Lowered VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation, object? argument)
    {
        RequireAssignable(operation.Target);
        var place = Place(operation.Target);
        var before = place is Lowered.Element ? Read(place) : Visit(operation.Target, null);
        if (operation.OperatorMethod is not null && !IsBuiltIn(operation.Target.Type, operation.Target.Type))
        {
            return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }

        var type = TypeOf(operation.Type);
        int one = type.IsFloating ? builder.Constant(1, type) : builder.Add(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = "1", Bits = 1 }, IrType.Int32);
        bool isSmall = IsSmall(Substituted(operation.Target.Type!));
        var arithmeticType = isSmall ? IrType.Int32 : type;
        int start = ConvertTo(operation, Scalar(before), arithmeticType);
        bool isChecked = operation.IsChecked && type.IsInteger;
        int after = Add(
            new Instruction
            {
                Op = operation.Kind == OperationKind.Increment ? Op.Add : Op.Subtract,
                Results = default,
                Operands = ImmutableArray.Create(start, one),
                IsChecked = isChecked,
                Effects = isChecked ? Effects.Acts : Effects.None,
            },
            arithmeticType);
        var result = new Lowered.Scalar(ConvertTo(operation, after, type));
        Assign(operation.Target, result, place);
        return operation.IsPostfix ? before : result;
    }

    public override Lowered VisitDeconstructionAssignment(IDeconstructionAssignmentOperation operation, object? argument)
    {
        RequireAssignable(operation.Target);
        var place = Place(operation.Target);
        var value = TakeApart(operation, Visit(operation.Value, null), operation.Value.Type);
        Assign(operation.Target, value, place);
        return value;
    }

    public override Lowered VisitDeclarationExpression(IDeclarationExpressionOperation operation, object? argument) => Visit(operation.Expression, null);

    public override Lowered VisitDiscardOperation(IDiscardOperation operation, object? argument) => Lowered.Nothing.Instance;

    public override Lowered VisitCoalesceAssignment(ICoalesceAssignmentOperation operation, object? argument) =>
        Refuse(operation.Target is ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation ? Descriptors.NotSupported : Descriptors.SideEffect, operation, Shorten(operation.Syntax.ToString()));

    /// <summary>A tuple that came as one value, from a library, is taken apart where a deconstruction does, and so is a record.</summary>
    private Lowered TakeApart(IOperation operation, Lowered value, ITypeSymbol? type)
    {
        if (value is Lowered.Tuple)
        {
            return value;
        }

        if (value is Lowered.Scalar scalar && type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return new Lowered.Tuple(tuple.TupleElements
                .Select((e, i) => (Lowered)new Lowered.Scalar(Opaque($"{{0}}.Item{i + 1}", TypeOf(e.Type), scalar.Value)))
                .ToImmutableArray());
        }

        if (value is Lowered.Scalar instance && type is INamedTypeSymbol { IsRecord: true } record && PositionalProperties(record) is { Count: > 1 } properties)
        {
            return new Lowered.Tuple(properties.Select(property =>
            {
                RequireAccess(property, operation);
                var effects = record.IsValueType ? Effects.Reads : Effects.Reads | Effects.Acts;
                return (Lowered)new Lowered.Scalar(ReadMember("{0}." + Escaped(property.Name), TypeOf(property.Type), effects, [instance.Value]));
            }).ToImmutableArray());
        }

        return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
    }

    /// <summary>
    /// The value of an expression that may meet another one, where two ways come together or in a variable: a tuple of numbers is its elements there,
    /// even where it came as one value, from a field or a library.
    /// </summary>
    private Lowered VisitParts(IOperation operation)
    {
        var value = Visit(operation, null);
        return value is Lowered.Scalar && operation.Type is INamedTypeSymbol { IsTupleType: true } tuple
            && tuple.TupleElements.Any(e => e.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single)
            ? TakeApart(operation, value, tuple)
            : value;
    }

    /// <summary>The properties that a record's own <c>Deconstruct</c> gives; null where it has none, or one that the user wrote.</summary>
    private List<IPropertySymbol>? PositionalProperties(INamedTypeSymbol record)
    {
        var methods = record.GetMembers("Deconstruct").OfType<IMethodSymbol>().ToList();
        if (methods is not [{ IsImplicitlyDeclared: true } method])
        {
            return null;
        }

        var properties = method.Parameters.Select(p => record.GetMembers(p.Name).OfType<IPropertySymbol>().FirstOrDefault()).ToList();
        return properties.Exists(p => p is null || !IsStored(p)) ? null : properties.ConvertAll(p => p!);
    }

    /// <summary>Gives a target a value.</summary>
    /// <param name="target">A variable, an element, a discard, or a tuple of such.</param>
    /// <param name="value">The value.</param>
    /// <param name="place">What <see cref="Place"/> gave for the target before the value was computed.</param>
    private void Assign(IOperation target, Lowered value, Lowered? place = null)
    {
        place ??= Place(target);
        if (place is Lowered.Element element)
        {
            StoreElement(target, element, Whole(target, value));
            return;
        }

        switch (target)
        {
            case ILocalReferenceOperation local:
                SetVariable(local.Local, value);
                break;
            case IParameterReferenceOperation parameter when aliases.TryGetValue(VariableOf(parameter.Parameter), out var alias):
                In(alias.Caller, () =>
                {
                    Assign(alias.Target, value);
                    return value;
                });
                break;
            case IParameterReferenceOperation parameter:
                SetVariable(parameter.Parameter, value);
                break;
            case IDiscardOperation:
                break;
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value);
                break;
            case IParenthesizedOperation parenthesized:
                Assign(parenthesized.Operand, value);
                break;
            case ITupleOperation tuple when value is Lowered.Tuple values && values.Elements.Length == tuple.Elements.Length:
                for (int i = 0; i < values.Elements.Length; i++)
                {
                    Assign(tuple.Elements[i], tuple.Elements[i].Type is { } type ? ConvertElement(target, TakeApartWhereNeeded(tuple.Elements[i], values.Elements[i]), type) : values.Elements[i], (place as Lowered.Tuple)?.Elements[i]);
                }

                break;
            case IFieldReferenceOperation { Instance: { } instance } field when TupleElement(field.Field) is { } index && Visit(instance, null) is Lowered.Tuple whole:
                Assign(instance, new Lowered.Tuple(whole.Elements.SetItem(index, value)));
                break;
            default:
                RefuseTarget(target);
                break;
        }
    }

    private Lowered TakeApartWhereNeeded(IOperation target, Lowered value) =>
        target is ITupleOperation && value is not Lowered.Tuple ? TakeApart(target, value, target.Type) : value;

    /// <summary>Refuses a target before its value is computed, so that the error is about the assignment.</summary>
    private void RequireAssignable(IOperation target)
    {
        switch (target)
        {
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }:
                Refuse(Descriptors.SideEffect, target, Shorten(target.Syntax.ToString()));
                break;
            case ILocalReferenceOperation or IParameterReferenceOperation or IDiscardOperation:
                break;
            case IDeclarationExpressionOperation declaration:
                RequireAssignable(declaration.Expression);
                break;
            case IParenthesizedOperation parenthesized:
                RequireAssignable(parenthesized.Operand);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    RequireAssignable(element);
                }

                break;
            case IArrayElementReferenceOperation:
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance.Type: { } indexed } when IsSpan(Substituted(indexed)):
            case IImplicitIndexerReferenceOperation { Instance.Type: { } implicitly } when IsSpan(Substituted(implicitly)):
                break;
            case IFieldReferenceOperation { Field: var field, Instance: { } instance } when field.ContainingType.IsTupleType:
                RequireAssignable(instance);
                break;
            default:
                RefuseTarget(target);
                break;
        }
    }

    private void RefuseTarget(IOperation target)
    {
        switch (target)
        {
            case IMemberReferenceOperation { Instance: { } instance } when IsLocalStruct(instance):
                Refuse(Descriptors.NotSupported, target, Shorten(target.Syntax.ToString()));
                break;
            case IFieldReferenceOperation or IPropertyReferenceOperation or IEventReferenceOperation:
                Refuse(Descriptors.SideEffect, target, Shorten(target.Syntax.ToString()));
                break;
            case IInvalidOperation:
                throw Abandon();
            default:
                Refuse(Descriptors.NotSupported, target, Shorten(target.Syntax.ToString()));
                break;
        }
    }

    /// <summary>Whether an expression is a struct that a local or a parameter holds, or a part of one.</summary>
    private static bool IsLocalStruct(IOperation operation) => operation.Type is { IsValueType: true } && operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IFieldReferenceOperation { Instance: { } instance } => IsLocalStruct(instance),
        _ => false,
    };
}
