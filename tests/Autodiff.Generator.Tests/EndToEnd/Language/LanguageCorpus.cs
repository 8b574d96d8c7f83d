using System.Reflection;
using System.Runtime.Loader;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>All cases, compiled once as they are written and once with dual numbers.</summary>
internal static class LanguageCorpus
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<LanguageCase> Cases { get; } =
    [
        .. Loops.All,
        .. KeptByLoops.All,
        .. KeptByInnerLoops.All,
        .. InvariantFactors.All,
        .. LongLoops.All,
        .. LoopsInSequence.All,
        .. Invariants.All,
        .. Exits.All,
        .. DataDependentLoops.All,
        .. Selections.All,
        .. SelectionsLeft.All,
        .. Branches.All,
        .. BranchFacts.All,
        .. Maxima.All,
        .. ArrayParameters.All,
        .. LocalArrays.All,
        .. Windows.All,
        .. FlatArrays.All,
        .. CarriedWindows.All,
        .. OverwrittenArrays.All,
        .. KeptArrays.All,
        .. Helpers.All,
        .. Recursion.All,
        .. RecursiveCalls.All,
        .. RecursionInPlace.All,
        .. Series.All,
        .. LinearAlgebra.All,
        .. NeuralNetworks.All,
        .. Statistics.All,
        .. TimeSeries.All,
        .. Simulation.All,
        .. Finance.All,
        .. Geometry.All,
        .. DynamicProgramming.All,
        .. SummedAdjoints.All,
        .. SharedDivisors.All,
        .. ReverseLoops.All,
        .. KeptInAdjoints.All,
        .. SinglePrecision.All,
        .. TakenApart.All,
        .. RowsAsSpans.All,
        .. RowsOfTheForwardPass.All,
        .. Decompositions.All,
        .. IntegerControl.All,
        .. LearningModels.All,
        .. PhysicalModels.All,
        .. Filters.All,
        .. Rounding.All,
    ];

    private static readonly Lazy<Assembly> Originals = new(() => Load(
        [.. Cases.Select((one, i) => one.Text(NamespaceOf(i)))], CompilerReferences.EmptyCompilation));

    private static readonly Lazy<Assembly> Duals = new(() => Load(
        [.. Cases.Select((one, i) => DualRewriter.Rewrite(one.Text(NamespaceOf(i))))],
        CompilerReferences.EmptyCompilation.AddReferences(MetadataReference.CreateFromFile(typeof(DualRewriter).Assembly.Location))));

    /// <summary>The case of that name.</summary>
    public static LanguageCase Find(string name) => Assert.Single(Cases, one => one.Name == name);

    /// <summary>The method itself.</summary>
    public static Func<object[], object> Original(LanguageCase one) => Method<Func<object[], object>>(Originals.Value, one, "CallEvaluate");

    /// <summary>The method on dual numbers.</summary>
    public static Func<object[], object> OnDualNumbers(LanguageCase one) => Method<Func<object[], object>>(Duals.Value, one, "CallEvaluate");

    /// <summary>A static method of a case's class.</summary>
    public static T Method<T>(Assembly assembly, LanguageCase one, string name)
        where T : Delegate => assembly.GetType(NamespaceOf(one) + ".Model", throwOnError: true)!.GetMethod(name)!.CreateDelegate<T>();

    /// <summary>The namespace that a case's class stands in.</summary>
    public static string NamespaceOf(LanguageCase one) => NamespaceOf(Cases.TakeWhile(other => other.Name != one.Name).Count());

    private static string NamespaceOf(int index) => $"Case{index}";

    private static Assembly Load(string[] sources, CSharpCompilation empty)
    {
        var image = CompiledImage.Of(empty.AddSyntaxTrees(sources.Select((source, i) => GeneratorHost.Parse(source, $"Source{i}.cs"))));
        Assert.True(image.Bytes is not null, string.Join('\n', image.Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic =>
            {
                var position = diagnostic.Location.GetLineSpan().StartLinePosition;
                return $"{Cases[int.Parse(diagnostic.Location.SourceTree!.FilePath[6..^3])].Name}: {diagnostic.GetMessage()}\n"
                    + $"    {diagnostic.Location.SourceTree.GetText().Lines[position.Line]}";
            })));
        var context = new AssemblyLoadContext("corpus");
        context.Resolving += (_, name) => AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(one => one.GetName().Name == name.Name);
        return context.LoadFromStream(new MemoryStream(image.Bytes!));
    }
}
