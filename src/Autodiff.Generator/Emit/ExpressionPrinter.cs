using System.Text.RegularExpressions;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>Writes values as C# expressions, with the parentheses that are needed and no others.</summary>
internal sealed partial class ExpressionPrinter(
    Function function,
    Schedule schedule,
    Func<int, string> nameOf,
    TapeVariables tape,
    Workspaces workspaces,
    LocalFunctions calls)
{
    /// <summary>The expression of a value where it is used: its name, or what it is.</summary>
    public string Print(int value) => Print(value, Precedence.Conditional, isTyped: false);

    /// <summary>The expression that defines a value, even where it has a name.</summary>
    public string PrintDefinition(int value) =>
        schedule.Definition(value) is { Op: Op.Convert } conversion && IsWidening(conversion, value)
            ? Print(conversion.Operands[0])
            : Describe(schedule.Definition(value), value, isTyped: false).Text;

    /// <summary>The expression that is assigned where a value is copied.</summary>
    public string PrintAssigned(int value) => schedule.IsLeaf(value) ? Print(value) : PrintDefinition(value);

    /// <summary>The statement of an instruction without a result.</summary>
    public string PrintStatement(Instruction instruction) => instruction.Op switch
    {
        Op.Throw => $"throw {Print(instruction.Operands[0])};",
        Op.Effect => Fill(instruction) + ";",
        Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient => $"{calls.NameOf(instruction)}({List(instruction.Operands)});",
        _ => ArrayStatement(instruction) + ";",
    };

    private string Print(int value, Precedence least, bool isTyped)
    {
        if (!schedule.IsInline(value) || schedule.Definition(value).Op == Op.Parameter)
        {
            return nameOf(value);
        }

        var (text, precedence) = Describe(schedule.Definition(value), value, isTyped);
        return precedence < least ? $"({text})" : text;
    }

    private (string Text, Precedence Precedence) Describe(Instruction instruction, int value, bool isTyped)
    {
        var o = instruction.Operands;
        switch (instruction.Op)
        {
            case Op.Constant:
                string constant = isTyped ? ConstantText.Typed(instruction, function.Values[value].Type) : instruction.Text!;
                return (constant, ConstantText.PrecedenceOf(constant));
            case Op.Undefined:
                return ($"default({function.Values[value].Type.Text})", Precedence.Primary);
            case Op.Negate:
                return Negation(instruction);
            case Op.Not when function.Values[value].Type.Kind == IrTypeKind.Boolean:
                return Negated(o[0]);
            case Op.Not:
                return ("~" + Print(o[0], Precedence.Unary, true), Precedence.Unary);
            case Op.Convert:
                string cast = $"({function.Values[value].Type.Text}){ParenthesizeSign(Print(o[0], Precedence.Unary, true))}";
                return instruction.IsChecked ? ($"checked({cast})", Precedence.Primary) : (cast, Precedence.Unary);
            case Op.Select or Op.If when Truths(instruction) is { } isSame:
                return isSame ? Printed(o[0]) : Negated(o[0]);
            case Op.Select:
                return (Choice(Print(o[0], Precedence.ConditionalOr, true), o[1], o[2], isTyped), Precedence.Conditional);
            case Op.If when schedule.IsLogical(instruction, out bool isAnd):
                var least = isAnd ? Precedence.ConditionalAnd : Precedence.ConditionalOr;
                int right = instruction.Blocks[isAnd ? 0 : 1].Yields[0];
                return (Print(o[0], least, true) + (isAnd ? " && " : " || ") + Print(right, least + 1, true), least);
            case Op.If:
                return (Choice(Print(o[0], Precedence.ConditionalOr, true), instruction.Blocks[0].Yields[0], instruction.Blocks[1].Yields[0], isTyped), Precedence.Conditional);
            case Op.Call:
                return Call(instruction);
            case Op.ZeroSafeProduct:
                return ($"global::Autodiff.ZeroSafe.Multiply({Arguments(o)})", Precedence.Primary);
            case Op.ZeroSafeQuotient:
                return ($"global::Autodiff.ZeroSafe.Divide({Arguments(o)})", Precedence.Primary);
            case Op.ZeroSafeSelection:
                return ($"global::Autodiff.ZeroSafe.Where({Arguments(o)})", Precedence.Primary);
            case Op.Opaque:
                return (Fill(instruction), instruction.Text is ['(' or '!' or '^', ..] ? Precedence.Unary : instruction.Text!.StartsWith("{0} + ", StringComparison.Ordinal) ? Precedence.Additive : instruction.Text.StartsWith("{0} is ", StringComparison.Ordinal) ? Precedence.Relational : Precedence.Primary);
            case Op.Load:
                return ($"{Print(o[0], Precedence.Primary, false)}[{Arguments(System.Collections.Immutable.ImmutableArray.CreateRange(o.Skip(1)))}]", Precedence.Primary);
            case Op.Length:
                string length = function.Values[o[0]].Type.Array!.Rank > 1 ? $"GetLength({instruction.Bits})" : "Length";
                return ($"{Print(o[0], Precedence.Primary, false)}.{length}", Precedence.Primary);
            case Op.NotEqual when o[0] == o[1]:
                return ($"{function.Values[o[0]].Type.Text}.IsNaN({Print(o[0])})", Precedence.Primary);
            case Op.Allocate or Op.Length or Op.Load or Op.Slice:
                return (ArrayExpression(instruction, value), Precedence.Primary);
            case Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient:
                return ($"{calls.NameOf(instruction)}({List(o)})", Precedence.Primary);
            case Op.Mark:
                return ($"{workspaces[instruction.Text!]}.Mark", Precedence.Primary);
            case Op.Pop:
                return (tape.Pop(function.Values[value].Type), Precedence.Primary);
            case Op.Window:
                bool isFirst = schedule.Definition(o[0]) is { Op: Op.Constant, Bits: 0 };
                return (tape.Window(instruction.Text!, isFirst ? null : Print(o[0], Precedence.Multiplicative, isTyped: false), Print(o[1])), Precedence.Primary);
            default:
                return Infix(instruction);
        }
    }

    private (string Text, Precedence Precedence) Infix(Instruction instruction)
    {
        var (symbol, precedence) = instruction.Op switch
        {
            Op.Add => (" + ", Precedence.Additive),
            Op.Subtract => (" - ", Precedence.Additive),
            Op.Multiply => (" * ", Precedence.Multiplicative),
            Op.Divide => (" / ", Precedence.Multiplicative),
            Op.Remainder => (" % ", Precedence.Multiplicative),
            Op.And => (" & ", Precedence.And),
            Op.Or => (" | ", Precedence.Or),
            Op.ExclusiveOr => (" ^ ", Precedence.ExclusiveOr),
            Op.ShiftLeft => (" << ", Precedence.Shift),
            Op.ShiftRight => (" >> ", Precedence.Shift),
            Op.UnsignedShiftRight => (" >>> ", Precedence.Shift),
            Op.LogicalAnd => (" && ", Precedence.ConditionalAnd),
            Op.LogicalOr => (" || ", Precedence.ConditionalOr),
            Op.Less => (" < ", Precedence.Relational),
            Op.LessOrEqual => (" <= ", Precedence.Relational),
            Op.Greater => (" > ", Precedence.Relational),
            Op.GreaterOrEqual => (" >= ", Precedence.Relational),
            Op.Equal => (" == ", Precedence.Equality),
            Op.NotEqual => (" != ", Precedence.Equality),
            _ => throw new InvalidOperationException($"No C# is known for {instruction.Op}."),
        };
        string text = Binary(symbol, instruction.Operands[0], instruction.Operands[1], precedence, MayRegroup(instruction));
        if (instruction is { Op: Op.Add, IsDerivative: true } && IsInline(instruction.Operands[1], Op.Constant) && Print(instruction.Operands[1]) is ['-', ..] negative
            && text.EndsWith(symbol + negative, StringComparison.Ordinal))
        {
            text = text.Substring(0, text.Length - negative.Length - symbol.Length) + " - " + negative.Substring(1);
        }

        if (instruction.IsChecked)
        {
            return ($"checked({text})", Precedence.Primary);
        }

        return (text, precedence);
    }

    /// <summary>
    /// Whether a * (b * c) or a + (b + c) is written without parentheses: in derivative code, where the last bit is not given.
    /// </summary>
    private bool MayRegroup(Instruction instruction)
    {
        if (!instruction.IsDerivative || instruction.Op is not (Op.Add or Op.Multiply))
        {
            return false;
        }

        int right = instruction.Operands[1];
        return schedule.IsInline(right) && schedule.Definition(right) is { IsPrimal: false } inner
            && (inner.Op == instruction.Op || (instruction.Op == Op.Add && inner.Op == Op.Subtract));
    }

    /// <summary>
    /// Two operands with an operator between. A number is written as the user wrote it where the other operand gives
    /// the operation its type; else with the type in its text, so that <c>1.0 / 2.0</c> does not become <c>1 / 2</c>.
    /// </summary>
    private string Binary(string symbol, int left, int right, Precedence precedence, bool mayRegroup = false)
    {
        bool isLeftTyped = !GivesType(right);
        bool isRightTyped = !GivesType(left);
        return PrintOperand(left, precedence, isLeftTyped) + symbol + PrintOperand(right, mayRegroup ? precedence : precedence + 1, isRightTyped);
    }

    private string PrintOperand(int value, Precedence least, bool isTyped)
    {
        // An integer beside a floating-point number is converted without a cast.
        if (!isTyped && schedule.IsInline(value) && schedule.Definition(value) is { Op: Op.Convert } conversion && IsWidening(conversion, value))
        {
            return Print(conversion.Operands[0], least, true);
        }

        return Print(value, least, isTyped);
    }

    private bool IsWidening(Instruction conversion, int value)
    {
        var from = function.Values[conversion.Operands[0]].Type;
        return schedule.Definition(conversion.Operands[0]).Op != Op.Constant
            && ((from.IsInteger && function.Values[value].Type.IsFloating) || (from.Kind == IrTypeKind.Single && function.Values[value].Type.Kind == IrTypeKind.Double));
    }

    /// <summary>Whether an operand fixes the type of the operation: a floating-point value that is not a plain number.</summary>
    private bool GivesType(int value)
    {
        var definition = schedule.Definition(value);
        if (!function.Values[value].Type.IsFloating)
        {
            return false;
        }

        if (!schedule.IsInline(value) || definition.Op == Op.Parameter)
        {
            return true;
        }

        return definition.Op switch
        {
            Op.Constant or Op.Convert or Op.Select or Op.If => false,
            Op.Negate => GivesType(definition.Operands[0]),
            _ => true,
        };
    }

    private (string Text, Precedence Precedence) Negation(Instruction instruction)
    {
        int operand = instruction.Operands[0];
        string? text = null;
        var precedence = Precedence.Unary;

        // The sign of a product is that of its first factor: -a * b rather than -(a * b).
        if (!instruction.IsPrimal && StartsWithFactor(operand))
        {
            text = "-" + Print(operand, Precedence.Multiplicative, true);
            precedence = Precedence.Multiplicative;
        }

        text ??= "-" + ParenthesizeSign(Print(operand, Precedence.Unary, true));
        return instruction.IsChecked ? ($"checked({text})", Precedence.Primary) : (text, precedence);
    }

    /// <summary>Whether a value is written as a product or quotient whose first factor has no sign.</summary>
    private bool StartsWithFactor(int value)
    {
        if (!schedule.IsInline(value) || schedule.Definition(value) is not { Op: Op.Multiply or Op.Divide, IsPrimal: false } product)
        {
            return false;
        }

        int first = product.Operands[0];
        return schedule.IsLeaf(first) ? schedule.Definition(first) is not { Op: Op.Constant, Text: ['-', ..] } : StartsWithFactor(first);
    }

    private static string ParenthesizeSign(string text) => text[0] == '-' ? $"({text})" : text;

    private string Choice(string condition, int whenTrue, int whenFalse, bool isTyped)
    {
        bool isTrueTyped = isTyped && !GivesType(whenFalse);
        bool isFalseTyped = isTyped && !GivesType(whenTrue);
        return $"{condition} ? {Print(whenTrue, Precedence.ConditionalOr, isTrueTyped)} : {Print(whenFalse, Precedence.Conditional, isFalseTyped)}";
    }

    private (string Text, Precedence Precedence) Call(Instruction instruction)
    {
        var o = instruction.Operands;
        if (instruction.Text is ['.', ..])
        {
            return (Print(o[0], Precedence.Primary, true) + instruction.Text, Precedence.Primary);
        }

        return ($"{instruction.Text}({Arguments(o)})", Precedence.Primary);
    }

    private string Arguments(EquatableArray<int> values)
    {
        bool isTyped = !values.Any(GivesType);
        return string.Join(", ", values.Select(a => Print(a, Precedence.Conditional, isTyped && function.Values[a].Type.IsFloating)));
    }

    /// <summary>Fills a template: <c>{0}</c> binds tightly, <c>{0:a}</c> is an argument.</summary>
    private string Fill(Instruction instruction) => Regex.Replace(instruction.Text!, @"\{(\d+)(:a)?\}", match =>
    {
        int operand = instruction.Operands[int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)];
        return Print(operand, match.Groups[2].Success ? Precedence.Conditional : Precedence.Primary, true);
    });
}
