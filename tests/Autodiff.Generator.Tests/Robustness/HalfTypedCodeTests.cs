using System.Diagnostics;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.RandomPrograms;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Robustness;

/// <summary>
/// The generator and the analyzer see code in every state of being typed. The mutations are made from seeds, as the random
/// programs are (<see cref="Seeds"/>).
/// </summary>
public class HalfTypedCodeTests(ITestOutputHelper output)
{
    private const int MutationCount = 3000;

    // A busy machine tries fewer mutations rather than keep everybody waiting.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    [Fact]
    public void Sources_as_they_are_never_throw() =>
        Assert.All(Corpus.All, source => Assert.Null(Fault(source)));

    [Fact]
    public void Mutated_sources_never_throw()
    {
        int first = Seeds.First();
        var clock = Stopwatch.StartNew();
        int seed = first;
        for (; seed < first + MutationCount && clock.Elapsed < Limit; seed++)
        {
            string mutated = Mutation(seed);
            if (Fault(mutated) is { } fault)
            {
                Assert.Fail($"seed {seed}: {fault}\n\n{Shrink(mutated)}");
            }
        }

        output.WriteLine($"{seed - first} mutations from seed {first}");
    }

    private static string Mutation(int seed)
    {
        var random = new Random(seed);
        var sources = random.Next(2) == 0 ? Corpus.All : Corpus.Language;
        return new Mutator(random).Mutate(sources[random.Next(sources.Count)]);
    }

    /// <summary>What went wrong with a source; null if nothing did.</summary>
    private static string? Fault(string source)
    {
        var run = GeneratorHost.Run(source);
        if (run.Exception is { } exception)
        {
            return exception.ToString();
        }

        // AD0001 is the compiler's word for an analyzer that threw.
        if (run.AnalyzerDiagnostics().Concat(run.AnalyzerDiagnosticsBeforeGeneration()).FirstOrDefault(IsInternalError) is { } thrown)
        {
            return thrown.ToString();
        }

        // What is emitted for code that is still valid compiles.
        bool isValid = run.Updated.SyntaxTrees.First().GetDiagnostics().All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error)
            && !run.CompilerDiagnostics().Any(diagnostic => IsInSource(diagnostic));
        return isValid && run.CompilerDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error
            ? $"emitted code does not compile: {error}\n{run.Dump()}"
            : null;
    }

    private static bool IsInternalError(Diagnostic diagnostic) =>
        diagnostic.Id == "AD0001" || !diagnostic.Id.StartsWith("ADG", StringComparison.Ordinal);

    private static bool IsInSource(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath == "Source0.cs";

    /// <summary>The source with as many tokens removed as the fault allows.</summary>
    private static string Shrink(string source)
    {
        for (int length = source.Length / 2; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= source.Length;)
            {
                string shorter = source.Remove(start, length);
                if (Fault(shorter) is not null)
                {
                    source = shorter;
                }
                else
                {
                    start += length;
                }
            }
        }

        return source;
    }
}
