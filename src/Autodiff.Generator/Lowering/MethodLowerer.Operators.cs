using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Operators, built-in ones and those that a type declares.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered VisitBinaryOperator(IBinaryOperation operation, object? argument)
    {
        if (NullTest(operation) is { } test)
        {
            return test;
        }

        // A chain of operators leans to the left and may be long: it is walked, not recursed into.
        var chain = new Stack<IBinaryOperation>();
        IOperation left = operation;
        while (left is IBinaryOperation { ConstantValue.HasValue: false } binary && !IsShortCircuit(binary))
        {
            chain.Push(binary);
            left = binary.LeftOperand;
        }

        if (chain.Count == 0)
        {
            int condition = Scalar(Visit(operation.LeftOperand, null));
            return new Lowered.Scalar(ShortCircuit(condition, operation.OperatorKind == BinaryOperatorKind.ConditionalAnd, () => Scalar(Visit(operation.RightOperand, null))));
        }

        var value = Visit(left, null);
        while (chain.Count > 0)
        {
            var binary = chain.Pop();
            value = Binary(binary, value, Visit(binary.RightOperand, null));
        }

        return value;
    }

    /// <summary>
    /// An array compared with <c>null</c>: a question about the reference, through which no derivative flows. Null where the
    /// operation is something else.
    /// </summary>
    private Lowered? NullTest(IBinaryOperation operation)
    {
        if (operation is not { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null })
        {
            return null;
        }

        var (left, right) = (Unconverted(operation.LeftOperand), Unconverted(operation.RightOperand));
        var array = IsNullLiteral(right) ? left : IsNullLiteral(left) ? right : null;
        if (array is not { Type: { } type } || Substituted(type) is not IArrayTypeSymbol)
        {
            return null;
        }

        int condition = IsNull(Scalar(Visit(array, null)));
        return new Lowered.Scalar(operation.OperatorKind == BinaryOperatorKind.Equals ? condition : Add(Op.Not, IrType.Boolean, condition));

        static bool IsNullLiteral(IOperation value) => value.ConstantValue is { HasValue: true, Value: null };
    }

    /// <summary>Whether a reference is null. An array that the method makes is not.</summary>
    private int IsNull(int value) =>
        builder.DefinitionOf(value).Op == Op.Allocate ? Boolean(false) : Opaque("{0} is null", IrType.Boolean, value);

    private static bool IsShortCircuit(IBinaryOperation operation) =>
        operation.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr;

    private Lowered Binary(IBinaryOperation operation, Lowered left, Lowered right)
    {
        if (operation.OperatorMethod is { } user && !IsBuiltIn(operation.LeftOperand.Type, operation.RightOperand.Type))
        {
            return CallOperator(operation, user, left, right);
        }

        if (operation.Type?.SpecialType == SpecialType.System_String)
        {
            if (IsVaried(left) || IsVaried(right))
            {
                RequireGuard(operation, "string concatenation");
            }

            return new Lowered.Scalar(Opaque("{0} + {1}", TypeOf(operation.Type), Scalar(left), Scalar(right)));
        }

        return new Lowered.Scalar(Arithmetic(operation, operation.OperatorKind, operation.Type, operation.LeftOperand.Type, operation.RightOperand, operation.IsChecked, Scalar(left), Scalar(right)));
    }

    /// <summary>One built-in operation on two values.</summary>
    private int Arithmetic(IOperation operation, BinaryOperatorKind kind, ITypeSymbol? resultType, ITypeSymbol? operandType, IOperation right, bool isChecked, int a, int b)
    {
        if (Comparison(kind) is { } comparison)
        {
            return Add(comparison, IrType.Boolean, a, b);
        }

        var type = TypeOf(resultType);
        if (BinaryOp(kind) is not { } op || type.Kind == IrTypeKind.Other)
        {
            if (builder.TypeOf(a).Kind == IrTypeKind.Other && BinaryOp(kind) is { } inert && !varied.Contains(a) && !varied.Contains(b))
            {
                // decimal, enumerations, dates: nothing differentiated flows through them.
                return Add(new Instruction { Op = inert, Results = default, Operands = ImmutableArray.Create(a, b), Effects = Effects.Acts }, type);
            }

            throw Refused(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }

        // Division by zero throws, and so does the least integer divided by -1.
        bool mayThrow = type.IsInteger && op is Op.Divide or Op.Remainder && right.ConstantValue is not { HasValue: true, Value: not (-1 or -1L) };
        bool isCheckedHere = isChecked && type.IsInteger && op is Op.Add or Op.Subtract or Op.Multiply;
        return Add(
            new Instruction
            {
                Op = op,
                Results = default,
                Operands = ImmutableArray.Create(a, b),
                IsChecked = isCheckedHere,
                Effects = mayThrow || isCheckedHere ? Effects.Acts : Effects.None,
            },
            type);
    }

    private static Op? Comparison(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equals => Op.Equal,
        BinaryOperatorKind.NotEquals => Op.NotEqual,
        BinaryOperatorKind.LessThan => Op.Less,
        BinaryOperatorKind.LessThanOrEqual => Op.LessOrEqual,
        BinaryOperatorKind.GreaterThan => Op.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => Op.GreaterOrEqual,
        _ => null,
    };

    private static Op? BinaryOp(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => Op.Add,
        BinaryOperatorKind.Subtract => Op.Subtract,
        BinaryOperatorKind.Multiply => Op.Multiply,
        BinaryOperatorKind.Divide => Op.Divide,
        BinaryOperatorKind.Remainder => Op.Remainder,
        BinaryOperatorKind.And => Op.And,
        BinaryOperatorKind.Or => Op.Or,
        BinaryOperatorKind.ExclusiveOr => Op.ExclusiveOr,
        BinaryOperatorKind.LeftShift => Op.ShiftLeft,
        BinaryOperatorKind.RightShift => Op.ShiftRight,
        BinaryOperatorKind.UnsignedRightShift => Op.UnsignedShiftRight,
        _ => null,
    };

    public override Lowered VisitUnaryOperator(IUnaryOperation operation, object? argument)
    {
        var operand = Visit(operation.Operand, null);
        if (operation.IsImplicit && guardDepth > 0 && operation.Type is { IsReferenceType: true })
        {
            // A number that is boxed for a message: the same happens without a word in the emitted code.
            return operand;
        }

        if (operation.OperatorMethod is { } user && !IsBuiltIn(operation.Operand.Type, operation.Operand.Type))
        {
            return CallOperator(operation, user, operand);
        }

        switch (operation.OperatorKind)
        {
            case UnaryOperatorKind.Plus:
                return operand;
            case UnaryOperatorKind.Minus:
                bool isChecked = operation.IsChecked && TypeOf(operation.Type).IsInteger;
                return new Lowered.Scalar(Add(
                    new Instruction
                    {
                        Op = Op.Negate,
                        Results = default,
                        Operands = ImmutableArray.Create(Scalar(operand)),
                        IsChecked = isChecked,
                        Effects = isChecked ? Effects.Acts : Effects.None,
                    },
                    TypeOf(operation.Type)));
            case UnaryOperatorKind.Not or UnaryOperatorKind.BitwiseNegation:
                return new Lowered.Scalar(Add(Op.Not, TypeOf(operation.Type), Scalar(operand)));
            case UnaryOperatorKind.Hat:
                return new Lowered.Scalar(Opaque("^{0}", TypeOf(operation.Type), Scalar(operand)));
            default:
                return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }
    }

    /// <summary>A user-defined operator or conversion is a call of its method.</summary>
    private Lowered CallOperator(IOperation operation, IMethodSymbol method, params Lowered[] operands)
    {
        if (!operands.Any(IsVaried))
        {
            return CallOpaqueOperator(operation, method, operands);
        }

        return HasSource(method)
            ? Inline(operation, method, null, method.Parameters.Zip(operands, (p, a) => ((ISymbol)p, a)).ToList())
            : Refuse(Descriptors.NoDerivative, operation, method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
    }

    private Lowered CallOpaqueOperator(IOperation operation, IMethodSymbol method, Lowered[] operands)
    {
        int[] values = operands.Select(Scalar).ToArray();
        var type = TypeOf(operation.Type);
        switch (operation)
        {
            case IBinaryOperation binary when Comparison(binary.OperatorKind) is { } comparison:
                return new Lowered.Scalar(Add(new Instruction { Op = comparison, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            case IBinaryOperation binary when BinaryOp(binary.OperatorKind) is { } op:
                return new Lowered.Scalar(Add(new Instruction { Op = op, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            case IConversionOperation:
                return new Lowered.Scalar(Add(new Instruction { Op = Op.Convert, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus }:
                return new Lowered.Scalar(Add(new Instruction { Op = Op.Negate, Results = default, Operands = values.ToImmutableArray(), Effects = Effects.Acts }, type));
            default:
                return Refuse(Descriptors.NotSupported, operation, method.Name);
        }
    }
}
