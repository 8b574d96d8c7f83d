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

    private static void AssertContains(string expected, string body)
    {
        string source = $$"""
            using System;
            using Autodiff;
            public static partial class Readable
            {
                [Differentiable] public static double F(double x)
                {
                    {{body}}
                }
            }
            """;
        Assert.Contains(expected.ReplaceLineEndings("\n"), GeneratorHost.Run(source).AssertValid().OnlyFile, StringComparison.Ordinal);
    }
}
