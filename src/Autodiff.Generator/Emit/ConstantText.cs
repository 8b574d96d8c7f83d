using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>The text of constants, which is as the user wrote it where something else gives the type.</summary>
internal static class ConstantText
{
    /// <summary>A number with its type in its text.</summary>
    public static string Typed(Instruction constant, IrType type)
    {
        string text = constant.Text!;
        switch (type.Kind)
        {
            case IrTypeKind.Double when IsInteger(text):
                return text + ".0";
            case IrTypeKind.Double when text.EndsWith("L", StringComparison.OrdinalIgnoreCase) || text.EndsWith("u", StringComparison.OrdinalIgnoreCase) || IsSingle(text):
                string plain = Literal.Text(Literal.Number(constant.Bits));
                return IsInteger(plain) ? plain + ".0" : plain;
            case IrTypeKind.Single when IsInteger(text):
                return text + "f";
            default:
                return text;
        }
    }

    private static bool IsInteger(string text) => text.TrimStart('-').All(c => c is (>= '0' and <= '9') or '_');

    private static bool IsSingle(string text) =>
        (text.EndsWith("f", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.StartsWith("0b", StringComparison.OrdinalIgnoreCase);

    /// <summary>How tightly the text of a constant binds.</summary>
    public static Precedence PrecedenceOf(string text) => text switch
    {
        _ when text.Contains(" + ") || text.Contains(" - ") => Precedence.Additive,
        _ when text.Contains(" / ") || text.Contains(" * ") || text.Contains(" % ") => Precedence.Multiplicative,
        ['-', ..] or ['(', ..] => Precedence.Unary,
        _ => Precedence.Primary,
    };
}
