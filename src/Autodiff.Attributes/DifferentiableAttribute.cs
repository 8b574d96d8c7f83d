namespace Autodiff;

/// <summary>
/// Marks a method for differentiation: the generator adds a <c>{Method}Gradient</c> method beside it that returns the
/// method's value and its gradient with respect to the differentiated parameters.
/// </summary>
/// <remarks>
/// The containing type is <c>partial</c> and the method returns <see cref="double"/> or <see cref="float"/>, or a tuple of these where
/// <see cref="Jacobian"/> is asked for.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class DifferentiableAttribute : Attribute
{
    /// <summary>Differentiates with respect to every parameter that can be.</summary>
    public DifferentiableAttribute()
    {
        Parameters = [];
    }

    /// <summary>Differentiates with respect to the named parameters only.</summary>
    /// <param name="parameters">Names of parameters of the method; none twice.</param>
    public DifferentiableAttribute(params string[] parameters)
    {
        Parameters = parameters;
    }

    /// <summary>The names of the differentiated parameters; empty for every parameter that can be.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>
    /// Also emits <c>{Method}Graph</c>, which returns the method's expression graph with its values and gradients.
    /// </summary>
    public bool Explain { get; set; }

    /// <summary>
    /// Emits, in place of <c>{Method}Gradient</c>, <c>{Method}Jacobian</c> for a method that returns a tuple of numbers: it returns the
    /// tuple, and the gradient of each of its elements.
    /// </summary>
    public bool Jacobian { get; set; }
}
