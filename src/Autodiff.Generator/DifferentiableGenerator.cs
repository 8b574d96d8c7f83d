using Autodiff.Generator.Caching;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autodiff.Generator;

/// <summary>Emits a gradient method beside every method marked <c>[Differentiable]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DifferentiableGenerator : IIncrementalGenerator
{
    /// <summary>The name under which the step that ends at the cache boundary is tracked.</summary>
    internal const string Methods = nameof(Methods);

    /// <summary>Tells tests of each method that is lowered.</summary>
    internal Action<IMethodSymbol>? Lowering { get; init; }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Editors run the pipeline at each edit, which few methods have to do with.
        var memory = new LoweringMemory { Lowering = Lowering };

        // Discovery and lowering: each marked method becomes a model without symbols, or is refused, which the analyzer reports.
        // Differentiation, simplification and emission are pure functions of the model, and begin as soon as there is one.
        var files = context.SyntaxProvider
            .ForAttributeWithMetadataName(MethodModelReader.Attribute, IsMethod, memory.Read)
            .Where(IsAccepted)
            .WithTrackingName(Methods);
        context.RegisterSourceOutput(files, Add);
    }

    private static bool IsMethod(SyntaxNode node, CancellationToken cancellation) => node is MethodDeclarationSyntax;

    private static bool IsAccepted(EmittedFile? file) => file is not null;

    private static void Add(SourceProductionContext context, EmittedFile? file)
    {
        // One method that cannot be emitted must not cost the others their gradients; the analyzer reports it.
        if (file!.Text is { } text)
        {
            context.AddSource(file.Model.Declaration.HintName, text);
        }
    }
}
