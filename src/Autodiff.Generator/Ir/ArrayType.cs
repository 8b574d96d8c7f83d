namespace Autodiff.Generator.Ir;

/// <summary>What an array type is an array of. Immutable, and equal by value.</summary>
/// <param name="Element">The type of its elements: an array type where it is jagged.</param>
/// <param name="Shape">Array or span.</param>
/// <param name="Rank">The number of dimensions.</param>
internal sealed record ArrayType(IrType Element, ArrayShape Shape, int Rank = 1)
{
    /// <summary>The type as C# text. The ranks of a jagged array are written outermost first.</summary>
    public string Text => Shape switch
    {
        ArrayShape.Span => $"global::System.Span<{Element.Text}>",
        ArrayShape.ReadOnlySpan => $"global::System.ReadOnlySpan<{Element.Text}>",
        _ => WithBrackets(string.Empty),
    };

    private string WithBrackets(string outer)
    {
        string brackets = outer + "[" + new string(',', Rank - 1) + "]";
        return Element.Array is { Shape: ArrayShape.Array } inner ? inner.WithBrackets(brackets) : Element.Text + brackets;
    }
}

/// <summary>What kind of array a value is.</summary>
internal enum ArrayShape : byte
{
    Array,
    Span,
    ReadOnlySpan,
}
