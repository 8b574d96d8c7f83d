using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <content>
/// Makes room on the tape as early and as rarely as possible: at the start of a block for all that the block and its loops put
/// there, where that can be counted by then. Making room is a call, across which the just-in-time compiler keeps numbers in
/// memory: at the start of a block there are none yet.
/// </content>
internal sealed partial class SavedValues
{
    /// <summary>How many values of an iteration are counted one by one.</summary>
    private const int MostTerms = 16;

    /// <summary>The blocks that put values of a type on the tape for which room is made before.</summary>
    private readonly HashSet<(int Block, IrType Type)> roomy = [];
    private readonly Dictionary<int, long> constants = [];
    private List<int>? pushing;

    /// <summary>The blocks that put something on the tape.</summary>
    private List<int> Pushing => pushing ??= Enumerable.Range(0, regions.Count).Where(b => SavedBy(b).Count > 0).ToList();

    /// <summary>Makes room at the start of a block, for each type of which that is possible.</summary>
    private void AddRoomAtStart(int block, ImmutableArray<Instruction>.Builder instructions)
    {
        var inside = saved.Count == 0 ? [] : regions.Within(Pushing, block).ToList();
        if (inside.Count == 0 || regions.Within(callers, block).Any())
        {
            return;
        }

        foreach (var type in inside.SelectMany(p => SavedBy(p)).Select(v => values[v].Type).Distinct().ToList())
        {
            var blocks = inside.Where(p => SavedBy(p).Any(v => values[v].Type == type)).ToList();
            var code = ImmutableArray.CreateBuilder<Instruction>();
            if (!blocks.Any(p => roomy.Contains((p, type))) && CountOf(block, type, block, code) is { } count)
            {
                int total = Total(count, code);
                instructions.AddRange(code);
                instructions.Add(Reserve(total, type));
                roomy.UnionWith(blocks.Select(p => (p, type)));
            }
        }
    }

    /// <summary>How many values of a type one run of a block puts on the tape: a number, and counts that are computed; null where it is not known at the start of the scope.</summary>
    private (long Number, ImmutableArray<int> Terms)? CountOf(int block, IrType type, int scope, ImmutableArray<Instruction>.Builder code)
    {
        long number = SavedBy(block).Count(v => values[v].Type == type);
        var terms = ImmutableArray.CreateBuilder<int>();
        var nested = regions.Within(Pushing, block).Where(p => p != block && SavedBy(p).Any(v => values[v].Type == type));
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
            else if (TripsAt(loop, scope, code) is { } trips)
            {
                // What loops of one length put there is counted together.
                bool isFew = each is { Number: <= MostTerms, Terms.Length: 0 };
                terms.AddRange(isFew ? Enumerable.Repeat(trips, (int)each.Number) : [Compute(Op.Multiply, Total(each, code), trips, code)]);
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
        regions.Within(Pushing, header).All(p => regions.CounterpartOf(p) is >= 0 and var reverse && regions.IsWithin(reverse, header));

    /// <summary>The sum of counts; one of several may be negative, where a loop does not run, and then counts for nothing.</summary>
    private int Total((long Number, ImmutableArray<int> Terms) count, ImmutableArray<Instruction>.Builder code)
    {
        if (count.Terms.Length == 0)
        {
            return Integer(count.Number, code);
        }

        bool isOne = count.Number == 0 && count.Terms.Distinct().Count() == 1;
        int total = count.Terms.GroupBy(t => t).Select(g => Times(g.Count(), isOne ? g.Key : AtLeastZero(g.Key, code), code)).ToList()
            .Aggregate((a, b) => Compute(Op.Add, a, b, code));
        return count.Number == 0 ? total : Compute(Op.Add, total, Integer(count.Number, code), code);
    }

    private int Times(int number, int value, ImmutableArray<Instruction>.Builder code) =>
        number == 1 ? value : Compute(Op.Multiply, Integer(number, code), value, code);

    private static bool IsLength(int value, ImmutableArray<Instruction>.Builder code, Definitions definitions) =>
        definitions[value].Op == Op.Length || code.Any(i => i.Op == Op.Length && i.Result == value);

    private int AtLeastZero(int value, ImmutableArray<Instruction>.Builder code)
    {
        if (IsLength(value, code, definitions))
        {
            return value;
        }

        int clamped = NewValue(new Value(IrType.Int32, null), -1, 0);
        code.Add(new Instruction { Op = Op.Opaque, Results = ImmutableArray.Create(clamped), Operands = ImmutableArray.Create(value), Text = "global::System.Math.Max(0, {0:a})", IsPrimal = true });
        return clamped;
    }

    /// <summary>How often a counted loop runs, from what is known at the start of a block; null where that does not say.</summary>
    private int? TripsAt(Instruction loop, int scope, ImmutableArray<Instruction>.Builder code)
    {
        if (Counted(loop) is not { } counted || At(counted.Start, scope, code) is not { } start || At(counted.Bound, scope, code) is not { } bound)
        {
            return null;
        }

        // A few too many do no harm: a loop over an array that starts later is taken to start with its first element.
        bool startsLater = counted is { Step: 1, Comparison: Op.Less } && Integer(start) >= 0 && IsLength(bound, code, definitions);
        return startsLater ? bound : Trips(counted, start, bound, code);
    }

    /// <summary>A value at the start of a block: what it is from before, or what it is computed from there.</summary>
    private int? At(int value, int scope, ImmutableArray<Instruction>.Builder code)
    {
        var definition = definitions[value];
        int home = regions.HomeOf(value);
        if (definition.Op == Op.Parameter || (home != scope && home >= 0 && regions.IsWithin(scope, home)))
        {
            return value;
        }

        if (definition.Op == Op.Length)
        {
            var array = definitions[definition.Operands[0]];
            if (array.Op == Op.Allocate)
            {
                return At(array.Operands[(int)definition.Bits], scope, code);
            }

            if (array.Op == Op.Slice)
            {
                return At(array.Operands[2], scope, code);
            }
        }

        bool isPure = definition is { Effects: Effects.None, Blocks.Length: 0, IsChecked: false, Results.Length: 1, Op: Op.Constant or Op.Add or Op.Subtract or Op.Multiply or Op.Negate or Op.Convert or Op.Length }
            && (values[value].Type.IsInteger || definition.Op == Op.Constant);
        if (!isPure)
        {
            return null;
        }

        var operands = definition.Operands.Select(o => At(o, scope, code)).ToList();
        if (operands.Any(o => o is null))
        {
            return null;
        }

        var repeated = definition with { Operands = operands.Select(o => o!.Value).ToImmutableArray() };
        if (code.FirstOrDefault(i => i.Op == repeated.Op && i.Operands == repeated.Operands && i.Bits == repeated.Bits && values[i.Result].Type == values[value].Type) is { } same)
        {
            return same.Result;
        }

        int again = NewValue(values[value] with { IsLocal = false, Name = null }, -1, 0);
        if (definition.Op == Op.Constant)
        {
            constants.Add(again, definition.Bits);
        }

        code.Add(repeated with { Results = ImmutableArray.Create(again) });
        return again;
    }
}
