namespace Autodiff.Generator.Ir;

/// <summary>
/// What is known at compile time and must not be left to C#: its compiler rejects or warns of constant expressions that
/// overflow, of conditions that are always true, and of a variable compared with itself. Only exact operations are
/// folded: no transcendental function, and no floating-point arithmetic, whose constants C# folds itself.
/// </summary>
internal static class ConstantFolding
{
    /// <summary>The value that an instruction has, given what is known of its operands; null where it has to be computed.</summary>
    public static int? Fold(FunctionBuilder builder, Instruction instruction, IrType type)
    {
        var o = instruction.Operands;
        if (o.Length == 0 || instruction.IsChecked)
        {
            return null;
        }

        if (o.Length == 2 && o[0] == o[1] && FoldSame(builder, instruction.Op, o[0]) is { } same)
        {
            return same;
        }

        if (instruction.Op is Op.LogicalAnd or Op.LogicalOr or Op.Not or Op.Select)
        {
            return FoldLogic(builder, instruction);
        }

        if (o.Length == 2 && TruthOf(builder, o[0]) is { } left && TruthOf(builder, o[1]) is { } right)
        {
            return FoldTruths(instruction.Op, left, right) is { } both ? Boolean(builder, both) : null;
        }

        if (instruction.Op == Op.Convert)
        {
            return FoldConversion(builder, o[0], type);
        }

        if (o.Length == 2 && NumberOf(builder, o[0]) is { } a && NumberOf(builder, o[1]) is { } b && builder.TypeOf(o[0]).IsFloating)
        {
            return FoldComparison(instruction.Op, a.CompareTo(b), double.IsNaN(a) || double.IsNaN(b)) is { } truth ? Boolean(builder, truth) : null;
        }

        return FoldInteger(builder, instruction, type) ?? FoldNeutral(builder, instruction, type);
    }

