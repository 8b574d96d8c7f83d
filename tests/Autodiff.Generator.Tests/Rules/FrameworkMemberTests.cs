using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>
/// Every function of real numbers that the running framework declares is accepted and has the right gradient: what a new
/// framework adds fails here until it has a line in the rule table.
/// </summary>
public class FrameworkMemberTests
{
    private static readonly Dictionary<string, FrameworkMember> Members = FrameworkMember.All.ToDictionary(member => member.Name);

    private static readonly Lazy<LoadedProgram> Program = new(() => GeneratorHost.Run(
        "using System;\nusing Autodiff;\n\npublic static partial class Members\n{\n"
        + string.Join('\n', Members.Values.Select((member, i) => "    " + member.Source("F" + i)))
        + "\n}\n").Load());

    public static TheoryData<string> Differentiated => [.. Members.Values.Where(m => m.IsDifferentiated).Select(m => m.Name)];

    public static TheoryData<string> Constant => [.. Members.Values.Where(m => !m.IsDifferentiated).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Differentiated))]
    public void A_function_of_the_framework_has_the_slope_of_its_differences(string name)
    {
        var member = Members[name];
        var gradientMethod = Method(name);
        Assert.All(member.Points, point =>
        {
            double[] gradient = gradientMethod.EvaluateGradient(member.Arguments(point)).Gradient;
            Assert.All(member.Differentiated.Zip(gradient), component =>
            {
                var slope = CentralDifferences.Derivative(member.Evaluate, [.. point], component.First);
                bool isClose = Math.Abs(component.Second - slope.Value) <= Tolerance(member) * Math.Max(Math.Abs(slope.Value), 1e-3);
                Assert.True(isClose || CentralDifferences.Compare(component.Second, slope) == DifferenceVerdict.Agrees, $"{component.Second:R} is not {slope.Value:R}");
            });
        });
    }

    [Theory]
    [MemberData(nameof(Constant))]
    public void A_function_with_another_result_is_constant(string name)
    {
        var gradientMethod = Method(name);

        // x · n or c ? x : 2x, whose slope is the value divided by x.
        var result = gradientMethod.EvaluateGradient(4);
        Assert.Equal(result.Value / 4, Assert.Single(result.Gradient));
    }

    private static GradientMethod Method(string name) => Program.Value.Method("Members.F" + Members.Keys.ToList().IndexOf(name));

    /// <summary>The estimates of the framework are good to some digits only.</summary>
    private static double Tolerance(FrameworkMember member) =>
        member.Method.Name.EndsWith("Estimate", StringComparison.Ordinal) ? 1e-3 : member.IsSingle ? 2e-6 : 0;
}
