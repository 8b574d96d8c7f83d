using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Which factors of the backward pass are multiplied before a loop.</summary>
public class InvariantFactorsTests
{
    [Theory]
    [InlineData("a mean of two", "y += h * (Math.Sin(y) + x[i]) / 2;", "double h2 = 0.5 * h;")]
    [InlineData("a weight of a step", "y += 0.25 * (x[i] * y) * h;", "double h2 = 0.25 * h;")]
    [InlineData("a negative weight", "y -= h * (Math.Sin(y) * x[i]) * 0.25;", "double h2 = 0.25 * h;")]
    public void A_constant_and_a_number_that_the_loop_does_not_change(string name, string statement, string expected)
    {
        string text = Emitted($$"""double h = 2.0 / n; for (int i = 0; i < x.Length; i++) { {{statement}} }""");
        Assert.True(text.Contains(expected, StringComparison.Ordinal), name + "\n" + text);
    }

    [Fact]
    public void Before_the_outermost_loop_that_does_not_change_it()
    {
        string text = Emitted("double h = 2.0 / n; for (int k = 0; k < n; k++) { for (int i = 0; i < x.Length; i++) { y += h * Math.Sin(y) / 2; } y += h * Math.Cos(y) / 2; }");

        string backward = text[text.IndexOf("// Backward pass", StringComparison.Ordinal)..];
        Assert.Single(backward.Split("0.5 * h").Skip(1));
        Assert.True(backward.IndexOf("0.5 * h", StringComparison.Ordinal) < backward.IndexOf("for (", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a constant that may make it infinite", "y += 3 * h * Math.Sin(y);")]
    [InlineData("a number that the loop changes", "y += h * Math.Sin(y) / 2; h += 0.125;")]
    [InlineData("no constant", "y += h * Math.Sin(y) * w;")]
    [InlineData("a product of constants", "y += 0.5 * Math.Sin(y) * 0.25;")]
    public void Others_stay_where_they_are(string name, string statement)
    {
        string text = Emitted($$"""double h = 2.0 / n; double w = Math.Sqrt(n); for (int i = 0; i < x.Length; i++) { {{statement}} }""");
        string backward = text[text.IndexOf("// Backward pass", StringComparison.Ordinal)..];
        Assert.False(backward[..backward.IndexOf("for (", StringComparison.Ordinal)].Contains(" * ", StringComparison.Ordinal), name + "\n" + text);
    }

    private static string Emitted(string body) => GeneratorHost.RunMethod(
        "double[] x, double y, int n",
        $$"""
        {{body}}
        return y;
        """).AssertValid().OnlyFile;
}
