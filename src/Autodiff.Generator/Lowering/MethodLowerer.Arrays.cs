using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>
/// Arrays and spans: their creation, their elements and their lengths. What holds floating-point numbers varies from the
/// beginning where the method makes it, since a value stored later may be read earlier in a loop's next iteration.
/// </content>
internal sealed partial class MethodLowerer
{
    /// <summary>Adds an operation on an array, whose result varies where the array does.</summary>
    private int AddOnArray(Op op, IrType type, Effects effects, params int[] operands)
    {
        int value = builder.Add(new Instruction { Op = op, Results = default, Operands = operands.ToImmutableArray(), Effects = effects }, type);
        if (type.Innermost.IsFloating && varied.Contains(operands[0]))
        {
            varied.Add(value);
        }

        CountStep();
        return value;
    }

    /// <summary>The length of an array or of one of its dimensions.</summary>
    private int Length(int array, int dimension = 0)
    {
        CountStep();
        return builder.Add(new Instruction { Op = Op.Length, Results = default, Operands = ImmutableArray.Create(array), Bits = dimension }, IrType.Int32);
    }

    /// <summary>The number of elements in all dimensions.</summary>
    private int TotalLength(int array)
    {
        int total = Length(array);
        for (int i = 1; i < builder.TypeOf(array).Array!.Rank; i++)
        {
            total = Add(Op.Multiply, IrType.Int32, total, Length(array, i));
        }

        return total;
    }

    /// <summary>Reads an element.</summary>
    private int LoadElement(int array, params int[] indices) =>
        AddOnArray(Op.Load, builder.TypeOf(array).Array!.Element, Effects.Acts, [array, .. indices]);

    /// <summary>Writes an element, or all, or a part: the operands are those of the operation.</summary>
    private void Write(IOperation place, Op op, int array, int value, params int[] operands)
    {
        if (varied.Contains(value) && !builder.TypeOf(array).Innermost.IsFloating)
        {
            RequireGuard(place, builder.TypeOf(array).Array!.Element.Text);
        }

        NoteWrite(place, array, value);
        builder.AddMany(new Instruction { Op = op, Results = default, Operands = operands.ToImmutableArray(), Effects = Effects.Acts }, []);
        CountStep();
    }

    private void StoreElement(IOperation place, Lowered.Element element, int value) =>
        Write(place, Op.Store, element.Array, value, [element.Array, .. element.Indices, value]);

    private void FillArray(IOperation place, int array, int value) => Write(place, Op.Fill, array, value, array, value);

    /// <summary>
    /// Copies elements as if by way of a third array: where the two may overlap, that array is made, since what is read from the
    /// one is then no longer what was written to the other.
    /// </summary>
    private void CopyArray(IOperation place, int source, int destination)
    {
        if (builder.TypeOf(source).Array!.Element.IsArray)
        {
            throw Refused(Descriptors.Arrays, place, Shorten(place.Syntax.ToString()));
        }

        if (MayOverlap(source, destination))
        {
            int between = Allocate(IrType.ArrayOf(builder.TypeOf(source).Array!.Element), TotalLength(source));
            Write(place, Op.Copy, between, source, source, between);
            source = between;
        }

        Write(place, Op.Copy, destination, source, source, destination);
    }

    public override Lowered VisitArrayElementReference(IArrayElementReferenceOperation operation, object? argument) =>
        ArrayAt(operation, operation.ArrayReference, operation.Indices);

    /// <summary>An element, or the elements of a range.</summary>
    private Lowered ArrayAt(IOperation operation, IOperation array, ImmutableArray<IOperation> indices)
    {
        int value = Scalar(Visit(array, null));
        if (indices is [var range] && range.Type is { Name: "Range" } rangeType && IsInSystem((INamedTypeSymbol)rangeType))
        {
            return Range(operation, value, range);
        }

        return Read(ElementAt(value, indices));
    }

    private Lowered.Element ElementAt(int array, ImmutableArray<IOperation> indices) =>
        new(array, indices.Select(i => Offset(i, array)).ToImmutableArray());

    /// <summary>What an index or a bound of a range is, counted from the beginning.</summary>
    private int Offset(IOperation index, int array)
    {
        if (index.Type is not { Name: "Index" } type || !IsInSystem((INamedTypeSymbol)type))
        {
            return AsIndex(Scalar(Visit(index, null)));
        }

        switch (index)
        {
            case IParenthesizedOperation parenthesized:
                return Offset(parenthesized.Operand, array);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand: var fromEnd }:
                int back = AsIndex(Scalar(Visit(fromEnd, null)));
                return Add(Op.Subtract, IrType.Int32, Length(array), back);
            case IConversionOperation { Operand: { Type.SpecialType: SpecialType.System_Int32 } fromStart }:
                return Scalar(Visit(fromStart, null));
            default:
                return OffsetOf("{0}", Scalar(Visit(index, null)), array);
        }
    }

    /// <summary>What an <c>Index</c> that is not known here is, counted from the beginning.</summary>
    private int OffsetOf(string index, int holder, int array) =>
        Opaque(index + ".GetOffset({1:a})", IrType.Int32, holder, Length(array));

    /// <summary>An index or a size as an <c>int</c>. One that is out of its range is out of the range of every array.</summary>
    private int AsIndex(int value)
    {
        var type = builder.TypeOf(value);
        return type.Kind is IrTypeKind.UInt32 or IrTypeKind.Int64 or IrTypeKind.UInt64 or IrTypeKind.NInt or IrTypeKind.NUInt
            ? Add(new Instruction { Op = Op.Convert, Results = default, Operands = ImmutableArray.Create(value), IsChecked = true, Effects = Effects.Acts }, IrType.Int32)
            : value;
    }

    private int IntegerConstant(int value) => builder.Add(
        new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = value.ToString(System.Globalization.CultureInfo.InvariantCulture), Bits = value },
        IrType.Int32);
}
