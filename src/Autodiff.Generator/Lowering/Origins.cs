using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// The text that says which source statement a piece of derivative code belongs to. It is the statement itself, on one
/// line: no line number or path, so that an edit elsewhere changes nothing.
/// </summary>
internal static class Origins
{
    /// <summary>The text of a statement or declarator.</summary>
    /// <param name="syntax">The statement.</param>
    /// <param name="result">The name under which a returned value is known in the emitted code.</param>
    public static string Of(SyntaxNode syntax, string result) => syntax switch
    {
        VariableDeclaratorSyntax { Initializer: { } initializer } declarator => $"{declarator.Identifier.Text} = {Text(initializer.Value)}",
        ReturnStatementSyntax { Expression: { } expression } => $"{result} = {Text(expression)}",
        ArrowExpressionClauseSyntax arrow => $"{result} = {Text(arrow.Expression)}",
        IfStatementSyntax branch => $"if ({Text(branch.Condition)})",
        ForStatementSyntax loop => $"for ({Text(loop, loop.OpenParenToken, loop.CloseParenToken)})",
        CommonForEachStatementSyntax loop => $"foreach ({Text(loop, loop.OpenParenToken, loop.CloseParenToken)})",
        WhileStatementSyntax loop => $"while ({Text(loop.Condition)})",
        DoStatementSyntax loop => $"do while ({Text(loop.Condition)})",
        SwitchStatementSyntax choice => $"switch ({Text(choice.Expression)})",
        ExpressionSyntax { Parent: StatementSyntax and not ReturnStatementSyntax } part => Text(part),
        AssignmentExpressionSyntax assignment => Text(assignment),
        ExpressionSyntax expression => $"{result} = {Text(expression)}",
        StatementSyntax statement => Text(statement).TrimEnd(';'),
        _ => Text(syntax),
    };

    /// <summary>
    /// Text on one line: runs of white space are one blank, and a line break next to what no blank belongs to, as after an opening
    /// parenthesis, is none.
    /// </summary>
    public static string Normalize(string text)
    {
        if (IsNormal(text))
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int end = i;
            while (end < text.Length && char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end == i)
            {
                line.Append(text[i++]);
                continue;
            }

            bool isWithin = line.Length > 0 && end < text.Length;
            bool isBroken = text.IndexOf('\n', i, end - i) >= 0;
            if (isWithin && !(isBroken && ("([".IndexOf(line[line.Length - 1]) >= 0 || ")].,;".IndexOf(text[end]) >= 0)))
            {
                line.Append(' ');
            }

            i = end;
        }

        return line.ToString();
    }

    /// <summary>Whether there is no white space but single blanks within the text.</summary>
    private static bool IsNormal(string text)
    {
        bool isBlank = true;
        foreach (char c in text)
        {
            bool wasBlank = isBlank;
            isBlank = c == ' ';
            if (isBlank ? wasBlank : char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return !isBlank || text.Length == 0;
    }

    /// <summary>The tokens of a node, without comments, blanks where the user put white space.</summary>
    private static string Text(SyntaxNode node)
    {
        // Where nothing can be a comment, a directive or what the compiler skipped, there is nothing but tokens and white space.
        string text = node.ToString();
        return !node.ContainsDiagnostics && text.IndexOf("//", StringComparison.Ordinal) < 0 && text.IndexOf("/*", StringComparison.Ordinal) < 0 && text.IndexOf('#') < 0
            ? Normalize(text)
            : Text(node.DescendantTokens());
    }

    /// <summary>The tokens between two of a node's own.</summary>
    private static string Text(SyntaxNode node, SyntaxToken after, SyntaxToken before) =>
        Text(node.DescendantTokens().Where(t => t.SpanStart > after.SpanStart && t.SpanStart < before.SpanStart));

    private static string Text(IEnumerable<SyntaxToken> tokens)
    {
        var text = new StringBuilder();
        string space = string.Empty;
        foreach (var token in tokens)
        {
            if (text.Length > 0)
            {
                text.Append(space).Append(SpaceOf(token.LeadingTrivia));
            }

            text.Append(token.IsKind(SyntaxKind.StringLiteralToken) ? Normalize(token.Text) : token.Text);
            space = SpaceOf(token.TrailingTrivia);
        }

        return Normalize(text.ToString());
    }

    private static string SpaceOf(SyntaxTriviaList trivia) =>
        trivia.Any(SyntaxKind.EndOfLineTrivia) ? "\n" : trivia.Any(SyntaxKind.WhitespaceTrivia) ? " " : string.Empty;
}