    /// <summary>A Boolean constant.</summary>
    public static int Boolean(FunctionBuilder builder, bool value) => builder.Add(
        new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = value ? "true" : "false", Bits = value ? 1 : 0 },
        IrType.Boolean);

    /// <summary>The truth of a Boolean constant; null for what is none.</summary>
    public static bool? TruthOf(FunctionBuilder builder, int value) =>
        builder.DefinitionOf(value) is { Op: Op.Constant } c && builder.TypeOf(value).Kind == IrTypeKind.Boolean ? c.Bits != 0 : null;

    /// <summary>A value compared with itself: only NaN differs.</summary>
    private static int? FoldSame(FunctionBuilder builder, Op op, int value)
    {
        bool isFloating = builder.TypeOf(value).IsFloating;
        return op switch
        {
            Op.Equal or Op.LessOrEqual or Op.GreaterOrEqual => isFloating
                ? builder.Add(Op.Not, IrType.Boolean, builder.Add(Op.NotEqual, IrType.Boolean, value, value))
                : Boolean(builder, true),
            Op.NotEqual when isFloating => null,
            Op.NotEqual or Op.Less or Op.Greater => Boolean(builder, false),
            _ => null,
        };
    }

    private static int? FoldLogic(FunctionBuilder builder, Instruction instruction)
    {
        var o = instruction.Operands;
        if (TruthOf(builder, o[0]) is not { } first)
        {
            bool? second = o.Length == 2 ? TruthOf(builder, o[1]) : null;
            return (instruction.Op, second) switch
            {
                (Op.LogicalAnd, true) or (Op.LogicalOr, false) => o[0],
                (Op.LogicalAnd, false) or (Op.LogicalOr, true) => o[1],
                _ => null,
            };
        }

        return instruction.Op switch
        {
            Op.LogicalAnd => first ? o[1] : o[0],
            Op.LogicalOr => first ? o[0] : o[1],
            Op.Select => first ? o[1] : o[2],
            _ => builder.TypeOf(o[0]).Kind == IrTypeKind.Boolean ? Boolean(builder, !first) : null,
        };
    }

    private static bool? FoldTruths(Op op, bool a, bool b) => op switch
    {
        Op.And => a & b,
        Op.Or => a | b,
        Op.ExclusiveOr or Op.NotEqual => a ^ b,
        Op.Equal => a == b,
        _ => null,
    };

    private static int? FoldConversion(FunctionBuilder builder, int operand, IrType type)
    {
        var from = builder.TypeOf(operand);
        if (from == type)
        {
            return operand;
        }

        if (IntegerOf(builder, operand) is { } integer)
        {
            return type.IsFloating && Math.Abs(integer) <= 1L << 24 ? builder.Constant(integer, type)
                : type.IsInteger ? Integer(builder, Wrap(integer, type.Kind), type)
                : null;
        }

        if (NumberOf(builder, operand) is { } floating && type.IsFloating)
        {
            return builder.Constant(floating, type);
        }

        return NumberOf(builder, operand) is { } number && type.IsInteger && Math.Abs(number) < 1 << 30 && Wrap((long)number, type.Kind) == (long)number
            ? Integer(builder, (long)number, type)
            : null;
    }

    private static int? FoldInteger(FunctionBuilder builder, Instruction instruction, IrType type)
    {
        var o = instruction.Operands;
        if (IntegerOf(builder, o[0]) is not { } a)
        {
            return null;
        }

        if (instruction.Op == Op.Negate && type.IsInteger)
        {
            return Integer(builder, Wrap(unchecked(-a), type.Kind), type);
        }

        if (instruction.Op == Op.Not && type.IsInteger)
        {
            return Integer(builder, Wrap(~a, type.Kind), type);
        }

        if (o.Length != 2 || IntegerOf(builder, o[1]) is not { } b)
        {
            return null;
        }

        if (FoldComparison(instruction.Op, a.CompareTo(b), isUnordered: false) is { } truth)
        {
            return Boolean(builder, truth);
        }

        long? result = unchecked(instruction.Op switch
        {
            Op.Add => a + b,
            Op.Subtract => a - b,
            Op.Multiply => a * b,
            Op.Divide when b is not (0 or -1) => a / b,
            Op.Remainder when b is not (0 or -1) => a % b,
            Op.And => a & b,
            Op.Or => a | b,
            Op.ExclusiveOr => a ^ b,
            Op.ShiftLeft when type.Kind is IrTypeKind.Int32 => (int)a << (int)b,
            Op.ShiftRight when type.Kind is IrTypeKind.Int32 => (int)a >> (int)b,
            _ => null,
        });
        return result is { } value && type.IsInteger ? Integer(builder, Wrap(value, type.Kind), type) : null;
    }

    /// <summary>A sum or product of integers with 0 or 1, which indices are full of.</summary>
    private static int? FoldNeutral(FunctionBuilder builder, Instruction instruction, IrType type)
    {
        var o = instruction.Operands;
        if (!type.IsInteger || o.Length != 2 || builder.TypeOf(o[0]) != type || builder.TypeOf(o[1]) != type)
        {
            return null;
        }

        long? left = IntegerOf(builder, o[0]);
        long? right = IntegerOf(builder, o[1]);
        return instruction.Op switch
        {
            Op.Add when left == 0 => o[1],
            Op.Add or Op.Subtract when right == 0 => o[0],
            Op.Multiply when left == 0 || right == 0 => Integer(builder, 0, type),
            Op.Multiply when left == 1 => o[1],
            Op.Multiply when right == 1 => o[0],
            Op.Add or Op.Subtract when right is { } offset && !builder.IsPrimal => FoldOffsets(builder, o[0], instruction.Op == Op.Add ? offset : -offset, type),
            _ => null,
        };
    }

    /// <summary>(x + 1) - 1 in derivative code, which computes indices from those of the primal.</summary>
    private static int? FoldOffsets(FunctionBuilder builder, int sum, long offset, IrType type)
    {
        if (type.Kind is not (IrTypeKind.Int32 or IrTypeKind.Int64)
            || builder.DefinitionOf(sum) is not { Op: Op.Add or Op.Subtract, IsChecked: false } inner
            || IntegerOf(builder, inner.Operands[1]) is not { } first)
        {
            return null;
        }

        long total = Wrap(unchecked(offset + (inner.Op == Op.Add ? first : -first)), type.Kind);
        return total is > int.MinValue and < 0
            ? builder.Add(Op.Subtract, type, inner.Operands[0], Integer(builder, -total, type))
            : builder.Add(Op.Add, type, inner.Operands[0], Integer(builder, total, type));
    }

    private static bool? FoldComparison(Op op, int order, bool isUnordered) => op switch
    {
        Op.Less => order < 0 && !isUnordered,
        Op.LessOrEqual => order <= 0 && !isUnordered,
        Op.Greater => order > 0 && !isUnordered,
        Op.GreaterOrEqual => order >= 0 && !isUnordered,
        Op.Equal => order == 0 && !isUnordered,
        Op.NotEqual => order != 0 || isUnordered,
        _ => null,
    };

    /// <summary>The value of a floating-point constant.</summary>
    public static double? NumberOf(FunctionBuilder builder, int value) =>
        builder.DefinitionOf(value) is { Op: Op.Constant } c && builder.TypeOf(value).IsFloating ? Literal.Number(c.Bits) : null;

    /// <summary>The value of an integer constant, of the types that a <c>long</c> holds.</summary>
    public static long? IntegerOf(FunctionBuilder builder, int value) =>
        builder.DefinitionOf(value) is { Op: Op.Constant } c
        && builder.TypeOf(value).Kind is >= IrTypeKind.SByte and <= IrTypeKind.Int64 or IrTypeKind.Char ? c.Bits : null;

    /// <summary>An integer constant.</summary>
    public static int Integer(FunctionBuilder builder, long value, IrType type)
    {
        string digits = value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string text = type.Kind switch
        {
            IrTypeKind.Int32 => value == int.MinValue ? "int.MinValue" : digits,
            IrTypeKind.Int64 => value == long.MinValue ? "long.MinValue" : digits + "L",
            IrTypeKind.UInt32 => digits + "u",
            _ => $"({type.Text}){(value < 0 ? $"({digits})" : digits)}",
        };
        return builder.Add(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = text, Bits = value }, type);
    }

    private static long Wrap(long value, IrTypeKind kind) => unchecked(kind switch
    {
        IrTypeKind.SByte => (sbyte)value,
        IrTypeKind.Byte => (byte)value,
        IrTypeKind.Int16 => (short)value,
        IrTypeKind.UInt16 or IrTypeKind.Char => (ushort)value,
        IrTypeKind.Int32 => (int)value,
        IrTypeKind.UInt32 => (uint)value,
        _ => value,
    });
}
