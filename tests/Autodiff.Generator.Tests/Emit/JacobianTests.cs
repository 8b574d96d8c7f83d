using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>How the overloads of a Jacobian are laid out.</summary>
public class JacobianTests
{
    [Fact]
    public void Rows_that_are_longer_than_a_line_are_broken_within()
    {
        string file = GeneratorHost.Run(
            """
            using Autodiff;

            public static partial class Model
            {
                [Differentiable(Jacobian = true)]
                public static (double Prey, double Predators) Slope(double prey, double predators, double alpha, double beta, double gamma, double delta) =>
                    (alpha * prey - beta * prey * predators, delta * prey * predators - gamma * predators);
            }
            """).AssertValid().OnlyFile;

        Assert.Contains(
            """
                    return (
                        (preyPreyGradient, preyPredatorsGradient, preyAlphaGradient, preyBetaGradient, preyGammaGradient,
                        preyDeltaGradient),
                        (predatorsPreyGradient, predatorsPredatorsGradient, predatorsAlphaGradient, predatorsBetaGradient,
                        predatorsGammaGradient, predatorsDeltaGradient));
            """,
            file);
    }

    [Fact]
    public void Parameters_by_reference_that_are_results_are_read_before_destinations_are_written()
    {
        string file = GeneratorHost.Run(
            """
            using Autodiff;

            public static partial class Model
            {
                [Differentiable(Jacobian = true)]
                public static (double A, double B) F(in double x, in double y) => (x, x * y);
            }
            """).AssertValid().OnlyFile;

        Assert.Contains(
            """
                    // Forward pass
                    double xValue = x;
                    double yValue = y;
                    double valueB = x * y;

                    // Backward pass
                    aXGradient = 1;
                    aYGradient = 0;
                    bXGradient = yValue;                   // value.B = x * y
                    bYGradient = xValue;
                    return (xValue, valueB);
            """,
            file);
    }

    [Fact]
    public void Adjoints_of_elements_are_named_after_their_row()
    {
        string file = GeneratorHost.Run(
            """
            using System;
            using Autodiff;

            public static partial class Model
            {
                [Differentiable(Jacobian = true)]
                public static (double A, double B) F(Span<double> x)
                {
                    x[0] *= 2;
                    x = x[1..];
                    return (x[0], x[1] * x[0]);
                }
            }
            """).AssertValid().OnlyFile;

        Assert.Contains("double dBdX0 = bXGradient[0]; ", file);
    }
}
