using Autodiff.Generator.Discovery;
using Autodiff.Generator.Tests.EndToEnd.Language;
using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>A lowering lists every body that it reads: without the others it is what it is.</summary>
public class RecordedBodiesTests
{
    public static TheoryData<string> Cases => [.. LanguageCorpus.Cases.Where(one => one.Members.Split(") =>").Length + one.Members.Split(")\n").Length > 3).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bodies_that_are_not_listed_do_not_matter(string name)
    {
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [LanguageCorpus.Find(name).Text("Sample")]);
        var (tree, marked) = (compilation.SyntaxTrees[0], MarkedIn(compilation));
        var reading = Read(compilation, marked);
        var listed = reading.Bodies.Declarations.Select(d => d.Span).ToHashSet();
        var others = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(m => !listed.Contains(m.Span) && (m.Body ?? (SyntaxNode?)m.ExpressionBody) is not null)
            .Select(m => m.Body is { } block ? new TextChange(block.Span, "{ throw null!; }") : new TextChange(m.ExpressionBody!.Span, "=> throw null!"))
            .ToList();

        var text = tree.GetText(TestContext.Current.CancellationToken).WithChanges(others);
        var without = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text));

        Assert.Equal(reading.Model, Read(without, MarkedIn(without)).Model);
    }

    private static IMethodSymbol MarkedIn(CSharpCompilation compilation) =>
        compilation.GetTypeByMetadataName("Sample.Model")!.GetMembers("Evaluate").OfType<IMethodSymbol>().Single(m => AttributeArguments.Of(m).Any());

    private static MethodReading Read(CSharpCompilation compilation, IMethodSymbol method) =>
        MethodModelReader.Read(method, AttributeArguments.Of(method).Single(), compilation, TestContext.Current.CancellationToken);
}
