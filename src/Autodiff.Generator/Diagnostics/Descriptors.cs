using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Diagnostics;

/// <summary>
/// Every diagnostic that the analyzer can report: one line each, the message saying what to write instead. Ids are
/// never used again for another meaning. Each has a page in <c>docs/diagnostics</c>.
/// </summary>
internal static class Descriptors
{
    private const string Category = "Autodiff";
    private const string HelpRoot = "https://github.com/autodiff-net/autodiff/blob/main/docs/diagnostics/";

    // ADG0001–ADG0029: the declaration of the marked method (reported from Discovery).
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Error(
        "ADG0001",
        "The containing type is not partial",
        "'{0}' contains the differentiable method '{1}' and is not partial: declare it as 'partial {2} {0}'");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpRoot + id + ".md");

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpRoot + id + ".md");
}
