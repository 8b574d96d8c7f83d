using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// The instructions of a block while pairs of its loops are made one, from the first to the last. Each is known by the place that it
/// had at first: what moves before a loop, and a reverse loop that went into its forward loop, is no longer where it was, and nothing
/// else changes its order. What touches a shadow is found by the shadow, so that a pair costs what it reads and not what stands
/// between its loops.
/// </summary>
internal sealed class FusionPlaces
{
    private readonly EquatableArray<Instruction> instructions;
    private readonly PointsTo memory;
    private readonly Func<Instruction, bool> isDisturbing;
    private readonly Dictionary<Instruction, int> places = new(ByReference<Instruction>.Instance);
    private readonly Dictionary<int, List<int>> reverses = [];
    private readonly Dictionary<int, List<int>> clears = [];
    private readonly Dictionary<int, List<int>> disturbances = [];
    private readonly bool[] isGone;

    /// <summary>The loops that were made of two, by the place of the first, and what has moved before each.</summary>
    private readonly Dictionary<int, (int[] Moved, Instruction Loop)> fused = [];

    /// <param name="instructions">The instructions.</param>
    /// <param name="memory">Which arrays may be the same.</param>
    /// <param name="isClear">Whether an instruction sets a whole shadow to zero.</param>
    /// <param name="isDisturbing">Whether an instruction may read a shadow among its operands, or overwrite it.</param>
    public FusionPlaces(EquatableArray<Instruction> instructions, PointsTo memory, Func<Instruction, bool> isClear, Func<Instruction, bool> isDisturbing)
    {
        this.instructions = instructions;
        this.memory = memory;
        this.isDisturbing = isDisturbing;
        isGone = new bool[instructions.Length];
        for (int i = 0; i < instructions.Length; i++)
        {
            var instruction = instructions[i];
            places[instruction] = i;
            if (instruction is { Op: Op.Loop, ReverseOf: > 0 })
            {
                ListOf(reverses, instruction.ReverseOf).Add(i);
            }

            if (isClear(instruction))
            {
                Note(clears, memory.ReachableFrom(instruction.Operands[0]), i);
            }

            NoteDisturbances(instruction, i);
        }
    }

    /// <summary>The instruction that was at a place.</summary>
    public Instruction this[int place] => instructions[place];

    /// <summary>The place of the reverse of a loop; null where it has none after it.</summary>
    public int? Partner(int forward) =>
        reverses.TryGetValue(instructions[forward].Region, out var list) && list.FirstOrDefault(p => p > forward && !isGone[p]) is > 0 and var partner ? partner : null;

    /// <summary>The place of an instruction that stands between two others now; null for any other.</summary>
    public int? Find(Instruction instruction, int first, int second) =>
        places.TryGetValue(instruction, out int place) && first < place && place < second && !isGone[place] ? place : null;

    /// <summary>
    /// Whether what stands between two loops leaves shadows alone, but for additions, and for clearing them first, which is to
    /// move before the loops.
    /// </summary>
    public bool MayMoveShadows(int first, int second, HashSet<int> shadows, HashSet<int> moved)
    {
        var cleared = new HashSet<int>(shadows.SelectMany(s => Between(clears, s)));
        if (shadows.SelectMany(s => Between(disturbances, s)).Any(place => !cleared.Contains(place)))
        {
            return false;
        }

        moved.UnionWith(cleared);
        return true;

        IEnumerable<int> Between(Dictionary<int, List<int>> byShadow, int shadow)
        {
            if (!byShadow.TryGetValue(shadow, out var list))
            {
                yield break;
            }

            int start = list.BinarySearch(first);
            for (int i = start < 0 ? ~start : start + 1; i < list.Count && list[i] < second; i++)
            {
                if (!isGone[list[i]])
                {
                    yield return list[i];
                }
            }
        }
    }

    /// <summary>Puts a loop in the place of two, and before it what has to be there.</summary>
    public void Fuse(int first, int second, HashSet<int> moved, Instruction loop)
    {
        int[] ordered = moved.OrderBy(place => place).ToArray();
        fused.Add(first, (ordered, loop));
        isGone[second] = true;
        foreach (int place in ordered)
        {
            isGone[place] = true;
        }
    }

    /// <summary>The instructions in their order now.</summary>
    public ImmutableArray<Instruction> Instructions()
    {
        var result = ImmutableArray.CreateBuilder<Instruction>(instructions.Length);
        for (int i = 0; i < instructions.Length; i++)
        {
            if (fused.TryGetValue(i, out var one))
            {
                result.AddRange(one.Moved.Select(place => instructions[place]));
                result.Add(one.Loop);
            }
            else if (!isGone[i])
            {
                result.Add(instructions[i]);
            }
        }

        return result.ToImmutable();
    }

    private void NoteDisturbances(Instruction instruction, int place)
    {
        if (isDisturbing(instruction))
        {
            foreach (int operand in instruction.Operands)
            {
                Note(disturbances, memory.ReachableFrom(operand), place);
            }
        }

        foreach (var block in instruction.Blocks)
        {
            foreach (var nested in block.Instructions)
            {
                NoteDisturbances(nested, place);
            }
        }
    }

    /// <summary>Notes a place for each of some shadows, once.</summary>
    private static void Note(Dictionary<int, List<int>> byShadow, IReadOnlyCollection<int> shadows, int place)
    {
        foreach (int shadow in shadows)
        {
            var list = ListOf(byShadow, shadow);
            if (list.Count == 0 || list[list.Count - 1] != place)
            {
                list.Add(place);
            }
        }
    }

    private static List<int> ListOf(Dictionary<int, List<int>> lists, int key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
