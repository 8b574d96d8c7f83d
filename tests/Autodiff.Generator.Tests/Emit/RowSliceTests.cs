using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>Where inner loops take slices of arrays, and where they do not.</summary>
public class RowSliceTests
{
    private const string Row = "Row = ";

    [Fact]
    public void An_inner_loop_walks_the_row_of_a_flat_matrix() => Assert.Contains(
        """
                    if (columns > 0)
                    {
                        int t = i * columns;
                        global::System.ReadOnlySpan<double> aRow = global::System.MemoryExtensions.AsSpan(a, t, columns);
                        global::System.Span<double> aGradientRow = aGradient.Slice(t, columns);
        """,
        Emitted("double p = 1; for (int i = 0; i < k; i++) { double s = 0; for (int j = 0; j < columns; j++) { s += a[i * columns + j] * x[j]; } p *= s; } return p;"),
        StringComparison.Ordinal);

    [Fact]
    public void No_condition_is_needed_where_the_slices_of_a_loop_that_does_not_run_are_empty()
    {
        string text = Emitted("double p = 1; for (int i = 0; i < k; i++) { double s = 0; for (int j = 0; j < x.Length; j++) { s += a[i * x.Length + j] * x[j]; } p *= s; } return p;");

        Assert.Contains(Row, text, StringComparison.Ordinal);
        Assert.DoesNotContain("if (x.Length", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_index_is_where_the_slice_starts() => Assert.Contains(
        """
                    double dXi = 0;
                    if (x.Length > j)
                    {
                        int count = x.Length - j;
                        next -= count;
                        global::System.ReadOnlySpan<double> aRow = global::System.MemoryExtensions.AsSpan(a, next, count);
        """,
        Emitted(
            """
            var y = new double[x.Length];
            int next = 0;
            for (int i = 0; i < x.Length; i++) { for (int j = i + 1; j < x.Length; j++) { y[j] += a[next] * x[i]; next++; } }
            double s = 0;
            foreach (double v in y) { s += v * v; }
            return Math.Sqrt(s);
            """),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("a counter alone", "s += a[j] * x[j];")]
    [InlineData("a constant distance", "s += a[j + 1] * x[j];")]
    [InlineData("an access that not every iteration does", "if (x[j] > 0) { s += a[k + j] * x[j]; }")]
    [InlineData("an index that counts the other way", "s += a[k - j] * x[j];")]
    [InlineData("a multiple of the counter", "s += a[k + 2 * j] * x[j];")]
    [InlineData("an index that wraps with an exception", "s += a[checked(k + j)] * x[j];")]
    [InlineData("many parts", "s += (a[k + j] + a[2 * k + j] + a[3 * k + j]) * (x[k + j] + x[2 * k + j] + x[3 * k + j]) * a[j] * x[j];")]
    public void Other_loops_take_none(string name, string body)
    {
        string text = Emitted($$"""double s = 0; for (int j = 0; j < columns; j++) { {{body}} } return s * s;""");

        Assert.False(text.Contains(Row, StringComparison.Ordinal), name);
    }

    [Fact]
    public void A_part_that_may_not_be_there_throws_what_an_index_does() => Assert.Contains(
        """
                        global::System.ReadOnlySpan<double> aRow = global::Autodiff.Runtime.Arrays.Row<double>(a, k + i, columns);
                        for (int j = 0; j < columns; j++)
                        {
                            s += aRow[j] * x[j];
                        }
        """,
        Emitted("double s = 0; for (int i = 0; i < 3; i++) { for (int j = 0; j < columns; j++) { s += a[k + i + j] * x[j]; } s = Math.Sin(s); } return s * s;"),
        StringComparison.Ordinal);

    [Fact]
    public void A_sum_of_the_forward_pass_starts_before_the_branch() => Assert.Contains(
        """
                    double z = 0.5;
                    if (columns > 0)
                    {
                        global::System.ReadOnlySpan<double> aRow = global::Autodiff.Runtime.Arrays.Row<double>(a, i * columns, columns);
                        for (int j = 0; j < columns; j++)
                        {
                            z += aRow[j] * x[j];
                        }
                    }

        """,
        Emitted("double p = 1; for (int i = 0; i < k; i++) { double z = 0.5; for (int j = 0; j < columns; j++) { z += a[i * columns + j] * x[j]; } p *= Math.Sin(z); } return p;"),
        StringComparison.Ordinal);

    [Fact]
    public void A_part_that_is_written_is_taken_likewise() => Assert.Contains(
        "yRow = global::Autodiff.Runtime.Arrays.WrittenRow<double>(y, i + 1, count);",
        Emitted("""
            double s = 0; Span<double> y = new double[columns];
            for (int i = 0; i < columns; i++) { for (int j = i + 1; j < columns; j++) { y[j] = 0.5 * y[j] + a[k + i + j] * s; } s = Math.Sin(s + y[i]); }
            return s * s;
            """),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("something else throws", "double[] a, int[] d", "s += a[k + j] * (12 / d[j]);")]
    [InlineData("an array may be null", "double[] a, double[]? b", "s += a[k + j] * b![j];")]
    [InlineData("a parameter is written", "double[] a, double[] b", "b[j] = s; s += a[k + j] * b[j];")]
    public void The_accesses_of_the_forward_pass_stay_where(string why, string parameters, string body)
    {
        string text = GeneratorHost.Run(
            $$"""
            #nullable enable
            using System;
            using Autodiff;
            public static partial class Rows
            {
                [Differentiable(nameof(a))] public static double F({{parameters}}, int k, int columns)
                {
                    double s = 1; for (int i = 0; i < 3; i++) { for (int j = 0; j < columns; j++) { {{body}} } s = Math.Sin(s); } return s * s;
                }
            }
            """).AssertValid().OnlyFile;

        Assert.False(text.Contains("Arrays.Row", StringComparison.Ordinal), why);
    }

    private static string Emitted(string body)
    {
        string source = $$"""
            using System;
            using Autodiff;
            public static partial class Rows
            {
                [Differentiable] public static double F(double[] a, double[] x, int k, int columns)
                {
                    {{body}}
                }
            }
            """;
        return GeneratorHost.Run(source).AssertValid().OnlyFile;
    }
}
