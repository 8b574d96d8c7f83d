using Autodiff.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Autodiff.Generator.Tests.Lowering;

/// <summary>The intermediate representation of the marked method among members of a class.</summary>
internal static class LoweredCode
{
    private const string Usings = """
        using System;
        using Autodiff;
        using static System.Math;

        """;

    /// <summary>The instructions as text, without the parameters and the statements that they come from.</summary>
    public static string Of(string members)
    {
        var compilation = GeneratorHost.Compile(LanguageVersion.Latest, [Usings + $"public static partial class C {{ {members} }}"]);
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
        var method = compilation.GetTypeByMetadataName("C")!.GetMembers().OfType<IMethodSymbol>().Single(Attribute);
        var attribute = method.GetAttributes().Single(a => a.AttributeClass!.Name == nameof(DifferentiableAttribute));
        var (model, diagnostics, _) = MethodModelReader.Read(method, attribute, compilation, default);
        Assert.DoesNotContain(diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        var lines = model!.Function.ToString().Split('\n')
            .Select(line => line.Split("    //")[0])
            .Where(line => !line.Contains(" parameter ", StringComparison.Ordinal) && line.Trim().Length > 0);
        return string.Join("\n", lines);

        static bool Attribute(IMethodSymbol symbol) => symbol.GetAttributes().Any(a => a.AttributeClass!.Name == nameof(DifferentiableAttribute));
    }
}
