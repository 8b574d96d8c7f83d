using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// The statements that are still to run, as a linked list: a nested block is put in front, and an <c>if</c> of which an arm
/// returns hands what is left to the other arm.
/// </summary>
internal sealed record Pending(ImmutableArray<IOperation> Statements, int Index, Pending? Next)
{
    /// <summary>The end of a loop's body, where its next iteration begins.</summary>
    public static readonly Pending EndOfBody = new([], 0, null);

    public static Pending? Of(ImmutableArray<IOperation> statements, Pending? next = null) =>
        statements.Length == 0 ? next : new Pending(statements, 0, next);

    /// <summary>The first statement.</summary>
    public IOperation First => Statements[Index];

    /// <summary>What is left after the first.</summary>
    public Pending? Rest => Index + 1 < Statements.Length ? this with { Index = Index + 1 } : Next;

    /// <summary>Whether there is nothing left to run, so that it costs nothing to do so in several places.</summary>
    public static bool IsEnd(Pending? pending) => pending is null || ReferenceEquals(pending, EndOfBody);
}
