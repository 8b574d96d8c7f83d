using System.Collections.Immutable;
using Autodiff.Generator.Discovery;
using Autodiff.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Autodiff.Generator.Tests.Discovery;

/// <summary>Reads the marked methods of a source text and compiles the files that are written for them, with bodies that throw.</summary>
internal static class DiscoveryHarness
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Autodiff.Attributes.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles in memory as a strict project does: nullable, unsafe allowed, documentation parsed, all warnings on.</summary>
    public static CSharpCompilation Compile(string source, LanguageVersion version = LanguageVersion.CSharp13, bool nullable = true)
    {
        var tree = Parse(source, "Test.cs", version);
        return CSharpCompilation.Create(
            "Test",
            [tree],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                warningLevel: 9999,
                nullableContextOptions: nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable,
                specificDiagnosticOptions: [new("CS1591", ReportDiagnostic.Suppress)]));
    }

    /// <summary>What is read for each marked method, in source order.</summary>
    public static ImmutableArray<ReadResult> Read(CSharpCompilation compilation, params SyntaxTree[] generated)
    {
        var results = ImmutableArray.CreateBuilder<ReadResult>();
        foreach (var tree in compilation.SyntaxTrees.Except(generated))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (MethodReader.ReadNested(node, model, default) is { } nested)
                {
                    results.Add(new ReadResult(null, [nested]));
                }
                else if (model.GetDeclaredSymbol(node) is IMethodSymbol { MethodKind: not MethodKind.LocalFunction } method
                    && AttributeArguments.Of(method).FirstOrDefault(a => node.Span.Contains(a.ApplicationSyntaxReference!.Span) && a.ApplicationSyntaxReference.SyntaxTree == tree) is { } attribute)
                {
                    results.Add(MethodReader.Read(method, attribute, compilation, default));
                }
            }
        }

        return results.ToImmutable();
    }

    /// <summary>The generated files of a source text whose marked methods are all accepted; asserts that nothing is reported about any of it.</summary>
    public static ImmutableArray<string> Accept(string source, LanguageVersion version = LanguageVersion.CSharp13, bool nullable = true)
    {
        var compilation = Compile(source, version, nullable);
        var results = Read(compilation);
        Assert.NotEmpty(results);
        Assert.Empty(results.SelectMany(r => r.Diagnostics).Select(d => d.ToString()));
        Assert.All(results, r => Assert.NotNull(r.Method));
        var files = results.Select(r => GradientFile.Write(r.Method!, Body(r.Method!), w => w.Line("throw null!;"))).ToImmutableArray();
        var trees = files.Select((text, i) => Parse(text, Path.Combine("Autodiff.Generator", typeof(DifferentiableGenerator).FullName!, results[i].Method!.HintName), version)).ToArray();
        var complete = compilation.AddSyntaxTrees(trees);
        string all = string.Join("\n", files);
        Assert.True(!Problems(complete).Any(), string.Join("\n", Problems(complete)) + "\n" + all);

        // The analyzer reads the compilation that has the generated files: it must say the same.
        var again = Read(complete, trees);
        Assert.Empty(again.SelectMany(r => r.Diagnostics).Select(d => d.ToString()));
        return files;
    }

    /// <summary>Each diagnostic about a source text as its id and the text it points at.</summary>
    public static ImmutableArray<string> Refuse(string source, LanguageVersion version = LanguageVersion.CSharp13)
    {
        var compilation = Compile(source, version);
        return [.. Read(compilation).SelectMany(r => r.Diagnostics).Select(d => $"{d.Id} {Text(d.Location)}")];
    }

    /// <summary>The text at a location.</summary>
    public static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);

    private static IEnumerable<string> Problems(CSharpCompilation compilation) => compilation.GetDiagnostics()
        .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
        .Select(d => d.ToString());

    private static SyntaxTree Parse(string source, string path, LanguageVersion version) => CSharpSyntaxTree.ParseText(
        SourceText.From(source, System.Text.Encoding.UTF8), new CSharpParseOptions(version, DocumentationMode.Diagnose), path);

    private static Action<CodeWriter> Body(MarkedMethod method) => writer =>
    {
        int destination = method.Parameters.Length;
        foreach (var (parameter, _, _) in method.Destinations)
        {
            string name = method.Destination.ParameterNames[destination++];
            if (method.Parameters[parameter].Kind is ParameterKind.Double or ParameterKind.Single)
            {
                writer.Line($"{name} = default;");
            }
        }

        writer.Line("throw null!;");
    };
}
