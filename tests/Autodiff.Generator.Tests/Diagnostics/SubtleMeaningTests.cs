using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>
/// C# whose meaning is easily lost on the way: what is captured, aliased, hidden, overridden, left out, or evaluated in an
/// order of its own. It is differentiated rightly; the theories of refusals hold what is not.
/// </summary>
public class SubtleMeaningTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.Linq;
        using System.Numerics;
        using Autodiff;
        using static System.Math;

        """;

    private static readonly double[][] Points = [[0.7, 1.3], [1.6, 0.9], [-0.6, 0.8]];

    [Theory]
    [InlineData("[Conditional(\"NOPE\")] static void Twice(ref double y) { y *= 2; } [Differentiable] public static double F(double x) { double y = x; Twice(ref y); return y * y; }")]
    [InlineData("static Func<double,double> Scale(double k) => t => k * t; [Differentiable] public static double F(double x, double y) { var f = Scale(x); var g = Scale(y); return f(2) + 10 * g(3); }")]
    [InlineData("static double G(object o) => 1; static double G(string o) => 2; [Differentiable] public static double F(double x) { object o = \"s\"; return x * G(o); }")]
    [InlineData("static double G(object o) => 1; static double G(string o) => 2; static double G(int[] o) => 3; [Differentiable] public static double F(double x) { return x * G((object)null); }")]
    [InlineData("static double G(string o) => 2; static double G(int[] o) => 3; [Differentiable] public static double F(double x) { return x * G((string)null); }")]
    [InlineData("static double G<T>(T o) => typeof(T) == typeof(object) ? 1 : 2; [Differentiable] public static double F(double x) { object o = \"s\"; return x * G(o); }")]
    [InlineData("static void G(ref double a, ref double b) { a = 1; b = b * 2; } [Differentiable] public static double F(double x) { double y = x; G(ref y, ref y); return y * x; }")]
    [InlineData("static double G(in double a, ref double b) { b = 5; return a; } [Differentiable] public static double F(double x) { double y = x; return G(in y, ref y) * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; void H(ref double a) { a = 1; y = y * 3; } H(ref y); return y * x; }")]
    [InlineData("static double G(ref double a, double b) { return a * b; } [Differentiable] public static double F(double x) { double y = x; return G(ref y, y = 3) * x; }")]
    [InlineData("delegate void D(ref double v); [Differentiable] public static double F(double x) { double y = x; D d = (ref double v) => v *= 2; d(ref y); return y * x; }")]
    [InlineData("delegate void D(out double v); [Differentiable] public static double F(double x) { D d = (out double v) => v = x * 2; d(out double y); return y * x; }")]
    [InlineData("[Differentiable] public static double F(double x, double y) => (x, y) switch { (> 0, > 0) => x * y, (<= 0, _) => x };")]
    [InlineData("[Differentiable] public static double F(double x) { Debug.Assert(x > -99, \"bad \" + x); return x * x; }")]
    [InlineData("static partial void Hook(ref double y); [Differentiable] public static double F(double x) { double y = x; Hook(ref y); return y * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x, z = 2; return (x > 0 ? ref y : ref z) * 2; }")]
    [InlineData("static ref double Pick(ref double a, ref double b) => ref a; [Differentiable] public static double F(double x) { double y = x, z = 2; double m = Pick(ref y, ref z); return m * m; }")]
    [InlineData("static Complex z; [Differentiable] public static double F(double x) { return z.Real * x; }")]
    [InlineData("static double? k = 2; [Differentiable] public static double F(double x) { return x * k.Value; }")]
    [InlineData("static double? k = 2; [Differentiable] public static double F(double x) { return x * (k ?? 1); }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = Math.Sin; return f(x); }")]
    [InlineData("static double Ap(Func<double,double> f, double t) => f(t); [Differentiable] public static double F(double x) => Ap(Math.Exp, x);")]
    [InlineData("static T Sq<T>(T v) where T : INumber<T> => v * v + T.One; [Differentiable] public static double F(double x) => Sq(x);")]
    [InlineData("static T Sq<T>(T v) where T : IFloatingPointIeee754<T> => T.Exp(v) + T.CreateChecked(2) * v; [Differentiable] public static double F(double x) => Sq(x);")]
    [InlineData("static T Sq<T>(T v) where T : IFloatingPointIeee754<T> => T.CreateChecked(v) * v; [Differentiable] public static double F(double x) => Sq(x);")]
    [InlineData("static double G<T>(T v) => 2; [Differentiable] public static double F(double x) => G(x) * x;")]
    [InlineData("[Differentiable] public static double F(double x) { object o = (x, 2.0); return ((ValueTuple<double,double>)o).Item1; }")]
    [InlineData("[Differentiable] public static double F(double x) { var t = (x, 1.0); return t == (1.0, 1.0) ? x : x * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { var t = (x, 1); return t == (1, 1.0) ? x : x * x; }")]
    [InlineData("[Differentiable] public static double F(double x, double y) => (x, y) switch { (var a, > 0) => a, var t => t.x * t.y };")]
    [InlineData("[Differentiable] public static double F(double x) => (x > 0 ? (x, 1.0) : (1.0, x)).Item1;")]
    [InlineData("[Differentiable] public static double F(double x) { (double a, double b) t = default; t.a = x; return t.a * x + t.b; }")]
    [InlineData("static double G(object o) => 1; [Differentiable] public static double F(double x) => G((1, 2)) * x;")]
    [InlineData("[Differentiable] public static double F(double x) => (x, 1) is var (a, b) ? a * b : 0;")]
    [InlineData("static T Id<T>(T v) => v; [Differentiable] public static double F(double x) => Id((x, 2)).Item1;")]
    [InlineData("[Differentiable] public static double F(double x) { var f = () => (x, x * x); var (a, b) = f(); return a * b; }")]
    [InlineData("[Differentiable] public static double F(double x) { object f = (Func<double,double>)(t => t); return ((Func<double,double>)f)(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double, Func<double, double>> add = a => b => a * b; return add(x)(2) ; }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double, Func<double, double>> add = a => b => a * b; var p = add(x); var q = add(3); return p(2) * q(5); }")]
    [InlineData("static T Cube<T>(T v) where T : INumber<T> => v * v * v; static U Sq<U>(U v) where U : INumber<U> => Cube(v) + v; [Differentiable] public static double F(double x) => Sq(x);")]
    [InlineData("static Func<T,T> Mul<T>(T k) where T : INumber<T> => t => k * t + T.One; [Differentiable] public static double F(double x, double y) { var f = Mul(x); var g = Mul(y); return f(2) + 10 * g(3); }")]
    [InlineData("static T Sq<T>(T v) where T : INumber<T> => v * v; static U Ap<U>(U x) where U : INumber<U> { Func<U,U> f = Sq<U>; return f(x); } [Differentiable] public static double F(double x) => Ap(x);")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; bool b = x > 0 && (y = 2 * x) > 1; return y * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; if (x > 1 || (y = 2 * x) > 1) return y * x; return y; }")]
    [InlineData("[Differentiable] public static double F(double x) { if (x > 0 && x * x is var z && z > 0.5) return z * x; return x; }")]
    [InlineData("static bool Try(double t, out double r) { r = t * t; return t > 0; } [Differentiable] public static double F(double x) { if (x > 0.1 && Try(x, out var z)) return z * x; return x; }")]
    [InlineData("static bool Try(double t, out double r) { if (t < 0) { r = 0; return false; } r = t * t; return true; } [Differentiable] public static double F(double x) => Try(x, out var z) ? z * x : z;")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; double H(double t) => t * y; y = 3 * x; return H(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { return H(x) + H(2); double H(double t) => t * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { double H(double t) { double K(double u) => u * t * x; return K(2) + K(t); } return H(x) + H(3); }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x; Action a = () => y *= 2; a(); a(); return y * x; }")]
    [InlineData("static Func<double> Acc(double s) { double t = s; return () => { t = t * 2; return t; }; } [Differentiable] public static double F(double x) { var a = Acc(x); var b = Acc(x * x); return a() + 10 * a() + 100 * b(); }")]
    [InlineData("[Differentiable] public static double F(double x) { double k = x; double H(double t) => t * k; Func<double,double> f = H; k = 5; return f(x); }")]
    [InlineData("public static partial double P(double x); [Differentiable] public static partial double P(double x) { double y = x * x; Func<double,double> f = t => t * y; return f(x); }")]
    [InlineData("[Differentiable] public static partial double P(double a); public static partial double P(double a) { double y = a * a; double L(double t) => t * y; return L(a); }")]
    [InlineData("[Differentiable] public static double F(double x) { var f = (double a, double b = 2) => a * b; return f(x) + f(x, x); }")]
    [InlineData("delegate double D(double p, double q); [Differentiable] public static double F(double x) { D f = (a, b) => a - 2 * b; return f(q: x, p: 1); }")]
    [InlineData("[Differentiable] public static double F(double x) { var f = static (double t) => t * t; return f(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { double r; if (x > 0) { Func<double,double> f = t => t * x; r = f(2); } else { Func<double,double> f = t => t + x; r = f(x); } return r; }")]
    [InlineData("static void Swap(ref double a, ref double b) { double t = a; a = b; b = t; } [Differentiable] public static double F(double x) { var t = (a: x, b: x * x); Swap(ref t.a, ref t.b); return t.a - 3 * t.b; }")]
    [InlineData("static void Swap(ref double a, ref double b) { double t = a; a = b; b = t; } [Differentiable] public static double F(double x) { double p = x, q = x * x; Swap(ref p, ref q); return p - 3 * q; }")]
    [InlineData("[Differentiable] public static double F(double x) { double y = x, z = x * x; void H(ref double a) { a = a * z; } H(ref y); return y * x; }")]
    [InlineData("static double K(in double a, in double b) => a * b; [Differentiable] public static double F(double x) => K(x, x) + K(in x, in x);")]
    [InlineData("[Differentiable] public static double F(double x) { if (x < -9) throw new ArgumentException($\"bad {x:F2}, {x,5}\", nameof(x)); return x * x; }")]
    [InlineData("[Differentiable] public static double F(double x) => -(-(-(x + (x * 2))));")]
    [InlineData("[Differentiable] public static double F(double x) => x is (> 0 and < 1) or > 2 ? x : 2 * x;")]
    [InlineData("[Differentiable] public static double F(double x) => x is var y && y > 0 ? x * y : 2 * y;")]
    [InlineData("[Differentiable] public static double F(double x) => x switch { > 1 when x < 2 => x, < 0 and > -1 => 2 * x, double.NaN => 1, _ => x * x };")]
    [InlineData("[Differentiable] public static double F(double x) => x > -9 ? x * x : throw new ArgumentException(\"x\");")]
    [InlineData("[Differentiable] public static double F(double x) { const double K = 2.5; const int N = 3; return K * x * N; }")]
    [InlineData("[Differentiable] public static double F(double x) { _ = Sin(x); var (a, _) = (x * x, 1); return a; }")]
    [InlineData("[Differentiable] public static double F(double x) => x * nameof(x).Length * sizeof(double);")]
    [InlineData("[Differentiable] public static double F(double x) { double y = default; y += x; return y * x; }")]
    [InlineData("struct P { public int A; public P(int a) { A = a; } } [Differentiable] public static double F(double x) { var p = new P(2); return x * p.A; }")]
    [InlineData("class M { public static implicit operator M(double d) => new M(); public double V => 2; } [Differentiable] public static double F(double x) { M m = x; return m.V * x; }")]
    [InlineData("class M { public double V = 2; public static M operator +(M a, int b) => a; } static M m = new M(); [Differentiable] public static double F(double x) => (m + 2).V * x;")]
    [InlineData("[Differentiable] public static double F(double x) => x * (double)1.5m;")]
    [InlineData("[Differentiable] public static double F(double x) => x * (double)(Half)1.5;")]
    [InlineData("[Differentiable] public static double F(double x) { var (s, c) = SinCos(x); return s * c; }")]
    [InlineData("static double Sq(this double v) => v * v; [Differentiable] public static double F(double x) => x.Sq() + 2.0.Sq();")]
    [InlineData("static List<double> l = new() { 2 }; [Differentiable] public static double F(double x) => x * l[0] + l.Count;")]
    [InlineData("static Dictionary<string,double> l = new() { [\"a\"] = 2 }; [Differentiable] public static double F(double x) => x * l[\"a\"];")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = delegate (double t) { return t * t; }; return f(x); }")]
    [InlineData("[Differentiable] public static double F(double x) { char c = 'a'; c++; ++c; return x * c; }")]
    [InlineData("[Differentiable] public static double F(double x) { var d = DayOfWeek.Monday; d++; return x * (int)d; }")]
    [InlineData("[Differentiable] public static double F(double x) { decimal d = 2; d++; return x * (double)d; }")]
    [InlineData("[Differentiable] public static double F(double x) { double d = x; d++; --d; d = d++ + d; return x * d; }")]
    public void Members_of_a_class(string members) => Check($"public static partial class C {{ {members} }}");

    [Theory]
    [InlineData("public partial class C { double k; public C() : this(3) {} public C(double k) { this.k = k; } double Apply(Func<double,double> f, double t) => f(t); [Differentiable] public double F(double x) { var other = new C(7); return other.Apply(t => t * k, x); } }")]
    [InlineData("public partial class C { double k; public C() : this(3) {} public C(double k) { this.k = k; } double Apply(Func<double,double> f, double t) => f(t); double M(double t) => t*k; [Differentiable] public double F(double x) { var other = new C(7); return other.Apply(M, x); } }")]
    [InlineData("public partial class C { double k; public C() : this(3) {} public C(double k) { this.k = k; } double M(double t) => t*k; [Differentiable] public double F(double x) { var other = new C(7); Func<double,double> f = other.M; return f(x); } }")]
    [InlineData("public class B { public virtual double Scale => 2; public virtual double S2() => 3; public double k = 4; public double this[int i] => 5; } public partial class C : B { public override double Scale => 20; [Differentiable] public double F(double x) { return x * base.Scale; } }")]
    [InlineData("public class B { public virtual double S2() => 3; } public partial class C : B { public override double S2() => 20; [Differentiable] public double F(double x) { return x * base.S2(); } }")]
    [InlineData("public class B { public double k = 4; } public partial class C : B { public new double k = 40; [Differentiable] public double F(double x) { return x * base.k; } }")]
    [InlineData("public class B { public double k = 4; } public partial class C : B { public new double k = 40; [Differentiable] public double F(double x) { return x * ((B)this).k; } }")]
    [InlineData("public class B { public double k = 4; } public partial class C : B { public new double k = 40; [Differentiable] public double F(double x) { B b = this; return x * b.k; } }")]
    [InlineData("public interface I { double M(); } public partial class C : I { double I.M() => 4; public double M() => 40; [Differentiable] public double F(double x) { I b = this; return x * b.M(); } }")]
    [InlineData("public partial class C(double scale) { public C() : this(3) {} [Differentiable] public double F(double x) => x * scale; }")]
    [InlineData("static class H { const double k = 3; public static double G(double t) => k * t; } public static partial class C { [Differentiable] public static double F(double x) => H.G(x); }")]
    [InlineData("static class H { static double K(double t) => t * t; public static double G(double t) => K(t) * t; } public static partial class C { [Differentiable] public static double F(double x) => H.G(x); }")]
    [InlineData("public interface I<T> where T : I<T> { static abstract double V(double t); } public struct A : I<A> { public static double V(double t) => t * t; } public partial class C { static double H<T>(double t) where T : I<T> => T.V(t); [Differentiable] public static double F(double x) => H<A>(x); }")]
    [InlineData("public interface I<T> where T : I<T> { static virtual double V(double t) => t * t; } public struct A : I<A> { } public struct B : I<B> { public static double V(double t) => 5 * t; } public partial class C { static double H<T>(double t) where T : I<T> => T.V(t); [Differentiable] public static double F(double x) => H<A>(x) + H<B>(x); }")]
    [InlineData("public class B { public virtual double V(double t) => t; } public partial class C : B { public sealed override double V(double t) => t * t; [Differentiable] public double F(double x) => V(x); }")]
    [InlineData("public class B { public virtual double V(double t) => 3 * t; } public sealed partial class C : B { [Differentiable] public double F(double x) => V(x); }")]
    [InlineData("public class B { public virtual double V(double t) => 3 * t; } public sealed class D : B { public override double V(double t) => t * t; } public partial class C { [Differentiable] public static double F(double x) { var d = new D(); return d.V(x); } }")]
    [InlineData("public class B { public double this[double t] => 3 * t; } public partial class C { static B b = new B(); [Differentiable] public static double F(double x) { return b[x]; } }")]
    [InlineData("static class H<T> { public static double k = 3; public static double G(double t) => t * k; } public static partial class C { [Differentiable] public static double F(double x) => H<int>.G(x); }")]
    [InlineData("public partial class C(double scale) { public C() : this(3) {} double H(double t) => t * scale; [Differentiable] public double F(double x) { return H(x) + G(x) * G(x + 1); } static double G(double t) { double scale = t * t; return scale * Sin(scale); } }")]
    [InlineData("public partial record C(double Scale) { public C() : this(3) {} double H(double t) => t * Scale; [Differentiable] public double F(double x) { return H(x); } }")]
    [InlineData("public class B { public double k = 4; protected double H(double t) => t * k; } public partial class C : B { public new double k = 40; [Differentiable] public double F(double x) { return H(x) + x * k; } }")]
    [InlineData("public class B { protected double k = 4; protected double H(double t) => t * k; } public partial class C : B { [Differentiable] public double F(double x) { return H(x) + x * k; } }")]
    [InlineData("public class B { public double K() => 4; protected double H(double t) => t * K(); } public partial class C : B { public new double K() => 40; [Differentiable] public double F(double x) { return H(x) + x * K(); } }")]
    [InlineData("public class B { public double K(double t) => 4 * t; protected double H(double t) => t * K(t); } public partial class C : B { public new double K(double t) => 40 * t; [Differentiable] public double F(double x) { return H(x) + x * K(x); } }")]
    [InlineData("public class B { protected double k = 4; protected double K() => 3; } public partial class C : B { [Differentiable] public double F(double x) { return base.k * x + base.K(); } }")]
    [InlineData("file static class H { internal static double G(double t) => t * t; } public partial class C { [Differentiable] public static double F(double x) { return H.G(x); } }")]
    [InlineData("public partial struct S { double k; public S() { k = 3; } readonly double K() => k; [Differentiable] public double F(double x) => x * K() + k; }")]
    public void Types(string types) => Check(types);

    private static void Check(string types)
    {
        var compilation = GeneratorHost.Compile(LanguageVersion.Preview, [Usings + types]);
        using var program = GeneratorHost.Run(compilation.WithOptions(compilation.Options.WithAllowUnsafe(true).WithNullableContextOptions(NullableContextOptions.Disable))).Load();
        var method = program.OnlyMethod();
        foreach (double[] point in Points)
        {
            double[] at = point[..method.Convenience.GetParameters().Length];
            var evaluation = method.EvaluateGradient([.. at]);
            for (int i = 0; i < at.Length; i++)
            {
                var estimate = CentralDifferences.Derivative(p => method.Original.Evaluate([.. p]), at, i);
                double tolerance = Math.Max(estimate.Error, 1e-7) * (1 + Math.Abs(estimate.Value));
                Assert.True(Math.Abs(evaluation.Gradient[i] - estimate.Value) <= tolerance, $"component {i} at {string.Join(", ", at)} is {evaluation.Gradient[i]:R}, not {estimate.Value:R}");
            }
        }
    }
}
