using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Finds the arrays that may be expanded: local ones of one dimension that nothing uses but the iterations of one counted loop, each of
/// which overwrites all elements before it reads any, and whose reverse loop stands in the same block.
/// </summary>
internal sealed class ExpandableArrays
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly Regions regions;

    /// <summary>For each array that may be expanded so far the loops around all its uses, from the outermost.</summary>
    private readonly Dictionary<int, List<Instruction>> loops = [];
    private readonly List<(Instruction Owner, int Block)> path = [];
    private readonly Dictionary<int, (Instruction Instruction, Instruction? Loop)> allocations = [];

    /// <summary>For each loop the block that it stands in; for a reverse loop by its region.</summary>
    private readonly Dictionary<Instruction, Block> blocks = new(ByReference<Instruction>.Instance);
    private readonly Dictionary<int, Block> reverses = [];

    private ExpandableArrays(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        regions = new Regions(function);
    }

    /// <summary>Finds them.</summary>
    public static List<ExpandedArrays.Expansion> Find(Function function)
    {
        var found = new ExpandableArrays(function);
        found.Visit(function.Body);
        if (found.loops.Count == 0)
        {
            return [];
        }

        var memory = PointsTo.Of(function);
        var overwritten = new OverwrittenArrays(function, found.definitions, memory);
        return found.loops.Select(f => found.Decide(f.Key, f.Value, memory, overwritten)).OfType<ExpandedArrays.Expansion>().ToList();
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Allocate, IsPrimal: true, Operands.Length: 1 } && !function.Values[instruction.Result].Type.Array!.Element.IsArray
                && definitions[instruction.Operands[0]].Op != Op.Constant)
            {
                allocations.Add(instruction.Result, (instruction, path.Select(p => p.Owner).LastOrDefault(o => o.Op == Op.Loop)));
            }

            for (int i = 0; i < instruction.Operands.Length; i++)
            {
                if (instruction.Op != Op.Length && allocations.ContainsKey(instruction.Operands[i]))
                {
                    Note(instruction.Operands[i], i == 0 && instruction.Op is Op.Load or Op.Store or Op.Fill);
                }
            }

            if (instruction.Op == Op.Loop)
            {
                blocks[instruction] = block;
                if (instruction.ReverseOf > 0)
                {
                    reverses[instruction.ReverseOf] = block;
                }
            }

            for (int i = 0; i < instruction.Blocks.Length; i++)
            {
                path.Add((instruction, i));
                Visit(instruction.Blocks[i]);
                path.RemoveAt(path.Count - 1);
            }
        }

        foreach (int value in block.Yields)
        {
            Note(value, isAccess: false);
        }
    }

    /// <summary>Notes a use of an array.</summary>
    private void Note(int array, bool isAccess)
    {
        if (!allocations.ContainsKey(array))
        {
            return;
        }

        if (!isAccess)
        {
            allocations.Remove(array);
            loops.Remove(array);
            return;
        }

        var around = path.Where(p => p.Owner.Op == Op.Loop && p.Block == 1).Select(p => p.Owner).ToList();
        if (!loops.TryGetValue(array, out var common))
        {
            loops.Add(array, around);
            return;
        }

        int same = 0;
        while (same < common.Count && same < around.Count && ReferenceEquals(common[same], around[same]))
        {
            same++;
        }

        common.RemoveRange(same, common.Count - same);
    }

    private ExpandedArrays.Expansion? Decide(int array, List<Instruction> around, PointsTo memory, OverwrittenArrays overwritten)
    {
        var (allocation, outer) = allocations[array];
        if (around.LastOrDefault() is not { Region: > 0 } loop || ReferenceEquals(loop, outer)
            || !reverses.TryGetValue(loop.Region, out var block) || !ReferenceEquals(block, blocks[loop])
            || CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is not { Step: 1, Comparison: Op.Less } counted
            || definitions[counted.Start] is not { Op: Op.Constant, Bits: 0 } || function.Values[counted.Counter].Type.Kind != IrTypeKind.Int32
            || function.Values[allocation.Operands[0]].Type.Kind != IrTypeKind.Int32 || !IsKnown(counted.Bound, allocation)
            || !overwritten.AreOverwritten(array, loop.Blocks[1]))
        {
            return null;
        }

        return new ExpandedArrays.Expansion(allocation, loop, counted);
    }

    /// <summary>Whether a number is known where an array is made: from before, or as the length of an array from before.</summary>
    private bool IsKnown(int value, Instruction allocation) =>
        IsBefore(value, allocation) || definitions[value].Op == Op.Constant || (definitions[value] is { Op: Op.Length } length && IsBefore(length.Operands[0], allocation));

    private bool IsBefore(int value, Instruction allocation) =>
        regions.IsWithin(regions.HomeOf(allocation.Result), regions.HomeOf(value)) && regions.PositionOf(value) < regions.PositionOf(allocation.Result);
}
