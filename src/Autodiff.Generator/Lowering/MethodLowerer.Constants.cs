using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Constants: kept as their bits, written as the user wrote them.</content>
internal sealed partial class MethodLowerer
{
    public override Lowered Visit(IOperation? operation, object? argument)
    {
        if (operation is null)
        {
            throw Abandon();
        }

        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var outer = current;
        current = operation;
        if (++depth > MaximumDepth)
        {
            throw Refused(Descriptors.TooDeep, operation);
        }

        var lowered = Lower(operation, argument);
        depth--;
        current = outer;
        return lowered;
    }

    private Lowered Lower(IOperation operation, object? argument)
    {
        if (operation.ConstantValue.HasValue && operation is not (IVariableDeclaratorOperation or ISimpleAssignmentOperation))
        {
            return new Lowered.Scalar(Constant(operation));
        }

        if (operation.Type is { TypeKind: TypeKind.Error })
        {
            throw Abandon();
        }

        if (operation.Type is { TypeKind: TypeKind.Dynamic })
        {
            return Refuse(Descriptors.Dynamic, operation);
        }

        if (operation.Type is { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer })
        {
            return Refuse(Descriptors.Pointers, operation);
        }

        // The compiler has no operation for some syntax, and visits none: pointers, fixed statements, stackalloc.
        var outer = current;
        current = operation;
        var lowered = operation.Kind == OperationKind.None ? DefaultVisit(operation, argument) : base.Visit(operation, argument)!;
        current = outer;
        return lowered;
    }

    private int Constant(IOperation operation)
    {
        object? value = operation.ConstantValue.Value;
        var type = TypeOf(operation.Type);
        bodiesRead.NoteConstant(operation);
        foreach (var field in operation.DescendantsAndSelf().OfType<IFieldReferenceOperation>())
        {
            NoteDeclarations(field.Field);
        }

        switch (value)
        {
            case double number:
                return builder.Constant(number, IrType.Double, SourceText(operation) ?? Literal.Text(number));
            case float number:
                return builder.Constant(number, IrType.Single, SourceText(operation) ?? Literal.Text(number));
            case bool flag:
                return Boolean(flag);
        }

        if (value is null && operation is { Parent: IArgumentOperation { Parent: IInvocationOperation call }, Type: { IsReferenceType: true } reference } && IsOverloaded(call.TargetMethod))
        {
            return builder.Add(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = $"({Nameable(Substituted(reference))})null!" }, type);
        }

        if (value is null && type.IsArray)
        {
            return Default(type);
        }

        string text = operation.Type is { TypeKind: TypeKind.Enum } ? EnumText(operation) : ValueText(operation, value, type);
        long bits = value is IConvertible and not (string or decimal or ulong or DateTime) && type.IsInteger ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : value is ulong u ? unchecked((long)u) : 0;
        return builder.Add(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = text, Bits = bits }, type);
    }

    private string ValueText(IOperation operation, object? value, IrType type) => (value, type.Kind) switch
    {
        (null, _) => operation.Type is null || operation.Type.IsReferenceType ? "null" : "default",
        (long or ulong or uint, _) when SourceText(operation) is { } text && char.IsDigit(text[0]) && !char.IsDigit(text[text.Length - 1]) => text,
        (int or short or sbyte or byte or ushort, _) when SourceText(operation) is { } text && type.Kind == IrTypeKind.Int32 => text,
        (int, _) => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "0",
        (sbyte or byte or short or ushort or uint or long or ulong, _) => $"({type.Text}){Parenthesized(SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!)}",
        (decimal number, _) => number.ToString(System.Globalization.CultureInfo.InvariantCulture) + "m",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default",
    };

    private static string Parenthesized(string text) => text[0] == '-' ? $"({text})" : text;

    private string EnumText(IOperation operation)
    {
        var type = (INamedTypeSymbol)operation.Type!;
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, operation.ConstantValue.Value));
        return member is not null
            ? QualifiedMember(member)
            : $"({Qualified(type)})({SymbolDisplay.FormatPrimitive(operation.ConstantValue.Value!, quoteStrings: true, useHexadecimalNumbers: false)})";
    }

    /// <summary>
    /// The text of a floating-point constant as the user wrote it, where it means the same in the emitted file: literals,
    /// arithmetic on them, and constants of the framework. Null where it must be written anew.
    /// </summary>
    private string? SourceText(IOperation operation)
    {
        switch (operation)
        {
            case ILiteralOperation { Syntax: LiteralExpressionSyntax literal }:
                return literal.Token.Text;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus, Operand: ILiteralOperation { Syntax: LiteralExpressionSyntax literal } }:
                return "-" + literal.Token.Text;
            case IConversionOperation { IsImplicit: true, Operand: var operand } when IsNumber(operand.Type) && (IsFloating(operation.Type) || operation.Type?.SpecialType == operand.Type?.SpecialType):
                return operand is ILiteralOperation or IUnaryOperation { Operand: ILiteralOperation } ? SourceText(operand) : null;
            case IFieldReferenceOperation { Field: { IsConst: true, ContainingType: { SpecialType: SpecialType.System_Double or SpecialType.System_Single } container } field }:
                return TypeKeyword(container) + "." + field.Name;
            case IFieldReferenceOperation { Field: { IsConst: true, ContainingType: { Name: "Math" or "MathF", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } field }:
                return QualifiedMember(field);
            case IBinaryOperation { OperatorMethod: null, LeftOperand: var left, RightOperand: var right } binary
                when IsFloating(left.Type) && IsFloating(right.Type) && SourceText(left) is { } a && SourceText(right) is { } b && !a.Contains(' ') && !b.Contains(' '):
                string symbol = binary.OperatorKind switch
                {
                    BinaryOperatorKind.Add => " + ",
                    BinaryOperatorKind.Subtract => " - ",
                    BinaryOperatorKind.Multiply => " * ",
                    BinaryOperatorKind.Divide => " / ",
                    _ => string.Empty,
                };
                return symbol.Length == 0 || (IsWhole(a) && IsWhole(b)) ? null : a + symbol + b;
            default:
                return null;
        }
    }

    private static bool IsWhole(string text) => text.TrimStart('-').All(c => char.IsDigit(c) || c == '_');

    private static bool IsNumber(ITypeSymbol? type) => type is not null && type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static string TypeKeyword(ITypeSymbol type) => type.SpecialType == SpecialType.System_Double ? "double" : "float";
}
