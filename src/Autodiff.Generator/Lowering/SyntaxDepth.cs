using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// Finds syntax that is nested too deeply to be turned into operations: the compiler recurses there without a look at the
/// stack, and ends the process when it runs out.
/// </summary>
internal static class SyntaxDepth
{
    /// <summary>A call within a call is three levels; some 400 calls fill a stack of one megabyte.</summary>
    private const int Maximum = 700;

    /// <summary>
    /// More nodes than stand one in the other over the same text, or over text that differs by one character: what is too short to be
    /// nested deeply need not be looked at.
    /// </summary>
    private const int NodesOfOneLength = 8;

    /// <summary>The first node that is too deep; null where there is none.</summary>
    public static SyntaxNode? Exceeded(SyntaxNode root)
    {
        var pending = new Stack<(SyntaxNode Node, int Depth)>();
        pending.Push((root, 0));
        while (pending.Count > 0)
        {
            var (node, depth) = pending.Pop();
            if (depth > Maximum)
            {
                return node;
            }

            foreach (var child in node.ChildNodes())
            {
                if (depth + (NodesOfOneLength * (child.Span.Length + 1)) > Maximum)
                {
                    pending.Push((child, depth + (IsFree(node, child) ? 0 : 1)));
                }
            }
        }

        return null;
    }

    /// <summary>Chains of operators lean to the left and are walked in a loop; parentheses are no operation.</summary>
    private static bool IsFree(SyntaxNode node, SyntaxNode child) =>
        node is ParenthesizedExpressionSyntax || (node is BinaryExpressionSyntax binary && binary.Left == child);
}
