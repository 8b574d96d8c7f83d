namespace Autodiff.Generator.Tests.Oracle;

/// <summary>The kinds of arrays that test programs compute with.</summary>
internal enum ArrayShape
{
    Array,
    Span,
    ReadOnlySpan,

    /// <summary>An array of rank two.</summary>
    Grid,

    /// <summary>An array of arrays.</summary>
    Jagged,
}

internal static class ArrayShapes
{
    /// <summary>The C# type of that shape.</summary>
    public static string Of(this ArrayShape shape, ScalarType element) => shape switch
    {
        ArrayShape.Array => $"{element.Keyword()}[]",
        ArrayShape.Span => $"Span<{element.Keyword()}>",
        ArrayShape.ReadOnlySpan => $"ReadOnlySpan<{element.Keyword()}>",
        ArrayShape.Grid => $"{element.Keyword()}[,]",
        _ => $"{element.Keyword()}[][]",
    };

    /// <summary>Whether one index gives an element.</summary>
    public static bool IsVector(this ArrayShape shape) => shape <= ArrayShape.ReadOnlySpan;

    /// <summary>Whether it is a span, which nested functions cannot capture.</summary>
    public static bool IsSpan(this ArrayShape shape) => shape is ArrayShape.Span or ArrayShape.ReadOnlySpan;
}
