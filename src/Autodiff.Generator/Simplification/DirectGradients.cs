using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Writes gradients into their destinations at once, where every element is added to exactly once before anything else
/// happens to it: by loops over all of the array's dimensions, which stand in no branch. The destination then need not be
/// cleared before, and is not read.
/// </summary>
internal sealed class DirectGradients : Rewriter
{
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly KnownIndices indices;
    private readonly HashSet<Instruction> cleared = new(ByReference<Instruction>.Instance);
    private readonly HashSet<Instruction> direct = new(ByReference<Instruction>.Instance);

    private DirectGradients(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        memory = PointsTo.Of(source);
        indices = new KnownIndices(source, definitions, memory, isGradient: true);
        foreach (int destination in source.ArrayDestinations)
        {
            Find(destination);
        }
    }

    public static Function Write(Function function)
    {
        if (!function.Body.Instructions.Any(i => i is { Op: Op.Fill, IsPrimal: false }))
        {
            return function;
        }

        var pass = new DirectGradients(function);
        return function.IsNumbered && pass.direct.Count == 0 ? function : pass.Run();
    }

    protected override void Copy(Instruction instruction)
    {
        if (cleared.Contains(instruction))
        {
            return;
        }

        base.Copy(direct.Contains(instruction) ? instruction with { Op = Op.Store } : instruction);
    }

    private void Find(int destination)
    {
        var body = Source.Body.Instructions;
        int clear = body.Items.Select((i, k) => (i, k)).Where(p => p.i is { Op: Op.Fill, IsPrimal: false } && p.i.Operands[0] == destination).Select(p => p.k).DefaultIfEmpty(-1).First();
        if (clear < 0)
        {
            return;
        }

        // An equal instruction elsewhere is another one: instructions are told apart by identity.
        var first = body.Skip(clear + 1).FirstOrDefault(i => Touches(i, destination));
        if (first is not null && FindSum(first, destination, []) is { } sum)
        {
            cleared.Add(body[clear]);
            direct.Add(sum);
        }
    }

    private bool Touches(Instruction instruction, int destination) =>
        instruction.Operands.Any(o => Source.Values[o].Type.IsArray && memory.RootsOf(o).Intersect(memory.RootsOf(destination)).Any())
        || instruction.Blocks.Any(b => b.Instructions.Any(i => Touches(i, destination)));

    /// <summary>The one sum into the array that an instruction does, for each of its elements once.</summary>
    private Instruction? FindSum(Instruction instruction, int destination, ImmutableList<CountedLoop> loops)
    {
        if (instruction.Op == Op.Accumulate)
        {
            int rank = instruction.Operands.Length - 2;
            bool isWhole = instruction.Operands[0] == destination && rank == loops.Count
                && Enumerable.Range(0, rank).Select(d => loops.FindIndex(l => l.Counter == instruction.Operands[d + 1] && l.CoversAll(v => definitions[v], v => indices.Canonical(v) == indices.LengthOf(destination, d)))).ToList() is var found
                && found.All(k => k >= 0) && found.Distinct().Count() == rank;
            return isWhole ? instruction : null;
        }

        if (instruction.Op != Op.Loop || CountedLoop.Find(instruction, v => definitions[v], v => Source.Values[v].Type, memory.Writes.IsStable) is not { } counted)
        {
            return null;
        }

        var touching = instruction.Blocks[1].Instructions.Where(i => Touches(i, destination)).ToList();
        return touching.Count == 1 && !instruction.Blocks[0].Instructions.Any(i => Touches(i, destination)) ? FindSum(touching[0], destination, loops.Add(counted)) : null;
    }
}
