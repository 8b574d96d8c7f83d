using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>A project under edit: the generator runs again after each edit, as it does in an editor.</summary>
internal sealed class IncrementalRun
{
    private CSharpCompilation compilation;
    private GeneratorDriver driver;

    /// <summary>Opens a project of files, <c>Source0.cs</c>, <c>Source1.cs</c>, …, and runs the generator.</summary>
    public IncrementalRun(params string[] sources)
    {
        compilation = GeneratorHost.Compile(LanguageVersion.Latest, sources);
        driver = GeneratorHost.CreateDriver().RunGenerators(compilation);
        Assert.Null(Result.Exception);
    }

    /// <summary>What the last run did.</summary>
    public GeneratorRunResult Result => driver.GetRunResult().Results.Single();

    /// <summary>The generated files by hint name.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Replaces text in one file, which has it exactly once, and runs the generator again.</summary>
    public IncrementalRun Edit(int file, string old, string replacement)
    {
        var tree = compilation.SyntaxTrees[file];
        string text = tree.ToString();
        Assert.Equal(2, text.Split(old).Length);
        compilation = compilation.ReplaceSyntaxTree(tree, GeneratorHost.Parse(text.Replace(old, replacement, StringComparison.Ordinal), tree.FilePath));
        driver = driver.RunGenerators(compilation);
        Assert.Null(Result.Exception);
        return this;
    }

    /// <summary>Why each value of a named step is what it is.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    /// <summary>Why each output is what it is.</summary>
    public IEnumerable<IncrementalStepRunReason> OutputReasons() =>
        Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(run => run.Outputs).Select(output => output.Reason);
}
