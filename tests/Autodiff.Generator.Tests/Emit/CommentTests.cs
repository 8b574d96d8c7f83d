using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>What a comment quotes of the source.</summary>
public class CommentTests
{
    [Fact]
    public void An_element_of_a_returned_tuple_is_quoted_alone() =>
        Assert.Contains("// Pair.Sum = Math.Exp(scale * x) + y\n", Emitted("(double s, double p) = Pair(x, y); return s * Math.Tanh(p);"), StringComparison.Ordinal);

    [Fact]
    public void A_line_break_after_a_parenthesis_leaves_no_blank() => Assert.Contains(
        "// a = Math.Atan2(x * y, y)\n",
        Emitted("double a = Math.Atan2(\n    x * y,\n    y\n); return a * a;"),
        StringComparison.Ordinal);

    [Fact]
    public void A_long_statement_is_cut_off_between_two_words() => Assert.Contains(
        "// longName = x * Math.Sin(x) * Math.Sin(x) * Math.Sin(x) * Math.Sin(x) * …\n",
        Emitted("double longName = x * Math.Sin(x) * Math.Sin(x) * Math.Sin(x) * Math.Sin(x) * Math.Sin(x) * Math.Sin(x); return longName * y;"),
        StringComparison.Ordinal);

    [Fact]
    public void What_the_code_says_itself_is_not_quoted() => Assert.DoesNotContain(
        "// next = i + 1",
        Emitted("double s = x; for (int i = 0; i < 5; i++) { int next = i + 1; s = Math.Sin(s * next) * next * y; } return s;"),
        StringComparison.Ordinal);

    [Fact]
    public void A_choice_of_both_passes_is_quoted_where_it_begins() => Assert.Contains(
        "if (x > 0)                             // value = x > 0 ? Math.Exp(x) * y : x * y * y\n",
        Emitted("return x > 0 ? Math.Exp(x) * y : x * y * y;"),
        StringComparison.Ordinal);

    private static string Emitted(string body) => GeneratorHost.RunMethod(
        "double x, double y",
        body,
        """
        static (double Sum, double Product) Pair(double x, double y)
        {
            double scale = Math.Sin(x);
            return (
                Math.Exp(scale * x) + y,
                x * Math.Cos(
                    scale - 1));
        }
        """).AssertValid().OnlyFile;
}
