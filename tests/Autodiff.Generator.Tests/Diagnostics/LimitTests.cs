using System.Text;
using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>What is too large, or has no value, is refused: quickly, and never in silence.</summary>
public class LimitTests
{
    [Fact]
    public void Helpers_that_double_are_refused_though_they_share_every_value()
    {
        var helpers = new StringBuilder("private static double F0(double x) => Math.Sin(x);\n");
        for (int level = 1; level <= 40; level++)
        {
            helpers.Append($"private static double F{level}(double x) => F{level - 1}(x) + F{level - 1}(x);\n");
        }

        Assert.Equal(["ADG0051"], Refuse($"[Differentiable] public static double F(double x) => F40(x);\n{helpers}"));
    }

    [Theory]
    [InlineData("=> throw new NotImplementedException();")]
    [InlineData("{ throw new NotImplementedException(); }")]
    [InlineData("=> Fail(x);")]
    [InlineData("{ return Fail(x); }")]
    public void A_method_that_always_throws_is_refused(string body) => Assert.Equal(
        ["ADG0049"],
        Refuse($"[Differentiable] public static double F(double x) {body}\nprivate static double Fail(double x) => throw new NotSupportedException();"));

    private static IEnumerable<string> Refuse(string members)
    {
        var run = GeneratorHost.Run($"using System;\nusing Autodiff;\n\npublic static partial class Model\n{{\n{members}\n}}\n");
        Assert.Empty(run.Files);
        return run.AnalyzerDiagnostics().Select(d => d.Id);
    }
}
