using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Microsoft.CodeAnalysis.SymbolDisplayMiscellaneousOptions;

namespace Autodiff.Generator.Discovery;

/// <summary>
/// The file name of a generated file: <c>Demo.Losses.SquaredError(double, double, double).g.cs</c>.
/// </summary>
/// <remarks>
/// The compiler and common file systems ignore case, and a name that is taken loses the output of the whole generator. So a name
/// that another one could be taken for ends with a hash of its exact text: where an identifier starts with a small letter
/// (<c>Loss</c> is clean and <c>loss</c> is not, whether the other exists or not), where a character had to be replaced or
/// is outside of ASCII, where the name was too long, and, of two that both look like <c>SquaredError</c> and
/// <c>Squarederror</c>, where the other sorts first.
/// </remarks>
internal static class HintName
{
    /// <summary>Half of what file systems allow for one name, since editors and tools add to it.</summary>
    private const int LongestBytes = 128;

    private const string Extension = ".g.cs";

    private static readonly SymbolDisplayFormat Exact = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: UseSpecialTypes | ExpandNullable | ExpandValueTuple | EscapeKeywordIdentifiers);

    /// <summary>What is known of types with marked methods: the methods of a type need not look through all types of its namespace each.</summary>
    private static readonly ConditionalWeakTable<INamedTypeSymbol, StrongBox<bool>> HaveTwinsBefore = new();

    /// <summary>The hint name of the file with the methods generated for <paramref name="method"/>.</summary>
    public static string Of(IMethodSymbol method)
    {
        string exact = Text(method);
        var name = new StringBuilder(exact.Length);
        foreach (char c in exact)
        {
            name.Append(c switch
            {
                '<' => '{',
                '>' => '}',
                _ => IsAllowed(c) ? c : '_',
            });
        }

        bool isClean = exact.All(c => c is '<' or '>' || (c < 128 && IsAllowed(c))) && !StartsSmall(exact) && !HasTwinBefore(method, exact);
        if (Encoding.UTF8.GetByteCount(name.ToString()) > LongestBytes)
        {
            isClean = false;
            while (Encoding.UTF8.GetByteCount(name.ToString()) > LongestBytes)
            {
                name.Length--;
            }
        }

        return isClean ? name + Extension : $"{name}.{Hash(exact)}{Extension}";
    }

    private static string Text(IMethodSymbol method) => method.ToDisplayString(Exact).Replace("params ", "").Replace("this ", "");

    /// <summary>What the compiler accepts in a hint name beside letters and digits.</summary>
    private static bool IsAllowed(char c) => char.IsLetterOrDigit(c) || c is '.' or ',' or ' ' or '_' or '(' or ')' or '[' or ']' or '{' or '}';

    /// <summary>Whether an identifier, not a keyword such as <c>double</c>, starts with a small letter.</summary>
    private static bool StartsSmall(string exact) => exact
        .Split('.', ',', ' ', '(', ')', '[', ']', '<', '>')
        .Any(word => word.Length > 0 && char.IsLower(word[0]) && !IsKeyword(word));

    private static bool IsKeyword(string word) =>
        SyntaxFacts.GetKeywordKind(word) != SyntaxKind.None || word is "nint" or "nuint" or "dynamic";

    /// <summary>Whether another marked method has a name that differs from this one in case alone and comes before it.</summary>
    private static bool HasTwinBefore(IMethodSymbol method, string exact)
    {
        var siblings = method.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Where(m => string.Equals(m.Name, method.Name, StringComparison.OrdinalIgnoreCase) && AttributeArguments.Of(m).Any())
            .Select(Text);
        return siblings.Any(other => IsTwinBefore(other, exact))
            || HaveTwinsBefore.GetValue(method.ContainingType, type => new StrongBox<bool>(HasTwinBefore(type))).Value;
    }

    /// <summary>Whether another type, or another namespace, has a name that differs from that of a type or of what it is in, in case alone, and comes before it.</summary>
    private static bool HasTwinBefore(INamedTypeSymbol type)
    {
        for (ISymbol symbol = type; symbol.ContainingSymbol is INamespaceOrTypeSymbol container; symbol = container)
        {
            var members = symbol is INamespaceSymbol ? ((INamespaceSymbol)container).GetNamespaceMembers() : (IEnumerable<ISymbol>)container.GetTypeMembers();
            if (members.Any(other => IsTwinBefore(other.Name, symbol.Name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTwin(string a, string b) => a != b && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static bool IsTwinBefore(string other, string name) => IsTwin(other, name) && string.CompareOrdinal(other, name) < 0;

    /// <summary>FNV-1a over the characters: stable on every host, which <see cref="string.GetHashCode()"/> is not.</summary>
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
