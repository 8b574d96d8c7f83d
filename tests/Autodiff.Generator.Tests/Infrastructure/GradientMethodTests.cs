using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>The checks that other tests lean on, against gradient methods written by hand.</summary>
public class GradientMethodTests
{
    [Fact]
    public void Value_and_gradient_of_overloads_that_agree()
    {
        using var program = Load("out float xGradient", "double value = x * y; xGradient = (float)y; yGradient = x; return value;", "((float)y, x)");

        var evaluation = program.OnlyMethod().EvaluateGradient(3, 4);

        Assert.Equal(12, evaluation.Value);
        Assert.Equal([4.0, 3.0], evaluation.Gradient);
    }

    [Fact]
    public void A_value_that_is_off_by_one_bit_is_a_failure()
    {
        using var program = Load("out float xGradient", "xGradient = (float)y; yGradient = x; return double.BitIncrement(x * y);", "((float)y, x)");

        var failure = Assert.ThrowsAny<XunitException>(() => program.OnlyMethod().EvaluateGradient(3, 4));
        Assert.Contains("Product returns 12, its gradient method 12.000000000000002", failure.Message);
    }

    [Fact]
    public void Overloads_that_differ_in_one_bit_are_a_failure()
    {
        using var program = Load("out float xGradient", "xGradient = (float)y; yGradient = x; return x * y;", "((float)y, double.BitIncrement(x))");

        var failure = Assert.ThrowsAny<XunitException>(() => program.OnlyMethod().EvaluateGradient(3, 4));
        Assert.Contains("component 1 is 3", failure.Message);
    }

    [Fact]
    public void An_exception_of_the_method_must_be_thrown_by_both_overloads()
    {
        using var same = Load(
            "out float xGradient",
            "if (y < 0) throw new System.ArithmeticException(); xGradient = 0; yGradient = 0; return x * y;",
            "y < 0 ? throw new System.ArithmeticException() : (0f, 0)");
        Assert.Throws<ArithmeticException>(() => same.OnlyMethod().EvaluateGradient(3, -4));

        using var none = Load("out float xGradient", "xGradient = 0; yGradient = 0; return x * y;", "(0f, 0)");
        Assert.ThrowsAny<XunitException>(() => none.OnlyMethod().EvaluateGradient(3, -4));
    }

    private static LoadedProgram Load(string destination, string body, string gradient) =>
        LoadedProgram.Load(GeneratorHost.Compile(LanguageVersion.Latest, [$$"""
            public class Model
            {
                [Autodiff.Differentiable]
                private double Product(float x, in double y) => y < 0 ? throw new System.ArithmeticException() : x * y;
                private double ProductGradient(float x, in double y, {{destination}}, out double yGradient) { {{body}} }
                private (float x, double y) ProductGradient(float x, in double y) => {{gradient}};
            }
            """]));
}
