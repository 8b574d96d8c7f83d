using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Fields, properties and elements of tuples, of what may be null too.</content>
internal sealed partial class MethodLowerer
{
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
}
