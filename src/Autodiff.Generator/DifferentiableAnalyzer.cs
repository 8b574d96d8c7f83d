using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Autodiff.Generator;

/// <summary>
/// Reports, live in the editor, why a marked method cannot be differentiated. It runs the generator's own discovery and
/// lowering; the generator itself reports nothing and emits nothing for what is refused.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DifferentiableAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
        context.RegisterSyntaxNodeAction(
            AnalyzeNested,
            SyntaxKind.LocalFunctionStatement,
            SyntaxKind.SimpleLambdaExpression,
            SyntaxKind.ParenthesizedLambdaExpression);
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        var attribute = AttributeArguments.Of(method).FirstOrDefault();
        if (attribute is null || method.PartialDefinitionPart is not null)
        {
            return;
        }

        var (model, diagnostics, declarations) = MethodModelReader.Read(method, attribute, context.Compilation, context.CancellationToken);
        foreach (var diagnostic in diagnostics)
        {
            context.ReportDiagnostic(diagnostic);
        }

        if (model is null || IsGenerated(method, model.Declaration))
        {
            return;
        }

        // The method can be read and its gradient is missing: the generator did not see what is read here, or failed.
        if (declarations.Any(IsGenerated))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.GeneratedCode, method.Locations[0], method.Name));
        }
        else if (!GradientEmitter.TryEmit(model, out _, out var fault))
        {
            context.ReportDiagnostic(MethodModelReader.Fault(method, fault!));
        }
    }

    private static void AnalyzeNested(SyntaxNodeAnalysisContext context)
    {
        if (MethodReader.ReadNested(context.Node, context.SemanticModel, context.CancellationToken) is { } diagnostic)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>Whether the method's gradient is in the compilation: it is missing where only the analyzer could read the method.</summary>
    private static bool IsGenerated(IMethodSymbol method, MarkedMethod declaration) =>
        method.ContainingType.GetMembers(declaration.GradientName).OfType<IMethodSymbol>().Any(m =>
            m.GetAttributes().Any(a => a.AttributeClass is { Name: "GeneratedCodeAttribute" })
            || m.PartialImplementationPart is not null);

    /// <summary>Whether a tree is the output of some generator.</summary>
    private static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith(".generated.cs", StringComparison.OrdinalIgnoreCase);
}
