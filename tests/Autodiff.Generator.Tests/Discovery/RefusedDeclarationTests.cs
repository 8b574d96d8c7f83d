using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>Declarations that have no gradient: each diagnostic as its id and the text that it points at.</summary>
public class RefusedDeclarationTests
{
    [Theory]
    [InlineData("public class Loss { [Differentiable] double F(double x) => x; }", "ADG0001 Loss")]
    [InlineData("class A { partial class B { class @class<T> { [Differentiable] double F(double x) => x; } } }", "ADG0001 A", "ADG0001 @class")]
    [InlineData("class A { double a; } struct B { [Differentiable] double F(double x) => x; }", "ADG0001 B")]
    public void A_containing_type_that_is_not_partial(string source, params string[] expected) => Expect(source, expected);

    [Theory]
    [InlineData("[Differentiable] int F(double x) => 1;", "ADG0002 int")]
    [InlineData("[Differentiable] void F(double x) { }", "ADG0002 void")]
    [InlineData("[Differentiable] double? F(double x) => x;", "ADG0002 double?")]
    [InlineData("[Differentiable] double[] F(double x) => [x];", "ADG0002 double[]")]
    [InlineData("[Differentiable] static ref double F(double[] x) => ref x[0];", "ADG0002 ref double")]
    [InlineData("[Differentiable] (double, double) F(double x) => (x, x);", "ADG0002 (double, double)")]
    [InlineData("[Differentiable] T F<T>(double x, T t) => t;", "ADG0002 T")]
    [InlineData("[Differentiable] async Task<double> F(double x) { await Task.Yield(); return x; }", "ADG0002 Task<double>")]
    [InlineData("[Differentiable] IEnumerable<double> F(double x) { yield return x; }", "ADG0002 IEnumerable<double>")]
    public void A_result_that_is_not_a_double_or_a_float(string member, string expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("[Differentiable(Jacobian = true)] double F(double x) => x;", "ADG0024 double")]
    [InlineData("[Differentiable(Jacobian = true)] void F(double x) { }", "ADG0024 void")]
    [InlineData("[Differentiable(Jacobian = true)] double[] F(double x) => [x, x];", "ADG0024 double[]")]
    [InlineData("[Differentiable(Jacobian = true)] (double, int) F(double x) => (x, 1);", "ADG0024 (double, int)")]
    [InlineData("[Differentiable(Jacobian = true)] (double, decimal) F(double x) => (x, 1);", "ADG0024 (double, decimal)")]
    [InlineData("[Differentiable(Jacobian = true)] (double, double)? F(double x) => (x, x);", "ADG0024 (double, double)?")]
    [InlineData("[Differentiable(Jacobian = true)] (double, double?) F(double x) => (x, x);", "ADG0024 (double, double?)")]
    [InlineData("[Differentiable(Jacobian = true)] (double, (double, double)) F(double x) => (x, (x, x));", "ADG0024 (double, (double, double))")]
    [InlineData("[Differentiable(Jacobian = true)] ValueTuple<double> F(double x) => new(x);", "ADG0024 ValueTuple<double>")]
    [InlineData("[Differentiable(Jacobian = true)] ValueTuple F(double x) => default;", "ADG0024 ValueTuple")]
    [InlineData("[Differentiable(Jacobian = true)] Tuple<double, double> F(double x) => new(x, x);", "ADG0024 Tuple<double, double>")]
    [InlineData("[Differentiable(Jacobian = true)] (T, T) F<T>(double x, T t) => (t, t);", "ADG0024 (T, T)")]
    [InlineData("static (double, double) s; [Differentiable(Jacobian = true)] static ref (double, double) F(double x) => ref s;", "ADG0024 ref (double, double)")]
    public void A_Jacobian_of_what_is_no_tuple_of_numbers(string member, string expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("[Differentiable(Jacobian = true, Explain = true)] (double, double) F(double x) => (x, x);", "ADG0025 F")]
    [InlineData("[Differentiable(Jacobian = true, Explain = true)] double F(double x) => x;", "ADG0024 double")]
    public void The_graph_of_a_Jacobian(string member, string expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("[Differentiable] (double, float) F(double x) => (x, 1);", true)]
    [InlineData("[Differentiable(Jacobian = false)] ValueTuple<double, double> F(double x) => (x, 1);", true)]
    [InlineData("[Differentiable] (double, int) F(double x) => (x, 1);", false)]
    [InlineData("[Differentiable] float? F(double x) => 1;", false)]
    public void A_tuple_of_numbers_is_told_of_Jacobians(string member, bool isTold)
    {
        var diagnostic = Assert.Single(Assert.Single(DiscoveryHarness.Read(DiscoveryHarness.Compile(Type(member)))).Diagnostics);

        Assert.Equal("ADG0002", diagnostic.Id);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.EndsWith(isTold ? "return 'double' or 'float', or say 'Jacobian = true' for the gradient of each element" : "return 'double' or 'float'", message);
    }

