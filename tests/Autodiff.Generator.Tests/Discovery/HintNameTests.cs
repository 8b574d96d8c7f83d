using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>The names of generated files.</summary>
public class HintNameTests
{
    [Theory]
    [InlineData("namespace Demo; public partial class Losses { [Differentiable] public double SquaredError(double w, in double x, float[] y) => 1; }", "Demo.Losses.SquaredError(double, in double, float[]).g.cs")]
    [InlineData("partial class C { [Differentiable] double F(double x) => 1; }", "C.F(double).g.cs")]
    [InlineData("namespace A.B; partial class C<T> { partial struct D<TU> { [Differentiable] double F<V>(V v, T t, params double[][] x) => 1; } }", "A.B.C{T}.D{TU}.F{V}(V, T, double[][]).g.cs")]
    [InlineData("static partial class C { [Differentiable] static double F(this System.ReadOnlySpan<double> x, int? n, (int, string) p, ref readonly nint i, double[,] m) => 1; }", "C.F(System.ReadOnlySpan{double}, System.Nullable{int}, System.ValueTuple{int, string}, ref readonly nint, double[,]).g.cs")]
    public void A_name_that_case_cannot_confuse_is_clean(string source, string expected) => Assert.Equal([expected], Names(source));

    [Theory]
    [InlineData("partial class C { [Differentiable] double f(double x) => 1; }", @"^C\.f\(double\)\.[0-9a-f]{8}\.g\.cs$")]
    [InlineData("partial class @class { [Differentiable] double F(double x) => 1; }", @"^_class\.F\(double\)\.[0-9a-f]{8}\.g\.cs$")]
    [InlineData("partial class C { [Differentiable] double Größe(double x) => 1; }", @"^C\.Größe\(double\)\.[0-9a-f]{8}\.g\.cs$")]
    [InlineData("partial class C { [Differentiable] double F(double x, string[]? a, dynamic d) => 1; }", @"^C\.F\(double, string\[\], dynamic\)\.g\.cs$")]
    public void Any_other_ends_with_a_hash(string source, string pattern) => Assert.Matches(pattern, Assert.Single(Names(source)));

    [Fact]
    public void A_long_name_is_cut()
    {
        string longName = new('L', 300);
        var names = Names($"partial class C {{ [Differentiable] double {longName}1(double x) => 1; [Differentiable] double {longName}2(double x) => 1; }}");

        Assert.All(names, name => Assert.InRange(name.Length, 100, 160));
        Assert.NotEqual(names[0], names[1]);
    }

    [Fact]
    public void Names_differ_even_where_case_is_ignored()
    {
        var names = Names("""
            partial class Model { [Differentiable] double F(double x) => 1; [Differentiable] double f(double x) => 1; }
            partial class model { [Differentiable] double F(double x) => 1; [Differentiable] double f(double x) => 1; }
            partial class MODEL { [Differentiable] double F(double x) => 1; [Differentiable] double F(double x, MODEL m) => 1; [Differentiable] double F(double x, Model m) => 1; }
            partial class C { [Differentiable] double SquaredError(double x) => 1; [Differentiable] double Squarederror(double x) => 1; [Differentiable] double SQUAREDERROR(double x) => 1; }
            namespace N { partial class C<T> { [Differentiable] double F(double x) => 1; } partial class C { [Differentiable] double F(double x) => 1; [Differentiable] double F<T>(double x) => 1; [Differentiable] double F(in double x) => 1; } }
            namespace n { partial class C<T> { [Differentiable] double F(double x) => 1; } partial class C<T, U> { [Differentiable] double F(double x) => 1; } }
            """, anyDiagnostics: true);

        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_sibling_changes_no_name()
    {
        const string Method = "[Differentiable] double F(double x) => 1;";
        string alone = Assert.Single(Names($"partial class C {{ {Method} }}"));
        var beside = Names($"partial class C {{ {Method} [Differentiable] double f(double x) => 1; [Differentiable] double F(double x, double y) => 1; void G() {{ }} }}");

        Assert.Contains(alone, beside);
    }

    [Fact]
    public void The_compiler_accepts_the_names()
    {
        var names = Names("""
            namespace @event;
            partial class Größe<T> { [Differentiable] double F<@int>(double x, @int?[,] y, (T, int*[])[]? z, T? t, System.Collections.Generic.Dictionary<string, T?> d) => 1; }
            partial class C { [Differentiable] double _F(double x, string[]? a, in System.ReadOnlySpan<char> s) => 1; [Differentiable] double 数(double x) => 1; }
            """.Replace(", int*[]", ", int[]"));
        var driver = CSharpGeneratorDriver.Create(new Adder(names))
            .RunGenerators(DiscoveryHarness.Compile(""), TestContext.Current.CancellationToken);

        var result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Equal(names.Order(), result.GeneratedSources.Select(s => s.HintName).Order());
    }

    private static string[] Names(string source, bool anyDiagnostics = false)
    {
        var compilation = DiscoveryHarness.Compile("using Autodiff;\n" + source);
        var results = DiscoveryHarness.Read(compilation);
        Assert.Empty(results.SelectMany(r => r.Diagnostics));
        Assert.True(anyDiagnostics || compilation.GetDiagnostics().All(d => d.Severity < DiagnosticSeverity.Error));
        return [.. results.Select(r => r.Method!.HintName)];
    }

    private sealed class Adder(string[] names) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(output =>
        {
            foreach (string name in names)
            {
                output.AddSource(name, "");
            }
        });
    }
}
