using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>How the Jacobian of a method is declared: the files compile without a warning.</summary>
public class JacobianDeclarationTests
{
    [Theory]
    [InlineData("(double Sum, double Product) F(double x, float y)", "sumXGradient sumYGradient productXGradient productYGradient")]
    [InlineData("(double, float) F(double x)", "item1XGradient item2XGradient")]
    [InlineData("(double a, float) F(double x)", "aXGradient item2XGradient")]
    [InlineData("ValueTuple<double, float> F(double x)", "item1XGradient item2XGradient")]
    [InlineData("(double x, double X) F(double x)", "xXGradient xXGradient2")]
    [InlineData("(double ab, double a) F(double c, double bC)", "abCGradient abBCGradient aCGradient aBCGradient")]
    [InlineData("(double aB, double a) F(double c, double bC)", "aBCGradient aBBCGradient aCGradient aBCGradient2")]
    [InlineData("(double a, double b) F(double x, double aXGradient)", "aXGradient2 aAXGradientGradient bXGradient bAXGradientGradient")]
    [InlineData("(double @in, double record) F(double @params)", "inParamsGradient recordParamsGradient")]
    [InlineData("(double _, double été) F(double _x)", "__xGradient été_xGradient")]
    [InlineData("(double a, double b) F<aXGradient>(double x, aXGradient t)", "aXGradient2 bXGradient")]
    [InlineData("(double a, double b) F(in double x, ReadOnlySpan<double> y, double[,] m, float[][] j, int n)", "aXGradient aYGradient aMGradient aJGradient bXGradient bYGradient bMGradient bJGradient")]
    [InlineData("(double a, double b, double c, double d, double e, double f, double g, double h, double i) F(double x)", "aXGradient bXGradient cXGradient dXGradient eXGradient fXGradient gXGradient hXGradient iXGradient")]
    public void Destinations_are_named_after_results_and_parameters(string head, string expected)
    {
        DiscoveryHarness.Accept(Type($"[Differentiable(Jacobian = true)] public static {head} => throw new Exception();"));
        var method = Assert.Single(DiscoveryHarness.Read(DiscoveryHarness.Compile(Type($"[Differentiable(Jacobian = true)] public static {head} => throw new Exception();")))).Method!;

        Assert.Equal(expected.Split(' '), method.Destinations.Select(d => d.Destination.Name.TrimStart('@')));
    }

    [Theory]
    [InlineData("(double Sum, double Product) F(double x, float y)", "((double x, float y) Sum, (double x, float y) Product)")]
    [InlineData("(double, float) F(double[] x)", "(double[], double[])")]
    [InlineData("(double a, float) F(double x)", "(double a, double)")]
    [InlineData("(double @in, double b) F(double @params, double Rest)", "((double @params, double RestGradient) @in, (double @params, double RestGradient) b)")]
    [InlineData("(double x, double X) F(float Item2, float Item1)", "((float Item2Gradient, float Item1Gradient) x, (float Item2Gradient, float Item1Gradient) X)")]
    public void The_convenience_overload_returns_a_tuple_of_gradients(string head, string expected)
    {
        string file = Assert.Single(DiscoveryHarness.Accept(Type($"[Differentiable(Jacobian = true)] public static {head} => throw new Exception();")));

        Assert.Contains($"    public static {expected} FJacobian(", file);
    }

    [Fact]
    public void The_users_names_modifiers_and_documentation_stand()
    {
        string file = Assert.Single(DiscoveryHarness.Accept(Type("""
            [Differentiable(Jacobian = true)]
            internal static (double a, double b) F(double x, double[] y) => (x, y[0]);

            /// <summary>The Jacobian.</summary>
            public static partial (double a, double) FJacobian(double x, double[] y, out double ax, Span<double> ay, out double bx, scoped Span<double> by);

            protected static partial ((double x, double[] y), (double, double[]) second) FJacobian(double at, double[] y);
            """)));

        Assert.Contains("    public static partial (double a, double) FJacobian(\n        double x, double[] y,\n        out double ax, global::System.Span<double> ay,\n        out double bx, scoped global::System.Span<double> by)\n", file);
        Assert.Contains("    protected static partial ((double x, double[] y), (double, double[]) second) FJacobian(", file);
        Assert.Single(file.Split("<summary>").Skip(1));
    }

    [Fact]
    public void Overloads_have_a_gradient_or_a_Jacobian_each() => Assert.Equal(3, DiscoveryHarness.Accept(Type("""
        [Differentiable] public static double F(double x) => x;
        [Differentiable(Jacobian = true)] public static (double a, double b) F(double x, double y) => (x, y);
        [Differentiable(Jacobian = true)] public static (double a, double b, float c) F(double x, double y, float[] z) => (x, y, z[0]);
        """)).Length);

    [Fact]
    public void A_Jacobian_hides_that_of_a_base_class()
    {
        var files = DiscoveryHarness.Accept("""
            using Autodiff;
            public partial class Base { [Differentiable(Jacobian = true)] public static (double a, double b) F(double x) => (x, x); }
            public partial class Derived : Base { [Differentiable(Jacobian = true)] public static new (double c, double d) F(double x) => (x, x); }
            """);

        Assert.DoesNotContain(" new static ", files[0]);
        Assert.Equal(2, files[1].Split("public new static ").Length - 1);
    }

    [Theory]
    [InlineData("public partial struct C")]
    [InlineData("public readonly ref partial struct C")]
    [InlineData("public partial record C(double Scale)")]
    [InlineData("public partial class C<T> where T : notnull")]
    [InlineData("[System.Obsolete] public partial class C")]
    public void Types_of_all_kinds(string type) => DiscoveryHarness.Accept(
        $"using Autodiff; {type} {{ [Differentiable(Jacobian = true)] public (double a, double b) F(double x, double[] y) => (x, y[0]); }}",
        LanguageVersion.CSharp12,
        nullable: false);

    [Theory]
    [InlineData("(double, double) F(double[] x)", "(double, double) F(double[] x, double[] y, double[] z)")]
    [InlineData("(double, double) F(double[] x)", "(double, double) F(double[] x, Span<double> y, ReadOnlySpan<double> z)")]
    [InlineData("(double, double, float) F(float[] x)", "(double, double) F(float[] x, float[] y, float[] z, float[] w)")]
    public void Overloads_whose_Jacobians_collide(string first, string second)
    {
        var results = DiscoveryHarness.Read(DiscoveryHarness.Compile(Type(
            $"[Differentiable(Jacobian = true)] static {first} => default; [Differentiable(Jacobian = true)] static {second} => default;")));

        Assert.NotNull(results[0].Method);
        Assert.Equal("ADG0023", Assert.Single(results[1].Diagnostics).Id);
    }

    [Fact]
    public void A_type_named_like_the_Jacobian() => Assert.Equal(
        ["ADG0021 F"],
        DiscoveryHarness.Refuse("using Autodiff; partial class FJacobian { [Differentiable(Jacobian = true)] (double, double) F(double x) => (x, x); }"));

    private static string Type(string members) => $$"""
        using System;
        using Autodiff;
        public partial class C
        {
            {{members}}
        }
        """;
}
