namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>The cases that do not work yet.</summary>
internal static class Pending
{
    /// <summary>Why, by name.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["a power by squaring"] = "recursion is refused",
        ["the marked method calls itself"] = "recursion is refused",
        ["a sum by halves of a span"] = "recursion is refused",
        ["a falling factorial"] = "recursion is refused",
        ["a tree of calls"] = "recursion is refused",
        ["two methods that call each other"] = "recursion is refused",
        ["a determinant by Laplace expansion"] = "recursion is refused",
        ["a Walsh-Hadamard transform that splits"] = "recursion is refused",
        ["a Fourier transform that splits, real and imaginary parts apart"] = "recursion is refused",
        ["adaptive Simpson quadrature"] = "recursion is refused",
        ["the numbers of Fibonacci with weights"] = "recursion is refused",
        ["quicksort of a local copy"] = "recursion is refused",
        ["recursion on a span of floats"] = "recursion is refused",
    };
}
