using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>
/// A zero adjoint contributes exactly zero, whatever the partial, to the gradient and to second derivatives: each line
/// is multiplied by a weight that is 0.
/// </summary>
public class ZeroAdjointTests
{
    public static TheoryData<string> Guarded => [.. RuleTable.All.Where(r => r.IsGuarded).Select(r => r.Name)];

    public static TheoryData<string> Regular => [.. RuleTable.All.Where(r => !r.IsGuarded && !r.IsZero).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Guarded))]
    public void A_guarded_line_has_a_singular_point(string rule)
    {
        var gradient = RulePrimal.Differentiate(RulePrimal.Of(rule, IrType.Double));

        Assert.NotEmpty(RuleDomain.ByName[rule].Singular);
        Assert.All(RuleDomain.ByName[rule].Singular, point =>
            Assert.Contains(Interpreter.Evaluate(gradient, point).Skip(1), partial => !(Math.Abs(partial) < 1e30)));
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public void At_a_singular_point_the_gradient_is_zero(string rule)
    {
        Assert.All(new[] { IrType.Double, IrType.Single }, type =>
        {
            var gradient = RulePrimal.Differentiate(RulePrimal.Weighted(rule, type));
            Assert.All(RuleDomain.ByName[rule].Singular, point =>
                Assert.All(Interpreter.Evaluate(gradient, [.. point, 0])[1..^1], partial => Assert.Equal(0, partial)));
        });
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public void At_a_singular_point_the_second_derivatives_are_zero(string rule)
    {
        var weighted = RulePrimal.Weighted(rule, IrType.Double);
        var gradient = ReverseMode.Differentiate(weighted);
        for (int k = 1; k < RulePrimal.Differentiated(weighted).Length; k++)
        {
            var second = RulePrimal.Differentiate(RulePrimal.Select(gradient, k));
            Assert.All(RuleDomain.ByName[rule].Singular, point => Assert.All(
                Interpreter.Evaluate(second, [.. point, 0])[1..^1],
                partial => Assert.True(partial == 0, $"{partial} in\n{second}")));
        }
    }

    /// <summary>What makes it right to leave the guard out: no finite operands have an infinite or undefined partial.</summary>
    [Theory]
    [MemberData(nameof(Regular))]
    public void A_regular_line_has_finite_partials_everywhere(string rule)
    {
        double[] extremes = [0, -0.0, 1, -1, 0.5, 1e-320, -1e-320, 1e300, -1e300];
        var primal = RulePrimal.Of(rule, IrType.Double);
        var gradient = RulePrimal.Differentiate(primal);
        IEnumerable<double[]> points = [[]];
        for (int i = 0; i < primal.Parameters.Length; i++)
        {
            points = points.SelectMany(p => extremes.Select(e => (double[])[.. p, e]));
        }

        Assert.All(points.Where(p => rule != "Clamp" || p[1] <= p[2]), point =>
            Assert.All(Interpreter.Evaluate(gradient, point).Skip(1), partial => Assert.True(double.IsFinite(partial))));
    }
}
