using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Tests.Oracle;

/// <summary>
/// Rewrites C# text so that it computes with dual numbers: <c>double</c> becomes <see cref="DualDouble"/>, <c>float</c>
/// <see cref="DualSingle"/>, and the members of <c>Math</c> and of the two types their counterparts. Loops, arrays and calls
/// stay as they are, since they are C#'s own business. It goes by spelling alone: a source for it names no constant by
/// <c>using static</c>, declares no variable of a number in a pattern and gives no number as a default.
/// </summary>
internal sealed class DualRewriter : CSharpSyntaxRewriter
{
    private const string Namespace = "global::Autodiff.Generator.Tests.Oracle.";
    private const string Double = Namespace + nameof(DualDouble);
    private const string Single = Namespace + nameof(DualSingle);

    private DualRewriter()
    {
    }

    /// <summary>The text that computes with dual numbers.</summary>
    public static string Rewrite(string source) =>
        new DualRewriter().Visit(CSharpSyntaxTree.ParseText(source).GetRoot())!.ToFullString();

    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => null;

    public override SyntaxNode? VisitPredefinedType(PredefinedTypeSyntax node) => node.Keyword.Kind() switch
    {
        SyntaxKind.DoubleKeyword => SyntaxFactory.ParseTypeName(Double).WithTriviaFrom(node),
        SyntaxKind.FloatKeyword => SyntaxFactory.ParseTypeName(Single).WithTriviaFrom(node),
        _ => node,
    };

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        string? type = node.Expression.ToString() switch
        {
            "double" or "Math" => Double + "Math",
            "float" or "MathF" => Single + "Math",
            _ => null,
        };
        return type is null
            ? base.VisitMemberAccessExpression(node)
            : node.WithExpression(SyntaxFactory.ParseExpression(type).WithTriviaFrom(node.Expression));
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        string? type = node.Token.Value switch { double => Double, float => Single, _ => null };
        return type is null
            ? node
            : SyntaxFactory.ParseExpression($"(({type}){node.Token.Text})").WithTriviaFrom(node);
    }

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) =>
        base.VisitLocalDeclarationStatement(node.WithModifiers(WithoutConst(node.Modifiers, node.Declaration.Type, [])));

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) =>
        base.VisitFieldDeclaration(node.WithModifiers(
            WithoutConst(node.Modifiers, node.Declaration.Type, [SyntaxKind.StaticKeyword, SyntaxKind.ReadOnlyKeyword])));

    // Patterns are matched with plain numbers and stay.
    public override SyntaxNode? VisitSwitchStatement(SwitchStatementSyntax node)
    {
        var rewritten = (SwitchStatementSyntax)base.VisitSwitchStatement(node)!;
        return rewritten.WithExpression(Plain(rewritten.Expression));
    }

    public override SyntaxNode? VisitSwitchExpression(SwitchExpressionSyntax node)
    {
        var rewritten = (SwitchExpressionSyntax)base.VisitSwitchExpression(node)!;
        return rewritten.WithGoverningExpression(Plain(rewritten.GoverningExpression));
    }

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        var rewritten = (IsPatternExpressionSyntax)base.VisitIsPatternExpression(node)!;
        return rewritten.WithExpression(Plain(rewritten.Expression));
    }

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;

    private static SyntaxTokenList WithoutConst(SyntaxTokenList modifiers, TypeSyntax type, SyntaxKind[] instead)
    {
        if (type.ToString() is not ("double" or "float") || !modifiers.Any(SyntaxKind.ConstKeyword))
        {
            return modifiers;
        }

        var kept = modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.ConstKeyword));
        return SyntaxFactory.TokenList(kept.Concat(
            instead.Select(kind => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space))));
    }

    private static ExpressionSyntax Plain(ExpressionSyntax expression)
    {
        string text = expression is TupleExpressionSyntax tuple
            ? $"({string.Join(", ", tuple.Arguments.Select(argument => PlainText(argument.Expression)))})"
            : PlainText(expression);
        return SyntaxFactory.ParseExpression(text).WithTriviaFrom(expression);
    }

    private static string PlainText(ExpressionSyntax expression) => $"{Double}Math.Value({expression.WithoutTrivia()})";
}
