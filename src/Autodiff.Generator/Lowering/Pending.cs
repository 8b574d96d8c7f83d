using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// The statements that are still to run, as a linked list: a nested block is put in front, and an <c>if</c> of which an arm
/// returns hands what is left to the other arm.
/// </summary>
internal sealed record Pending(ImmutableArray<IOperation> Statements, int Index, Pending? Next)
{
    public static Pending? Of(ImmutableArray<IOperation> statements, Pending? next = null) =>
        statements.Length == 0 ? next : new Pending(statements, 0, next);

    /// <summary>The first statement.</summary>
    public IOperation First => Statements[Index];

    /// <summary>What is left after the first.</summary>
    public Pending? Rest => Index + 1 < Statements.Length ? this with { Index = Index + 1 } : Next;
}
