using Autodiff.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>
/// Code as it is while somebody types it: reading it never throws, what is accepted can be written, and no two files get one name,
/// which would lose the output of the whole generator.
/// </summary>
public class HalfTypedCodeTests
{
    private const string Source = """
        using Autodiff;
        using System;
        namespace Demo.Inner
        {
            public abstract partial class Model<T>(double scale) : Base<T> where T : class, IComparable<T>?, new()
            {
                [Differentiable(nameof(x), "y", Explain = true), Obsolete("old")]
                public static double F<U>(in double x, double[] y, U u, (int, string) t, int n = -1, DayOfWeek d = DayOfWeek.Monday, params int[] k) where U : struct => x;
                public static partial double FGradient<U>(in double x, double[] y, U u, (int, string) t, int n, DayOfWeek d, int[] k, out double a, Span<double> b) where U : struct;
                [Differentiable("s", Jacobian = true)] public (double A, float @in, double) J(double x, float[] s) => (x, s[0], x);
                internal partial (double A, float @in, double) JJacobian(double x, float[] s, Span<float> a, Span<float> b, Span<float> c);
                [Differentiable] private float G(float x, ReadOnlySpan<float> s, double[,] m, double[][] j) { return x * scale; }
                public partial record struct Leaf { [Differentiable] internal readonly double H(double x) => x; double P { [Differentiable] get; } }
                [Differentiable] public override double V(double x) { [Differentiable] double L(double y) => y; return L(x); }
                extension(double z) { [Differentiable] public double E(double y) => y; }
                [Differentiable] public static double operator +(Model<T> a, double x) => x;
            }
            public partial class Base<T> { [Differentiable] public virtual double V(double x) => x; }
            interface I { [Differentiable] double F(double x); }
        }
        """;

    [Fact]
    public void Whole()
    {
        var methods = DiscoveryHarness.Read(DiscoveryHarness.Compile(Source, LanguageVersion.Preview)).Select(r => r.Method?.Name).OfType<string>();
        Assert.Equal(["F", "J", "G", "H", "V", "V"], methods);
    }

    [Fact]
    public void Without_any_one_token() => Check(Tokens().Select(token => Source.Remove(token.SpanStart, token.Span.Length)));

    [Fact]
    public void With_any_one_token_twice() => Check(Tokens().Select(token => Source.Insert(token.Span.End, " " + token.Text)));

    [Fact]
    public void Cut_off_after_any_token() => Check(Tokens().Select(token => Source[..token.Span.End]));

    [Fact]
    public void Without_its_beginning() => Check(Tokens().Select(token => Source[token.SpanStart..]));

    [Fact]
    public void With_any_two_neighbours_exchanged()
    {
        var tokens = Tokens();
        Check(tokens.Zip(tokens.Skip(1), (a, b) => Source[..a.SpanStart] + b.Text + " " + a.Text + " " + Source[b.Span.End..]));
    }

    private static List<SyntaxToken> Tokens() => [.. CSharpSyntaxTree.ParseText(Source, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantTokens()];

    private static void Check(IEnumerable<string> sources)
    {
        foreach (string source in sources)
        {
            try
            {
                var methods = DiscoveryHarness.Read(DiscoveryHarness.Compile(source, LanguageVersion.Preview)).Select(r => r.Method).OfType<Generator.Discovery.MarkedMethod>().ToList();
                var names = methods.Select(m => m.HintName).ToList();
                Assert.All(methods, m => GradientFile.Write(m, _ => { }, _ => { }));
                Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(source, exception);
            }
        }
    }
}