    [Theory]
    [InlineData("double FJacobian(double y) => 1;", "ADG0021 FJacobian")]
    [InlineData("int FJacobian;", "ADG0021 FJacobian")]
    [InlineData("static partial (double, double) FJacobian(double x, out double y);", "ADG0022 FJacobian")]
    [InlineData("static partial (double a, double b) FJacobian(double x);", "ADG0022 FJacobian")]
    [InlineData("partial (double x, double y) FJacobian(double x, out double y, out float z);", "ADG0022 FJacobian")]
    public void Members_that_clash_with_a_Jacobian(string member, string expected) =>
        ExpectMember($"[Differentiable(Jacobian = true)] (double, double) F(double x) => (x, x); {member}", expected);

    [Theory]
    [InlineData("[Differentiable(\"y\")] double F(double x) => x;", "ADG0003 \"y\"")]
    [InlineData("[Differentiable(\"\")] double F(double x) => x;", "ADG0003 \"\"")]
    [InlineData("[Differentiable(nameof(x), nameof(F))] double F(double x) => x;", "ADG0003 nameof(F)")]
    [InlineData("[Differentiable(new[] { \"x\", \"X\" })] double F(double x) => x;", "ADG0003 \"X\"")]
    [InlineData("[Differentiable(null)] double F(double x) => x;", "ADG0004 null")]
    [InlineData("[Differentiable((string)null)] double F(double x) => x;", "ADG0004 (string)null")]
    [InlineData("[Differentiable(\"x\", null)] double F(double x) => x;", "ADG0004 null")]
    [InlineData("[Differentiable(parameters: null, Explain = true)] double F(double x) => x;", "ADG0004 null")]
    [InlineData("[Differentiable(\"x\", \"x\")] double F(double x) => x;", "ADG0005 \"x\"")]
    [InlineData("[Differentiable(\"x\", \"n\")] double F(double x, int n) => x;", "ADG0006 \"n\"")]
    [InlineData("[Differentiable(nameof(f))] double F(double x, Func<double, double> f) => x;", "ADG0006 nameof(f)")]
    [InlineData("[Differentiable(\"a\", \"b\", \"a\")] double F(string a) => 1;", "ADG0006 \"a\"", "ADG0003 \"b\"", "ADG0005 \"a\"")]
    public void Names_in_the_attribute(string member, params string[] expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("[Differentiable] double F() => 1;", "ADG0007 F")]
    [InlineData("[Differentiable] static double F(int n, string s, object o, int[] k, bool b) => 1;", "ADG0007 F")]
    [InlineData("[Differentiable] double F<T>(T t) where T : class => 1;", "ADG0007 F")]
    public void Nothing_to_differentiate(string member, string expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("double?")]
    [InlineData("Half")]
    [InlineData("decimal")]
    [InlineData("decimal[]")]
    [InlineData("Complex")]
    [InlineData("Vector2")]
    [InlineData("Vector3")]
    [InlineData("Vector<double>")]
    [InlineData("Matrix4x4")]
    [InlineData("Quaternion")]
    [InlineData("System.Runtime.Intrinsics.Vector256<float>")]
    [InlineData("System.Runtime.InteropServices.NFloat")]
    [InlineData("List<double>")]
    [InlineData("IEnumerable<float>")]
    [InlineData("IReadOnlyList<double>")]
    [InlineData("Dictionary<string, double>")]
    [InlineData("System.Collections.Immutable.ImmutableArray<double>")]
    [InlineData("Memory<double>")]
    [InlineData("ReadOnlyMemory<float>")]
    [InlineData("Span<Complex>")]
    [InlineData("double[,,]")]
    [InlineData("double[][][]")]
    [InlineData("double[][,]")]
    [InlineData("double[,][]")]
    [InlineData("(int, double)")]
    [InlineData("Point")]
    [InlineData("Point[]")]
    [InlineData("Nested")]
    [InlineData("Number")]
    public void Types_that_are_not_differentiated_yet(string type)
    {
        const string Types = "public struct Point { public float X; } public struct Nested { public Nested[] Parts; public Point Position; } ";
        string number = type == "Number" ? "<Number>" : "";
        string constraint = type == "Number" ? " where Number : INumber<Number>" : "";
        ExpectMember($"[Differentiable] double F{number}({type} odd, double x){constraint} => x; {Types}", "ADG0008 odd");
        ExpectMember($"[Differentiable(\"odd\")] double F{number}({type} odd, double x){constraint} => x; {Types}", "ADG0008 odd");
        DiscoveryHarness.Accept(Type($"[Differentiable(\"x\")] public double F{number}({type} odd, double x){constraint} => x; {Types}"));
    }

