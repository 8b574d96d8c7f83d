using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>
/// A case with two results: the method's own, and a number computed from it, whose row of the Jacobian is the first row times a
/// slope. So every construct of the language is reversed for two rows at once.
/// </summary>
/// <param name="One">The case.</param>
internal sealed record TwoResults(LanguageCase One)
{
    /// <summary>The slope of the second result in the first: that of <c>first * (1.5 - 0.25 * first)</c>.</summary>
    public static double Slope(double first) => 1.5 - (0.5 * first);

    /// <summary>Whether a method of the case reaches itself through calls.</summary>
    public bool IsRecursive
    {
        get
        {
            var model = SyntaxFactory.ParseMemberDeclaration($"class Model {{ {One.Members} }}")!;
            var calls = model.DescendantNodes().Where(node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax).ToLookup(
                node => node is MethodDeclarationSyntax method ? method.Identifier.ValueText : ((LocalFunctionStatementSyntax)node).Identifier.ValueText,
                node => node.DescendantNodes().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText).ToHashSet());
            return calls.Any(method => Reaches(method.Key, method.Key, []));

            bool Reaches(string from, string to, HashSet<string> seen) => calls[from].SelectMany(names => names)
                .Any(name => name == to || (seen.Add(name) && Reaches(name, to, seen)));
        }
    }

    /// <summary>The file with the method of two results, and calls of both overloads of its Jacobian by arrays of objects.</summary>
    public string Text(string @namespace)
    {
        var model = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"class Model {{ {One.Members} }}")!;
        var marked = model.Members.OfType<MethodDeclarationSyntax>().Single(one => one.AttributeLists.Count > 0);
        string attribute = marked.AttributeLists[0].ToString();
        string jacobian = attribute.Contains('(', StringComparison.Ordinal)
            ? attribute.Replace(")]", ", Jacobian = true)]", StringComparison.Ordinal)
            : attribute.Replace("]", "(Jacobian = true)]", StringComparison.Ordinal);
        string type = marked.ReturnType.ToString();
        string arguments = string.Join(", ", marked.ParameterList.Parameters.Select(p => p.Identifier.ToString()));
        string inputs = string.Join(", ", One.Parameters.Select((parameter, i) => $"({parameter.StorageType})a[{i}]"));
        var differentiated = One.Parameters.Where(parameter => parameter.IsDifferentiated).ToList();
        var places = Enumerable.Range(0, 2 * differentiated.Count).Select(i => (Index: i, Parameter: differentiated[i % differentiated.Count])).ToList();
        string destinations = string.Concat(places.Select(p => p.Parameter.IsScalar ? $", out {p.Parameter.Type} g{p.Index}" : $", ({p.Parameter.StorageType})d[{p.Index}]"));
        string stores = string.Concat(places.Where(p => p.Parameter.IsScalar).Select(p => $" d[{p.Index}] = g{p.Index};"));
        string items = string.Join(", ", new[] { "First", "Second" }.SelectMany(row =>
            differentiated.Select((_, i) => differentiated.Count == 1 ? $"g.{row}" : $"g.{row}.Item{i + 1}")));
        return One.Text(@namespace, $$"""

                {{jacobian}}
                public static ({{type}} First, {{type}} Second) Both{{marked.ParameterList}}
                {
                    {{type}} evaluated = Evaluate({{arguments}});
                    return (evaluated, evaluated * (({{type}})1.5 - ({{type}})0.25 * evaluated));
                }

                public static object[] CallDestination(object[] a, object[] d) { var r = BothJacobian({{inputs}}{{destinations}});{{stores}} return new object[] { r.First, r.Second }; }
                public static object[] CallConvenience(object[] a) { var g = BothJacobian({{inputs}}); return new object[] { {{items}} }; }
            """).Replace(attribute, string.Empty, StringComparison.Ordinal);
    }
}
