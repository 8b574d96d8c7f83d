using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>What the pipeline caches is plain data.</summary>
public class CachedValueTests
{
    private const string Source = """
        using System;
        using Autodiff;

        public static partial class Model<T>
        {
            private static readonly double rate = 0.5;

            [Differentiable(nameof(x))]
            public static double F(double x, float y, int n, T? other)
            {
                double Square(double z) => z * z;
                var (a, b) = (Math.Exp(x), Square(x) * rate);
                return x > n ? a * b : b / y;
            }

            [Differentiable]
            public static double Loops(double[] values, double[][] rows, Span<double> window, int n, int[]? mask)
            {
                double[] local = new double[n];
                foreach (ref double v in window) v *= v;
                for (int i = 0; i < n; i++)
                {
                    if (mask != null && mask[i] == 0) continue;
                    local[i] += values[i] * rows[i][0];
                    switch (i % 3) { case 0: local[i] *= 2; break; case 1 when local[i] > 5: return local[i]; }
                }

                return local[^1] + Recurse(values, n - 1) * window[1..][0];
            }

            private static double Recurse(double[] values, int n) => n < 0 ? 0 : values[n] * values[n] + Recurse(values, n - 1);

            [Differentiable]
            public static double Refused(double x, System.IO.Stream stream) => x * stream.ReadByte();
        }
        """;

    [Fact]
    public void No_symbol_syntax_or_location_is_reachable_from_a_cached_value()
    {
        var run = new IncrementalRun(Source);
        var values = run.Result.TrackedSteps[CachingTests.Methods]
            .Concat(run.Result.TrackedOutputSteps.Values.SelectMany(steps => steps))
            .SelectMany(step => step.Inputs.Select(input => input.Source.Outputs[input.OutputIndex].Value)
                .Where(_ => step.Name != CachingTests.Methods)
                .Concat(step.Name == CachingTests.Methods ? step.Outputs.Select(output => output.Value) : []))
            .ToList();

        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Empty(ObjectGraph.FindCompilationBound(value)));
    }

    [Fact]
    public void The_walk_finds_what_it_looks_for()
    {
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [Source]);
        var method = compilation.GetTypeByMetadataName("Model`1")!.GetMembers("F").Single();

        Assert.NotEmpty(ObjectGraph.FindCompilationBound(new { Name = "x", Nested = new List<object> { method } }));
        Assert.NotEmpty(ObjectGraph.FindCompilationBound(("text", method.Locations)));
        Assert.NotEmpty(ObjectGraph.FindCompilationBound(new Lazy<SyntaxNode>(compilation.SyntaxTrees[0].GetRoot(TestContext.Current.CancellationToken))));
        Assert.Empty(ObjectGraph.FindCompilationBound(new { Name = "x", Nested = new List<object> { 1, "text", 2.5 } }));
    }
}
