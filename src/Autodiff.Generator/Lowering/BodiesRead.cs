using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// The bodies that a lowering reads, so that it can be remembered as long as they stay what they are. All that lowers one marked method
/// shares one.
/// </summary>
internal sealed class BodiesRead
{
    private readonly HashSet<SyntaxNode> declarations = [];

    /// <summary>The declarations of the methods, local functions and accessors whose bodies were read.</summary>
    public IReadOnlyCollection<SyntaxNode> Declarations => declarations;

    /// <summary>Whether the number of a line was read, which depends on the text above.</summary>
    public bool IsToldLine { get; private set; }

    /// <summary>Takes note of a declaration whose body is read.</summary>
    public void Add(SyntaxNode declaration) => declarations.Add(declaration);

    /// <summary>Takes note of a constant that the compiler passes where the call says nothing: it may be the call's line.</summary>
    public void NoteConstant(IOperation constant)
    {
        var parent = constant.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        IsToldLine |= parent is IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue, Parameter: { } parameter }
            && parameter.GetAttributes().Any(a => a.AttributeClass is { Name: "CallerLineNumberAttribute" });
    }
}
