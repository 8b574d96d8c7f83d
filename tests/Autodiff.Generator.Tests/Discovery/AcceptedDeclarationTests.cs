using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>Declarations that have a gradient: the files written for them compile without a warning.</summary>
public class AcceptedDeclarationTests
{
    [Theory]
    [InlineData("public partial class C", "public")]
    [InlineData("public partial class C", "internal")]
    [InlineData("public partial class C", "protected")]
    [InlineData("public partial class C", "protected internal")]
    [InlineData("public partial class C", "private protected")]
    [InlineData("public partial class C", "private")]
    [InlineData("internal partial class C", "public")]
    [InlineData("public abstract partial class C", "public static")]
    [InlineData("public sealed partial class C", "internal")]
    [InlineData("public static partial class C", "internal static")]
    [InlineData("public partial struct C", "public")]
    [InlineData("public partial struct C", "public readonly")]
    [InlineData("public readonly partial struct C", "public")]
    [InlineData("public ref partial struct C", "public")]
    [InlineData("public readonly ref partial struct C", "public")]
    [InlineData("public partial record C", "public")]
    [InlineData("public partial record class C(double Scale)", "public")]
    [InlineData("public partial record struct C(double Scale)", "public readonly")]
    [InlineData("public readonly partial record struct C(double Scale)", "public")]
    [InlineData("public unsafe partial class C", "public unsafe static")]
    [InlineData("public partial class C(double scale) : System.IO.StringReader(scale + \"\")", "public virtual")]
    [InlineData("[System.Obsolete] public partial class C", "public")]
    public void Types_and_accessibilities(string type, string modifiers)
    {
        string file = Assert.Single(DiscoveryHarness.Accept($$"""
            using Autodiff;
            namespace Demo;
            {{type}}
            {
                [Differentiable]
                {{modifiers}} float F(float x) => x;
            }
            """));

        string expected = modifiers.Replace("unsafe ", "").Replace(" virtual", "");
        Assert.Contains($"    {expected} float FGradient(\n        float x,\n        out float xGradient)\n", file);
        Assert.Contains($"    {expected} float FGradient(float x)\n", file);
    }

    [Fact]
    public void Nested_types_repeat_their_names()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            using Autodiff;
            namespace Demo.Inner
            {
                public partial class Outer<T> where T : class, new()
                {
                    public partial interface IPart<TIn, TOut>
                    {
                        public partial record struct @record<@class>(double A)
                        {
                            private partial class Leaf { [Differentiable] private protected double F(double x, T t) => x; }
                        }
                    }
                }
            }
            """));

        Assert.Contains(
            """
            namespace Demo.Inner;

            partial class Outer<T>
            {
                partial interface IPart<TIn, TOut>
                {
                    partial record struct @record<@class>
                    {
                        partial class Leaf
                        {
            """,
            file);
    }

    [Fact]
    public void A_type_in_the_global_namespace() => DiscoveryHarness.Accept("""
        partial class C { [Autodiff.Differentiable] double F(double x) => x; }
        """);

    [Fact]
    public void Generic_methods_repeat_every_constraint()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            using Autodiff;
            using System;
            using System.Collections.Generic;
            namespace Demo;
            public interface IShape<T>;
            public partial class C<TOuter>
            {
                [Differentiable]
                public static double F<A, B, D, E, G, H, I, J, K, @int>(double x, A a, B b, D d, E e, G g, H? h, I i, J j, List<K?> k)
                    where A : notnull
                    where B : unmanaged
                    where D : class
                    where E : class?, IShape<string?>, new()
                    where G : struct, IShape<G>
                    where H : D
                    where I : IShape<TOuter>?, allows ref struct
                    where J : new()
                    where K : C<string>
                    => x;
            }
            """));

        Assert.Contains(
            """
                public static double FGradient<A, B, D, E, G, H, I, J, K, @int>(
                    double x, A a, B b, D d, E e, G g, H? h, I i, J j, global::System.Collections.Generic.List<K?> k,
                    out double xGradient)
                    where A : notnull
                    where B : unmanaged
                    where D : class
                    where E : class?, global::Demo.IShape<string?>, new()
                    where G : struct, global::Demo.IShape<G>
                    where H : D
                    where I : global::Demo.IShape<TOuter>?, allows ref struct
                    where J : new()
                    where K : global::Demo.C<string>
                {
            """,
            file);
    }

