using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>After an edit, what depends on it is derived again, and nothing else.</summary>
public class CachingTests
{
    /// <summary>The name of the step whose values are the lowered methods: the cache boundary.</summary>
    internal const string Methods = "Methods";

    private const string Losses = """
        using Autodiff;

        public static partial class Losses
        {
            [Differentiable]
            public static double Squared(double x) => Tools.Scale(3) * x * x;

            [Differentiable]
            public static double Product(double x, double y) => x * y;
        }
        """;

    private const string Tools = """
        public static class Tools
        {
            public static double Scale(double factor) => 2 * factor;

            public static double Shifted(double x) => x + 1;
        }
        """;

    private const string Waves = """
        using System;
        using Autodiff;

        public static partial class Waves
        {
            [Differentiable]
            public static double Sine(double x) => Math.Sin(Tools.Shifted(x));
        }
        """;

    private const string Unrelated = """
        public static class Unrelated
        {
            public static int Answer() => 42;
        }
        """;

    [Fact]
    public void An_edit_in_an_unrelated_file_derives_nothing()
    {
        var run = Open().Edit(file: 3, "42", "43 + 1");

        Assert.All(run.Reasons(Methods), AssertKept);
        Assert.All(run.OutputReasons(), AssertKept);
    }

    [Fact]
    public void Lines_that_move_derive_nothing()
    {
        var run = Open().Edit(file: 0, "using Autodiff;", "// A comment.\n\nusing Autodiff;");

        Assert.All(run.Reasons(Methods), AssertKept);
        Assert.All(run.OutputReasons(), AssertKept);
    }

    [Fact]
    public void An_edit_in_one_method_derives_that_method()
    {
        var run = Open();
        var before = run.Files;

        run.Edit(file: 0, "x * y;", "x * y * y;");

        Assert.Single(run.Reasons(Methods), IncrementalStepRunReason.Modified);
        Assert.Single(run.OutputReasons(), IncrementalStepRunReason.Modified);
        Assert.Equal("Product", ChangedMethod(before, run.Files));
    }

    [Fact]
    public void An_edit_in_a_helper_derives_the_method_that_calls_it()
    {
        var run = Open();
        var before = run.Files;

        run.Edit(file: 1, "x + 1", "x + 1.5");

        Assert.Single(run.OutputReasons(), IncrementalStepRunReason.Modified);
        Assert.Equal("Sine", ChangedMethod(before, run.Files));
    }

    [Fact]
    public void An_overload_added_in_another_file_derives_the_method_that_now_calls_it()
    {
        var run = Open();
        var before = run.Files;

        run.Edit(file: 1, "public static double Shifted", "public static double Scale(int factor) => 5 * factor;\n\n    public static double Shifted");

        Assert.Single(run.OutputReasons(), IncrementalStepRunReason.Modified);
        Assert.Equal("Squared", ChangedMethod(before, run.Files));
    }

    [Fact]
    public void A_method_that_is_no_longer_marked_loses_its_file_and_the_others_stay()
    {
        var run = Open();

        run.Edit(file: 2, "[Differentiable]", "");

        Assert.Equal(2, run.Files.Count);
        Assert.Contains(IncrementalStepRunReason.Removed, run.OutputReasons());
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, run.OutputReasons());
        Assert.DoesNotContain(IncrementalStepRunReason.New, run.OutputReasons());
    }

    private static IncrementalRun Open()
    {
        var run = new IncrementalRun(Losses, Tools, Waves, Unrelated);
        Assert.Equal(3, run.Files.Count);
        return run;
    }

    private static void AssertKept(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"the reason is {reason}");

    /// <summary>The method of the one file whose text differs; the hint name is <c>Type.Method(types).g.cs</c>.</summary>
    private static string ChangedMethod(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        string hintName = Assert.Single(after.Keys, name => before[name] != after[name]);
        return hintName[..hintName.IndexOf('(', StringComparison.Ordinal)].Split('.')[^1];
    }
}
