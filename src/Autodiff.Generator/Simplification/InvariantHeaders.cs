using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Computes before a loop what its condition and its body both read and no iteration changes, as the bound of <c>i &lt; n - 1</c> where the body
/// reads <c>n - 1</c> as well. The condition is an expression then, and the loop is written as it was: a header that has to keep a number for the
/// body is no <c>for</c>.
/// </summary>
/// <remarks>A header runs at least once, so that nothing is computed which would not have been. What the condition alone reads stays in it.</remarks>
internal static class InvariantHeaders
{
    /// <summary>Hoists in all loops of a function: gives the function itself where there is nothing to hoist.</summary>
    public static Function Hoist(Function function)
    {
        var body = Rewrite(function.Body);
        return ReferenceEquals(body, function.Body) ? function : function with { Body = body };
    }

    private static Block Rewrite(Block block)
    {
        if (!block.HasLoop)
        {
            return block;
        }

        var written = new List<Instruction>(block.Instructions.Length);
        foreach (var instruction in block.Instructions)
        {
            var inner = instruction.WithBlocks(Rewrite);
            written.AddRange(inner.Op == Op.Loop ? Hoist(inner) : [inner]);
        }

        return block.With(written);
    }

    /// <summary>The loop, after what is hoisted out of it.</summary>
    private static IEnumerable<Instruction> Hoist(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var readByBody = new BlockUses(body);
        var readByHoisted = new HashSet<int>();
        var invariants = InvariantsOf(header);
        var hoisted = new HashSet<Instruction>(ByReference<Instruction>.Instance);
        for (int i = header.Instructions.Length - 1; i >= 0; i--)
        {
            var instruction = header.Instructions[i];
            bool isNeeded = readByHoisted.Contains(instruction.Result) || (instruction.Op != Op.Constant && readByBody.Of(instruction.Result) > 0);
            if (isNeeded && invariants.Contains(instruction))
            {
                hoisted.Add(instruction);
                readByHoisted.UnionWith(instruction.Operands);
            }
        }

        var rest = header.With(header.Instructions.Where(i => !hoisted.Contains(i)).ToList());
        return hoisted.Count == 0 ? [loop] : [.. header.Instructions.Where(hoisted.Contains), loop with { Blocks = ImmutableArray.Create(rest, body) }];
    }

    /// <summary>What a header computes of numbers that are there before the loop.</summary>
    private static HashSet<Instruction> InvariantsOf(Block header)
    {
        var varying = new HashSet<int>(header.Arguments);
        var invariants = new HashSet<Instruction>(ByReference<Instruction>.Instance);
        foreach (var instruction in header.Instructions)
        {
            if (instruction.IsPure && !instruction.Operands.Any(varying.Contains))
            {
                invariants.Add(instruction);
            }
            else
            {
                varying.UnionWith(instruction.Results);
            }
        }

        return invariants;
    }
}
