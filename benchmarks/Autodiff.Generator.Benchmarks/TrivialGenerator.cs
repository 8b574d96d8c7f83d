using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Benchmarks;

/// <summary>A generator that finds the marked methods and makes nothing of them: what any generator with an attribute costs at least.</summary>
internal sealed class TrivialGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Autodiff.DifferentiableAttribute",
            static (_, _) => true,
            static (found, _) => found.TargetSymbol.Name);
        context.RegisterSourceOutput(names, static (_, _) => { });
    }
}
