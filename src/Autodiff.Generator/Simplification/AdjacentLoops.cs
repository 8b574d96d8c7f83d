using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Makes loops one that follow each other, where a later one reads what an earlier one writes and <see cref="FusibleLoops"/> says
/// that it may: the element is still in a register, the loops count once, and their reverse sweeps are one loop, too. A loop that starts
/// one earlier than the others has its first iteration written out before. It runs on the primal computation, before that
/// is differentiated.
/// </summary>
internal sealed class AdjacentLoops : LoopJoiner
{
    private readonly FusibleLoops rule;
    private readonly KnownLengths lengths;

    private AdjacentLoops(Function source)
        : base(source)
    {
        var definitions = Definitions.Of(source);
        var memory = PointsTo.Of(source);
        var indices = new KnownIndices(source, definitions, memory, isGradient: false);
        lengths = new KnownLengths(indices, definitions);
        rule = new FusibleLoops(source, definitions, memory, indices, lengths);
    }

    /// <summary>Fuses the loops of a function of the primal computation.</summary>
    public static Function Fuse(Function function)
    {
        if (!HasPair(function.Body))
        {
            return function;
        }

        var pass = new AdjacentLoops(function);
        var fused = pass.Run();
        return pass.HasJoined ? fused : function;
    }

    private static bool HasPair(Block block) => block.Instructions.Count(i => i.Op == Op.Loop) > 1 || block.Instructions.Any(i => i.Blocks.Any(HasPair));

    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        int mark = lengths.Count;
        var list = instructions.Items;
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i].Op == Op.Loop && Group(list, i, out int last) is { } units)
            {
                Write(units);
                i = last;
                continue;
            }

            CopyOne(list[i]);
            lengths.Note(list[i]);
        }

        lengths.Forget(mark);
    }

    /// <summary>The loops from a place on that may be one, two at least.</summary>
    private List<FusibleLoops.Unit>? Group(ImmutableArray<Instruction> list, int first, out int last)
    {
        int mark = lengths.Count;
        last = first;
        var units = new List<FusibleLoops.Unit>();
        while (rule.Find(list, units.Count == 0 ? first : last + 1, out int at) is { } next && (units.Count == 0 || rule.MayJoin(units, next)))
        {
            units.Add(next);
            last = at;
        }

        lengths.Forget(mark);
        return units.Count > 1 ? units : null;
    }

    private void Write(List<FusibleLoops.Unit> units)
    {
        long start = units.Max(u => u.Start);
        var parts = new List<Part>();
        foreach (var unit in units)
        {
            foreach (var instruction in unit.Before)
            {
                CopyOne(instruction);
                lengths.Note(instruction);
            }

            var initial = unit.Start == start ? Others(unit.Counted, unit.Loop.Operands).Select(Map).ToList() : First(unit);
            parts.Add(new Part(unit.Loop, unit.Counted, initial));
        }

        Builder.Origin = units[0].Loop.Origin;
        Builder.IsPrimal = true;
        Join(ConstantFolding.Integer(Builder, start, Source.Values[units[0].Counted.Counter].Type), parts, reverseOf: 0);
    }

    /// <summary>Writes the first iteration of a loop, and gives what it hands to the second.</summary>
    private List<int> First(FusibleLoops.Unit unit)
    {
        List<int> next = [];
        var (header, body) = (unit.Loop.Blocks[0], unit.Loop.Blocks[1]);
        Again(() =>
        {
            for (int i = 0; i < header.Arguments.Length; i++)
            {
                SetMap(header.Arguments[i], Map(unit.Loop.Operands[i]));
            }

            base.CopyInstructions(header.Instructions);
            CopyInstructions(body.Instructions);
            next.AddRange(Others(unit.Counted, body.Yields.Skip(1)).Select(Map));
        });
        return next;
    }
}
