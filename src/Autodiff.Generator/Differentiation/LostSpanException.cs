namespace Autodiff.Generator.Differentiation;

/// <summary>A span that the backward pass needs can neither be kept nor made again.</summary>
/// <param name="variable">The name of the variable that holds it; null where it has none.</param>
internal sealed class LostSpanException(string? variable) : InvalidOperationException
{
    /// <summary>The name of the variable that holds the span; null where it has none.</summary>
    public string? Variable => variable;
}
