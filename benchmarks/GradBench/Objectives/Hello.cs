using Autodiff;

namespace GradBench.Objectives;

/// <summary>The eval <c>hello</c>: a number times itself.</summary>
internal static partial class Hello
{
    /// <summary>x².</summary>
    [Differentiable]
    public static double Square(double x) => x * x;
}
