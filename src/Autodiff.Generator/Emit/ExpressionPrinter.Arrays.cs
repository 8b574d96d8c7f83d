using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator.Emit;

/// <content>Arrays, spans and the tape.</content>
internal sealed partial class ExpressionPrinter
{
    private string ArrayExpression(Instruction instruction, int value)
    {
        var o = instruction.Operands;
        string array = instruction.Op == Op.Allocate ? string.Empty : Print(o[0], Precedence.Primary, true);
        return instruction.Op switch
        {
            Op.Allocate => Allocation(instruction, function.Values[value].Type, List(o)),
            Op.Length => TypeOf(o[0]).Rank > 1 ? $"{array}.GetLength({instruction.Bits})" : $"{array}.Length",
            Op.Load => $"{array}[{List(o.Skip(1))}]",
            Op.Slice when instruction.Rule == SliceableLoop.Row => $"global::Autodiff.Runtime.Arrays.{(TypeOf(value).Shape == ArrayShape.Span ? "WrittenRow" : "Row")}<{TypeOf(value).Element.Text}>({Print(o[0])}, {List(o.Skip(1))})",
            _ => IsArray(o[0])
                ? $"global::System.MemoryExtensions.AsSpan({array}, {List(o.Skip(1))})"
                : $"{array}.Slice({List(o.Skip(1))})",
        };
    }

    private string ArrayStatement(Instruction instruction)
    {
        var o = instruction.Operands;
        int last = o[o.Length - 1];
        switch (instruction.Op)
        {
            case Op.Release:
                return $"{workspaces[instruction.Text!]}.Release({Print(o[0])})";
            case Op.Push:
                return $"{tape.Push(function.Values[o[0]].Type)} = {Print(o[0])}";
            case Op.Advance:
                return tape.Advance(instruction.Text!, Print(o[0]));
            case Op.Retreat:
                return tape.Retreat(instruction.Text!, Print(o[0]));
            case Op.Store:
                return StoreElement(Element(o), o, last);
            case Op.Accumulate:
                string added = Print(last);
                return IsInline(last, Op.Negate) ? $"{Element(o)} -= {Print(schedule.Definition(last).Operands[0])}"
                    : IsInline(last, Op.Constant) && added[0] == '-' && ConstantText.PrecedenceOf(added) != Precedence.Additive ? $"{Element(o)} -= {added.Substring(1)}"
                    : $"{Element(o)} += {added}";
            case Op.Fill:
                string array = Print(o[0], Precedence.Primary, true);
                bool isZero = schedule.Definition(last) is { Op: Op.Constant, Bits: 0 };
                return (isZero, IsArray(o[0])) switch
                {
                    (true, true) => $"global::System.Array.Clear({array})",
                    (true, false) => $"{array}.Clear()",
                    (false, true) when function.Values[o[0]].Type.Array!.Rank > 1 => $"global::Autodiff.Runtime.Arrays.Fill({array}, {Print(last, Precedence.Conditional, true)})",
                    (false, true) => $"global::System.Array.Fill({array}, {Print(last, Precedence.Conditional, true)})",
                    _ => $"{array}.Fill({Print(last, Precedence.Conditional, true)})",
                };
            case Op.Copy when function.Values[o[0]].Type.Array!.Rank > 1:
                return $"global::Autodiff.Runtime.Arrays.Copy({Print(o[0])}, {Print(o[1])})";
            case Op.Copy:
                string source = Print(o[0], Precedence.Primary, true);
                return (IsArray(o[0]), IsArray(o[1])) switch
                {
                    (true, true) => $"{source}.CopyTo({Print(o[1])}, 0)",
                    (true, false) => $"global::System.MemoryExtensions.CopyTo({source}, {Print(o[1])})",
                    _ => $"{source}.CopyTo({Print(o[1])})",
                };
            case Op.AccumulateAll:
                return $"global::Autodiff.Runtime.Arrays.Add({Print(o[0])}, {Print(o[1])})";
            default:
                throw new InvalidOperationException($"No statement is known for {instruction.Op}.");
        }
    }

    /// <summary>An assignment to an element, shortened where it adds to, or otherwise changes, what the element is.</summary>
    private string StoreElement(string element, EquatableArray<int> operands, int value)
    {
        if (schedule.IsInline(value) && schedule.Definition(value) is { Operands.Length: 2, IsChecked: false } operation && Symbol(operation.Op) is { } symbol
            && IsInline(operation.Operands[0], Op.Load)
            && schedule.Definition(operation.Operands[0]).Operands.SequenceEqual(operands.Take(operands.Length - 1)))
        {
            return $"{element} {symbol}= {PrintOperand(operation.Operands[1], Precedence.Conditional, isTyped: false)}";
        }

        return $"{element} = {Print(value)}";
    }

    private static string? Symbol(Op op) => op switch
    {
        Op.Add => "+",
        Op.Subtract => "-",
        Op.Multiply => "*",
        Op.Divide => "/",
        _ => null,
    };

    private string Element(EquatableArray<int> operands) =>
        $"{Print(operands[0], Precedence.Primary, true)}[{List(operands.Skip(1).Take(operands.Length - 2))}]";

    private string List(IEnumerable<int> values) => string.Join(", ", values.Select(Print));

    private bool IsInline(int value, Op op) => schedule.IsInline(value) && schedule.Definition(value).Op == op;

    private ArrayType TypeOf(int array) => function.Values[array].Type.Array!;

    private bool IsArray(int array) => TypeOf(array).Shape == ArrayShape.Array;

    /// <summary>A new array, whose lengths stand in the first of the brackets of its type.</summary>
    private string Allocation(Instruction allocation, IrType type, string lengths)
    {
        string element = type.Array!.Element.Text;
        switch (allocation.Text)
        {
            case PooledArrays.Stack:
                return $"stackalloc {element}[{lengths}]";
            case PooledArrays.Workspace or CachedArrays.Place:
                string take = function.Values[allocation.Operands[0]].Type.IsArray ? "TakeLike" : type.Array.Element.IsArray ? "TakeRows" : "Take";
                return $"{workspaces[Workspaces.KeyOf(allocation, type)]}.{take}({lengths})";
        }

        string text = type.Array!.Shape == ArrayShape.Array ? type.Text : IrType.ArrayOf(type.Array.Element).Text;
        int start = text.IndexOf('[');
        int end = text.IndexOf(']');
        return $"new {text.Substring(0, start)}[{lengths}]{text.Substring(end + 1)}";
    }
}
