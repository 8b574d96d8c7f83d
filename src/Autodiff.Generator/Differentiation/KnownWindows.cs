using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>Windows that are known to be spans which the forward sweep has, as <see cref="Windows"/> writes them: an operand more says which.</summary>
internal static class KnownWindows
{
    /// <summary>The function with the spans themselves in the place of the windows that they are known to be.</summary>
    public static Function Forget(Function function)
    {
        var renaming = new Renaming();
        Visit(function.Body);
        return renaming.Count == 0 ? function : function with { Body = Without(renaming.Of(function.Body)) };

        void Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                if (SpanOf(instruction) is { } span)
                {
                    renaming.Add(instruction.Result, span);
                }

                foreach (var nested in instruction.Blocks)
                {
                    Visit(nested);
                }
            }
        }

        Block Without(Block block) => block with
        {
            Instructions = block.Instructions.Where(i => SpanOf(i) is null)
                .Select(i => i.Blocks.Length == 0 ? i : i with { Blocks = i.Blocks.Select(Without).ToImmutableArray() }).ToImmutableArray(),
        };
    }

    /// <summary>The span that a window is known to be; null for another instruction.</summary>
    public static int? SpanOf(Instruction instruction) =>
        instruction is { Op: Op.Slice or Op.Select, Operands.Length: 4 } ? instruction.Operands[3] : null;

    /// <summary>What a value is computed from, without the span that a window is known to be.</summary>
    public static EquatableArray<int> SourcesOf(Instruction instruction) =>
        SpanOf(instruction) is null ? instruction.Operands : instruction.Operands.Take(3).ToImmutableArray();
}
