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
internal sealed class AdjacentLoops : Rewriter
{
    private readonly FusibleLoops rule;
    private readonly KnownLengths lengths;
    private bool hasFused;

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
        return pass.hasFused ? fused : function;
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
        hasFused = true;
        long start = units.Max(u => u.Start);
        var initial = new List<int>();
        foreach (var unit in units)
        {
            foreach (var instruction in unit.Before)
            {
                CopyOne(instruction);
                lengths.Note(instruction);
            }

            initial.AddRange(unit.Start == start ? Others(unit, unit.Loop.Operands).Select(Map) : First(unit));
        }

        var (loop, counted) = (units[0].Loop, units[0].Counted);
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = true;
        var type = Source.Values[counted.Counter].Type;
        initial.Insert(0, ConstantFolding.Integer(Builder, start, type));
        var types = initial.Select(Builder.TypeOf).ToList();
        var arguments = Builder.OpenLoop(types);
        int next = 1;
        foreach (var unit in units)
        {
            SetMap(unit.Counted.Counter, arguments[0]);
            foreach (int argument in Others(unit, unit.Loop.Blocks[0].Arguments))
            {
                SetMap(argument, arguments[next++]);
            }
        }

        base.CopyInstructions(loop.Blocks[0].Instructions);
        int test = Map(loop.Blocks[0].Yields[0]);
        Builder.Open();
        var yields = new List<int>();
        foreach (var unit in units)
        {
            if (unit != units[0])
            {
                base.CopyInstructions(unit.Loop.Blocks[0].Instructions);
            }

            CopyInstructions(unit.Loop.Blocks[1].Instructions);
            yields.AddRange(Others(unit, unit.Loop.Blocks[1].Yields.Skip(1).ToImmutableArray()).Select(Map));
        }

        yields.InsertRange(0, [Map(loop.Blocks[1].Yields[0]), Map(loop.Blocks[1].Yields[counted.Index + 1])]);
        var body = Builder.Close(yields);
        var header = Builder.Close([test]);
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = true;
        var results = Builder.AddMany(loop with { Results = default, Operands = initial.ToImmutableArray(), Blocks = ImmutableArray.Create(header, body) }, types);
        next = 1;
        foreach (var unit in units)
        {
            SetMap(unit.Loop.Results[unit.Counted.Index], results[0]);
            foreach (int result in Others(unit, unit.Loop.Results))
            {
                SetMap(result, results[next++]);
            }
        }
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
            next.AddRange(Others(unit, body.Yields.Skip(1).ToImmutableArray()).Select(Map));
        });
        return next;
    }

    /// <summary>What a loop carries besides its counter.</summary>
    private static IEnumerable<int> Others(FusibleLoops.Unit unit, EquatableArray<int> carried) => carried.Where((_, i) => i != unit.Counted.Index);
}
