using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>Binds the declaration of a method: gives the operation that holds its body.</summary>
/// <param name="compilation">The compilation that it is in.</param>
/// <param name="declaration">The declaration.</param>
/// <param name="isCalled">Whether it is called by the method that is lowered, and perhaps by others.</param>
/// <param name="cancellation">Ends the work.</param>
internal delegate IOperation? BodyBinder(Compilation compilation, SyntaxNode declaration, bool isCalled, CancellationToken cancellation);

/// <summary>
/// Binds bodies for the generator, where nobody else does: a body that marked methods call is bound once for all of them, and the flow of
/// nulls is not analysed, which takes a third of the time and of which nothing is read.
/// </summary>
/// <remarks>What is bound lives as long as its compilation.</remarks>
internal sealed class BoundBodies
{
    private static readonly ConditionalWeakTable<Compilation, BoundBodies> Known = new();

    private readonly ConcurrentDictionary<SyntaxNode, IOperation?> called = new();

    private BoundBodies()
    {
    }

    /// <summary>Binds a declaration for the generator.</summary>
    public static IOperation? Bind(Compilation compilation, SyntaxNode declaration, bool isCalled, CancellationToken cancellation) => isCalled
        ? Known.GetValue(compilation, _ => new BoundBodies()).called.GetOrAdd(declaration, d => ModelOf(compilation, d.SyntaxTree).GetOperation(d, cancellation))
        : ModelOf(compilation, declaration.SyntaxTree).GetOperation(declaration, cancellation);

    /// <summary>Binds a declaration for an analyzer, whose host shares what is bound among all analyzers.</summary>
    public static IOperation? BindShared(Compilation compilation, SyntaxNode declaration, bool isCalled, CancellationToken cancellation) =>
#pragma warning disable RS1030 // A helper's body may be in another tree than the one under analysis.
        compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration, cancellation);

    private static SemanticModel ModelOf(Compilation compilation, SyntaxTree tree)
    {
        try
        {
            return WithoutNullability(compilation, tree);
        }
        catch (Exception missing) when (missing is MissingMethodException or TypeLoadException)
        {
            // An experimental member, which a later compiler may not have.
            return compilation.GetSemanticModel(tree);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SemanticModel WithoutNullability(Compilation compilation, SyntaxTree tree) =>
#pragma warning disable RSEXPERIMENTAL001 // See the handler above.
        compilation.GetSemanticModel(tree, SemanticModelOptions.DisableNullableAnalysis);
#pragma warning restore RSEXPERIMENTAL001
#pragma warning restore RS1030
}
