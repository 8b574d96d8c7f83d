using System.Collections.Immutable;
using Autodiff.Generator.Diagnostics;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Discovery;
using Autodiff.Generator.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator;

/// <summary>
/// Reads and lowers a marked method: what the generator and the analyzer have in common, so that they never disagree.
/// </summary>
internal static class MethodModelReader
{
    /// <summary>The metadata name of the attribute.</summary>
    public const string Attribute = "Autodiff.DifferentiableAttribute";

    /// <summary>The model of a marked method, or why there is none, for an analyzer.</summary>
    public static MethodReading Read(IMethodSymbol method, AttributeData attribute, Compilation compilation, CancellationToken cancellation) =>
        Read(method, attribute, compilation, BoundBodies.BindShared, cancellation);

    /// <summary>The model of a marked method, or why there is none.</summary>
    public static MethodReading Read(
        IMethodSymbol method,
        AttributeData attribute,
        Compilation compilation,
        BodyBinder bind,
        CancellationToken cancellation)
    {
        try
        {
            var read = MethodReader.Read(method, attribute, compilation, cancellation);
            if (read.Method is null)
            {
                return new MethodReading(null, read.Diagnostics, []);
            }

            var lowered = MethodLowerer.Lower(method.PartialDefinitionPart ?? method, read.Method, compilation, bind, cancellation);
            var diagnostics = read.Diagnostics.AddRange(lowered.Diagnostics);
            if (lowered.Function is null)
            {
                return new MethodReading(null, diagnostics, lowered.Declarations);
            }

            if (read.Method.Graph is not null && !Explanation.CanExplain(lowered.Function))
            {
                diagnostics = diagnostics.Add(Diagnostic.Create(Descriptors.GraphOfLoop, method.Locations.FirstOrDefault(), method.Name));
                return new MethodReading(null, diagnostics, lowered.Declarations);
            }

            return new MethodReading(new MethodModel(read.Method, lowered.Function), diagnostics, lowered.Declarations) { Bodies = lowered.Bodies };
        }
#pragma warning disable CA1031 // Whatever goes wrong becomes an error at the method: neither a crash of the host nor silence.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new MethodReading(null, [Fault(method, exception)], []);
        }
    }

    /// <summary>The error for a fault of the generator's own.</summary>
    public static Diagnostic Fault(IMethodSymbol method, Exception fault) => fault is LostSpanException { Variable: var variable }
        ? Diagnostic.Create(Descriptors.LostSpan, DeclarationOf(variable, method), variable ?? "A span")
        : Diagnostic.Create(
            Descriptors.Internal,
            method.Locations.FirstOrDefault(),
            method.Name,
            fault.GetType().Name + ": " + fault.Message);

    /// <summary>Where a method declares a variable of a name; the method itself where that is in another method.</summary>
    private static Location? DeclarationOf(string? variable, IMethodSymbol method) => method.DeclaringSyntaxReferences
        .SelectMany(r => r.GetSyntax().DescendantNodes().OfType<VariableDeclaratorSyntax>())
        .Where(d => d.Identifier.ValueText == variable)
        .Select(d => d.Identifier.GetLocation())
        .DefaultIfEmpty(method.Locations.FirstOrDefault())
        .First();
}