    [Theory]
    [InlineData("Empty")]
    [InlineData("Loop")]
    [InlineData("Model")]
    [InlineData("Guid")]
    [InlineData("TimeSpan")]
    [InlineData("DateTime")]
    [InlineData("CancellationToken")]
    [InlineData("Range")]
    [InlineData("Index")]
    [InlineData("int?")]
    [InlineData("(int, string)")]
    [InlineData("Span<int>")]
    [InlineData("List<string>")]
    [InlineData("Type")]
    [InlineData("Delegate")]
    [InlineData("IComparable<double>")]
    [InlineData("Tuple<double, double>")]
    public void Types_that_are_constants(string type) => DiscoveryHarness.Accept(Type(
        $"[Differentiable] public double F({type} constant, double x) => x; public struct Empty {{ const double Pi = 3; public static double S; }} "
        + "public struct Loop { public Loop[]? Parts; public int N; } public class Model { public double Scale; public double[]? Weights; }"));

    [Theory]
    [InlineData("[Differentiable] double F(ref double x) => x;", "ADG0009 x")]
    [InlineData("[Differentiable] double F(double x, out int n) { n = 1; return x; }", "ADG0009 n")]
    [InlineData("[Differentiable(\"x\")] double F(double x, ref int[] n) => x;", "ADG0009 n")]
    [InlineData("[Differentiable] unsafe double F(double x, double* p) => x;", "ADG0010 p")]
    [InlineData("[Differentiable] unsafe double F(double x, int*[] p) => x;", "ADG0010 p")]
    [InlineData("[Differentiable] double F(double x, __arglist) => x;", "ADG0010 F")]
    [InlineData("[Differentiable] unsafe double F(double x, delegate*<double, double> p) => x;", "ADG0010 p")]
    public void Parameters_that_a_gradient_cannot_take(string member, string expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("[Differentiable] public abstract double F(double x);", "ADG0011 F")]
    [InlineData("[Differentiable, System.Runtime.InteropServices.DllImport(\"m\")] public static extern double F(double x);", "ADG0011 F")]
    [InlineData("[Differentiable] public static partial double F(double x);", "ADG0011 F")]
    public void Methods_without_a_body(string member, string expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("double P { [Differentiable] get => 1; }", "ADG0012 get")]
    [InlineData("double P { [Differentiable] set { } }", "ADG0012 set")]
    [InlineData("double this[double x] { [Differentiable] get => x; }", "ADG0012 get")]
    [InlineData("event Action E { [Differentiable] add { } remove { } }", "ADG0012 add")]
    [InlineData("[Differentiable] public static double operator +(C a, double x) => x;", "ADG0013 +")]
    [InlineData("[Differentiable] public static implicit operator double(C a) => 1;", "ADG0013 double")]
    [InlineData("[Differentiable] ~C() { }", "ADG0014 C")]
    [InlineData("double G(double y) { [Differentiable] static double F(double x) => x; return F(y); }", "ADG0015 F")]
    [InlineData("Func<double, double> f = [Differentiable] (double x) => x;", "ADG0016 Differentiable")]
    [InlineData("[Differentiable] double I.F(double x) => x; } interface I { double F(double x);", "ADG0019 F")]
    public void Methods_of_other_kinds(string member, string expected) => ExpectMember(member, expected);

