using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>Small things that make emitted loops read as a person would write them.</summary>
public class ReadableTests
{
    [Fact]
    public void A_break_at_the_end_of_an_iteration_has_the_condition_that_the_user_wrote() => AssertContains(
        """
                    if (high - low < 1e-3)
                    {
                        break;
                    }
        """,
        """
        double low = 0, high = 10;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            if (middle * middle > 3) { high = middle; } else { low = middle; }
            if (high - low < 1e-3) { break; }
        }

        return x * low;
        """);

    [Fact]
    public void What_is_taken_off_the_tape_is_named_as_it_was() => AssertContains(
        "double sin = saved[--top];",
        """
        double angle = x;
        double product = 1;
        for (int i = 0; i < 9; i += 2) { double s = product; product = s * Math.Sin(angle); angle += s; }
        return product;
        """);

    [Theory]
    [InlineData("previous = sum;\n            sum += term;\n", "double sum = x, term = x, previous = 0; for (int i = 3; sum != previous; i += 2) { previous = sum; term *= x * x / i; sum += term; } return sum;")]
    [InlineData("last = next;\n            next = 0.5 * (next + t2);\n", "double last = x, next = 0.5 * (last + x / last); while (Math.Abs(next - last) > 1e-12) { last = next; next = 0.5 * (last + x / last); } return next;")]
    [InlineData("(a, b) = (b, a * b);\n", "double a = x, b = 1; for (int i = 0; i < 4; i++) { (a, b) = (b, a * b); } return a;")]
    [InlineData("double sum2 = sum + term;\n", "double sum = x, term = x, previous = 0; for (int i = 3; sum != previous; i += 2) { previous = sum; term *= x / i; sum += term; term += Math.Sin(sum); } return sum;")]
    public void The_next_of_what_is_handed_on_is_computed_where_its_variable_is_free(string expected, string body) => AssertContains(expected, body);

    private static void AssertContains(string expected, string body) =>
        Assert.Contains(expected.ReplaceLineEndings("\n"), GeneratorHost.RunMethod("double x", body).AssertValid().OnlyFile, StringComparison.Ordinal);
}
