using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Conversions between numbers, the default values of types, and what stands around a conversion.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered VisitConversion(IConversionOperation operation, object? argument)
    {
        if (operation.Operand is IThrowOperation)
        {
            return Visit(operation.Operand, null);
        }

        if (Clone(operation.Operand) is { } clone)
        {
            return clone;
        }

        var operand = Visit(operation.Operand, null);
        if (operand is Lowered.Scalar { Value: var array } && IsSameArray(builder.TypeOf(array), operation.Type))
        {
            return operand;
        }

        if (operation.OperatorMethod is { } user && !IsBuiltIn(operation.Operand.Type, operation.Type))
        {
            if (operation.Type is INamedTypeSymbol { Name: "Index" } index && IsInSystem(index))
            {
                return new Lowered.Scalar(Opaque($"({TypeOf(index).Text}){{0}}", TypeOf(index), Scalar(operand)));
            }

            return operation.Operand.Type?.SpecialType == SpecialType.System_Decimal || operation.Type?.SpecialType == SpecialType.System_Decimal
                ? new Lowered.Scalar(ConvertTo(operation, Scalar(operand), TypeOf(operation.Type)))
                : CallOperator(operation, user, operand);
        }

        if (operand is Lowered.Tuple tuple && operation.Type is INamedTypeSymbol { IsTupleType: true } target)
        {
            return new Lowered.Tuple(tuple.Elements.Select((e, i) => ConvertElement(operation, e, target.TupleElements[i].Type)).ToImmutableArray());
        }

        return operand is Lowered.Scalar scalar ? new Lowered.Scalar(ConvertTo(operation, scalar.Value, TypeOf(operation.Type))) : operand;
    }

    private Lowered ConvertElement(IOperation operation, Lowered element, ITypeSymbol type) => element switch
    {
        Lowered.Scalar scalar => new Lowered.Scalar(ConvertTo(operation, scalar.Value, TypeOf(type))),
        Lowered.Tuple tuple when type is INamedTypeSymbol { IsTupleType: true } named =>
            new Lowered.Tuple(tuple.Elements.Select((e, i) => ConvertElement(operation, e, named.TupleElements[i].Type)).ToImmutableArray()),
        _ => element,
    };

    private int ConvertTo(IOperation operation, int value, IrType type)
    {
        var from = builder.TypeOf(value);
        if (from == type || CommonType(from, type) is not null)
        {
            return value;
        }

        if (varied.Contains(value) && type.Kind == IrTypeKind.Other)
        {
            RequireGuard(operation, operation is IConversionOperation ? TypeText(operation.Type) : type.Text);
        }

        if (type.Kind == IrTypeKind.Other && operation is IConversionOperation { IsImplicit: true, OperatorMethod: null, Type.IsReferenceType: true } && IsNeedless(operation))
        {
            return value;
        }

        bool isChecked = operation is IConversionOperation { IsChecked: true } && type.IsInteger;
        bool mayThrow = isChecked || from.Kind == IrTypeKind.Other || type.Kind == IrTypeKind.Other;
        return Add(
            new Instruction
            {
                Op = Op.Convert,
                Results = default,
                Operands = ImmutableArray.Create(value),
                IsChecked = isChecked,
                Effects = mayThrow ? Effects.Acts : Effects.None,
            },
            type);
    }

    public override Lowered VisitDefaultValue(IDefaultValueOperation operation, object? argument) => DefaultOf(operation.Type!);

    private Lowered DefaultOf(ITypeSymbol type) => Substituted(type) is INamedTypeSymbol { IsTupleType: true } tuple
        ? new Lowered.Tuple(tuple.TupleElements.Select(e => DefaultOf(e.Type)).ToImmutableArray())
        : new Lowered.Scalar(Default(TypeOf(type)));

    private int Default(IrType type) => type switch
    {
        { IsFloating: true } => builder.Constant(0, type),
        { Kind: IrTypeKind.Boolean } => Boolean(false),
        { IsInteger: true } => builder.Add(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = "0" }, type),

        // No array is read before there is one: the compiler need not warn of it.
        _ => Opaque($"default({type.Text})" + (type.Text.EndsWith("]", StringComparison.Ordinal) ? "!" : string.Empty), type),
    };
}
