using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Expressions: arithmetic, conversions, references to variables and members.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>The one value that an expression gives.</summary>
    private int Scalar(Lowered lowered)
    {
        if (lowered is Lowered.Scalar scalar)
        {
            return scalar.Value;
        }

        // A tuple or delegate where a value is needed: the construct around it does not take one apart.
        if (lowered is not Lowered.Nothing && current is not null)
        {
            Refuse(Descriptors.NotSupported, current, Shorten(current.Syntax.ToString()));
        }

        throw Abandon();
    }

    public override Lowered VisitParenthesized(IParenthesizedOperation operation, object? argument) => Visit(operation.Operand, null);

    public override Lowered VisitLocalReference(ILocalReferenceOperation operation, object? argument) =>
        variables.TryGetValue(VariableOf(operation.Local), out var value) && value is not Lowered.Unassigned ? Read(value) : throw Abandon();

    public override Lowered VisitParameterReference(IParameterReferenceOperation operation, object? argument)
    {
        if (aliases.TryGetValue(VariableOf(operation.Parameter), out var alias))
        {
            return In(alias.Caller, () => Visit(alias.Target, null));
        }

        if (variables.TryGetValue(VariableOf(operation.Parameter), out var value))
        {
            return Read(value);
        }

        if (operation.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor })
        {
            return PrimaryConstructorParameter(operation);
        }

        // The receiver of an extension block is a parameter of the block, not of the member that runs.
        return operation.Parameter.ContainingSymbol is INamedTypeSymbol && frame.Receiver is { } receiver
            ? receiver
            : Refuse(Descriptors.NotSupported, operation, operation.Parameter.Name);
    }

    /// <summary>
    /// A parameter of a primary constructor is a field in all but name, and has no other name: it can be read where the
    /// marked method's own object holds it and nothing hides it.
    /// </summary>
    private Lowered PrimaryConstructorParameter(IParameterReferenceOperation operation)
    {
        bool isOwn = frame.Receiver is { } receiver && IsMarkedThis(receiver) && SymbolEqualityComparer.Default.Equals(operation.Parameter.ContainingType, method.ContainingType);
        return isOwn && !method.Parameters.Any(p => p.Name == operation.Parameter.Name)
            ? new Lowered.Scalar(Opaque(Escaped(operation.Parameter.Name), TypeOf(operation.Type), Effects.Reads))
            : Refuse(Descriptors.Inaccessible, operation, operation.Parameter.Name, method.ContainingType.Name);
    }

    public override Lowered VisitInstanceReference(IInstanceReferenceOperation operation, object? argument) =>
        operation.ReferenceKind == InstanceReferenceKind.ContainingTypeInstance && frame.Receiver is { } receiver
            ? receiver
            : Refuse(Descriptors.NotSupported, operation, operation.Syntax.ToString());

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

    public override Lowered VisitTuple(ITupleOperation operation, object? argument) =>
        new Lowered.Tuple(operation.Elements.Select(e => Visit(e, null)).ToImmutableArray());

    public override Lowered VisitTupleBinaryOperator(ITupleBinaryOperation operation, object? argument)
    {
        bool isEqual = operation.OperatorKind == BinaryOperatorKind.Equals;
        int? all = null;
        void Compare(Lowered a, Lowered b)
        {
            if (a is Lowered.Tuple x && b is Lowered.Tuple y)
            {
                foreach (var (e, f) in x.Elements.Zip(y.Elements, (e, f) => (e, f)))
                {
                    Compare(e, f);
                }

                return;
            }

            int one = Scalar(a);
            int two = Scalar(b);
            if (builder.TypeOf(one) != builder.TypeOf(two))
            {
                Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
            }

            int same = Add(isEqual ? Op.Equal : Op.NotEqual, IrType.Boolean, one, two);
            all = all is { } before ? Add(isEqual ? Op.LogicalAnd : Op.LogicalOr, IrType.Boolean, before, same) : same;
        }

        Compare(Visit(operation.LeftOperand, null), Visit(operation.RightOperand, null));
        return new Lowered.Scalar(all!.Value);
    }

    public override Lowered VisitFieldReference(IFieldReferenceOperation operation, object? argument)
    {
        if (operation.Instance is { } instance)
        {
            var receiver = Visit(instance, null);
            if (receiver is Lowered.Tuple tuple)
            {
                return TupleElement(operation.Field) is { } index && index < tuple.Elements.Length
                    ? tuple.Elements[index]
                    : Refuse(Descriptors.NotSupported, operation, operation.Syntax.ToString());
            }

            var (field, operands) = Access(operation, instance, receiver, operation.Field);
            return new Lowered.Scalar(ReadMember(field, TypeOf(operation.Type), ReadEffects(operation.Field, instance), operands));
        }

        return new Lowered.Scalar(ReadMember(Access(operation, null, null, operation.Field).Template, TypeOf(operation.Type), Effects.Reads, []));
    }

    /// <summary>Reading a field of <c>this</c> or of a struct cannot throw; through any other reference it can.</summary>
    private static Effects ReadEffects(ISymbol field, IOperation? instance) =>
        instance is null or IInstanceReferenceOperation || field.ContainingType.IsValueType ? Effects.Reads : Effects.Reads | Effects.Acts;

    /// <summary>The value of a field, or of a property that is one in all but name.</summary>
    private int ReadMember(string template, IrType type, Effects effects, int[] operands) => Add(
        new Instruction { Op = Op.Opaque, Results = default, Operands = operands.ToImmutableArray(), Text = template, Effects = effects, IsRepeatable = true },
        type);

    private static int? TupleElement(IFieldSymbol field)
    {
        string name = (field.CorrespondingTupleField ?? field).Name;
        return name.StartsWith("Item", StringComparison.Ordinal)
            && int.TryParse(name.Substring(4), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? number - 1
            : null;
    }

    public override Lowered VisitPropertyReference(IPropertyReferenceOperation operation, object? argument)
    {
        var property = operation.Property;
        if (ArrayProperty(operation) is { } read)
        {
            return read;
        }

        if (StaticAbstractProperty(operation) is { } known)
        {
            return known;
        }

        if (Clocks.Contains(property))
        {
            return Refuse(Descriptors.Impure, operation, property.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        }

        var receiver = operation.Instance is { } instance ? Visit(instance, null) : null;
        var arguments = operation.Arguments.Select(a => Visit(a.Value, null)).ToArray();
        if ((receiver is not null && IsVaried(receiver)) || arguments.Any(IsVaried))
        {
            return property.GetMethod is { } getter
                ? Inline(operation, getter, receiver, property.Parameters.Zip(arguments, (p, a) => ((ISymbol)p, a)).ToList())
                : Refuse(Descriptors.NoDerivative, operation, property.Name);
        }

        if (property.GetMethod is { } accessor)
        {
            RequireNoWrite(operation, accessor);
        }

        return ReadProperty(operation, operation.Instance, property, receiver, arguments);
    }

    private Lowered ReadProperty(IPropertyReferenceOperation operation, IOperation? instance, IPropertySymbol property, Lowered? receiver, Lowered[] arguments)
    {
        var (target, operands) = Access(operation, instance, receiver, property);
        if (IsStored(property))
        {
            return new Lowered.Scalar(ReadMember(target, TypeOf(operation.Type), ReadEffects(property, instance), operands));
        }

        string indices = property.IsIndexer ? "[" + string.Join(", ", arguments.Select((_, i) => $"{{{operands.Length + i}:a}}")) + "]" : string.Empty;
        return new Lowered.Scalar(Opaque(target + indices, TypeOf(operation.Type), Effects.Reads | Effects.Acts, [.. operands, .. arguments.Select(Scalar)]));
    }

    public override Lowered VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation, object? argument)
    {
        if (IsArrayLike(Substituted(operation.Instance.Type!)))
        {
            return ArrayAt(operation, operation.Instance, [operation.Argument]);
        }

        return operation.Argument.Type?.Name == "Index"
            ? new Lowered.Scalar(Opaque("{0}[{1:a}]", TypeOf(operation.Type), Effects.Reads | Effects.Acts, Scalar(Visit(operation.Instance, null)), Scalar(Visit(operation.Argument, null))))
            : Refuse(Descriptors.Arrays, operation, TypeText(operation.Instance.Type));
    }

    public override Lowered VisitConditionalAccess(IConditionalAccessOperation operation, object? argument)
    {
        var outer = conditionalReceiver;
        int receiver = Scalar(Visit(operation.Operation, null));
        if (varied.Contains(receiver) && !builder.TypeOf(receiver).IsArray)
        {
            return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }

        bool isNullable = operation.Operation.Type is { IsValueType: true };
        var type = TypeOf(operation.Type);
        var result = LowerArms(
            Opaque(isNullable ? "{0}.HasValue" : "{0} is not null", IrType.Boolean, receiver),
            builder.Origin,
            () =>
            {
                conditionalReceiver = isNullable ? Opaque("{0}.GetValueOrDefault()", TypeOf(operation.WhenNotNull.Type), receiver) : receiver;
                return new Lowered.Scalar(ConvertTo(operation, Scalar(Visit(operation.WhenNotNull, null)), type));
            },
            () => new Lowered.Scalar(Opaque($"default({type.Text})", type)));
        conditionalReceiver = outer;
        return result;
    }

    public override Lowered VisitConditionalAccessInstance(IConditionalAccessInstanceOperation operation, object? argument) =>
        new Lowered.Scalar(conditionalReceiver);

    public override Lowered VisitCoalesce(ICoalesceOperation operation, object? argument)
    {
        int value = Scalar(Visit(operation.Value, null));
        if (Unconverted(operation.WhenNull) is IThrowOperation thrown)
        {
            AddGuard(Opaque("{0} is null", IrType.Boolean, value), throwsWhenTrue: true, () => LowerThrow(thrown));
            var type = TypeOf(operation.Type);
            return new Lowered.Scalar(builder.TypeOf(value) == type ? value : Opaque("{0}.Value", type, Effects.Acts, value));
        }

        int otherwise = Scalar(Visit(operation.WhenNull, null));
        return varied.Contains(otherwise)
            ? Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()))
            : new Lowered.Scalar(Opaque("({0} ?? {1})", TypeOf(operation.Type), Effects.None, value, otherwise));
    }

    /// <summary>An expression without the conversions around it.</summary>
    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>In a guard differentiated values may flow anywhere: no derivative is taken of an exception.</summary>
    private void RequireGuard(IOperation operation, string what)
    {
        if (guardDepth == 0)
        {
            Refuse(Descriptors.FlowsInto, operation, what);
        }
    }
}
