using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>The default value of an optional parameter, and other constants, as C# text.</summary>
internal static class DefaultValue
{
    /// <summary>The default value with its equals sign, or the empty string where there is none that may be repeated.</summary>
    public static string Clause(IParameterSymbol parameter) => CanRepeat(parameter) ? " = " + Text(parameter) : "";

    /// <summary>A constant of one of the primitive types as a literal, or as the named constant where there is no literal.</summary>
    public static string Literal(object value) => value switch
    {
        double number => Number(number),
        float number => Number(number),
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "u",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "default",
    };

    /// <summary>A constant of a type that may be an enum: the name of the member with that value where there is one.</summary>
    public static string Literal(object value, ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            return Literal(value);
        }

        var member = enumeration.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && value.Equals(f.ConstantValue));
        string name = TypeText.Of(enumeration);
        return member is null ? $"({name})({Literal(value)})" : $"{name}.{Identifiers.Escape(member.Name)}";
    }

    /// <summary>
    /// An optional parameter may stand before a required one where an attribute declares it; no default value is repeated then,
    /// nor for <c>ref readonly</c>, of which the compiler warns (CS9200), nor a date, which has no constant.
    /// </summary>
    private static bool CanRepeat(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol method
        && method.Parameters.Skip(parameter.Ordinal).All(p => p.IsParams || IsRepeatable(p))
        && !parameter.IsParams;

    private static bool IsRepeatable(IParameterSymbol parameter) =>
        parameter.HasExplicitDefaultValue
        && parameter.RefKind is RefKind.None or RefKind.In
        && parameter.ExplicitDefaultValue is not DateTime;

    private static string Text(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (parameter.ExplicitDefaultValue is { } value)
        {
            // Frameworks differ in how many digits they write for a number: the user's own are the same on every host.
            var syntax = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as ParameterSyntax;
            if (syntax?.Default?.Value is { } source && IsNumericLiteral(source))
            {
                return source.ToString();
            }

            return Literal(value, UnderlyingType(type));
        }

        // The generated file has nullable annotations on, whatever the user's has.
        bool needsSuppression = !type.IsValueType && type.NullableAnnotation != NullableAnnotation.Annotated;
        string none = type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? "null" : "default";
        return none + (needsSuppression ? "!" : "");
    }

    private static bool IsNumericLiteral(ExpressionSyntax expression) => expression switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => IsNumericLiteral(minus.Operand),
        _ => expression.IsKind(SyntaxKind.NumericLiteralExpression),
    };

    private static ITypeSymbol UnderlyingType(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    private static string Number(double number)
    {
        if (double.IsNaN(number))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        // "R" does not always round-trip on .NET Framework; it also loses the sign of zero there.
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != number)
        {
            text = number.ToString("G17", CultureInfo.InvariantCulture);
        }

        return WithSign(text, BitConverter.DoubleToInt64Bits(number) < 0) + (IsInteger(text) ? ".0" : "");
    }

    private static string Number(float number)
    {
        if (float.IsNaN(number))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(number))
        {
            return number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        string text = number.ToString("R", CultureInfo.InvariantCulture);
        if (float.Parse(text, CultureInfo.InvariantCulture) != number)
        {
            text = number.ToString("G9", CultureInfo.InvariantCulture);
        }

        return WithSign(text, BitConverter.DoubleToInt64Bits(number) < 0) + "f";
    }

    private static string WithSign(string text, bool isNegative) =>
        isNegative && !text.StartsWith("-", StringComparison.Ordinal) ? "-" + text : text;

    private static bool IsInteger(string text) => text.All(c => c is '-' or (>= '0' and <= '9'));
}
