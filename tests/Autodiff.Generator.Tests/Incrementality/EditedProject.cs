using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>
/// A project under edit, of which each version can be compared with what a driver makes of it that has seen no other.
/// </summary>
internal sealed class EditedProject
{
    private readonly List<string> lowered = [];
    private GeneratorDriver driver;

    /// <summary>Opens a project and runs the generator.</summary>
    public EditedProject(CSharpCompilation compilation)
    {
        Compilation = compilation;
        driver = CreateDriver(lowered.Add);
        Run();
    }

    /// <summary>Opens a project of files with these names.</summary>
    public EditedProject(IEnumerable<(string Path, string Text)> files)
        : this(CompilerReferences.EmptyCompilation.AddSyntaxTrees(files.Select(file => GeneratorHost.Parse(file.Text, file.Path))))
    {
    }

    /// <summary>The project as it is now.</summary>
    public CSharpCompilation Compilation { get; private set; }

    /// <summary>The methods that were lowered after the last edit.</summary>
    public IReadOnlyList<string> Lowered => lowered;

    /// <summary>The generated files by hint name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private set; } = new Dictionary<string, string>();

    /// <summary>What a driver makes of the project that sees it for the first time.</summary>
    public IReadOnlyDictionary<string, string> FilesFromScratch()
    {
        // New trees too: nothing that is known of the old ones can be used.
        var fresh = Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(Compilation.SyntaxTrees.Select(tree =>
            CSharpSyntaxTree.ParseText(tree.GetText(), (CSharpParseOptions)tree.Options, tree.FilePath)));
        return FilesOf(CreateDriver(_ => { }).RunGenerators(fresh));
    }

    /// <summary>Makes another version of the project, and runs the generator.</summary>
    public EditedProject Change(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        Compilation = edit(Compilation);
        Run();
        return this;
    }

    /// <summary>Replaces text that a file has exactly once; the file is parsed as an editor does it, starting from what it was.</summary>
    public EditedProject Edit(string path, string old, string replacement) => Change(c => Replace(c, path, old, replacement));

    /// <summary>A compilation with text replaced that a file has exactly once.</summary>
    public static CSharpCompilation Replace(CSharpCompilation compilation, string path, string old, string replacement)
    {
        var tree = TreeOf(compilation, path);
        var text = tree.GetText();
        Assert.Equal(2, text.ToString().Split(old).Length);
        int start = text.ToString().IndexOf(old, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(start, old.Length), replacement))));
    }

    /// <summary>The file with a name.</summary>
    public static SyntaxTree TreeOf(CSharpCompilation compilation, string path) => compilation.SyntaxTrees.Single(tree => tree.FilePath == path);

    private void Run()
    {
        lowered.Clear();
        driver = driver.RunGenerators(Compilation);
        Files = FilesOf(driver);
    }

    private static Dictionary<string, string> FilesOf(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
    }

    private static CSharpGeneratorDriver CreateDriver(Action<string> lowering) => CSharpGeneratorDriver.Create(
        [new DifferentiableGenerator { Lowering = method => lowering(method.Name) }.AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose));
}
