namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>Calls whose derivative, or whose result, is not known. Each case marks where the error stands.</summary>
public class RefusedCallTests
{
    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t; return (double)[|f.DynamicInvoke(x)|]; }")]
    [InlineData("static Vector3 w; [Differentiable] public static double F(float x) { var v = [|w * x|]; return v.X; }")]
    [InlineData("[Differentiable] public static double F(double x) { Complex z = [|x|]; return (z * z).Real; }")]
    [InlineData("[Differentiable] public static double F(double x) => double.Parse([|x.ToString()|]);")]
    [InlineData("[Differentiable] public static double F(double x) => (double)[|(Half)x|];")]
    [InlineData("[Differentiable] public static double F(double x) => (double)[|(BigInteger)x|];")]
    [InlineData("[Differentiable] public static double F(double x) => (double)[|(Int128)x|];")]
    [InlineData("[Differentiable] public static double F(double x) => [|Convert.ToDouble(x)|];")]
    [InlineData("[Differentiable] public static double F(float x) => [|Convert.ToDouble(x)|];")]
    [InlineData("[Differentiable] public static double F(double x) => BitConverter.Int64BitsToDouble([|BitConverter.DoubleToInt64Bits(x)|]);")]
    [InlineData("[Differentiable] public static double F(double x) => BitConverter.UInt64BitsToDouble([|BitConverter.DoubleToUInt64Bits(x)|] ^ 0x8000000000000000UL);")]
    [InlineData("[Differentiable] public static double F(double x) { long l = [|Unsafe.BitCast<double, long>(x)|]; return l; }")]
    [InlineData("[Differentiable] public static double F(double x, double y) => [|x.CompareTo(y)|] > 0 ? x : y;")]
    [InlineData("[Differentiable] public static double F(double x, double y) => [|x.Equals(y)|] ? x : y * x;")]
    [InlineData("[Differentiable] public static double F(double x, double y) => [|x.GetHashCode()|] * y;")]
    [InlineData("static T Sq<T>(T v) where T : INumber<T> => v * v; [Differentiable] public static double F(double x) => (double)Sq([|(Half)x|]);")]
    [InlineData("[Differentiable] public static double F(double x) { Expression<Func<double,double>> e = t => t * x; return [|e.Compile()|](x); }")]
    [InlineData("[Differentiable] public static double F(double x) => [|Task.Run(() => x * x)|].Result;")]
    [InlineData("[Differentiable] public static double F(double x) => [|Task.FromResult(x)|].Result;")]
    [InlineData("[Differentiable] public static double F(double x) { var o = [|Tuple.Create(x, 1)|]; return o.Item1; }")]
    [InlineData("[Differentiable] public static double F(double x) { var t = (x, 1.0); return [|t.ToString()|].Length * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { var t = (x, 1.0); return [|t.Equals((1.0, 1.0))|] ? x : x * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { (double, double)? t = (x, 1); return [|t.Value|].Item1; }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t; return [|f.ToString()|].Length * x; }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t; return [|f.Method|].Name.Length * x; }")]
    [InlineData("[Differentiable] public static double F(double x) => [|TimeSpan.FromSeconds(x)|].TotalSeconds;")]
    [InlineData("static TimeSpan t = TimeSpan.FromSeconds(2); [Differentiable] public static double F(double x) => ([|t * x|]).TotalSeconds;")]
    [InlineData("static double G<T>(T v) where T : IConvertible => {|v.ToDouble(null)|}; [Differentiable] public static double F(double x) => [|G(x)|];")]
    [InlineData("static T Mx<T>(T a, T b) where T : IComparable<T> => {|a.CompareTo(b)|} > 0 ? a : b; [Differentiable] public static double F(double x, double y) => [|Mx(x, y)|];")]
    [InlineData("[Differentiable] public static double F(double x, double y) => [|Comparer<double>.Default.Compare(x, y)|] > 0 ? x : y;")]
    [InlineData("[Differentiable] public static double F(double x, double y) => [|EqualityComparer<double>.Default.Equals(x, y)|] ? x : y;")]
    [InlineData("[Differentiable] public static double F(double x, double y) => [|Convert.ToInt32(x)|] * y;")]
    [InlineData("[DllImport(\"m\")] static extern double erf(double v); [Differentiable] public static double F(double x) => [|erf(x)|];")]
    public void Methods_without_a_known_derivative(string members) => MarkedCode.RefuseMember("ADG0041", members);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { var l = [|new List<double>()|]; l.Add(x); return l[0]; }")]
    [InlineData("[Differentiable] public static double F(double x) => [|Enumerable.Range(0, 3)|].Sum(i => x * i);")]
    [InlineData("[Differentiable] public static double F(double x) { var sb = [|new System.Text.StringBuilder()|]; sb.Append(x); return sb.Length * x; }")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|new Random(1)|].NextDouble();")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|Random.Shared|].NextDouble();")]
    [InlineData("static Random r = new(); [Differentiable] public static double F(double x) => x * [|r.NextDouble()|];")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|DateTime.Now|].Ticks;")]
    [InlineData("[Differentiable] public static double F(double x) { var t = [|DateTime.UtcNow|]; return x * t.Second; }")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|Environment.TickCount|];")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|Stopwatch.GetTimestamp()|];")]
    [InlineData("static Stopwatch w; [Differentiable] public static double F(double x) => x * [|w.ElapsedTicks|];")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|Guid.NewGuid()|].GetHashCode();")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|File.ReadAllText(\"a\")|].Length;")]
    [InlineData("[Differentiable] public static double F(double x) => x * [|Environment.GetEnvironmentVariable(\"A\")|].Length;")]
    [InlineData("[Differentiable] public static double F(double x) { var l = [|new List<(double,int)>()|]; l.Add((x, 1)); return l[0].Item1; }")]
    [InlineData("[Differentiable] public static double F(double x) => [|(1, 2).ToString()|].Length * x;")]
    [InlineData("[Differentiable] public static double F(double x) => [|Enumerable.Range(0, 2)|].Select(i => i * x).First();")]
    [InlineData("static double G<T>(T v, double t) { T w = default; object o = {|new List<T>()|}; return t * (o is null ? 1 : 2); } [Differentiable] public static double F(double x) => [|G(3, x)|];")]
    [InlineData("[Differentiable] public static double F(double x) { var b = [|new StrongBox<double>()|]; b.Value = x; return b.Value; }")]
    public void Calls_not_known_to_be_pure(string members) => MarkedCode.RefuseMember("ADG0042", members);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { ITuple t = (x, 1.0); return (double)[|t[0]|]; }")]
    public void Methods_that_may_be_overridden(string members) => MarkedCode.RefuseMember("ADG0043", members);

    [Theory]
    [InlineData("public partial class C { public virtual double V(double t) => t * t; [Differentiable] public double F(double x) { Func<double,double> f = [|V|]; return f(x); } } public class Derived : C { public override double V(double t) => 5 * t; }")]
    [InlineData("public partial class C { public virtual double V(double t) => t * t; [Differentiable] public double F(double x) { return [|V(x)|]; } }")]
    [InlineData("public abstract partial class C { public abstract double V(double t); [Differentiable] public double F(double x) => [|V(x)|]; }")]
    [InlineData("public interface I { double V(double t); } public partial class C { [Differentiable] public static double F(double x, I i) => [|i.V(x)|]; }")]
    [InlineData("public interface I { double V(double t) => t * t; } public partial class C { [Differentiable] public static double F(double x, I i) => [|i.V(x)|]; }")]
    [InlineData("public class B { public virtual double V(double t) => 3 * t; } public sealed class D : B { public override double V(double t) => t * t; } public partial class C { [Differentiable] public static double F(double x) { B d = new D(); return [|d.V(x)|]; } }")]
    [InlineData("public class B { public virtual double this[double t] => 3 * t; } public partial class C { static B b = new B(); [Differentiable] public static double F(double x) { return [|b[x]|]; } }")]
    [InlineData("public abstract partial class C { public abstract double this[double t] { get; } [Differentiable] public double F(double x) => [|this[x]|]; }")]
    [InlineData("public class B { public virtual double V(double t) => t; } public partial class C : B { public override double V(double t) => t * t; [Differentiable] public double F(double x) => [|V(x)|]; }")]
    [InlineData("public interface I { double V(double t); } public sealed partial class C : I { double I.V(double t) => t * t; [Differentiable] public double F(double x) => [|((I)this).V(x)|]; }")]
    public void Methods_that_may_be_overridden_in_other_types(string types) => MarkedCode.RefuseFile("ADG0043", types);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = null; f = t => t < 1 ? t : {|f(t / 2)|}; return [|f(x)|]; }")]
    [InlineData("static double Ap(Func<double,double> f, double t) => f(t); [Differentiable] public static double F(double x) => [|Ap(t => {|Ap(u => u * t, 2)|}, x)|];")]
    [InlineData("static double[] H(double t, int n) => n == 0 ? new double[] { t } : H(t * t, n - 1); [Differentiable] public static double F(double x) => [|H(x, 3)|][0];")]
    [InlineData("[Differentiable] public static double F(double x) { double s = 0; G(3); return s; void G(int n) { if (n > 0) { [|s|] += x; G(n - 1); } } }")]
    public void Recursion(string members) => MarkedCode.RefuseMember("ADG0044", members);

    [Theory]
    [InlineData("public partial struct S { double k; double H(double t, int n) => n == 0 ? k : t * H(t, n - 1); [Differentiable] public double F(double x) => [|H(x, 3)|]; }")]
    [InlineData("public partial class C { static double H<T>(double t, int n) => n == 0 ? t : t * {|H<List<T>>(t, n - 1)|}; [Differentiable] public static double F(double x) => [|H<int>(x, 3)|]; }")]
    public void Recursion_in_other_types(string types) => MarkedCode.RefuseFile("ADG0044", types);

    [Fact]
    public void A_recursive_method_that_writes_to_the_array_of_a_field() => MarkedCode.RefuseMember(
        "ADG0040",
        "static double[] f = new double[3]; static void H(double[] a, double t, int n) { if (n == 0) return; a[n] = t; H(a, t, n - 1); } [Differentiable] public static double F(double x) { [|H(f, x, 2)|]; return x; }");

    [Theory]
    [InlineData("static class H { enum E { A, B } static E e = E.B; public static double G(double t) => {|e|} == E.B ? t * t : t; } public static partial class C { [Differentiable] public static double F(double x) => [|H.G(x)|]; }")]
    [InlineData("static class H { enum E { A, B } static double K(E e) => 2; public static double G(double t) { E e = {|E.B|}; return e == E.A ? t : t * t; } } public static partial class C { [Differentiable] public static double F(double x) => [|H.G(x)|]; }")]
    [InlineData("static class H { static double k = 3; public static double G(double t) => {|k|} * t; } public static partial class C { [Differentiable] public static double F(double x) => [|H.G(x)|]; }")]
    [InlineData("static class H { struct S { public double v; } public static double G(double t) { S s = {|default|}; return t * s.v; } } public static partial class C { [Differentiable] public static double F(double x) => [|H.G(x)|]; }")]
    [InlineData("public static class H { class Priv { } public static double N<T>() => 2; public static double G(double t) { return t * {|N<Priv>()|}; } } public static partial class C { [Differentiable] public static double F(double x) => [|H.G(x)|]; }")]
    [InlineData("static class H { static double K() => 3; public static double G(double t) => {|K()|} * t; } public static partial class C { [Differentiable] public static double F(double x) => [|H.G(x)|]; }")]
    [InlineData("public partial class C(double scale) { public C() : this(3) {} double H(double t) => t * {|scale|}; [Differentiable] public double F(double scale) => [|H(scale)|]; }")]
    [InlineData("public partial class C(double scale) { public C() : this(3) {} double H(double t) => t * {|scale|}; [Differentiable] public double F(double x) { var o = new C(7); return [|o.H(x)|]; } }")]
    [InlineData("public class B(double scale) { public double H(double t) => t * {|scale|}; } public partial class C() : B(2) { [Differentiable] public double F(double x) { return [|H(x)|]; } }")]
    [InlineData("public class B { protected double k = 4; public static double H(B o, double t) => t * {|o.k|}; } public partial class C : B { [Differentiable] public double F(double x) { return H(this, x) + [|H(new B(), x)|]; } }")]
    [InlineData("file static class H { internal static int K() => 3; internal static double G(double t) => t * t; } public partial class C { [Differentiable] public static double F(double x) { return x * [|H.K()|] + H.G(x); } }")]
    public void Members_out_of_reach_in_other_types(string types) => MarkedCode.RefuseFile("ADG0045", types);

    [Theory]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = t => t * t; if (x > 0) f = t => 3 * t; return [|f(x)|]; }")]
    [InlineData("[Differentiable] public static double F(double x) { Func<double,double> f = x > 0 ? t => t * t : t => 3 * t; return [|f(x)|]; }")]
    [InlineData("[Differentiable] public static double F(double x, Func<double,double> f) => f == null ? x : [|f(x)|];")]
    [InlineData("static Func<double,double> f = t => t; [Differentiable] public static double F(double x) => [|f(x)|];")]
    [InlineData("static Func<double,double> f = t => t; [Differentiable] public static double F(double x) => [|f.Invoke(x)|];")]
    [InlineData("static Func<double,double> f = t => t; [Differentiable] public static double F(double x) => f?[|.Invoke(x)|] ?? 0;")]
    [InlineData("static Func<double,double> f = t => t; [Differentiable] public static double F(double x) => x * [|f(2)|];")]
    [InlineData("static event Action<double> E; [Differentiable] public static double F(double x) { [|E|](x); return x; }")]
    [InlineData("static event Action<double> E; [Differentiable] public static double F(double x) { [|E|]?.Invoke(x); return x; }")]
    [InlineData("[Differentiable] public static double F(double x, int n) { Func<double,double> f = n switch { 1 => Math.Sin, _ => Math.Cos }; return [|f(x)|]; }")]
    [InlineData("static Func<double,double> Mk() => t => t * t; [Differentiable] public static double F(double x) => [|Mk()(x)|];")]
    public void Delegates_of_unknown_target(string members) => MarkedCode.RefuseMember("ADG0047", members);
}
