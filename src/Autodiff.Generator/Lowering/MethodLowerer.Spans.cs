using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Views on arrays, and the framework's methods and properties of arrays and spans.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>
    /// The type that values of both types have after a conversion that changes nothing: an array as a span, a span as one that
    /// is only read. Null where there is none.
    /// </summary>
    private static IrType? CommonType(IrType one, IrType two)
    {
        if (one == two)
        {
            return one;
        }

        return one.Array is { } a && two.Array is { } b && a.Element == b.Element && a.Rank == b.Rank
            ? a.Shape > b.Shape ? one : two
            : null;
    }

    private bool IsSameArray(IrType type, ITypeSymbol? target) =>
        type.IsArray && target is not null && IsArrayLike(Substituted(target)) && CommonType(type, TypeOf(target)) is not null;

    /// <summary>A window on an array.</summary>
    private int Slice(int array, int start, int length)
    {
        var type = builder.TypeOf(array).Array!;
        var shape = type.Shape == ArrayShape.ReadOnlySpan ? ArrayShape.ReadOnlySpan : ArrayShape.Span;
        return AddOnArray(Op.Slice, IrType.ArrayOf(type.Element, shape), Effects.Acts, array, start, length);
    }

    private int SliceFrom(int array, int start) => Slice(array, start, Add(Op.Subtract, IrType.Int32, Length(array), start));

    /// <summary>A range of a span is a window on it, and one of an array is a copy.</summary>
    private Lowered Range(IOperation operation, int array, IOperation range)
    {
        var (start, end) = Bounds(array, range);
        int window = Slice(array, start, Add(Op.Subtract, IrType.Int32, end, start));
        return new Lowered.Scalar(TypeOf(operation.Type).Array is { Shape: ArrayShape.Array } ? CopyOf(operation, window) : window);
    }

    /// <summary>Where a range of an array begins and ends.</summary>
    private (int Start, int End) Bounds(int array, IOperation range)
    {
        if (Unconverted(range) is IRangeOperation bounds)
        {
            int start = bounds.LeftOperand is { } left ? Offset(left, array) : IntegerConstant(0);
            return (start, bounds.RightOperand is { } right ? Offset(right, array) : Length(array));
        }

        int variable = Scalar(Visit(range, null));
        return (OffsetOf("{0}.Start", variable, array), OffsetOf("{0}.End", variable, array));
    }

    /// <summary>A <c>Range</c> that is a value: it is computed as it is written.</summary>
    public override Lowered VisitRangeOperation(IRangeOperation operation, object? argument)
    {
        var bounds = new List<int>();
        string left = Bound(operation.LeftOperand);
        string right = Bound(operation.RightOperand);
        return new Lowered.Scalar(Opaque($"({left}..{right})", TypeOf(operation.Type), [.. bounds]));

        string Bound(IOperation? bound)
        {
            if (bound is null)
            {
                return string.Empty;
            }

            bounds.Add(Scalar(Visit(bound is IConversionOperation { Operand: { Type.SpecialType: SpecialType.System_Int32 } number } ? number : bound, null)));
            return $"{{{bounds.Count - 1}}}";
        }
    }

    /// <summary>A new array with the elements of an array or a span.</summary>
    private int CopyOf(IOperation operation, int source)
    {
        var type = builder.TypeOf(source).Array!;
        if (type.Element.IsArray)
        {
            throw Refused(Descriptors.Arrays, operation, Shorten(operation.Syntax.ToString()));
        }

        int[] sizes = Enumerable.Range(0, type.Rank).Select(d => Length(source, d)).ToArray();
        int copy = Allocate(IrType.ArrayOf(type.Element, ArrayShape.Array, type.Rank), sizes);
        CopyArray(operation, source, copy);
        return copy;
    }

    /// <summary>The copy that <c>a.Clone()</c> makes, where the operation is that.</summary>
    private Lowered? Clone(IOperation operation) =>
        Unconverted(operation) is IInvocationOperation { TargetMethod: { Name: "Clone", Parameters.Length: 0 }, Instance: { Type: IArrayTypeSymbol } array }
            ? new Lowered.Scalar(CopyOf(operation, Scalar(Visit(array, null))))
            : null;

    /// <summary><c>new Span&lt;double&gt;(array)</c>, and with a start and a length.</summary>
    private Lowered SpanCreation(IObjectCreationOperation operation)
    {
        var arguments = operation.Arguments.OrderBy(a => a.Parameter!.Ordinal).ToList();
        if (arguments.Count == 0)
        {
            return new Lowered.Scalar(Default(TypeOf(operation.Type)));
        }

        if (!IsArrayLike(Substituted(arguments[0].Value.Type ?? operation.Type!)) || arguments.Count == 2)
        {
            return Refuse(Descriptors.FlowsInto, operation, TypeText(operation.Type));
        }

        int array = Scalar(Visit(arguments[0].Value, null));
        return new Lowered.Scalar(arguments.Count == 1 ? array : Slice(array, Scalar(Visit(arguments[1].Value, null)), Scalar(Visit(arguments[2].Value, null))));
    }

    /// <summary>A property or indexer of an array or span; null for another type's.</summary>
    private Lowered? ArrayProperty(IPropertyReferenceOperation operation)
    {
        if (operation.Instance is not { Type: { } declared } instance || !IsArrayLike(Substituted(declared)))
        {
            return null;
        }

        if (operation.Property.IsIndexer)
        {
            return ArrayAt(operation, instance, operation.Arguments.Select(a => a.Value).ToImmutableArray());
        }

        int array = Scalar(Visit(instance, null));
        return operation.Property.Name switch
        {
            "Length" => new Lowered.Scalar(TotalLength(array)),
            "LongLength" => new Lowered.Scalar(Add(Op.Convert, new IrType(IrTypeKind.Int64), TotalLength(array))),
            "Rank" => new Lowered.Scalar(IntegerConstant(builder.TypeOf(array).Array!.Rank)),
            "IsEmpty" => new Lowered.Scalar(Add(Op.Equal, IrType.Boolean, Length(array), IntegerConstant(0))),
            _ => Refuse(Descriptors.Arrays, operation, Shorten(operation.Syntax.ToString())),
        };
    }

    /// <summary>A call of one of the framework's methods of arrays and spans; null for another method's.</summary>
    private Lowered? ArrayCall(IInvocationOperation operation)
    {
        var target = operation.TargetMethod;
        if (target is { Name: "Empty", IsStatic: true, ContainingType.SpecialType: SpecialType.System_Array })
        {
            return new Lowered.Scalar(Allocate(TypeOf(operation.Type), IntegerConstant(0)));
        }

        var passed = operation.Arguments.Select(a => (Ordinal: a.Parameter!.Ordinal, Operation: WithoutArrayConversion(a.Value))).ToList();
        bool isOnArray = operation.Instance?.Type is { } instance ? IsArrayLike(Substituted(instance)) : passed.Any(a => a.Operation.Type is { } type && IsArrayLike(Substituted(type)));
        if (!isOnArray || HasSource(target) || KnownMethods.IsGuard(target) || guardDepth > 0 || (KnownMethods.IsPure(target) && !IsSpan(target.ContainingType)))
        {
            return null;
        }

        string name = operation.Instance is null ? target.ContainingType.Name + "." + target.Name : target.Name;
        if (!IsKnown(name, passed.Count))
        {
            return Refuse(Descriptors.Arrays, operation, Shorten(operation.Syntax.ToString()));
        }

        if (name == "MemoryExtensions.AsSpan" && passed is [{ Ordinal: 0, Operation: var viewed }, { Operation: { Type: INamedTypeSymbol { Name: "Range" or "Index" } bound } part }] && IsInSystem(bound))
        {
            int whole = Scalar(Visit(viewed, null));
            return bound.Name == "Range" ? Range(operation, whole, part) : new Lowered.Scalar(SliceFrom(whole, Offset(part, whole)));
        }

        // In the order in which they are written, then by position.
        var receiver = operation.Instance is { } on ? Scalar(Visit(on, null)) : -1;
        var values = passed.Select(a => (a.Ordinal, Value: Scalar(Visit(a.Operation, null)))).OrderBy(a => a.Ordinal).Select(a => a.Value).ToArray();
        return CallOnArray(operation, name, operation.Instance is null ? values : [receiver, .. values]);
    }

    private static bool IsKnown(string name, int arguments) => (name, arguments) switch
    {
        ("MemoryExtensions.AsSpan", 1 or 2 or 3) or ("MemoryExtensions.CopyTo", 2) or ("Enumerable.ToArray", 1) => true,
        ("Array.Copy", 3 or 5) or ("Array.Clear", 1 or 3) or ("Array.Fill", 2 or 4) => true,
        ("Slice", 1 or 2) or ("Fill", 1) or ("Clear", 0) or ("CopyTo", 1 or 2) or ("ToArray", 0) => true,
        ("GetLength" or "GetLongLength" or "GetUpperBound" or "GetLowerBound", 1) => true,
        _ => false,
    };

    /// <summary>The operands are the receiver, if there is one, and the arguments.</summary>
    private Lowered CallOnArray(IInvocationOperation operation, string name, int[] o)
    {
        int array = o[0];
        switch (name, o.Length)
        {
            case ("MemoryExtensions.AsSpan", 1):
                return new Lowered.Scalar(array);
            case ("MemoryExtensions.AsSpan" or "Slice", 2):
                return new Lowered.Scalar(SliceFrom(array, o[1]));
            case ("MemoryExtensions.AsSpan" or "Slice", 3):
                return new Lowered.Scalar(Slice(array, o[1], o[2]));
            case ("Enumerable.ToArray" or "ToArray", 1):
                return new Lowered.Scalar(CopyOf(operation, array));
            case ("Array.Fill" or "Fill", 2):
                FillArray(operation, array, o[1]);
                break;
            case ("Array.Fill", 4):
                FillArray(operation, Slice(array, o[2], o[3]), o[1]);
                break;
            case ("Array.Clear" or "Clear", 1):
                Clear(operation, array);
                break;
            case ("Array.Clear", 3):
                Clear(operation, Slice(array, AsIndex(o[1]), AsIndex(o[2])));
                break;
            case ("MemoryExtensions.CopyTo" or "CopyTo", 2):
                CopyArray(operation, array, o[1]);
                break;
            case ("CopyTo", 3):
                CheckCopy(array, IntegerConstant(0), o[1], AsIndex(o[2]), TotalLength(array));
                CopyArray(operation, array, SliceFrom(o[1], AsIndex(o[2])));
                break;
            case ("Array.Copy", 3) when o[2] == TotalLength(array):
                CheckCopy(array, IntegerConstant(0), o[1], IntegerConstant(0), o[2]);
                CopyArray(operation, array, o[1]);
                break;
            case ("Array.Copy", 3) when builder.TypeOf(array).Array!.Rank == 1:
                CheckCopy(array, IntegerConstant(0), o[1], IntegerConstant(0), AsIndex(o[2]));
                CopyArray(operation, Slice(array, IntegerConstant(0), AsIndex(o[2])), o[1]);
                break;
            case ("Array.Copy", 5) when builder.TypeOf(array).Array!.Rank == 1:
                CheckCopy(array, AsIndex(o[1]), o[2], AsIndex(o[3]), AsIndex(o[4]));
                CopyArray(operation, Slice(array, AsIndex(o[1]), AsIndex(o[4])), Slice(o[2], AsIndex(o[3]), AsIndex(o[4])));
                break;
            case ("GetLength", 2) when Dimension(o) is { } dimension:
                return new Lowered.Scalar(Length(array, dimension));
            case ("GetLongLength", 2) when Dimension(o) is { } dimension:
                return new Lowered.Scalar(Add(Op.Convert, new IrType(IrTypeKind.Int64), Length(array, dimension)));
            case ("GetUpperBound", 2) when Dimension(o) is { } dimension:
                return new Lowered.Scalar(Add(Op.Subtract, IrType.Int32, Length(array, dimension), IntegerConstant(1)));
            case ("GetLowerBound", 2) when Dimension(o) is not null:
                return new Lowered.Scalar(IntegerConstant(0));
            default:
                return Refuse(Descriptors.Arrays, operation, Shorten(operation.Syntax.ToString()));
        }

        return Lowered.Nothing.Instance;
    }

    /// <summary>
    /// Throws what <c>Array.Copy</c> throws, where it may: the windows that are copied between in its place throw other exceptions.
    /// </summary>
    private void CheckCopy(int source, int sourceIndex, int destination, int destinationIndex, int length)
    {
        int zero = IntegerConstant(0);
        int given = TotalLength(source);
        int room = TotalLength(destination);
        if (sourceIndex != zero || destinationIndex != zero || length != given || length != room)
        {
            builder.AddMany(
                new Instruction
                {
                    Op = Op.Effect,
                    Results = default,
                    Operands = ImmutableArray.Create(given, sourceIndex, room, destinationIndex, length),
                    Text = "global::Autodiff.Runtime.Arrays.CheckCopy({0:a}, {1:a}, {2:a}, {3:a}, {4:a})",
                    Effects = Effects.Acts,
                },
                []);
        }
    }

    /// <summary>The dimension that a constant names; null where it names none.</summary>
    private int? Dimension(int[] operands) =>
        ConstantFolding.IntegerOf(builder, operands[1]) is { } d && d >= 0 && d < builder.TypeOf(operands[0]).Array!.Rank ? (int)d : null;

    private void Clear(IOperation operation, int array)
    {
        var element = builder.TypeOf(array).Array!.Element;
        if (element.IsArray)
        {
            throw Refused(Descriptors.Arrays, operation, Shorten(operation.Syntax.ToString()));
        }

        FillArray(operation, array, Default(element));
    }

    /// <summary>An array that is passed as an <c>Array</c>, an <c>IEnumerable</c> or a span.</summary>
    private IOperation WithoutArrayConversion(IOperation operation) =>
        operation is IConversionOperation { Operand: { Type: { } type } operand } && IsArrayLike(Substituted(type)) ? operand : operation;
}
