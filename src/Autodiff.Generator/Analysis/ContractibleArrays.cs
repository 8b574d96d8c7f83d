using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Local arrays of which one element at a time would do (array contraction: Sarkar and Gao, Optimization of Array Accesses by
/// Collective Loop Transformations, 1991): nothing reads them but loops that count upwards and in each iteration read what the iteration
/// before wrote, <c>a[i - 1]</c> where <c>a[i]</c> is written. The number that was written last can go from iteration to iteration
/// instead. An array that nothing reads is one of them, too; reads within an iteration have been shared with the writes before.
/// </summary>
/// <remarks>
/// The first iteration reads what has been written last before the loop: one element, or all by a fill. Every access is in range for
/// sure, and the array has a length, so that no exception goes with it.
/// </remarks>
internal sealed class ContractibleArrays
{
    /// <summary>How far before a loop the write is looked for that the first iteration reads; a limit keeps the search linear.</summary>
    private const int Reach = 64;

    private readonly Function function;
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly KnownIndices indices;
    private readonly KnownLengths lengths;
    private readonly Dictionary<int, List<Site>> sites = [];
    private readonly HashSet<int> refused = [];
    private readonly Dictionary<Instruction, Block> blockOf = new(ByReference<Instruction>.Instance);

    private ContractibleArrays(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        memory = PointsTo.Of(function);
        indices = new KnownIndices(function, definitions, memory, isGradient: false);
        lengths = new KnownLengths(indices, definitions);
        for (int value = 0; value < function.Values.Length; value++)
        {
            // What is known by another value is a window, is carried by a loop, or is chosen among others.
            if (function.Values[value].Type.IsArray && definitions[value].Op != Op.Allocate)
            {
                refused.UnionWith(memory.RootsOf(value));
            }
        }

        Visit(function.Body, null, null);
    }

    /// <summary>Where an access stands.</summary>
    private sealed record Site(Instruction Access, Block Block, Instruction? Loop, Block? LoopBlock);

    /// <summary>What a loop hands from iteration to iteration in the place of an array.</summary>
    /// <param name="Array">The array.</param>
    /// <param name="Before">The write before the loop whose number the first iteration reads.</param>
    /// <param name="Write">The write in each iteration.</param>
    internal sealed record Carried(int Array, Instruction Before, Instruction Write);

    /// <summary>The arrays.</summary>
    public HashSet<int> Arrays { get; } = [];

    /// <summary>What loops hand on instead, by the body of the loop.</summary>
    public Dictionary<Block, List<Carried>> Loops { get; } = new(ByReference<Block>.Instance);

    /// <summary>Finds them in a function of the primal computation.</summary>
    public static ContractibleArrays Of(Function function)
    {
        var found = new ContractibleArrays(function);
        foreach (var array in found.sites)
        {
            if (!found.refused.Overlaps(found.memory.RootsOf(array.Key)))
            {
                found.Decide(array.Key, array.Value);
            }
        }

        return found;
    }

    private void Visit(Block block, Instruction? loop, Block? loopBlock)
    {
        int mark = lengths.Count;
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Allocate && IsCandidate(instruction))
            {
                sites[instruction.Result] = [];
            }

            for (int i = 0; i < instruction.Operands.Length && instruction.Op != Op.Length; i++)
            {
                if (!function.Values[instruction.Operands[i]].Type.IsArray)
                {
                    continue;
                }

                bool isAccess = i == 0 && (instruction.Op == Op.Fill || (instruction.Op is Op.Load or Op.Store && indices.AreInRange(instruction, lengths)));
                if (isAccess && sites.TryGetValue(instruction.Operands[i], out var list))
                {
                    list.Add(new Site(instruction, block, loop, loopBlock));
                }
                else
                {
                    refused.UnionWith(memory.ReachableFrom(instruction.Operands[i]));
                }
            }

            lengths.Note(instruction);
            if (instruction.Op == Op.Loop)
            {
                blockOf.Add(instruction, block);
            }

            foreach (var nested in instruction.Blocks)
            {
                bool isLoop = instruction.Op == Op.Loop;
                Visit(nested, isLoop ? instruction : loop, isLoop ? nested : loopBlock);
            }
        }

        lengths.Forget(mark);
    }

    /// <summary>Whether an array is one of numbers in one dimension that has a length for sure.</summary>
    private bool IsCandidate(Instruction allocation) =>
        allocation is { IsPrimal: true, Operands.Length: 1 } && !function.Values[allocation.Result].Type.Array!.Element.IsArray
        && (indices.Canonical(allocation.Operands[0]).Dimension >= 0 || definitions[allocation.Operands[0]] is { Op: Op.Constant, Bits: >= 0 });

    private void Decide(int array, List<Site> accesses)
    {
        var element = function.Values[array].Type.Array!.Element;
        if (accesses.Any(s => s.Access.Op != Op.Load && function.Values[s.Access.Operands[s.Access.Operands.Length - 1]].Type != element))
        {
            return;
        }

        var carried = new Dictionary<Block, Carried>(ByReference<Block>.Instance);
        foreach (var load in accesses.Where(s => s.Access.Op == Op.Load))
        {
            if (load.Loop is null || !ReferenceEquals(load.LoopBlock, load.Loop.Blocks[1]))
            {
                return;
            }

            if (!carried.ContainsKey(load.LoopBlock!))
            {
                if (CarriedBy(load.Loop, array, accesses) is not { } found)
                {
                    return;
                }

                carried.Add(load.LoopBlock!, found);
            }
        }

        Arrays.Add(array);
        foreach (var pair in carried)
        {
            if (!Loops.TryGetValue(pair.Key, out var list))
            {
                Loops.Add(pair.Key, list = []);
            }

            list.Add(pair.Value);
        }
    }

    /// <summary>What a loop would hand on instead of the array; null where it accesses that otherwise.</summary>
    private Carried? CarriedBy(Instruction loop, int array, List<Site> accesses)
    {
        if (CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is not { Step: 1, Comparison: Op.Less } counted
            || definitions[counted.Start] is not { Op: Op.Constant, Bits: >= 1 } start)
        {
            return null;
        }

        var inside = accesses.Where(s => ReferenceEquals(s.Loop, loop)).ToList();
        var writes = inside.Where(s => s.Access.Op != Op.Load).ToList();
        bool holds = writes.Count == 1 && writes[0].Access.Op == Op.Store && ReferenceEquals(writes[0].Block, loop.Blocks[1]) && writes[0].Access.Operands[1] == counted.Counter
            && inside.All(s => s.Access.Op == Op.Store || Elements.Offset(s.Access.Operands[1], v => definitions[v]) == (counted.Counter, -1))
            && Count(loop, array) == inside.Count;
        return holds && Before(loop, array, start.Bits - 1) is { } before ? new Carried(array, before, writes[0].Access) : null;
    }

    /// <summary>The write before a loop, in its block, that has set an element last.</summary>
    private Instruction? Before(Instruction loop, int array, long index)
    {
        var block = blockOf[loop].Instructions.Items;
        int at = block.IndexOf(loop, 0, block.Length, ByReference<Instruction>.Instance);
        for (int i = at - 1; i >= Math.Max(0, at - Reach); i--)
        {
            if (Count(block[i], array) == 0)
            {
                continue;
            }

            return block[i].Op == Op.Fill || (block[i].Op == Op.Store && definitions[block[i].Operands[1]] is { Op: Op.Constant } place && place.Bits == index) ? block[i] : null;
        }

        return null;
    }

    private int Count(Instruction instruction, int array) =>
        (instruction.Op is Op.Load or Op.Store or Op.Fill && instruction.Operands[0] == array ? 1 : 0) + instruction.Blocks.Sum(b => b.Instructions.Sum(i => Count(i, array)));
}
