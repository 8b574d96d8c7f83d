using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Diagnostics;

/// <summary>
/// Every diagnostic that the analyzer can report: one line each, the message saying what to write instead. Ids are
/// never used again for another meaning. Each has a page in <c>docs/diagnostics</c>. ADG0001–ADG0029 are about the
/// declaration of a marked method.
/// </summary>
internal static partial class Descriptors
{
    private const string Category = "Autodiff";
    private const string HelpRoot = "https://github.com/autodiff-net/autodiff/blob/main/docs/diagnostics/";

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => typeof(Descriptors)
        .GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(f => (DiagnosticDescriptor)f.GetValue(null))
        .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)
        .ToImmutableArray();

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpRoot + id + ".md");

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpRoot + id + ".md");
}
