using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>
/// A method as engineers write it: members of a class <c>Model</c> of which the marked one is called <c>Evaluate</c>, and
/// the arguments to differentiate it at, away from kinks.
/// </summary>
internal sealed record LanguageCase
{
    public LanguageCase(string name, string members, params object[][] arguments)
    {
        Name = name;
        Members = members;
        Parameters = ParametersOf(members);
        Arguments = [.. arguments.Select(Typed)];
        ReturnsSingle = members.Contains("float Evaluate(", StringComparison.Ordinal);
    }

    public string Name { get; }

    public string Members { get; }

    /// <summary>The arguments of each call; spans are given as arrays.</summary>
    public IReadOnlyList<object[]> Arguments { get; }

    /// <summary>Arguments on which the method throws.</summary>
    public IReadOnlyList<object[]> Throws
    {
        get;
        init => field = [.. value.Select(Typed)];
    }
    = [];

    /// <summary>What a derivative may be off by, relative to it.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The parameters of the marked method.</summary>
    public IReadOnlyList<CaseParameter> Parameters { get; }

    /// <summary>Whether the method returns a <see langword="float"/>.</summary>
    public bool ReturnsSingle { get; }

    /// <summary>Whether anything is computed in <see langword="float"/>, for which differences are too coarse.</summary>
    public bool UsesSingle => Members.Contains("float", StringComparison.Ordinal);

    /// <summary>The file with the class, in a namespace, so that many can be in one compilation.</summary>
    public string Text(string @namespace, string moreMembers = "") => $$"""
        using System;
        using Autodiff;

        namespace {{@namespace}};

        public partial class Model
        {
        {{Members}}

            public static object CallEvaluate(object[] a) => Evaluate({{Inputs}});
        {{moreMembers}}
        }
        """;

    /// <summary>Calls of the two gradient overloads, by arrays of objects.</summary>
    public string GradientCalls()
    {
        var differentiated = Parameters.Where(parameter => parameter.IsDifferentiated).ToList();
        string destinations = string.Concat(differentiated.Select((parameter, i) =>
            parameter.IsScalar ? $", out {parameter.Type} g{i}" : $", ({parameter.StorageType})d[{i}]"));
        string stores = string.Concat(differentiated.Select((parameter, i) => parameter.IsScalar ? $" d[{i}] = g{i};" : ""));
        string items = differentiated.Count == 1
            ? "g"
            : string.Join(", ", differentiated.Select((_, i) => $"g.Item{i + 1}"));
        return $$"""
                public static object CallDestination(object[] a, object[] d) { var r = EvaluateGradient({{Inputs}}{{destinations}});{{stores}} return r; }
                public static object[] CallConvenience(object[] a) { var g = EvaluateGradient({{Inputs}}); return new object[] { {{items}} }; }
            """;
    }

    public override string ToString() => Name;

    private string Inputs => string.Join(", ", Parameters.Select((parameter, i) => $"({parameter.StorageType})a[{i}]"));

    /// <summary>Whole numbers as doubles where that is what the parameter takes.</summary>
    private object[] Typed(object[] arguments) =>
        [.. arguments.Zip(Parameters, (argument, parameter) => parameter.Type == "double" ? Convert.ToDouble(argument) : argument)];

    private static List<CaseParameter> ParametersOf(string members)
    {
        var model = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"class Model {{ {members} }}")!;
        var method = model.Members.OfType<MethodDeclarationSyntax>().Single(one => one.AttributeLists.Count > 0);
        var named = method.AttributeLists[0].Attributes[0].ArgumentList?.Arguments.Where(argument => argument.NameEquals is null)
            .Select(argument => argument.ToString()["nameof(".Length..^1]).ToHashSet();
        return
        [
            .. method.ParameterList.Parameters.Select(parameter =>
            {
                string type = parameter.Type!.ToString();
                string name = parameter.Identifier.ValueText;
                return new CaseParameter(type, CaseParameter.IsFloatingPoint(type) && (named is null or { Count: 0 } || named.Contains(name)));
            }),
        ];
    }
}
