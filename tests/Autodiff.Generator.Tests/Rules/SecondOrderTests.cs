using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>
/// A zero adjoint is no branch: f² at a zero of f has slope 0, since its adjoint 2 f is 0 there, and still the curvature 2 f′².
/// </summary>
public class SecondOrderTests
{
    [Theory]
    [InlineData("Log", 1, 1)]
    [InlineData("Log2", 1, 1.4426950408889634)]
    [InlineData("Log10", 1, 0.4342944819032518)]
    [InlineData("LogP1", 0, 1)]
    [InlineData("ExpM1", 0, 1)]
    [InlineData("Exp2M1", 0, 0.6931471805599453)]
    [InlineData("Tan", 0, 1)]
    [InlineData("TanPi", 0, Math.PI)]
    [InlineData("Asin", 0, 1)]
    [InlineData("Atan", 0, 1)]
    [InlineData("Sinh", 0, 1)]
    [InlineData("Tanh", 0, 1)]
    [InlineData("Asinh", 0, 1)]
    [InlineData("Atanh", 0, 1)]
    public void A_square_has_a_curvature_where_its_root_is_zero(string rule, double root, double slope)
    {
        var square = RulePrimal.Squared(rule, IrType.Double);
        var plain = ReverseMode.Differentiate(square);

        Assert.All([plain, Simplifier.Simplify(plain)], gradient =>
        {
            Assert.Equal(0, Interpreter.Evaluate(gradient, root)[1]);
            Assert.Equal(2 * slope * slope, Interpreter.Evaluate(RulePrimal.Differentiate(RulePrimal.Select(gradient, 1)), root)[1], 1e-14);
        });
    }
}
