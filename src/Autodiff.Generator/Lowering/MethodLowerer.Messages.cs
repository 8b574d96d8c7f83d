using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <content>Interpolated strings, which a guard may make a message of.</content>
internal sealed partial class MethodLowerer
{
    /// <summary>A brace in a text, with the digit after it: together they would read as a place in the template.</summary>
    private static readonly System.Text.RegularExpressions.Regex EscapedBraces = new(@"\{\d?|\}");

    public override Lowered VisitInterpolatedString(IInterpolatedStringOperation operation, object? argument)
    {
        if (guardDepth == 0)
        {
            return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
        }

        var text = new System.Text.StringBuilder("$\"");
        var operands = new List<int>();
        foreach (var part in operation.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation { Text: ILiteralOperation { ConstantValue.Value: string literal } }:
                    text.Append(EscapedBraces.Replace(Escape(literal), m => m.Value == "}" ? "}}" : m.Length > 1 ? "{'{'}" + m.Value.Substring(1) : "{{"));
                    break;
                case IInterpolationOperation hole when hole.Alignment is null or { ConstantValue.HasValue: true }:
                    text.Append('{').Append('{').Append(operands.Count).Append('}');
                    operands.Add(Scalar(Visit(hole.Expression, null)));
                    if (hole.Alignment is { ConstantValue.Value: int width })
                    {
                        text.Append(',').Append(width.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    }

                    if (hole.FormatString is ILiteralOperation { ConstantValue.Value: string format })
                    {
                        text.Append(':').Append(Escape(format));
                    }

                    text.Append('}');
                    break;
                default:
                    return Refuse(Descriptors.NotSupported, operation, Shorten(operation.Syntax.ToString()));
            }
        }

        text.Append('"');
        return new Lowered.Scalar(Opaque(text.ToString(), new IrType(IrTypeKind.Other, "string"), Effects.Acts, operands.ToArray()));

        // As between the quotes of a string.
        static string Escape(string part)
        {
            string quoted = Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(part, quote: true);
            return quoted.Substring(1, quoted.Length - 2);
        }
    }
}
