using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Benchmarks;

/// <summary>A project that is open in an editor: after each edit the generator's driver runs again, and gives the output as it is then.</summary>
internal sealed class EditedProject
{
    private readonly int outputs;
    private CSharpCompilation compilation;
    private GeneratorDriver driver;
    private int edits;

    /// <param name="files">The files.</param>
    /// <param name="generator">The generator.</param>
    /// <param name="outputs">How many files it must have put out after each run.</param>
    public EditedProject(IReadOnlyDictionary<string, string> files, IIncrementalGenerator generator, int outputs)
    {
        this.outputs = outputs;
        compilation = Compiler.Parse(files);
        driver = Compiler.CreateDriver(generator).RunGenerators(compilation);
        Check();
    }

    /// <summary>Changes a number in a file; returns the milliseconds from the edit to the output.</summary>
    public double Edit(string file)
    {
        var tree = compilation.SyntaxTrees.First(one => one.FilePath == file);
        var text = tree.GetText();

        // What was edited before has the same length, so that it stands in the same place.
        int start = text.ToString().IndexOf(" 0.", StringComparison.Ordinal) + 1;
        string literal = string.Create(CultureInfo.InvariantCulture, $"0.{1000 + edits++ % 9000}");
        var edited = text.Replace(new TextSpan(start, SyntheticProject.EditedLiteral.Length), literal);
        double time = Clock.Time(() =>
        {
            var after = (CSharpSyntaxTree)tree.WithChangedText(edited);
            compilation = compilation.ReplaceSyntaxTree(tree, after);
            driver = driver.RunGenerators(compilation);
        });
        Check();
        return time;
    }

    private void Check()
    {
        int found = driver.GetRunResult().GeneratedTrees.Length;
        if (found != outputs)
        {
            throw new InvalidOperationException($"The generator put out {found} files instead of {outputs}.");
        }
    }
}
