using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Makes room on the tape as early and as rarely as possible: at the start of a block for all that the block and its loops put
/// there, where that can be counted by then; else before a counted loop for all its iterations; else where it is put there. Making room is a
/// call, across which the just-in-time compiler keeps numbers in memory: at the start of a block there are none yet.
/// </summary>
/// <param name="values">The values.</param>
/// <param name="tape">What is put on the tape.</param>
/// <param name="counting">Counts that.</param>
/// <param name="resolve">The value that stands for another one in a block.</param>
internal sealed class RoomOnTape(ScopedValues values, TapeContents tape, CountingCode counting, Func<int, int, int> resolve)
{
    /// <summary>How many values of an iteration are counted one by one.</summary>
    private const int MostTerms = 16;

    private readonly Regions regions = values.Regions;
    private readonly Definitions definitions = values.Definitions;

    /// <summary>The blocks that put values of a type on the tape for which room is made before.</summary>
    private readonly HashSet<(int Block, IrType Type)> roomy = [];

    /// <summary>Makes room at the start of a block, for each type of which that is possible.</summary>
    public void AddAtStart(int block, ImmutableArray<Instruction>.Builder target)
    {
        var inside = tape.IsEmpty ? [] : regions.Within(tape.Blocks, block).ToList();
        if (inside.Count == 0 || tape.HasCalls(block))
        {
            return;
        }

        foreach (var type in inside.SelectMany(p => tape.Of(p)).Select(values.TypeOf).Distinct().ToList())
        {
            var blocks = inside.Where(p => tape.Of(p).Any(v => values.TypeOf(v) == type)).ToList();
            var code = ImmutableArray.CreateBuilder<Instruction>();
            if (!blocks.Any(p => roomy.Contains((p, type))) && CountOf(block, type, block, code) is { } count)
            {
                int total = counting.Total(count, code);
                target.AddRange(code);
                target.Add(Reserve(total, type));
                roomy.UnionWith(blocks.Select(p => (p, type)));
            }
        }
    }

    /// <summary>Makes room before a counted loop for what all its iterations put on the tape.</summary>
    public void AddBefore(Instruction loop, int body, ImmutableArray<Instruction>.Builder code)
    {
        var pushed = tape.Of(body);
        if (pushed.All(v => roomy.Contains((body, values.TypeOf(v)))) || !HasRoom(body) || counting.Counted(loop) is not { } counted)
        {
            return;
        }

        int start = resolve(counted.Start, regions.ParentOf(regions.ParentOf(body)));
        int bound = Repeat(counted.Bound, loop.Blocks[0], regions.ParentOf(regions.ParentOf(body)), code);
        int trips = counting.Trips(counted, start, bound, code);
        foreach (var group in pushed.GroupBy(values.TypeOf).Where(g => !roomy.Contains((body, g.Key))).ToList())
        {
            int count = group.Count() == 1 ? trips : counting.Compute(Op.Multiply, counting.Integer(group.Count(), code), trips, code);
            code.Add(Reserve(count, group.Key));
            roomy.Add((body, group.Key));
        }
    }

    /// <summary>Makes room for what a block puts on the tape, unless that has been done.</summary>
    public void AddFor(int block, ImmutableArray<Instruction>.Builder code)
    {
        if (!HasRoom(block))
        {
            foreach (var group in tape.Of(block).GroupBy(values.TypeOf).Where(g => !roomy.Contains((block, g.Key))))
            {
                code.Add(Reserve(counting.Integer(group.Count(), code), group.Key));
            }
        }
    }

    /// <summary>
    /// Whether the room for what a block puts on the tape is made before its loop: not where what is nested in it makes room
    /// too, which would be taken from it.
    /// </summary>
    private bool HasRoom(int block) => regions.OwnerOf(block) is ({ Op: Op.Loop } loop, 1) && !tape.IsAround(block) && counting.Counted(loop) is not null;

    /// <summary>How many values of a type one run of a block puts on the tape: a number, and counts that are computed; null where it is not known at the start of the scope.</summary>
    private (long Number, ImmutableArray<int> Terms)? CountOf(int block, IrType type, int scope, ImmutableArray<Instruction>.Builder code)
    {
        long number = tape.Of(block).Count(v => values.TypeOf(v) == type);
        var terms = ImmutableArray.CreateBuilder<int>();
        var nested = regions.Within(tape.Blocks, block).Where(p => p != block && tape.Of(p).Any(v => values.TypeOf(v) == type));
        foreach (int child in nested.Select(p => ChildOf(block, p)).Distinct().ToList())
        {
            if (regions.OwnerOf(child) is not ({ Op: Op.Loop } loop, 0) || CountOf(regions.BodyOf(child), type, scope, code) is not { } each)
            {
                return null;
            }

            if (IsBalanced(child))
            {
                // Each iteration takes off what it puts on.
                number += each.Number;
                terms.AddRange(each.Terms);
            }
            else if (counting.TripsAt(loop, scope, code) is { } trips)
            {
                // What loops of one length put there is counted together.
                bool isFew = each is { Number: <= MostTerms, Terms.Length: 0 };
                terms.AddRange(isFew ? Enumerable.Repeat(trips, (int)each.Number) : [counting.Compute(Op.Multiply, counting.Total(each, code), trips, code)]);
            }
            else
            {
                return null;
            }
        }

        return (number, terms.ToImmutable());
    }

    /// <summary>The block, nested directly in one, that another is or is nested in.</summary>
    private int ChildOf(int block, int nested)
    {
        while (regions.ParentOf(nested) != block)
        {
            nested = regions.ParentOf(nested);
        }

        return nested;
    }

    /// <summary>Whether all that a loop puts on the tape is taken off in the same iteration.</summary>
    private bool IsBalanced(int header) =>
        regions.Within(tape.Blocks, header).All(p => regions.CounterpartOf(p) is >= 0 and var reverse && regions.IsWithin(reverse, header));

    /// <summary>A value that the header of a loop computes, before the loop.</summary>
    private int Repeat(int value, Block header, int block, ImmutableArray<Instruction>.Builder code)
    {
        if (!header.Instructions.Any(i => i.Results.Contains(value)))
        {
            return resolve(value, block);
        }

        var definition = definitions[value];
        var operands = definition.Operands.Select(o => Repeat(o, header, block, code)).ToImmutableArray();
        int again = values.Add(values[value] with { IsLocal = false });
        code.Add(definition with { Results = ImmutableArray.Create(again), Operands = operands, Effects = Effects.None });
        return again;
    }

    private static Instruction Reserve(int count, IrType type) =>
        new() { Op = Op.Reserve, Results = default, Operands = ImmutableArray.Create(count), Text = type.Text, Effects = Effects.Acts, IsPrimal = true };
}
