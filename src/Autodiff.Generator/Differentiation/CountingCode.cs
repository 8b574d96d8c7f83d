using System.Collections.Immutable;
using System.Globalization;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Code that counts how much loops put on the tape, as early as that can be told. A few too many do no harm, and a count may be negative
/// where a loop does not run.
/// </summary>
/// <param name="values">The values.</param>
/// <param name="isStable">Whether a load gives the same wherever it is done.</param>
internal sealed class CountingCode(ScopedValues values, Func<Instruction, bool> isStable)
{
    private readonly Regions regions = values.Regions;
    private readonly Definitions definitions = values.Definitions;

    /// <summary>The constants that were written, and what they are.</summary>
    private readonly Dictionary<int, long> constants = [];

    /// <summary>How a loop counts; null where it does not.</summary>
    public CountedLoop? Counted(Instruction loop) => CountedLoop.Find(loop, v => definitions[v], values.TypeOf, isStable);

    /// <summary>How often a counted loop runs, from what is known at the start of a block; null where that does not say.</summary>
    public int? TripsAt(Instruction loop, int scope, ImmutableArray<Instruction>.Builder code)
    {
        if (Counted(loop) is not { } counted || At(counted.Start, scope, code) is not { } start || At(counted.Bound, scope, code) is not { } bound)
        {
            return null;
        }

        // A few too many do no harm: a loop over an array that starts later is taken to start with its first element.
        bool startsLater = counted is { Step: 1, Comparison: Op.Less } && ConstantOf(start) >= 0 && IsLength(bound, code);
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

        bool isPure = definition is { IsPure: true, IsChecked: false, Results.Length: 1, Op: Op.Constant or Op.Add or Op.Subtract or Op.Multiply or Op.Negate or Op.Convert or Op.Length }
            && (values.TypeOf(value).IsInteger || definition.Op == Op.Constant);
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
        if (code.FirstOrDefault(i => i.Op == repeated.Op && i.Operands == repeated.Operands && i.Bits == repeated.Bits && values.TypeOf(i.Result) == values.TypeOf(value)) is { } same)
        {
            return same.Result;
        }

        int again = values.Add(values[value] with { IsLocal = false, Name = null });
        if (definition.Op == Op.Constant)
        {
            constants.Add(again, definition.Bits);
        }

        code.Add(repeated with { Results = ImmutableArray.Create(again) });
        return again;
    }

    /// <summary>How often a counted loop runs, from its start and its bound; negative where it does not run.</summary>
    public int Trips(CountedLoop counted, int start, int bound, ImmutableArray<Instruction>.Builder code)
    {
        var (low, high) = counted.Step > 0 ? (start, bound) : (bound, start);

        // A few too many do no harm: a loop that starts a little later is taken to start with 0, as a window of the tape does.
        bool startsAtZero = ConstantOf(low) is 0 || counted.LengthOfIndices(v => definitions[v]) is not null;
        int distance = startsAtZero ? high : Compute(Op.Subtract, high, low, code);
        long step = Math.Abs(counted.Step);
        long extra = counted.Comparison is Op.LessOrEqual or Op.GreaterOrEqual ? step : step - 1;
        int trips = extra == 0 ? distance : Compute(Op.Add, distance, Integer(extra, code, values.TypeOf(distance)), code);
        trips = step == 1 ? trips : Compute(Op.Divide, trips, Integer(step, code, values.TypeOf(trips)), code);
        if (values.TypeOf(trips).Kind != IrTypeKind.Int32)
        {
            int narrow = values.Add(new Value(IrType.Int32, null));
            code.Add(new Instruction { Op = Op.Convert, Results = ImmutableArray.Create(narrow), Operands = ImmutableArray.Create(trips), IsPrimal = true });
            trips = narrow;
        }

        return trips;
    }

    /// <summary>The sum of counts; one of several may be negative, where a loop does not run, and then counts for nothing.</summary>
    public int Total((long Number, ImmutableArray<int> Terms) count, ImmutableArray<Instruction>.Builder code)
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

    private bool IsLength(int value, ImmutableArray<Instruction>.Builder code) =>
        definitions[value].Op == Op.Length || code.Any(i => i.Op == Op.Length && i.Result == value);

    private int AtLeastZero(int value, ImmutableArray<Instruction>.Builder code)
    {
        if (IsLength(value, code))
        {
            return value;
        }

        int clamped = values.Add(new Value(IrType.Int32, null));
        code.Add(new Instruction { Op = Op.Opaque, Results = ImmutableArray.Create(clamped), Operands = ImmutableArray.Create(value), Text = "global::System.Math.Max(0, {0:a})", IsPrimal = true });
        return clamped;
    }

    /// <summary>Writes arithmetic on counts.</summary>
    public int Compute(Op op, int left, int right, ImmutableArray<Instruction>.Builder code)
    {
        int result = values.Add(new Value(values.TypeOf(left), null));
        code.Add(new Instruction { Op = op, Results = ImmutableArray.Create(result), Operands = ImmutableArray.Create(left, right), IsPrimal = true });
        return result;
    }

    /// <summary>What a constant is; null for another value.</summary>
    private long? ConstantOf(int value) =>
        constants.TryGetValue(value, out long number) ? number : definitions[value] is { Op: Op.Constant } constant ? constant.Bits : null;

    /// <summary>Writes an integer.</summary>
    public int Integer(long number, ImmutableArray<Instruction>.Builder code, IrType? type = null)
    {
        var known = type ?? IrType.Int32;
        int result = values.Add(new Value(known, null));
        string text = number.ToString(CultureInfo.InvariantCulture) + (known.Kind == IrTypeKind.Int64 ? "L" : string.Empty);
        code.Add(new Instruction { Op = Op.Constant, Results = ImmutableArray.Create(result), Operands = default, Text = text, Bits = number, IsPrimal = true });
        return result;
    }
}
