using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Caching;

/// <summary>
/// Tells what a file declares from what its methods do. The fingerprint of what it declares is over the text of everything but
/// the bodies of methods, constructors and operators, so that it errs on the side of what declares: initialisers,
/// the bodies of properties, lambdas outside of methods and top-level statements are all in it.
/// </summary>
/// <remarks>
/// <para>
/// Of the white space and the comments, those between declarations are left out, since nothing reads them: only whether a comment
/// documents something. A directive counts wherever it stands, in bodies too, as <c>#nullable</c>, <c>#pragma</c> and
/// <c>#if</c> work beyond the end of a body.
/// </para>
/// <para>
/// The text of a declaration without syntax errors has one meaning, given the kind of the declaration around it and the directives
/// before it. Where there are syntax errors, what the compiler took the text for is a part of the fingerprint.
/// </para>
/// </remarks>
internal sealed class DeclarationReader : IDisposable
{
    private readonly SourceText text;
    private readonly CancellationToken cancellation;
    private readonly FingerprintBuilder builder = new();
    private readonly ImmutableArray<MethodPart>.Builder methods = ImmutableArray.CreateBuilder<MethodPart>();
    private readonly ImmutableHashSet<string>.Builder capturing = ImmutableHashSet.CreateBuilder(StringComparer.Ordinal);

    private DeclarationReader(SourceText text, CancellationToken cancellation)
    {
        this.text = text;
        this.cancellation = cancellation;
    }

    /// <summary>Takes a file apart.</summary>
    public static TreeDeclarations Read(SyntaxTree tree, CancellationToken cancellation)
    {
        using var reader = new DeclarationReader(tree.GetText(cancellation), cancellation);
        reader.AddContainer(tree.GetRoot(cancellation), string.Empty);
        var declared = new DeclaredTree(tree.FilePath, tree.Options, reader.builder.Take(), null);
        return new TreeDeclarations(declared, reader.methods.ToImmutable(), reader.capturing.ToImmutable(), reader.text);
    }

    /// <inheritdoc/>
    public void Dispose() => builder.Dispose();

    /// <summary>Adds a file, a namespace or a type: its own tokens, and each declaration in it.</summary>
    private void AddContainer(SyntaxNode container, string type)
    {
        cancellation.ThrowIfCancellationRequested();
        builder.Add(container.RawKind);
        foreach (var child in container.ChildNodesAndTokens())
        {
            AddTrivia(child.GetLeadingTrivia());
            switch (child.AsNode())
            {
                case TypeDeclarationSyntax declared:
                    string name = declared.Identifier.ValueText;
                    if (declared.ParameterList is { Parameters.Count: > 0 } && name.Length > 0)
                    {
                        capturing.Add(name);
                    }

                    AddContainer(declared, name);
                    break;
                case BaseNamespaceDeclarationSyntax space:
                    AddContainer(space, string.Empty);
                    break;
                case BaseMethodDeclarationSyntax method:
                    AddMethod(method, type);
                    break;
                default:
                    AddWhole(child);
                    break;
            }

            AddTrivia(child.GetTrailingTrivia());
        }

        builder.Add(-1);
    }

    /// <summary>Adds a method, all but what its body says.</summary>
    private void AddMethod(BaseMethodDeclarationSyntax method, string type)
    {
        var body = method.Body ?? (SyntaxNode?)method.ExpressionBody;
        if (method.ContainsDiagnostics && method.ChildNodesAndTokens().Any(c => c.ContainsDiagnostics && c.AsNode() != body))
        {
            AddWhole(method);
            return;
        }

        var span = body?.FullSpan ?? new TextSpan(method.Span.End, 0);
        methods.Add(new MethodPart(type, method.Span, span));
        builder.Add(method.RawKind);
        builder.Add(body?.RawKind ?? 0);
        builder.Add(text, method.SpanStart, span.Start);
        builder.Add(text, span.End, method.Span.End);
        if (body is { ContainsDirectives: true })
        {
            foreach (var directive in body.DescendantTrivia(descendIntoTrivia: true).Where(t => t.IsDirective))
            {
                builder.Add(directive.ToFullString());
            }
        }

        builder.Add(-1);
    }

    /// <summary>Adds a piece of syntax with everything in it.</summary>
    private void AddWhole(SyntaxNodeOrToken syntax)
    {
        builder.Add(syntax.RawKind);
        if (!syntax.ContainsDiagnostics)
        {
            builder.Add(text, syntax.SpanStart, syntax.Span.End);
            return;
        }

        // With the white space, which may hold what the compiler skipped. Kinds and widths in the order of the text say what is in what.
        builder.Add(text, syntax.FullSpan.Start, syntax.FullSpan.End);
        foreach (var part in syntax.AsNode()?.DescendantNodesAndTokens() ?? [])
        {
            builder.Add(part.RawKind);
            builder.Add(part.FullSpan.Length);
        }

        builder.Add(-1);
    }

    /// <summary>Adds directives, and whether there is documentation: nothing else that stands between declarations is read.</summary>
    private void AddTrivia(SyntaxTriviaList list)
    {
        foreach (var trivia in list)
        {
            switch (trivia.Kind())
            {
                case SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.DisabledTextTrivia:
                    break;
                case SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia when !Discovery.OverloadReader.IsDocumentation(trivia):
                    break;
                case SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia:
                    builder.Add((int)SyntaxKind.SingleLineDocumentationCommentTrivia);
                    break;
                default:
                    builder.Add(trivia.RawKind);
                    builder.Add(trivia.ToFullString());
                    break;
            }
        }
    }
}
