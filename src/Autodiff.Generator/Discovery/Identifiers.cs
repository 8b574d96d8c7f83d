using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Discovery;

/// <summary>The names of generated things, and names as C# writes them.</summary>
internal static class Identifiers
{
    /// <summary>The suffix of a gradient method, of a destination and of an element that may not have the parameter's name.</summary>
    public const string Gradient = "Gradient";

    /// <summary>The suffix of a method that gives the gradient of each of several results.</summary>
    public const string Jacobian = "Jacobian";

    /// <summary>What the suffix of the method is that shows the expression graph.</summary>
    public const string Graph = "Graph";

    /// <summary>The tuple element names that C# forbids at any position (CS8126): the members of <c>ValueTuple</c>.</summary>
    private static readonly HashSet<string> ForbiddenElements =
        new(StringComparer.Ordinal) { "CompareTo", "Deconstruct", "Equals", "GetHashCode", "Rest", "ToString" };

    /// <summary>The identifier as source writes it: with <c>@</c> where it is a reserved word.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The name with a small first letter: that of a variable.</summary>
    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The name with a capital first letter, as it continues another one.</summary>
    public static string PascalCase(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>The name of the variable that holds an element of the result: <c>valueX</c>, or <c>value1</c> where it has no name.</summary>
    public static string ValueOf(string element) =>
        "value" + (element.StartsWith("Item", StringComparison.Ordinal) && IsPositiveNumber(element.Substring(4)) ? element.Substring(4) : PascalCase(element));

    /// <summary>The name of a type: contextual words such as <c>record</c> may not name one unescaped either.</summary>
    public static string EscapeTypeName(string name) =>
        SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? Escape(name) : "@" + name;

    /// <summary>The name itself, or the name with the first number from 2 on that makes it new; the name is then taken.</summary>
    public static string Unique(string name, ISet<string> taken)
    {
        string candidate = name;
        for (int i = 2; !taken.Add(candidate); i++)
        {
            candidate = name + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return candidate;
    }

    /// <summary>Whether a tuple element at <paramref name="position"/>, counted from 1, may have the name.</summary>
    public static bool IsAllowedElement(string name, int position)
    {
        if (ForbiddenElements.Contains(name))
        {
            return false;
        }

        // ItemN is the name of the N-th element and of no other (CS8125).
        return !name.StartsWith("Item", StringComparison.Ordinal)
            || !IsPositiveNumber(name.Substring(4))
            || name == "Item" + position.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool IsPositiveNumber(string digits) =>
        digits.Length > 0 && digits.All(c => c is >= '0' and <= '9') && digits.Any(c => c != '0');
}
