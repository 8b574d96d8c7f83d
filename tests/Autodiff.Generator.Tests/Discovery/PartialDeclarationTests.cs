using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>Gradient methods that the user declares and the generator implements.</summary>
public class PartialDeclarationTests
{
    [Fact]
    public void The_users_names_modifiers_and_documentation_stand()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            using Autodiff;
            using System;
            #nullable enable
            public class Base { public void FGradient(double[] x, string? s) { } }
            public partial class C : Base
            {
                [Differentiable]
                internal double F(double[] x, string? s = null) => 0;

                /// <summary>The gradient.</summary>
                public new virtual unsafe partial double[] FGradient(double[] at, string? label = "a");

                protected internal partial double FGradient(double[] point, string? label, scoped Span<double> slope);
            }
            """));

        Assert.Contains("    protected internal partial double FGradient(\n        double[] point, string? label,\n        scoped global::System.Span<double> slope)\n", file);
        Assert.Contains("<param name=\"slope\">Receives the gradient with respect to <paramref name=\"point\"/>, and has its length.</param>", file);
        Assert.Contains("    public new virtual unsafe partial double[] FGradient(double[] at, string? label)\n", file);
        Assert.Contains("double[] xGradient = new double[at.Length];\n        FGradient(at, label, xGradient);", file);
        Assert.Single(file.Split("<summary>").Skip(1));
    }

    [Fact]
    public void Either_overload_may_be_declared_alone()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            public static partial class C
            {
                [Autodiff.Differentiable] private static double F(double x, double y) => x;
                public static partial (double dx, double dy) FGradient(double xGradient, double b);
            }
            """));

        Assert.Contains("private static double FGradient(\n        double x, double y,\n        out double xGradient, out double yGradient)", file);
        Assert.Contains("public static partial (double dx, double dy) FGradient(double xGradient, double b)\n", file);
        Assert.Contains("FGradient(xGradient, b, out double xGradient2, out double yGradient);", file);
    }

    [Fact]
    public void Attributes_that_the_declaration_has_are_not_repeated() => DiscoveryHarness.Accept("""
        using System.CodeDom.Compiler;
        using System.Diagnostics.CodeAnalysis;
        public static partial class C
        {
            [Autodiff.Differentiable] public static double F(double x) => x;
            [ExcludeFromCodeCoverage, System.Obsolete] public static partial double FGradient(double x);
            [GeneratedCode("mine", "1")] public static partial double FGradient(double x, out double dx);
        }
        """);

    [Theory]
    [InlineData("[Obsolete]", "", "public static partial double FGradient(double x);")]
    [InlineData("[Obsolete]", "", "public static partial double FGradient(double x, out double y);")]
    [InlineData("", "[Obsolete]", "public static partial double FGradient(double x, out double y);")]
    [InlineData("", "[Obsolete]", "public static partial double FGradient(double x);")]
    public void One_of_the_overloads_may_be_obsolete(string onMethod, string onDeclaration, string declaration) => DiscoveryHarness.Accept($$"""
        using System;
        public static partial class C
        {
            [Autodiff.Differentiable] {{onMethod}} public static double F(double x) => x;
            {{onDeclaration}} {{declaration}}
        }
        """);

    [Fact]
    public void Generic_extension_and_explained_ones() => DiscoveryHarness.Accept("""
        using Autodiff;
        #nullable disable
        public static partial class C
        {
            [Differentiable(Explain = true)] public static double F<T>(this in double x, T t, params T[] rest) where T : class, new() => x;
            public static partial double FGradient<T>(this in double x, T t, params T[] r) where T : class, new();
            public static partial ComputationGraph FGraph<T>(this in double x, T t, params T[] r) where T : class, new();
        }
        """);

    [Theory]
    [InlineData("public static partial double FGradient(double x, int n, out double dx);")]
    [InlineData("public static partial float FGradient(double x);")]
    [InlineData("public static partial double FGradient(in double x);")]
    [InlineData("public static partial double FGradient(double x, ref double dx);")]
    [InlineData("public partial double FGradient(double x);")]
    [InlineData("public static partial void FGradient(double x);")]
    [InlineData("public static partial double FGradient<T>(double x);")]
    [InlineData("partial void FGradient();")]
    public void One_that_matches_no_generated_method_is_an_error(string declaration)
    {
        string source = $$"""
            public partial class C
            {
                [Autodiff.Differentiable] public static double F(double x) => x;
                {{declaration}}
            }
            """;

        Assert.Equal(["ADG0022 FGradient"], DiscoveryHarness.Refuse(source));
    }

    [Fact]
    public void The_error_shows_the_right_declarations()
    {
        var compilation = DiscoveryHarness.Compile("""
            public partial class C
            {
                [Autodiff.Differentiable] public static double F(double[] x, double y) => y;
                public static partial double FGradient(double x);
            }
            """);

        var diagnostic = Assert.Single(Assert.Single(DiscoveryHarness.Read(compilation)).Diagnostics);
        Assert.Equal(
            "The partial method 'C.FGradient(double)' is not one that is generated for 'C.F(double[], double)': declare it as "
            + "'public static partial double FGradient(double[] x, double y, Span<double> xGradient, out double yGradient);' or "
            + "'public static partial (double[] x, double y) FGradient(double[] x, double y);'",
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void One_for_another_marked_overload_is_none() => DiscoveryHarness.Accept("""
        public static partial class C
        {
            [Autodiff.Differentiable] public static double F(double x) => x;
            [Autodiff.Differentiable] public static double F(double x, double y) => x;
            public static partial double FGradient(double x, double y, out double dx, out double dy);
        }
        """);
}
