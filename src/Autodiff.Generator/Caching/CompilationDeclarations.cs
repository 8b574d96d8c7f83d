using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Caching;

/// <summary>A compilation taken apart into what it declares and the bodies of its methods.</summary>
internal sealed class CompilationDeclarations
{
    private static readonly ConditionalWeakTable<Compilation, CompilationDeclarations> Known = new();

    private readonly ImmutableArray<TreeDeclarations> trees;
    private readonly Dictionary<SyntaxTree, int> numbers = [];

    private CompilationDeclarations(Compilation compilation, CancellationToken cancellation)
    {
        trees = compilation.SyntaxTrees.Select(tree => TreeDeclarations.Of(tree, cancellation)).ToImmutableArray();
        foreach (var tree in compilation.SyntaxTrees)
        {
            numbers.Add(tree, numbers.Count);
        }

        // The same name may be that of several types, which errs on the safe side.
        var capturing = trees.SelectMany(t => t.Capturing).ToImmutableHashSet(StringComparer.Ordinal);
        Declared = new Declarations(
            compilation.AssemblyName,
            Identity.Of(compilation.Options),
            compilation.References
                .Select(r => (Identity.Of(r is CompilationReference project ? project.Compilation : r), r.Properties))
                .ToEquatableArray(),
            trees.Select(t => t.BodiesIn(capturing) is { } captures ? t.Declared with { Captures = captures } : t.Declared).ToEquatableArray());
    }

    /// <summary>What the compilation declares.</summary>
    public Declarations Declared { get; }

    /// <summary>Takes a compilation apart, once.</summary>
    public static CompilationDeclarations Of(Compilation compilation, CancellationToken cancellation) =>
        Known.TryGetValue(compilation, out var known)
            ? known
            : Known.GetValue(compilation, _ => new CompilationDeclarations(compilation, cancellation));

    /// <summary>The method that a piece of syntax is, or is in; null for one in a declaration.</summary>
    public MethodPlace? PlaceOf(SyntaxNode syntax)
    {
        int tree = numbers[syntax.SyntaxTree];
        return trees[tree].MethodAt(syntax) is >= 0 and var method ? new MethodPlace(tree, method) : null;
    }

    /// <summary>The fingerprint of a method's body.</summary>
    public Fingerprint BodyAt(MethodPlace place) => trees[place.Tree].Body(place.Method);
}

/// <summary>A method by its place among the files and among the methods of its file: in compilations that declare the same it means the same method.</summary>
internal readonly record struct MethodPlace(int Tree, int Method);