    [Theory]
    [InlineData("interface I { [Differentiable] double F(double x); }", "ADG0018 F")]
    [InlineData("partial interface I { [Differentiable] double F(double x) => x; }", "ADG0018 F")]
    [InlineData("partial interface I { [Differentiable] static double F(double x) => x; }", "ADG0018 F")]
    [InlineData("file partial class C { [Differentiable] double F(double x) => x; }", "ADG0020 C")]
    [InlineData("file partial class C { partial class D { [Differentiable] double F(double x) => x; } }", "ADG0020 C")]
    public void Types_that_take_no_gradient(string source, string expected) => Expect(source, expected);

    [Fact]
    public void Members_of_extension_blocks()
    {
        var refused = DiscoveryHarness.Refuse(
            "using Autodiff; static partial class C { extension(double x) { [Differentiable] public double F(double y) => x * y; } }",
            LanguageVersion.Preview);

        Assert.Contains("ADG0017 F", refused);
        Assert.Equal(["ADG0017 F"], refused.Distinct());
    }

    [Theory]
    [InlineData("int FGradient;", "ADG0021 FGradient")]
    [InlineData("double FGradient => 1;", "ADG0021 FGradient")]
    [InlineData("class FGradient { }", "ADG0021 FGradient")]
    [InlineData("double FGradient(double y) => 1;", "ADG0021 FGradient")]
    [InlineData("static void FGradient(double y, ref double z) { }", "ADG0021 FGradient")]
    [InlineData("int FGraph(double y) => 1;", "ADG0021 FGraph")]
    [InlineData("static partial double FGradient(double x); static partial double FGradient(double x) => x;", "ADG0021 FGradient")]
    public void Members_that_clash(string member, string expected) =>
        ExpectMember($"[Differentiable(Explain = true)] double F(double x) => x; {member}", expected);

    [Theory]
    [InlineData("partial class FGradient { [Differentiable] double F(double x) => x; }")]
    [InlineData("partial class C<FGradient> { [Differentiable] double F(double x) => x; }")]
    public void A_type_named_like_the_gradient(string source) => Expect(source, "ADG0021 F");

    [Theory]
    [InlineData("double F(double[] x)", "double F(double[] x, double[] y)")]
    [InlineData("double F(double[] x, double[] y)", "double F(double[] x)")]
    [InlineData("double F(double[] x)", "double F(double[] x, Span<double> y)")]
    [InlineData("double F(float[] x)", "double F(float[] x, ReadOnlySpan<float> y)")]
    [InlineData("double F(double[] x)", "double F(double[] x, params double[] y)")]
    [InlineData("double F(double[] x)", "double F(double[] x, double[] y, int n = 1)")]
    [InlineData("double F(double[,] x)", "double F(double[,] x, double[,] y)")]
    [InlineData("double F(double[][] x)", "double F(double[][] x, double[][] y)")]
    [InlineData("double F(ReadOnlySpan<double> x, int n)", "double F(ReadOnlySpan<double> x, int n, double[] y)")]
    [InlineData("double F(double[] x, double[] y)", "double F(double[] x, double[] y, Span<double> z, ReadOnlySpan<double> w)")]
    [InlineData("double F<T>(T[] t, double[] x)", "double F<U>(U[] t, double[] x, double[] y)")]
    [InlineData("double F(double[] x, int n)", "double F<T>(double[] x, T n, double[] y)")]
    public void Overloads_whose_gradients_collide(string first, string second)
    {
        var compilation = DiscoveryHarness.Compile(Type($"[Differentiable] {first} => 0; [Differentiable] {second} => 0;"));
        var results = DiscoveryHarness.Read(compilation);

        Assert.NotNull(results[0].Method);
        var diagnostic = Assert.Single(results[1].Diagnostics);
        Assert.Equal("ADG0023 F", $"{diagnostic.Id} {DiscoveryHarness.Text(diagnostic.Location)}");
        Assert.Equal("F", DiscoveryHarness.Text(Assert.Single(diagnostic.AdditionalLocations)));
    }

