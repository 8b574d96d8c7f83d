using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>A file that the generator added.</summary>
/// <param name="HintName">The name that the generator gave it.</param>
/// <param name="Text">Its contents.</param>
internal sealed record GeneratedFile(string HintName, string Text);

/// <summary>What one run of the generator made of a compilation.</summary>
internal sealed class GeneratorRun
{
    private readonly CSharpCompilation original;
    private readonly GeneratorDriverRunResult result;
    private readonly HashSet<SyntaxTree> generatedTrees;
    private readonly Lazy<CompiledImage> image;

    public GeneratorRun(CSharpCompilation original, CSharpCompilation updated, GeneratorDriverRunResult result)
    {
        this.original = original;
        this.result = result;
        Updated = updated;
        image = new Lazy<CompiledImage>(() => CompiledImage.Of(updated));
        generatedTrees = [.. result.GeneratedTrees];
        Files = [.. result.Results.SelectMany(one => one.GeneratedSources.IsDefault ? [] : one.GeneratedSources)
            .Select(source => new GeneratedFile(source.HintName, source.SourceText.ToString()))];
    }

    /// <summary>The compilation with the generated files added.</summary>
    public CSharpCompilation Updated { get; }

    /// <summary>The generated files, in the generator's order.</summary>
    public ImmutableArray<GeneratedFile> Files { get; }

    /// <summary>The exception that escaped the generator, or null.</summary>
    public Exception? Exception => result.Results.Select(one => one.Exception).FirstOrDefault(exception => exception is not null);

    /// <summary>What the generator itself reported: by design nothing.</summary>
    public ImmutableArray<Diagnostic> GeneratorDiagnostics => result.Diagnostics;

    /// <summary>The text of the only generated file.</summary>
    public string OnlyFile => Assert.Single(Files).Text;

    /// <summary>The tracked steps of the run.</summary>
    public GeneratorRunResult Steps => result.Results[0];

    /// <summary>
    /// The compiler's warnings and errors that a user's build would show: all those in generated files, and the errors
    /// in the sources (a test's source need not be documented).
    /// </summary>
    public ImmutableArray<Diagnostic> CompilerDiagnostics()
    {
        return [.. image.Value.Diagnostics.Where(IsFault)];

        bool IsFault(Diagnostic diagnostic) =>
            diagnostic.Severity == DiagnosticSeverity.Error
            || (diagnostic.Severity == DiagnosticSeverity.Warning && IsInGeneratedFile(diagnostic));
    }

    /// <summary>The compiler's warnings in the sources themselves.</summary>
    public IEnumerable<Diagnostic> SourceWarnings() => image.Value.Diagnostics.Where(
        diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning && !IsInGeneratedFile(diagnostic));

    /// <summary>What the analyzer reports in a build, where the generated files are a part of the compilation.</summary>
    public ImmutableArray<Diagnostic> AnalyzerDiagnostics() => Analyze(Updated);

    /// <summary>What the analyzer reports where the generator has not run, as in an editor that runs it on saving only.</summary>
    public ImmutableArray<Diagnostic> AnalyzerDiagnosticsBeforeGeneration() => Analyze(original);

    /// <summary>
    /// The faults of the run, for an input that is valid: an exception, an error of the analyzer, a warning in the
    /// emitted code. Empty if there are none.
    /// </summary>
    public IEnumerable<string> Faults()
    {
        if (Exception is { } exception)
        {
            yield return $"the generator threw: {exception}";
        }

        foreach (var diagnostic in GeneratorDiagnostics)
        {
            yield return $"the generator reported {diagnostic}";
        }

        foreach (var diagnostic in CompilerDiagnostics())
        {
            yield return $"the compiler reports {diagnostic}{Line(diagnostic)}";
        }

        foreach (var diagnostic in AnalyzerDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error))
        {
            yield return $"the analyzer reports {diagnostic}{Line(diagnostic)}";
        }
    }

    /// <summary>Asserts that the run has no fault; the message shows the generated code.</summary>
    public GeneratorRun AssertValid()
    {
        var faults = Faults().ToList();
        if (faults.Count > 0)
        {
            Assert.Fail(string.Join('\n', faults) + "\n\n" + Dump());
        }

        return this;
    }

    /// <summary>Compiles and loads the sources with the generated code. The run must be valid.</summary>
    public LoadedProgram Load()
    {
        AssertValid();
        return LoadedProgram.Load(image.Value);
    }

    /// <summary>Loads what is known to be valid, without asking the analyzer again.</summary>
    public LoadedProgram LoadUnchecked() => LoadedProgram.Load(image.Value);

    /// <summary>The sources and the generated files, for a failure's message.</summary>
    public string Dump()
    {
        var text = new StringBuilder();
        foreach (var tree in Updated.SyntaxTrees)
        {
            text.Append("──── ").AppendLine(tree.FilePath).AppendLine(tree.ToString());
        }

        return text.ToString();
    }

    private bool IsInGeneratedFile(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { } tree && generatedTrees.Contains(tree);

    private static string Line(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { } tree
            ? "\n    " + tree.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()
            : "";

    private static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation)
    {
        var withAnalyzers = compilation.WithAnalyzers(
            [new DifferentiableAnalyzer()],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        return withAnalyzers.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }
}
