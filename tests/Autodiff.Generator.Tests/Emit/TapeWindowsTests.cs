using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>What a loop keeps in windows of the tape, and what it keeps last in, first out.</summary>
public class TapeWindowsTests
{
    [Theory]
    [InlineData("for (int i = 0; i < x.Length; i++)", "x.Length")]
    [InlineData("for (int i = 1; i < x.Length; i++)", "x.Length")]
    [InlineData("for (int i = 16; i < x.Length; i++)", "x.Length")]
    [InlineData("for (int i = x.Length - 1; i >= 0; i--)", "x.Length")]
    [InlineData("for (int i = x.Length - 1; i >= 2; i--)", "x.Length")]
    [InlineData("for (int i = 0; i < 9; i++)", "9")]
    [InlineData("foreach (double v in x)", "x.Length")]
    [InlineData("for (int i = 0; i < n; i++)", "global::System.Math.Max(0, n)")]
    [InlineData("for (int i = 0; i <= n; i++)", "global::System.Math.Max(0, n + 1)")]
    [InlineData("var a = new double[n]; y *= a.Length + a[0]; for (int i = 0; i < n; i++)", "n")]
    public void One_window_for_a_loop_that_counts(string loop, string length)
    {
        string text = Emitted($$"""{{loop}} { y = Math.Sin(y); } return y;""");
        Assert.Contains($"Span<double> savedY = global::System.MemoryExtensions.AsSpan(saved, 0, {length});", text, StringComparison.Ordinal);
        Assert.Matches(@" savedY\[i2?\] = y;", text);
        Assert.Matches(@"Math.Cos\(savedY\[i2?\]\);", text);
        Assert.DoesNotContain("top", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("for (int i = 17; i < x.Length; i++) { y = Math.Sin(y); }")]
    [InlineData("for (int i = n; i < x.Length; i++) { y = Math.Sin(y); }")]
    [InlineData("for (int i = -1; i < n; i++) { y = Math.Sin(y); }")]
    [InlineData("for (int i = n; i > 0; i--) { y = Math.Sin(y); }")]
    [InlineData("for (int i = 0; i < n; i += 2) { y = Math.Sin(y); }")]
    [InlineData("for (long i = 0; i < n; i++) { y = Math.Sin(y); }")]
    [InlineData("while (y > 1e-3) { y = Math.Sin(y); }")]
    [InlineData("for (int i = 0; i < n; i++) { y = Math.Sin(y); if (y < 0) break; }")]
    [InlineData("for (int i = 0; i < n; i++) { if (x[i] > 0) y *= Math.Exp(x[i]); }")]
    [InlineData("for (int k = 0; k < n; k++) for (int i = 0; i < n; i++) { y = Math.Sin(y); }")]
    public void Last_in_first_out(string loops) => Assert.DoesNotContain("AsSpan", Emitted(loops + " return y;"), StringComparison.Ordinal);

    [Theory]
    [InlineData("for (int i = 0; i < x.Length; i++)")]
    [InlineData("for (int i = 2; i < x.Length; i++)")]
    [InlineData("for (int i = x.Length - 1; i >= 0; i--)")]
    [InlineData("foreach (double v in x)")]
    public void Windows_for_each_run_of_an_inner_loop(string loop)
    {
        string text = Emitted($$"""for (int k = 0; k < n; k++) { {{loop}} { y = Math.Sin(y); } } return y;""");
        Assert.Contains(
            """
                        global::System.Span<double> savedY = global::System.MemoryExtensions.AsSpan(saved, top, x.Length);
                        top += x.Length;
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            """
                        top -= x.Length;
                        global::System.Span<double> savedY = global::System.MemoryExtensions.AsSpan(saved, top, x.Length);
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.Matches(@" savedY\[i2?\] = y;", text);
        Assert.Matches(@"Math.Cos\(savedY\[i2?\]\);", text);
    }

    [Theory]
    [InlineData("another bound than a length", "for (int i = 0; i < n; i++) { y = Math.Sin(y); }")]
    [InlineData("a start that is no constant", "for (int i = k; i < x.Length; i++) { y = Math.Sin(y); }")]
    [InlineData("another step", "for (int i = 0; i < x.Length; i += 2) { y = Math.Sin(y); }")]
    [InlineData("an exit", "for (int i = 0; i < x.Length; i++) { y = Math.Sin(y); if (y < 0) break; }")]
    [InlineData("a branch that keeps something", "for (int i = 0; i < x.Length; i++) { y = Math.Sin(y); if (y < 0.5) { y = Math.Exp(y) * x[i]; } }")]
    [InlineData("a loop in it", "for (int i = 0; i < x.Length; i++) { y = Math.Sin(y); for (int j = 0; j < n; j++) { y *= x[j]; } }")]
    public void Inner_loops_that_keep_last_in_first_out(string name, string loop) =>
        Assert.False(Emitted($$"""for (int k = 0; k < n; k++) { {{loop}} } return y;""").Contains("AsSpan(saved, ", StringComparison.Ordinal), name);

    [Fact]
    public void What_comes_after_is_kept_behind_the_windows() => AssertContains(
        "double u = y; for (int i = 0; i < n; i++) { double t = y; y = Math.Sin(u); u = Math.Cos(t); } for (int i = 0; i < x.Length; i++) { u = Math.Exp(y * u); } return u;",
        """
                int count = global::System.Math.Max(0, n);
                global::System.Span<double> savedY = global::System.MemoryExtensions.AsSpan(saved, top, count);
                global::System.Span<double> savedU = global::System.MemoryExtensions.AsSpan(saved, top + count, count);
                top += 2 * count;
        """);

    [Fact]
    public void What_a_loop_in_a_loop_keeps_is_given_back_by_each_iteration()
    {
        string text = Emitted(
            """
            for (int k = 0; k < n; k++)
            {
                double p = 1, q = 1;
                for (int i = 0; i < x.Length; i++) { p *= x[i] + k; }
                for (int i = 0; i < x.Length; i++) { q *= x[i] - k; }
                y += p * q;
            }

            return y;
            """);
        Assert.Single(text.Split("top += x.Length;").Skip(1));
        Assert.Single(text.Split("top -= x.Length;").Skip(1));
    }

    /// <summary>Where the tape grows, it gives back the storage that the window looks at.</summary>
    [Fact]
    public void A_window_is_opened_again_where_room_is_made_meanwhile() => AssertContains(
        "for (int i = 0; i < x.Length; i++) { y = Math.Sin(y); } while (y > 1e-3) { y *= Math.Exp(-y); } return y;",
        """
                top -= x.Length;
                global::System.Span<double> savedY2 = global::System.MemoryExtensions.AsSpan(saved, top, x.Length);
        """);

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { double t = a; a = Math.Sin(b); b = Math.Sin(c); c = Math.Sin(d); d = Math.Sin(y); y = Math.Sin(t); }")]
    [InlineData("while (y > 0.01) { double t = a; a = Math.Sin(b); b = Math.Sin(c); c = Math.Sin(d); d = Math.Sin(y); y = Math.Sin(t); }")]
    public void Many_values_of_an_iteration_side_by_side(string loop)
    {
        string text = Emitted($"double a = 1, b = 2, c = 3, d = 4; {loop} return y * a * b * c * d;");
        Assert.Contains("Span<double> kept = global::System.MemoryExtensions.AsSpan(saved, top, 5);", text, StringComparison.Ordinal);
        Assert.Contains("kept[4] = y;", text, StringComparison.Ordinal);
        Assert.Contains("double y2 = kept[4];", text, StringComparison.Ordinal);
    }

    private static void AssertContains(string body, string expected) =>
        Assert.Contains(expected.ReplaceLineEndings("\n"), Emitted(body), StringComparison.Ordinal);

    private static string Emitted(string body) => GeneratorHost.RunMethod("double[] x, double y, int n", body).AssertValid().OnlyFile;
}
