using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Caching;

/// <summary>
/// A file taken apart: what declares something, as one fingerprint, and the bodies of its methods, a fingerprint for each. It is
/// made once for a tree, which an editor keeps as long as the file does not change.
/// </summary>
internal sealed class TreeDeclarations(DeclaredTree declared, ImmutableArray<MethodPart> methods, ImmutableHashSet<string> capturing, SourceText text)
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeDeclarations> Known = new();

    private readonly Fingerprint?[] bodies = new Fingerprint?[methods.Length];

    /// <summary>The file without the bodies.</summary>
    public DeclaredTree Declared => declared;

    /// <summary>The names of the types that have parameters of their own, which the bodies of their methods may capture.</summary>
    public ImmutableHashSet<string> Capturing => capturing;

    /// <summary>Takes a tree apart.</summary>
    public static TreeDeclarations Of(SyntaxTree tree, CancellationToken cancellation) =>
        Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, _ => DeclarationReader.Read(tree, cancellation));

    /// <summary>The number of the method that a piece of syntax is, or is in; −1 where it is in none, but in a declaration.</summary>
    public int MethodAt(SyntaxNode syntax)
    {
        var (low, high) = (0, methods.Length - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (syntax.SpanStart < methods[middle].Span.Start)
            {
                high = middle - 1;
            }
            else if (syntax.SpanStart >= methods[middle].Span.End)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }

    /// <summary>The fingerprint of a method's body.</summary>
    public Fingerprint Body(int method)
    {
        if (bodies[method] is not { } body)
        {
            using var builder = new FingerprintBuilder();
            builder.Add(text, methods[method].Body.Start, methods[method].Body.End);
            bodies[method] = body = builder.Take();
        }

        return body;
    }

    /// <summary>The bodies of the methods of types of these names, as one fingerprint; null where there are none.</summary>
    public Fingerprint? BodiesIn(ImmutableHashSet<string> types)
    {
        if (types.IsEmpty || !methods.Any(m => types.Contains(m.Type)))
        {
            return null;
        }

        using var builder = new FingerprintBuilder();
        foreach (var method in methods.Where(m => types.Contains(m.Type)))
        {
            builder.Add(text, method.Body.Start, method.Body.End);
        }

        return builder.Take();
    }
}

/// <summary>Where in a file a method with a body stands.</summary>
/// <param name="Type">The name of the type that declares it.</param>
/// <param name="Span">The declaration.</param>
/// <param name="Body">The body, with the white space and the comments around it; empty for a method without one.</param>
internal readonly record struct MethodPart(string Type, TextSpan Span, TextSpan Body);

/// <summary>A file without the bodies of methods, as data.</summary>
/// <param name="Path">The file's path, which a method that is called may ask for.</param>
/// <param name="Options">How the file was parsed: the version of the language, and what is defined.</param>
/// <param name="Declarations">Everything in the file that may declare something.</param>
/// <param name="Captures">The bodies of methods that may capture a parameter of their type, which makes it a field; null where there are none.</param>
internal sealed record DeclaredTree(string Path, ParseOptions Options, Fingerprint Declarations, Fingerprint? Captures);
