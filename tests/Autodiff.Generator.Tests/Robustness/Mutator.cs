using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Robustness;

/// <summary>Makes of a source what it may look like while somebody types.</summary>
/// <param name="random">The source of choices.</param>
internal sealed class Mutator(Random random)
{
    private static readonly string[] Strays =
    [
        "(", ")", "{", "}", "[", "]", ";", ",", ".", "=", "=>", "?", ":", "??", "!", "++", "--", "+", "-", "*", "/", "%", "&&", "||",
        "is", "as", "ref", "out", "in", "var", "new", "return", "if", "else", "for", "while", "switch", "case", "default", "static",
        "partial", "class", "double", "float", "int", "decimal", "void", "string", "this", "base", "null", "0", "1.5", "\"", "'", "\"text\"",
        "/*", "//", "#if", "await", "throw", "nameof(x)", "typeof(double)", "<", ">", "<<", "x", "@", "$\"{x}\"", "..", "^1", "checked",
        "unchecked", "stackalloc", "async", "yield", "record", "[Differentiable]", "[Differentiable(null)]", "[Differentiable(", "params",
        "1e999", "(double, int)", "scoped", "readonly", "global::", "unsafe", "fixed", "Math.", "double.", "Math.Max", "goto",
    ];

    /// <summary>A source after one to three edits.</summary>
    public string Mutate(string source)
    {
        int count = random.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            source = Edit(source);
        }

        return source;
    }

    private string Edit(string source)
    {
        var spans = SyntaxFactory.ParseTokens(source)
            .Where(token => token.Span.Length > 0)
            .Select(token => (token.SpanStart, token.Span.End))
            .ToList();
        if (spans.Count < 2)
        {
            return source + Strays[random.Next(Strays.Length)];
        }

        var (start, end) = spans[random.Next(spans.Count)];
        var (otherStart, otherEnd) = spans[random.Next(spans.Count)];
        string token = source[start..end];
        string other = source[otherStart..otherEnd];
        return random.Next(9) switch
        {
            0 => source.Remove(start, end - start),
            1 => source.Insert(end, " " + token),
            2 => source[..random.Next(source.Length)],
            3 => source.Insert(start, Strays[random.Next(Strays.Length)] + " "),
            4 => source.Remove(start, end - start).Insert(start, Strays[random.Next(Strays.Length)]),
            5 => source.Remove(start, end - start).Insert(start, other),
            6 => source.Remove(random.Next(source.Length), 1),
            7 => source.Remove(Math.Min(start, otherStart), Math.Min(Math.Abs(otherStart - start), 60)),
            _ => Swap(source, start, end, otherStart, otherEnd),
        };
    }

    private static string Swap(string source, int start, int end, int otherStart, int otherEnd)
    {
        if (start > otherStart)
        {
            (start, end, otherStart, otherEnd) = (otherStart, otherEnd, start, end);
        }

        return start == otherStart
            ? source
            : source[..start] + source[otherStart..otherEnd] + source[end..otherStart] + source[start..end] + source[otherEnd..];
    }
}