    [Fact]
    public void A_declared_method_to_which_a_call_with_arrays_would_bind() =>
        ExpectMember("[Differentiable] double F(double[] x) => 0; void FGradient(double[] x, double[] y) { }", "ADG0021 FGradient");

    [Fact]
    public void Several_errors_are_reported_together() => Expect(
        "class C { [Differentiable(\"z\")] int F(ref double x, decimal y) => 1; }",
        "ADG0001 C", "ADG0002 int", "ADG0003 \"z\"", "ADG0009 x");

    [Theory]
    [InlineData("[Differentiable] double F(Missing m, double x) => x;")]
    [InlineData("[Differentiable] Missing F(double x) => x;")]
    [InlineData("[Differentiable] double F(double x, List<Missing> m) => x;")]
    [InlineData("[Differentiable] double F<T>(double x, T t) where T : Missing => x;")]
    [InlineData("[Differentiable] double F(double x, double x) => x;")]
    [InlineData("[Differentiable] double F(double x, double) => x;")]
    [InlineData("[Differentiable] double F(double x);")]
    [InlineData("[Differentiable] double F(double x)")]
    [InlineData("[Differentiable] double (double x) => x;")]
    [InlineData("[Differentiable] F(double x) { }")]
    [InlineData("[Differentiable] double F(double x) => x; [Differentiable] double F(double y) => y;")]
    [InlineData("[Differentiable, Differentiable] double F(double x) => x;")]
    [InlineData("[Differentiable(1)] double F(double x) => x;")]
    [InlineData("[Differentiable(missing)] double F(double x) => x;")]
    [InlineData("[Differentiable(Missing = 1)] double F(double x) => x")]
    [InlineData("[Differentiable(Jacobian = )] (double, double) F(double x) => (x, x);")]
    [InlineData("[Differentiable(Jacobian = true)] (double, Missing) F(double x) => (x, x);")]
    [InlineData("[Differentiable(Jacobian = true)] (double, ) F(double x) => (x, x);")]
    [InlineData("[Differentiable(Jacobian = true)] (double) F(double x) => (x);")]
    [InlineData("[Differentiable(Jacobian = true)] (double, double F(double x) => (x, x);")]
    [InlineData("[Differentiable(Jacobian = true)] (double a, double a) F(double x) => (x, x);")]
    [InlineData("[Differentiable(Jacobian = true)] (double Rest, double b) F(double x) => (x, x);")]
    [InlineData("[Differentiable(\"x\", ] double F(double x) => x;")]
    [InlineData("[Differentiable(] double F(double x) => x;")]
    [InlineData("[Differentiable] C(double x) { }")]
    [InlineData("[Differentiable] double P => 1;")]
    [InlineData("[Differentiable] double F(double x) => x; } partial struct C {")]
    [InlineData("[Differentiable] double F<T, T>(double x) => x;")]
    [InlineData("[Differentiable] static partial double F(double x) => x;")]
    public void Code_that_the_compiler_refuses_gets_no_error_of_ours(string member)
    {
        var compilation = DiscoveryHarness.Compile(Type(member));

        Assert.Contains(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(DiscoveryHarness.Read(compilation).SelectMany(r => r.Diagnostics).Select(d => d.ToString()));
    }

    private static string Type(string member) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Numerics;
        using System.Threading;
        using System.Threading.Tasks;
        using Autodiff;
        public abstract partial class C { {{member}} }
        """;

    private static void ExpectMember(string member, params string[] expected) => Assert.Equal(expected, DiscoveryHarness.Refuse(Type(member)));

    private static void Expect(string source, params string[] expected) => Assert.Equal(expected, DiscoveryHarness.Refuse("using Autodiff;\n" + source));
}
