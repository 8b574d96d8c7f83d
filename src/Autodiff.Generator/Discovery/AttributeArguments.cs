using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Discovery;

/// <summary>The arguments of a <c>[Differentiable]</c> attribute.</summary>
/// <param name="Names">The names of the differentiated parameters; empty for all; default where the array is null.</param>
/// <param name="Explain">Whether the expression graph is asked for.</param>
/// <param name="Jacobian">Whether the gradient of each element of a tuple is asked for.</param>
internal sealed record AttributeArguments(ImmutableArray<string?> Names, bool Explain, bool Jacobian)
{
    /// <summary>The full name of the attribute's class.</summary>
    public const string AttributeName = "Autodiff.DifferentiableAttribute";

    /// <summary>What the name of the overloads that are generated ends in.</summary>
    public string Suffix => Jacobian ? Identifiers.Jacobian : Identifiers.Gradient;

    /// <summary>Whether a parameter of this name is differentiated if its type can be.</summary>
    public bool Differentiates(string parameter) => Names.IsDefaultOrEmpty || Names.Contains(parameter);

    /// <summary>Reads the arguments; null where the compiler could not bind them and says so itself.</summary>
    public static AttributeArguments? Read(AttributeData attribute)
    {
        if (attribute.AttributeConstructor is null
            || attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(a => a.Value)).Any(a => a.Kind == TypedConstantKind.Error))
        {
            return null;
        }

        bool explain = IsSet("Explain");
        bool jacobian = IsSet("Jacobian");
        if (attribute.ConstructorArguments.IsEmpty)
        {
            return new AttributeArguments([], explain, jacobian);
        }

        var names = attribute.ConstructorArguments[0];
        if (names.Kind != TypedConstantKind.Array)
        {
            return null;
        }

        if (names.IsNull)
        {
            return new AttributeArguments(default, explain, jacobian);
        }

        return names.Values.Any(v => v.Kind == TypedConstantKind.Error)
            ? null
            : new AttributeArguments(names.Values.Select(v => v.Value as string).ToImmutableArray(), explain, jacobian);

        bool IsSet(string name) => attribute.NamedArguments.Any(a => a.Key == name && a.Value.Value is true);
    }

    /// <summary>The attributes that mark a method: one, or more where the compiler reports a duplicate.</summary>
    public static IEnumerable<AttributeData> Of(IMethodSymbol method) =>
        method.GetAttributes().Where(a => a.AttributeClass?.ToDisplayString() == AttributeName);

    /// <summary>Where the name at <paramref name="index"/> is written; the whole attribute where that is not known.</summary>
    public static Location NameLocation(AttributeData attribute, int index, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
        {
            return Location.None;
        }

        var names = syntax.ArgumentList?.Arguments.Where(a => a.NameEquals is null).Select(a => a.Expression).ToList() ?? [];
        if (names is [var single])
        {
            var elements = Elements(single);
            return index < elements.Count ? elements[index].GetLocation() : single.GetLocation();
        }

        return index < names.Count ? names[index].GetLocation() : syntax.GetLocation();
    }

    private static IReadOnlyList<ExpressionSyntax> Elements(ExpressionSyntax array) => array switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression).ToList(),
        _ => [array],
    };
}
