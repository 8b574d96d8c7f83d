using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Compares with the destinations what cannot be compared with them at the head: an array that an opaque expression gives, such as
/// the field of an element (<c>layers[i].Weights</c>) or a property that computes. It is compared where it has been read. Destinations
/// may have been written to by then, but no gradient comes out that was computed from a destination's own contents.
/// </summary>
internal static class OverlapGuards
{
    /// <summary>Puts the comparisons into a gradient method.</summary>
    /// <param name="gradient">The method.</param>
    /// <param name="inputs">How many of its parameters are no destinations.</param>
    public static Function Insert(Function gradient, int inputs)
    {
        var destinations = gradient.Parameters.Skip(inputs).Where(p => gradient.Values[p].Type.IsArray).ToList();
        if (destinations.Count == 0 || !Reads(gradient.Body))
        {
            return gradient;
        }

        var stored = new StoredArrays(gradient, gradient.Parameters.Select(p => gradient.Values[p].Name!).ToList());
        return gradient with { Body = Guard(gradient.Body) };

        // Whether there is an array to compare at all: in most methods there is none.
        bool Reads(Block block) => block.Instructions.Any(i =>
            (i is { Op: Op.Opaque, IsPrimal: true, Results.Length: 1 } && gradient.Values[i.Result].Type.IsArray) || (i.Blocks.Length > 0 && i.Blocks.Any(Reads)));

        Block Guard(Block block) => block with
        {
            Instructions = block.Instructions
                .SelectMany(i => new[] { i with { Blocks = i.Blocks.Select(Guard).ToImmutableArray() } }.Concat(Guards(i)))
                .ToImmutableArray(),
        };

        IEnumerable<Instruction> Guards(Instruction read)
        {
            if (read is not { Op: Op.Opaque, IsPrimal: true, Results.Length: 1 } || read.IsDefault || read.Text!.StartsWith("new ", StringComparison.Ordinal))
            {
                yield break;
            }

            var type = gradient.Values[read.Result].Type;
            if (!ArgumentChecks.IsComparable(type) || stored.Contains(gradient, read))
            {
                yield break;
            }

            foreach (int destination in destinations.Where(d => gradient.Values[d].Type.Innermost == type.Innermost))
            {
                yield return new Instruction
                {
                    Op = Op.Effect,
                    Results = default,
                    Operands = ImmutableArray.Create(destination, read.Result),
                    Text = $"{ArgumentChecks.Runtime}CheckOverlap<{type.Innermost.Text}>({{0:a}}, {{1:a}})",
                    Effects = Effects.Acts,
                    IsPrimal = true,
                    Origin = read.Origin,
                };
            }
        }
    }
}
