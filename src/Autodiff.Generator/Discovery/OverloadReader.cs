using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>Decides how one generated method is declared: as the marked method is, or as the user's own partial declaration.</summary>
internal static class OverloadReader
{
    private const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCode(\"Autodiff.Generator\", null)";
    private const string ExcludeFromCodeCoverage = "global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage";

    /// <summary>The attributes that say of a marked method who may call it: its gradient says the same.</summary>
    private static readonly HashSet<string> Carried = new(StringComparer.Ordinal)
    {
        "System.ObsoleteAttribute", "System.CLSCompliantAttribute", "System.Diagnostics.CodeAnalysis.ExperimentalAttribute",
    };

    /// <summary>The declaration of a method that the user did not declare.</summary>
    public static GradientOverload New(
        IMethodSymbol method, GeneratedSignature signature, Compilation compilation, string returnType, IEnumerable<(string Declaration, string Name)> parameters)
    {
        var list = parameters.ToList();
        string hiding = Hiding.IsHidden(signature, method, compilation) ? "new " : "";
        return new GradientOverload
        {
            Modifiers = Modifiers(method, hiding),
            IsPartialImplementation = false,
            IsDocumented = false,
            Attributes = Carry(method).Concat([GeneratedCode, ExcludeFromCodeCoverage]).ToEquatableArray(),
            ReturnType = returnType,
            ParameterList = list.Select(p => p.Declaration).ToEquatableArray(),
            ParameterNames = list.Select(p => p.Name).ToEquatableArray(),
        };
    }

    /// <summary>The implementing part of a partial method that the user declared.</summary>
    public static GradientOverload Implement(IMethodSymbol declared, CancellationToken cancellation)
    {
        var present = new HashSet<string>(
            declared.GetAttributes().Select(a => $"global::{a.AttributeClass?.ToDisplayString()}"), StringComparer.Ordinal);
        var syntax = declared.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as MethodDeclarationSyntax;
        return new GradientOverload
        {
            Modifiers = string.Concat(syntax?.Modifiers.Select(m => m.Text + " ") ?? []),
            IsPartialImplementation = true,
            IsDocumented = syntax is not null && syntax.GetLeadingTrivia().Any(IsDocumentation),
            Attributes = new[] { GeneratedCode, ExcludeFromCodeCoverage }
                .Where(attribute => !present.Contains(attribute.Split('(')[0] + "Attribute"))
                .ToEquatableArray(),
            ReturnType = TypeText.Of(declared.ReturnType),
            ParameterList = declared.Parameters.Select(ParameterReader.Repeat).ToEquatableArray(),
            ParameterNames = declared.Parameters.Select(p => Identifiers.Escape(p.Name)).ToEquatableArray(),
        };
    }

    /// <summary>The modifiers of a method beside the marked one: as visible, as static and, in a struct, as <c>readonly</c> as it.</summary>
    public static string Modifiers(IMethodSymbol method, string hiding = "") =>
        Accessibility(method.DeclaredAccessibility)
        + hiding
        + (method.IsStatic ? "static " : "")
        + (method.IsReadOnly && !method.ContainingType.IsReadOnly ? "readonly " : "");

    private static string Accessibility(Accessibility accessibility) => accessibility switch
    {
        Microsoft.CodeAnalysis.Accessibility.Public => "public ",
        Microsoft.CodeAnalysis.Accessibility.Internal => "internal ",
        Microsoft.CodeAnalysis.Accessibility.Protected => "protected ",
        Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal => "protected internal ",
        Microsoft.CodeAnalysis.Accessibility.ProtectedAndInternal => "private protected ",
        _ => "private ",
    };

    private static IEnumerable<string> Carry(IMethodSymbol method) => method.GetAttributes()
        .Where(a => a.AttributeClass is { } type && Carried.Contains(type.ToDisplayString()))
        .Select(Text);

    private static string Text(AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments.Select(Text)
            .Concat(attribute.NamedArguments.Select(a => $"{a.Key} = {Text(a.Value)}"))
            .ToList();
        string name = TypeText.Of(attribute.AttributeClass!);
        name = name.Substring(0, name.Length - "Attribute".Length);
        return arguments.Count == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }

    private static string Text(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Primitive && constant.Value is { } value ? DefaultValue.Literal(value) : "null";

    /// <summary>Whether a comment documents what follows it.</summary>
    public static bool IsDocumentation(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia)
        || IsUnparsedDocumentation(trivia);

    /// <summary>Where the project writes no documentation file, such comments are ordinary ones to the parser.</summary>
    private static bool IsUnparsedDocumentation(SyntaxTrivia trivia) =>
        (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && trivia.ToString().StartsWith("///", StringComparison.Ordinal))
        || (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && trivia.ToString().StartsWith("/**", StringComparison.Ordinal));
}
