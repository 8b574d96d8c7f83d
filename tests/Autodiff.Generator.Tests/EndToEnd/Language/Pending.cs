namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>The cases that do not work yet.</summary>
internal static class Pending
{
    /// <summary>Why, by name.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["a stack machine that stops"] = "foreach over a string is refused",
        ["search for the interval, then interpolate"] = "emitted code does not compile: CS0219",
        ["a barrier option that ends early"] = "the gradient is wrong",
        ["matrices of rotation multiplied along a chain"] = "fault: a new array carried by a loop has no shadow",
        ["Gauss elimination and back substitution"] = "the gradient is wrong",
        ["a matrix power by repeated squaring"] = "fault: a new array carried by a loop has no shadow",
        ["collection expressions"] = "emitted code does not compile: CS8331",
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
        ["Runge-Kutta of the predator and its prey"] = "the gradient method throws IndexOutOfRangeException",
        ["recursion on a span of floats"] = "recursion is refused",
        ["k-means objective"] = "the gradient is wrong",
        ["the best path by Viterbi"] = "fault: a span that is one array or another cannot be saved",
        ["exponential smoothing with trend and season"] = "emitted code does not compile: CS0121",
        ["a window of a jagged row and of a matrix row"] = "the gradient is wrong",
    };
}