    [Fact]
    public void Keywords_as_names()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            using Autodiff;
            namespace Demo.@event;
            public partial class @class
            {
                [Differentiable]
                public double @return(double @in, double @double, @class @this) => @in;
            }
            """));

        Assert.Contains("namespace Demo.@event;\n\npartial class @class\n", file);
        Assert.Contains("public double returnGradient(\n        double @in, double @double, global::Demo.@event.@class @this,\n        out double inGradient, out double doubleGradient)", file);
        Assert.Contains("public (double @in, double @double) returnGradient(", file);
    }

    [Fact]
    public void Every_kind_of_differentiated_parameter_has_its_destination()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            using Autodiff;
            using System;
            namespace Demo;
            public static partial class C
            {
                [Differentiable]
                public static float F(
                    double a, in float b, double[] c, ReadOnlySpan<float> d, scoped Span<double> e, float[,] f, double[][] g, ref readonly double h,
                    int n, string? s, int[] k, DayOfWeek day, object o, Func<double, double> map, bool flag, DateTime when) => 0;
            }
            """));

        Assert.Contains(
            """
                    out double aGradient, out float bGradient, global::System.Span<double> cGradient,
                    global::System.Span<float> dGradient, global::System.Span<double> eGradient, float[,] fGradient,
                    double[][] gGradient, out double hGradient)
            """,
            file);
        Assert.Contains(
            "    public static (double a, float b, double[] c, float[] d, double[] e, float[,] f, double[][] g, double h) FGradient(\n"
            + "        double a, in float b, double[] c, global::System.ReadOnlySpan<float> d, scoped global::System.Span<double> e,\n"
            + "        float[,] f, double[][] g, ref readonly double h, int n, string? s, int[] k, global::System.DayOfWeek day,\n"
            + "        object o, global::System.Func<double, double> map, bool flag, global::System.DateTime when)\n",
            file);
        Assert.Contains(
            """
                    double[] cGradient = new double[c.Length];
                    float[] dGradient = new float[d.Length];
                    double[] eGradient = new double[e.Length];
                    float[,] fGradient = new float[f.GetLength(0), f.GetLength(1)];
                    double[][] gGradient = new double[g.Length][];
                    for (int i = 0; i < gGradient.Length; i++)
                    {
                        gGradient[i] = new double[g[i]?.Length ?? 0];
                    }

                    FGradient(
                        a, in b, c, d, e, f, g, in h, n, s, k, day, o, map, flag, when,
                        out double aGradient, out float bGradient, cGradient, dGradient, eGradient, fGradient, gGradient,
                        out double hGradient);
                    return (aGradient, bGradient, cGradient, dGradient, eGradient, fGradient, gGradient, hGradient);
            """,
            file);
    }

    [Fact]
    public void Arrays_that_may_be_null()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            public static partial class C
            {
                [Autodiff.Differentiable]
                public static double F(double[]? x, float[,]? m, double[]?[]? g, double[]?[] h, double[][]? j, int i) => 0;
            }
            """));

        Assert.Contains("double[] xGradient = new double[x.Length];", file);
        Assert.Contains("global::System.ArgumentNullException.ThrowIfNull(x);", file);
        Assert.Contains("hGradient[i3] = new double[h[i3]?.Length ?? 0];", file);
        Assert.Contains("jGradient[i4] = new double[j[i4]?.Length ?? 0];", file);
    }

    [Fact]
    public void Only_the_named_parameters_are_differentiated()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            using Autodiff;
            using System.Numerics;
            public static partial class C
            {
                [Differentiable(nameof(w), "b")]
                public static double F(double w, Vector3 v, decimal? price, double b, double x, (int, double) pair) => w;
            }
            """));

        Assert.Contains("        out double wGradient, out double bGradient)\n", file);
        Assert.Contains("public static (double w, double b) FGradient(\n        double w, ", file);
    }

    [Fact]
    public void The_convenience_overload_alone_repeats_defaults_and_params()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            using Autodiff;
            using System;
            namespace Demo;
            public enum Mode { Plain = -1, @fixed = 3 }
            public struct Empty;
            public partial class C<T>
            {
                [Differentiable("a", "b", "c", "d", "e", "f", "rest")]
                public static double F<U>(
                    double a = 1, double b = -0.0, float c = float.NaN, double d = double.NegativeInfinity, in double e = 1e300, float f = 0.1f,
                    int i = -1, long l = long.MinValue, ulong u = ulong.MaxValue, uint v = 7, byte y = 255, nint n = -3,
                    char ch = '\'', string s = "a\"\n\\", string? none = null, bool flag = true, decimal m = 1.50m,
                    Mode mode = Mode.@fixed, Mode strange = (Mode)7, Mode minus = Mode.Plain, Mode? maybe = Mode.Plain, int? some = 3, int? nothing = null,
                    Empty empty = default, T? t = default, U? w = default, params double[] rest) => a;
            }
            """));

        Assert.Contains(
            """
                    double a, double b, float c, double d, in double e, float f, int i, long l, ulong u, uint v, byte y, nint n,
                    char ch, string s, string? none, bool flag, decimal m, global::Demo.Mode mode, global::Demo.Mode strange,
                    global::Demo.Mode minus, global::Demo.Mode? maybe, int? some, int? nothing, global::Demo.Empty empty, T? t,
                    U? w, double[] rest,
            """,
            file);
        Assert.Contains(
            """
                    double a = 1, double b = -0.0, float c = float.NaN, double d = double.NegativeInfinity, in double e = 1e300,
                    float f = 0.1f, int i = -1, long l = -9223372036854775808L, ulong u = 18446744073709551615UL, uint v = 7,
                    byte y = 255, nint n = -3, char ch = '\'', string s = "a\"\n\\", string? none = null, bool flag = true,
                    decimal m = 1.50m, global::Demo.Mode mode = global::Demo.Mode.@fixed,
                    global::Demo.Mode strange = (global::Demo.Mode)(7), global::Demo.Mode minus = global::Demo.Mode.Plain,
                    global::Demo.Mode? maybe = global::Demo.Mode.Plain, int? some = 3, int? nothing = null,
                    global::Demo.Empty empty = default, T? t = default, U? w = default, params double[] rest)
            """,
            file);
    }

    [Fact]
    public void Defaults_of_code_without_nullable_annotations() => DiscoveryHarness.Accept(
        """
        public partial class C<T>
        {
            [Autodiff.Differentiable]
            public static double F<U>(double x, string s = null, T t = default, U u = default, object o = null, int[] k = null) => x;
        }
        """,
        nullable: false);

    [Fact]
    public void Defaults_that_only_an_attribute_gives() => DiscoveryHarness.Accept("""
        using System.Runtime.InteropServices;
        using System.Runtime.CompilerServices;
        public partial class C
        {
            [Autodiff.Differentiable]
            public static double F([Optional, DefaultParameterValue(1.0)] double x, double y, [Optional] int n, [Optional, DateTimeConstant(5)] System.DateTime d) => x;

            [Autodiff.Differentiable]
            public static double G(double x, [CallerMemberName] string name = "", [CallerLineNumber] int line = 0) => x;
        }
        """);

    [Fact]
    public void Params_spans_are_scoped_without_the_word() => DiscoveryHarness.Accept("""
        public partial class C
        {
            [Autodiff.Differentiable]
            public static double F(double x, params System.ReadOnlySpan<double> rest) => x;

            [Autodiff.Differentiable]
            public static double G(double x, params System.Collections.Generic.List<int> rest) => x;
        }
        """);

    [Fact]
    public void Extension_methods_keep_their_receiver()
    {
        var files = DiscoveryHarness.Accept("""
            using Autodiff;
            using System;
            public static partial class C
            {
                [Differentiable] public static double F(this double x) => x;
                [Differentiable] public static double G(this in double x, double y = 1) => x;
                [Differentiable] public static double H(this scoped ReadOnlySpan<double> x) => 0;
                [Differentiable] public static double I(this ref readonly double x) => x;
                [Differentiable] public static double J<T>(this T model, double x) => x;
            }
            """);

        Assert.Contains("double FGradient(\n        this double x,\n", files[0]);
        Assert.Contains("public static double FGradient(this double x)\n", files[0]);
        Assert.Contains("public static (double x, double y) GGradient(this in double x, double y = 1)\n", files[1]);
    }

    [Fact]
    public void A_parameter_may_have_the_name_of_a_method_or_of_a_destination()
    {
        var files = DiscoveryHarness.Accept("""
            using Autodiff;
            namespace Demo;
            public partial class C<T>
            {
                [Differentiable] public static double f(double f) => f;
                [Differentiable] public double g<TT>(double g, TT gGradient, double gGradient2) => g;
                [Differentiable] public double h<xGradient>(double x) => x;
            }
            """);

        Assert.Contains("out double fGradient)", files[0]);
        Assert.Contains("global::Demo.C<T>.fGradient(f, out double fGradient);", files[0]);
        Assert.Contains("out double gGradient3, out double gGradient2Gradient)", files[1]);
        Assert.Contains("this.gGradient<TT>(g, gGradient, gGradient2, out double gGradient3, out double gGradient2Gradient);", files[1]);
        Assert.Contains("out double xGradient2)", files[2]);
    }

    [Fact]
    public void Tuple_elements_avoid_the_names_that_are_forbidden()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            public partial class C
            {
                [Autodiff.Differentiable]
                public double F(double Item1, double Rest, double Item2, double Item4, double ToString, double GetHashCode, double Equals, double CompareTo, double Deconstruct, double GetType, double Item, double Item0, double RestGradient) => 1;
            }
            """));

        Assert.Contains(
            "public (double Item1, double RestGradient2, double Item2Gradient, double Item4, double ToStringGradient, double GetHashCodeGradient, "
            + "double EqualsGradient, double CompareToGradient, double DeconstructGradient, double GetType, double Item, double Item0, double RestGradient) FGradient(",
            file);
    }

    [Fact]
    public void A_base_class_gradient_is_hidden_with_new()
    {
        var files = DiscoveryHarness.Accept("""
            using Autodiff;
            public partial class Base<T>
            {
                [Differentiable] public virtual double F(double x, T t) => x;
                [Differentiable] private double P(double x) => x;
                [Differentiable] public static double Other(double x, int n) => x;
                public int QGradient;
                public void RGradient(double x) { }
            }
            public partial class Middle : Base<string>;
            public partial class Derived : Middle
            {
                [Differentiable] public override double F(double x, string t) => x;
                [Differentiable] public double P(double x) => x;
                [Differentiable] public static double Other(double x) => x;
                [Differentiable] public static double Q(double x) => x;
                [Differentiable] public static double R(double x) => x;
            }
            """);

        Assert.All(files.Take(3), file => Assert.DoesNotContain("new ", file));
        Assert.Contains("public new double FGradient(\n", files[3]);
        Assert.Contains("public new double FGradient(double x, string t)\n", files[3]);
        Assert.DoesNotContain("new ", files[4]);
        Assert.DoesNotContain("new ", files[5]);
        Assert.Equal(2, files[6].Split("public new static ").Length - 1);
        Assert.Contains("public static double RGradient(\n", files[7]);
        Assert.Contains("public new static double RGradient(double x)\n", files[7]);
    }

    [Fact]
    public void Attributes_that_say_who_may_call_are_carried_over()
    {
        var files = DiscoveryHarness.Accept("""
            using Autodiff;
            using System;
            using System.Diagnostics.CodeAnalysis;
            [assembly: CLSCompliant(true)]
            [Obsolete("gone")] public class Old;
            public partial class C
            {
                [Differentiable, Obsolete("use \"G\"", false, DiagnosticId = "X1")] public static double F(double x) => x;
                [Differentiable, Obsolete] public static double G(double x) => x;
                [Differentiable, Experimental("X2")] public static double H(double x) => x;
                [Differentiable, CLSCompliant(false)] public static double I(double x, uint n) => x;
            #pragma warning disable CS0618
                [Differentiable] public static double J(double x, Old[]? n) => x;
            #pragma warning restore CS0618
            }
            """);

        Assert.Contains("[global::System.Obsolete(\"use \\\"G\\\"\", false, DiagnosticId = \"X1\")]", files[0]);
        Assert.Contains("[global::System.Obsolete]", files[1]);
        Assert.Contains("[global::System.Diagnostics.CodeAnalysis.Experimental(\"X2\")]", files[2]);
        Assert.Contains("[global::System.CLSCompliant(false)]", files[3]);
    }

    [Fact]
    public void Documentation_names_what_a_cref_can_name()
    {
        var files = DiscoveryHarness.Accept("""
            using Autodiff;
            using System.Collections.Generic;
            namespace Demo;
            public partial class C<T>
            {
                public class Part<U>;
                [Differentiable] public double F<V>(double x, List<V?> a, T t, Part<int[]?>? p, int? n, in double y) => x;
                [Differentiable] public double G(double x, (int, int) pair) => x;
                [Differentiable] public double H(double x, dynamic d) => x;
                [Differentiable] public double @event(double x, ref readonly double d) => x;
            }
            """);

        Assert.Contains("<see cref=\"F{V}(double, global::System.Collections.Generic.List{V}, T, global::Demo.C{T}.Part{int[]}, int?, in double)\"/>", files[0]);
        Assert.Contains("<c>G</c>", files[1]);
        Assert.Contains("<c>H</c>", files[2]);
        Assert.Contains("<see cref=\"@event(double, ref readonly double)\"/>", files[3]);
    }

    [Fact]
    public void Explain_adds_the_graph_method()
    {
        string file = Assert.Single(DiscoveryHarness.Accept("""
            public static partial class C { [Autodiff.Differentiable(Explain = true)] public static double F(double x = 1) => x; }
            """));

        Assert.Contains("public static global::Autodiff.ComputationGraph FGraph(double x = 1)\n", file);
    }

    [Fact]
    public void The_oldest_language_version() => DiscoveryHarness.Accept(
        """
        using Autodiff;
        public static partial class C
        {
            [Differentiable] public static double F(double x, System.ReadOnlySpan<double> s, ref readonly double y) => x;
        }
        """,
        LanguageVersion.CSharp12);

    [Fact]
    public void A_marked_partial_method_with_a_body() => DiscoveryHarness.Accept("""
        public static partial class C
        {
            [Autodiff.Differentiable] public static partial double F(double x);
            public static partial double F(double x) => x;
            public static partial double G(double x);
            [Autodiff.Differentiable] public static partial double G(double x) => x;
        }
        """);

    [Fact]
    public void Overloads_whose_gradients_can_be_told_apart() => DiscoveryHarness.Accept("""
        using Autodiff;
        public static partial class C
        {
            [Differentiable] public static double F(double x) => x;
            [Differentiable] public static double F(double x, double y) => x;
            [Differentiable] public static double F(float x) => x;
            [Differentiable] public static double F(double[] x) => 0;
            [Differentiable] public static double F(double[] x, int n) => 0;
            [Differentiable] public static double F<T>(double x) => x;
            [Differentiable] public static double F<T>(double[] x, T t) where T : struct => 0;
            [Differentiable] public static double F<T>(double[] x, in T t) => 0;
            public static double FGradient(string x) => 0;
            public static partial double FGradient(int x);
            public static partial double FGradient(int x) => x;
        }
        """);

    [Theory]
    [InlineData("partial class A { public partial class B { [Differentiable] double F(double x, B b, A.B c) => x; } partial class D : A { [Differentiable] double F(double x) => x; } }")]
    [InlineData("namespace N.System { partial class Autodiff { [Differentiable(Explain = true)] double F(double global, double System) => global; } }")]
    [InlineData("partial class C { [Differentiable] double F(double value, double field, double var, double record, double await, double nameof, double when, double _) => 1; }")]
    [InlineData("partial class C { [Differentiable] double F(Action<double>? a, Func<string?, dynamic>? d, dynamic? e, nint? n, List<(int, string?)>? l, double x) => x; }")]
    [InlineData("partial class C<T> where T : allows ref struct { [Differentiable] double F(scoped T t, double x) => x; [Differentiable] double G(scoped in T t, double x) => x; }")]
    [InlineData("partial class C { [Differentiable] double F(in Span<double> t, in double[] x, ref readonly float[,] y) => 1; }")]
    [InlineData("partial class C { internal const int N = 4; const double Q = 1.0 / 3; [Differentiable] double F(double x, int n = N, double q = Q, double e = double.Epsilon, float m = float.MaxValue, double h = 1 / 3.0, char c = (char)0, sbyte z = -N, string s = nameof(C), int neg = -(N), uint u = N) => 1; }")]
    [InlineData("partial record R { [Differentiable] public virtual double F(double x) => x; } partial record Q : R { [Differentiable] public sealed override double F(double x) => x; }")]
    [InlineData("interface I { double FGradient(double x); } partial class C : I { [Differentiable] public double F(double x) => x; }")]
    [InlineData("partial class C { [Differentiable] static double F(double Demo, double C) => Demo; [Differentiable] static double G(double GGradient, double x) => 1; }")]
    public void Declarations_in_odd_surroundings(string source) =>
        DiscoveryHarness.Accept("using System; using System.Collections.Generic; using Autodiff;\n" + source);
}
