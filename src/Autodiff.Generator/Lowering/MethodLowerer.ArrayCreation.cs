using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Arrays that the method makes: by a size, by their elements, on the stack.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>A new array of zeros.</summary>
    private int Allocate(IrType type, params int[] sizes)
    {
        // Its elements are written first, even where it can only be read later.
        if (type.Array is { Shape: ArrayShape.ReadOnlySpan } window)
        {
            type = IrType.ArrayOf(window.Element, ArrayShape.Span);
        }

        int array = builder.Add(new Instruction { Op = Op.Allocate, Results = default, Operands = sizes.ToImmutableArray(), Effects = Effects.Reads }, type);
        if (type.IsFloatingArray)
        {
            varied.Add(array);
        }

        CountStep();
        return array;
    }

    public override Lowered VisitArrayCreation(IArrayCreationOperation operation, object? argument)
    {
        if (guardDepth > 0 && operation.Initializer is { } listed && !TypeOf(operation.Type).IsFloatingArray)
        {
            return MessageArguments(TypeOf(operation.Type), listed.ElementValues);
        }

        int[] sizes = operation.DimensionSizes.Select(s => AsIndex(Scalar(Visit(s, null)))).ToArray();
        int array = Allocate(TypeOf(operation.Type), sizes);
        if (operation.Initializer is { } initializer)
        {
            Initialize(initializer, array, []);
        }

        return new Lowered.Scalar(array);
    }

    /// <summary>The arguments of a message, in a guard.</summary>
    private Lowered MessageArguments(IrType type, IEnumerable<IOperation> elements)
    {
        int[] parts = elements.Select(e => Scalar(Visit(e, null))).ToArray();
        var array = IrType.ArrayOf(type.Array!.Element);
        return new Lowered.Scalar(Opaque($"new {array.Text} {{{{ {string.Join(", ", parts.Select((_, i) => $"{{{i}:a}}"))} }}}}", array, Effects.Acts, parts));
    }

    private void Initialize(IArrayInitializerOperation initializer, int array, ImmutableArray<int> outer)
    {
        for (int i = 0; i < initializer.ElementValues.Length; i++)
        {
            var indices = outer.Add(IntegerConstant(i));
            if (initializer.ElementValues[i] is IArrayInitializerOperation nested)
            {
                Initialize(nested, array, indices);
            }
            else
            {
                StoreElement(initializer.ElementValues[i], new Lowered.Element(array, indices), Whole(initializer.ElementValues[i], Visit(initializer.ElementValues[i], null)));
            }
        }
    }

    /// <summary>An element as one value: a tuple, as which no derivative flows, is put together again.</summary>
    private int Whole(IOperation place, Lowered element)
    {
        if (element is not Lowered.Tuple tuple || place.Type is not INamedTypeSymbol { IsTupleType: true } type)
        {
            return Scalar(element);
        }

        if (IsVaried(tuple))
        {
            RequireGuard(place, TypeText(type));
        }

        int[] parts = [.. tuple.Elements.Select((e, i) => e is Lowered.Tuple ? Scalar(e) : Scalar(ConvertElement(place, e, type.TupleElements[i].Type)))];
        return Opaque($"({string.Join(", ", parts.Select((_, i) => $"{{{i}:a}}"))})", TypeOf(type), parts);
    }

    /// <summary>A collection expression, where it is an array or a span.</summary>
    public override Lowered VisitCollectionExpression(ICollectionExpressionOperation operation, object? argument)
    {
        if (!IsArrayLike(Substituted(operation.Type!)))
        {
            return Refuse(Descriptors.Arrays, operation, TypeText(operation.Type));
        }

        var type = TypeOf(operation.Type);
        var element = type.Array!.Element;
        if (guardDepth > 0 && !type.IsFloatingArray && operation.Elements.Length > 0 && !operation.Elements.Any(e => e is ISpreadOperation))
        {
            return MessageArguments(type, operation.Elements);
        }

        var parts = operation.Elements.Select(e => (Place: e, Value: Part(e))).ToList();
        int length = IntegerConstant(parts.Count(p => p.Place is not ISpreadOperation));
        foreach (var (place, value) in parts)
        {
            length = place is ISpreadOperation ? Add(Op.Add, IrType.Int32, length, Length(value)) : length;
        }

        int array = Allocate(type, length);
        int index = IntegerConstant(0);
        foreach (var (place, value) in parts)
        {
            if (place is ISpreadOperation)
            {
                int count = Length(value);
                CopyArray(place, value, AddOnArray(Op.Slice, IrType.ArrayOf(element, ArrayShape.Span), Effects.Acts, array, index, count));
                index = Add(Op.Add, IrType.Int32, index, count);
            }
            else
            {
                StoreElement(place, new Lowered.Element(array, ImmutableArray.Create(index)), value);
                index = Add(Op.Add, IrType.Int32, index, IntegerConstant(1));
            }
        }

        return new Lowered.Scalar(array);

        int Part(IOperation part)
        {
            if (part is not ISpreadOperation spread)
            {
                return Whole(part, Visit(part, null));
            }

            int value = Scalar(Visit(spread.Operand, null));
            return builder.TypeOf(value).Array is { Rank: 1 } spreadType && spreadType.Element == element
                ? value
                : throw Refused(Descriptors.Arrays, spread, Shorten(spread.Syntax.ToString()));
        }
    }

    /// <summary>A <c>stackalloc</c>, for which the compiler has no operation: its parts are the count, then the elements.</summary>
    private Lowered StackAllocation(IOperation operation)
    {
        var type = operation.SemanticModel?.GetTypeInfo(operation.Syntax, cancellation).ConvertedType;
        var element = operation.Syntax is StackAllocArrayCreationExpressionSyntax { Type: ArrayTypeSyntax array }
            ? operation.SemanticModel?.GetTypeInfo(array.ElementType, cancellation).Type
            : (type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        var parts = operation.ChildOperations.ToList();
        if (element is null || parts.Count == 0)
        {
            return Refuse(Descriptors.Arrays, operation, Shorten(operation.Syntax.ToString()));
        }

        int span = Allocate(IrType.ArrayOf(TypeOf(element), ArrayShape.Span), AsIndex(Scalar(Visit(parts[0], null))));
        for (int i = 1; i < parts.Count; i++)
        {
            int value = ConvertTo(parts[i], Scalar(Visit(parts[i], null)), TypeOf(element));
            StoreElement(parts[i], new Lowered.Element(span, ImmutableArray.Create(IntegerConstant(i - 1))), value);
        }

        return new Lowered.Scalar(span);
    }
}
