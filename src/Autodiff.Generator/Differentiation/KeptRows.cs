using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Which rows of expanded arrays spare the tape as much as they take: every iteration of the loop reads all their elements, and these are still
/// there when the reverse loop needs what was read.
/// </summary>
internal sealed class KeptRows
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly KnownIndices indices;
    private readonly Dictionary<int, int> regionOf;
    private readonly List<Instruction> path = [];
    private readonly List<Instruction> loads = [];
    private readonly Dictionary<int, (Instruction Loop, HashSet<int> Uses)> reverses = [];

    /// <param name="expanded">The function with the rows.</param>
    /// <param name="expansions">What was expanded.</param>
    public KeptRows(Function expanded, IEnumerable<ExpandedArrays.Expansion> expansions)
    {
        function = expanded;
        definitions = Definitions.Of(expanded);
        memory = PointsTo.Of(expanded);
        indices = new KnownIndices(expanded, definitions, memory, isGradient: false);
        regionOf = expansions.ToDictionary(e => e.Row, e => e.Loop.Region);
        Visit(expanded.Body);
        var kept = new KeptElements(expanded, definitions, memory);
        Rows = [.. loads.Where(l => reverses[regionOf[l.Operands[0]]] is var reverse && reverse.Uses.Contains(l.Result) && kept.AreKept(l, reverse.Loop)).Select(l => l.Operands[0])];
    }

    /// <summary>The rows.</summary>
    public HashSet<int> Rows { get; }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Load, IsPrimal: true } && regionOf.TryGetValue(instruction.Operands[0], out int region) && ReadsAll(instruction, region))
            {
                loads.Add(instruction);
            }

            if (instruction.ReverseOf > 0 && regionOf.ContainsValue(instruction.ReverseOf))
            {
                reverses[instruction.ReverseOf] = (instruction, [.. UsesIn(instruction)]);
            }

            path.Add(instruction);
            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }

            path.RemoveAt(path.Count - 1);
        }
    }

    /// <summary>Whether loops in each iteration of a loop read all elements, but for a few at the start.</summary>
    private bool ReadsAll(Instruction load, int region)
    {
        var inner = path.Skip(path.FindIndex(p => p.Region == region) + 1).ToList();
        return inner.All(p => p.Op == Op.Loop)
            && inner.Select(p => CountedLoop.Find(p, v => definitions[v], v => function.Values[v].Type)).Any(counted =>
                counted is not null && counted.Counter == load.Operands[1]
                && indices.LengthOf(load.Operands[0], 0) is { } length && indices.CoversFrom(counted, length) is <= CountedLoop.LargestGap);
    }

    private static IEnumerable<int> UsesIn(Instruction instruction) =>
        instruction.Operands.Items.Concat(instruction.Blocks.SelectMany(b => b.Instructions.SelectMany(UsesIn).Concat(b.Yields)));
}
