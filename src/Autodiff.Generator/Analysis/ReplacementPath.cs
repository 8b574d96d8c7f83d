using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// How an iteration either keeps a number that its loop carries or replaces it: <c>if (x[i] &gt; max) max = x[i];</c>,
/// <c>max = Math.Max(max, x[i])</c>. From what the iteration hands on the way leads inwards through branches, one arm of which holds
/// on to the old value, perhaps to a function that returns one of its operands, and ends at the one value that replaces the
/// old. Then the number that the loop ends with is what the last replacing iteration put there, or the initial one.
/// </summary>
/// <param name="Branches">The branches from the outermost to the innermost, with the arm that the way takes.</param>
/// <param name="Choice">The function that returns the old value or the new one, where there is one.</param>
/// <param name="Value">What the old value is replaced by.</param>
internal sealed record ReplacementPath(EquatableArray<ReplacementPath.Step> Branches, Instruction? Choice, int Value)
{
    /// <summary>One arm of a branch, known by the branch's first result.</summary>
    /// <param name="Branch">The first result of the branch.</param>
    /// <param name="Arm">The number of the arm.</param>
    internal readonly record struct Step(int Branch, int Arm);

    /// <summary>The way for one of the values that a loop carries; null where an iteration does more than keep or replace it.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="index">Which of the values.</param>
    /// <param name="definitionOf">The instruction that defines a value.</param>
    public static ReplacementPath? Find(Instruction loop, int index, Func<int, Instruction> definitionOf)
    {
        int old = loop.Blocks[0].Arguments[index];
        var block = loop.Blocks[1];
        int current = block.Yields[index + 1];
        var steps = ImmutableArray.CreateBuilder<Step>();
        bool isKept = false;
        while (true)
        {
            current = Bare(current);
            var definition = definitionOf(current);
            if (definition.Op == Op.If && block.Instructions.Any(i => ReferenceEquals(i, definition)))
            {
                int result = definition.Results.Items.IndexOf(current);
                int[] arms = Enumerable.Range(0, 2).Where(a => definition.Blocks[a].Completes && Bare(definition.Blocks[a].Yields[result]) != old).ToArray();
                if (arms.Length != 1)
                {
                    break;
                }

                isKept |= definition.Blocks[1 - arms[0]].Completes;
                block = definition.Blocks[arms[0]];
                current = block.Yields[result];
                steps.Add(new Step(definition.Results[0], arms[0]));
                continue;
            }

            if (definition is { Op: Op.Call, Operands.Length: 2 } && definition.Operands.Count(o => Bare(o) == old) == 1 && block.Instructions.Any(i => ReferenceEquals(i, definition)))
            {
                return new ReplacementPath(steps.ToImmutable(), definition, definition.Operands.First(o => Bare(o) != old));
            }

            break;
        }

        return isKept && current != old ? new ReplacementPath(steps.ToImmutable(), null, current) : null;

        int Bare(int value)
        {
            while (definitionOf(value) is { Op: Op.Restate } restated)
            {
                value = restated.Operands[1];
            }

            return value;
        }
    }
}
