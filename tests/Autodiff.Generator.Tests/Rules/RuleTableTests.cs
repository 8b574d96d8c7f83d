using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;
using Autodiff.Generator.Tests.Oracle;
using Function = Autodiff.Generator.Ir.Function;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>Every line of the rule table, differentiated once and twice, against differences of eighth order.</summary>
public class RuleTableTests
{
    /// <summary>What a gradient in <see langword="float"/> may be off by: some units in the last place.</summary>
    private const double SinglePrecision = 2e-6;

    public static TheoryData<string> Lines => [.. RuleTable.All.Select(r => r.Name)];

    [Fact]
    public void Every_line_has_a_domain_and_every_domain_a_line() => Assert.Equal(
        RuleTable.All.Select(r => r.Name).Order(StringComparer.Ordinal),
        RuleDomain.ByName.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Partials_are_the_slopes_of_the_primitive(string rule)
    {
        var domain = RuleDomain.ByName[rule];
        var primal = RulePrimal.Of(rule, IrType.Double);
        var gradient = RulePrimal.Differentiate(primal);
        var exact = domain.Exact ?? (o => Interpreter.Evaluate(primal, o)[0]);

        Assert.All(domain.Points, point =>
        {
            double[] results = Interpreter.Evaluate(gradient, point);
            int[] parameters = RulePrimal.Differentiated(primal);
            for (int k = 0; k < parameters.Length; k++)
            {
                AssertAgrees(gradient, results[k + 1], CentralDifferences.Derivative(exact, [.. point], parameters[k]), Tolerance(rule));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Partials_are_the_slopes_in_single_precision(string rule)
    {
        var domain = RuleDomain.ByName[rule];
        var primal = RulePrimal.Of(rule, IrType.Double);
        var exact = domain.Exact ?? (o => Interpreter.Evaluate(primal, o)[0]);
        var gradient = RulePrimal.Differentiate(RulePrimal.Of(rule, IrType.Single));

        Assert.All(domain.Points, point =>
        {
            double[] results = Interpreter.Evaluate(gradient, [.. point]);
            int[] parameters = RulePrimal.Differentiated(primal);
            for (int k = 0; k < parameters.Length; k++)
            {
                AssertAgrees(gradient, results[k + 1], CentralDifferences.Derivative(exact, [.. point], parameters[k]), SinglePrecision);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Second_partials_are_the_slopes_of_the_partials(string rule)
    {
        var domain = RuleDomain.ByName[rule];
        var primal = RulePrimal.Of(rule, IrType.Double);
        var gradient = RulePrimal.Differentiate(primal);
        int[] parameters = RulePrimal.Differentiated(primal);
        for (int k = 0; k < parameters.Length; k++)
        {
            var partial = RulePrimal.Select(gradient, k + 1);
            var second = RulePrimal.Differentiate(partial);
            Assert.All(domain.Points, point =>
            {
                double[] results = Interpreter.Evaluate(second, point);
                for (int j = 0; j < parameters.Length; j++)
                {
                    var slope = CentralDifferences.Derivative(o => Interpreter.Evaluate(partial, o)[0], [.. point], parameters[j]);
                    AssertAgrees(second, results[j + 1], slope, Tolerance(rule));
                }
            });
        }
    }

    /// <summary>The estimates of the framework are good to some digits only, and so is what is computed from them.</summary>
    private static double Tolerance(string rule) => rule.EndsWith("Estimate", StringComparison.Ordinal) ? 1e-3 : 0;

    private static void AssertAgrees(Function function, double derivative, DifferenceEstimate slope, double tolerance)
    {
        double scale = Math.Max(Math.Abs(slope.Value), 1e-3);
        bool isClose = Math.Abs(derivative - slope.Value) <= tolerance * scale;
        Assert.True(
            isClose || CentralDifferences.Compare(derivative, slope) == DifferenceVerdict.Agrees,
            $"{derivative:R} is not the slope {slope.Value:R} ± {slope.Error:g1} in\n{function}");
    }
}
