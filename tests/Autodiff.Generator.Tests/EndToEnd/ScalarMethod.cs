using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd;

/// <summary>
/// A method as a user writes it, a point, and its value and gradient there, which were computed with 80 digits from the
/// formula, not from the code, and rounded to the nearest double.
/// </summary>
internal sealed record ScalarMethod
{
    /// <summary>A tolerance for methods that compute in <see langword="float"/>.</summary>
    public const double SingleTolerance = 1e-6;

    private const string Usings = "using System;\nusing Autodiff;\n\n";

    private static readonly string[] Names = ["x", "y", "z"];

    public required string Name { get; init; }

    public required string Source { get; init; }

    public required object[] Point { get; init; }

    /// <summary>The value; null where the gradient alone is of interest.</summary>
    public double? Value { get; init; }

    public required double[] Gradient { get; init; }

    /// <summary>The method's qualified name where the source has several that are marked.</summary>
    public string? Method { get; init; }

    /// <summary>Types beside the model.</summary>
    public string Others { get; init; } = "";

    /// <summary>What a result may be off by, relative to it or, where it is small, to 1.</summary>
    public double Tolerance { get; init; } = 1e-13;

    /// <summary>A method whose text is a member of a class.</summary>
    public static ScalarMethod InModel(string name, string members, object[] at, double value, double[] gradient) => new()
    {
        Name = name,
        Source = $"public partial class Model\n{{\n{members}\n}}\n",
        Point = at,
        Value = value,
        Gradient = gradient,
    };

    /// <summary>A method with the types that contain it.</summary>
    public static ScalarMethod InFile(string name, string types, object[] at, double value, double[] gradient) =>
        InModel(name, "", at, value, gradient) with { Source = types };

    /// <summary>A method of up to three parameters x, y and z that returns an expression.</summary>
    public static ScalarMethod OfExpression(string expression, double[] at, double[] gradient)
    {
        string parameters = string.Join(", ", Names.Take(at.Length).Select(name => $"double {name}"));
        return new()
        {
            Name = expression,
            Source = $$"""
                public static partial class Model
                {
                    [Differentiable]
                    public static double F({{parameters}}) => {{expression}};

                    private static double Square(double x) => x * x;
                }
                """,
            Point = [.. at],
            Gradient = gradient,
        };
    }

    /// <summary>Runs the generator, compiles, calls both overloads and compares.</summary>
    public void Check()
    {
        var run = GeneratorHost.Run(Usings + Source + Others);
        using var program = run.Load();
        var method = Method is null ? program.OnlyMethod() : program.Method(Method);
        var actual = method.EvaluateGradient(Point);

        if (Value is { } value)
        {
            Assert.True(IsClose(value, actual.Value), $"the value is {actual.Value:R}, not {value:R}");
        }

        Assert.Equal(Gradient.Length, actual.Gradient.Length);
        for (int i = 0; i < Gradient.Length; i++)
        {
            Assert.True(
                IsClose(Gradient[i], actual.Gradient[i]),
                $"component {i} of the gradient is {actual.Gradient[i]:R}, not {Gradient[i]:R}, in\n{run.Dump()}");
        }
    }

    private bool IsClose(double expected, double actual) => double.IsFinite(expected)
        ? Math.Abs(actual - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))
        : expected.Equals(actual);
}
