using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Decides how a value of the forward sweep is found again where the reverse sweep needs it. What is in scope is read. What one arm of a
/// branch computes is handed on by its branch. What an iteration of a loop computes is, by this order of preference: the reverse loop's own
/// counter, carried backwards, computed again where that is cheap, read from an element of an array that still holds it, or put on the tape.
/// </summary>
internal sealed class RestoredValues
{
    private readonly ScopedValues values;
    private readonly Regions regions;
    private readonly Definitions definitions;
    private readonly Recomputation recomputation;
    private readonly SavingPlan plan;
    private readonly ValuesInElements elements;
    private readonly InvariantValues invariants;
    private readonly CarriedBack carriedBack;
    private readonly ReverseCounters counters;

    /// <summary>The values from each of which several that are needed are computed cheaply: one is kept instead of those.</summary>
    private readonly HashSet<int> sources;
    private readonly Dictionary<(int Value, int Block), int> constantsIn = [];

    /// <param name="values">The values.</param>
    /// <param name="recomputation">What computing again costs.</param>
    /// <param name="plan">Where the decisions are noted.</param>
    /// <param name="elements">What arrays hold.</param>
    /// <param name="escaping">The values that are read where they are not in scope.</param>
    public RestoredValues(ScopedValues values, Recomputation recomputation, SavingPlan plan, ValuesInElements elements, HashSet<int> escaping)
    {
        (this.values, this.recomputation, this.plan, this.elements) = (values, recomputation, plan, elements);
        (regions, definitions) = (values.Regions, values.Definitions);
        invariants = new InvariantValues(values, recomputation, plan);
        carriedBack = new CarriedBack(values, plan, escaping, Resolve);
        counters = new ReverseCounters(values, recomputation.IsStable);
        sources = [.. escaping.Select(SourceOf).Where(s => s >= 0).GroupBy(s => s).Where(g => g.Count() > 1).Select(g => g.Key)];
    }

    /// <summary>The value that stands for <paramref name="value"/> in a block: kept, computed again, or exported as far as it must be.</summary>
    public int Resolve(int value, int block)
    {
        while (!values.IsInScope(value, block))
        {
            if (definitions[value].Op == Op.Constant)
            {
                return ConstantIn(value, block);
            }

            int home = regions.HomeOf(value);
            if (plan.Restored.TryGetValue(value, out int found))
            {
                return found;
            }

            if (values.IsInLoop(home, block) && regions.CounterpartOf(home) is >= 0 and var reverse && regions.IsWithin(block, reverse))
            {
                return Restore(value, home, reverse);
            }

            value = Export(value, home);
        }

        return value;
    }

    /// <summary>A constant is written again where it is read.</summary>
    private int ConstantIn(int value, int block)
    {
        if (!constantsIn.TryGetValue((value, block), out int constant))
        {
            constant = values.Add(values[value], block, regions.PositionOf(value));
            constantsIn.Add((value, block), constant);
            plan.Recomputed.Add(block, definitions[value].InReverseSweep() with { Results = ImmutableArray.Create(constant) });
        }

        return constant;
    }

    private int Export(int value, int home)
    {
        if (!plan.Exported.TryGetValue(value, out int exported))
        {
            if (regions.IsLoop(home))
            {
                throw new InvalidOperationException("A value of an iteration is read outside of its loop.");
            }

            exported = values.Add(values[value], regions.ParentOf(home), regions.PositionOf(value));
            plan.Exported.Add(value, exported);
            plan.Exports.Add(home, value);
        }

        return exported;
    }

    /// <summary>Computes a value again at the start of the reverse block, or keeps it on the tape.</summary>
    private int Restore(int value, int home, int reverse)
    {
        if (counters.Find(value, home, reverse) is { } counter)
        {
            plan.Restored.Add(value, counter);
            return counter;
        }

        if ((carriedBack.Array(value, home, reverse) ?? carriedBack.Counter(value, home, reverse)) is { } carried)
        {
            return carried;
        }

        if (definitions[value].Op == Op.Allocate && values.IsSpan(value))
        {
            // The tape keeps no span, but an array, which converts to one.
            values.MakeArray(value);
        }

        if (values.IsSpan(value))
        {
            // A window cannot be kept, but what it is a window on can.
            return definitions[value].Op is Op.Slice or Op.Select
                ? AddRecomputed(value, definitions[value], reverse, o => Resolve(o, reverse))
                : throw new LostSpanException(values[value].Name);
        }

        if (SourceOf(value) is >= 0 and var source && source != value && sources.Contains(source) && !values.IsSpan(source)
            && regions.HomeOf(source) is var origin && regions.CounterpartOf(origin) is >= 0 and var place && regions.IsWithin(reverse, place) && !plan.Restored.ContainsKey(source))
        {
            Restore(source, origin, place);
        }

        if (CostOf(value, reverse, Recomputation.Limit) <= Recomputation.Limit)
        {
            return Recompute(value, reverse);
        }

        if (elements.Find(value) is { } element && element.Operands.Sum(o => CostOf(o, reverse, Recomputation.Limit)) + 1 <= Recomputation.Limit)
        {
            return AddRecomputed(value, element, reverse, o => Recompute(o, reverse));
        }

        if (LeaveWith(value, home) is { } left)
        {
            int outside = Resolve(left, reverse);
            plan.Restored.Add(value, outside);
            return outside;
        }

        // What the header of a loop computes is kept by its body, which runs once for each run of the reverse body.
        int result = values.Add(values.Identify(value), reverse, regions.PositionOf(value));
        plan.Restored.Add(value, result);
        plan.Tape.Add(value);
        return result;
    }

    /// <summary>
    /// The value that a loop ends with for one that each of its iterations reads from the same element, which nothing in the loop
    /// overwrites: that is kept once for all iterations.
    /// </summary>
    private int? LeaveWith(int value, int home)
    {
        if (definitions[value] is not { Op: Op.Load } load || values.TypeOf(value).IsArray || regions.OwnerOf(home) is not ({ Op: Op.Loop, Text: not "once" } loop, 1)
            || load.Operands.Any(o => regions.IsWithin(regions.HomeOf(o), regions.ParentOf(home))) || !recomputation.IsUntouched(loop, load.Operands[0]))
        {
            return null;
        }

        int left = values.Add(values[value], regions.ParentOf(regions.ParentOf(home)), regions.PositionOf(value));
        plan.Leaving.Add(home, (value, left));
        return left;
    }

    /// <summary>The one value from which, with constants, a value is computed cheaply; −1 where there is none, and the value itself where it is dear.</summary>
    private int SourceOf(int value)
    {
        for (int step = 0; step < 4; step++)
        {
            var definition = definitions[value];
            if (double.IsPositiveInfinity(recomputation.CostOf(definition)) || definition.Op == Op.Load)
            {
                return definition.Results.Length == 1 ? value : -1;
            }

            int[] varying = KnownWindows.SourcesOf(definition).Where(o => definitions[o].Op != Op.Constant).Distinct().ToArray();
            if (varying.Length != 1)
            {
                return -1;
            }

            value = varying[0];
        }

        return -1;
    }

    /// <summary>What computing a value again in a block costs, as far as the budget goes; what is there costs nothing.</summary>
    private double CostOf(int value, int block, double budget)
    {
        if (values.IsInScope(value, block) || plan.Restored.ContainsKey(value))
        {
            return 0;
        }

        int home = regions.HomeOf(value);
        int reverse = regions.CounterpartOf(home);
        var definition = definitions[value];
        if (definition.Op == Op.Constant)
        {
            return 0;
        }

        if (reverse < 0 || !regions.IsWithin(block, reverse) || !values.IsInLoop(home, block))
        {
            return double.PositiveInfinity;
        }

        if (counters.Find(value, home, reverse) is not null)
        {
            return 0;
        }

        if (invariants.PlaceOf(value, reverse) >= 0)
        {
            return 0;
        }

        (definition, double cost) = AgainOf(value);
        if (double.IsPositiveInfinity(cost))
        {
            // What an outer loop's iteration keeps serves all iterations of the inner one.
            return values.IsOuter(reverse, block) && !values.IsSpan(value) ? 0 : cost;
        }

        foreach (int operand in KnownWindows.SourcesOf(definition))
        {
            if (cost > budget)
            {
                break;
            }

            cost += CostOf(operand, block, budget - cost);
        }

        return cost;
    }

    /// <summary>How a value is computed again, and at what price: from its element of an array where nothing else will do.</summary>
    private (Instruction Definition, double Cost) AgainOf(int value)
    {
        double cost = recomputation.CostOf(definitions[value]);
        return double.IsPositiveInfinity(cost) && elements.Find(value) is { } element ? (element, 1) : (definitions[value], cost);
    }

    private int Recompute(int value, int block)
    {
        if (values.IsInScope(value, block))
        {
            return value;
        }

        if (plan.Restored.TryGetValue(value, out int found))
        {
            return found;
        }

        int home = regions.HomeOf(value);
        int reverse = regions.CounterpartOf(home);
        if (definitions[value].Op == Op.Constant && reverse < 0)
        {
            reverse = block;
        }

        if (invariants.PlaceOf(value, reverse) is >= 0 and var header)
        {
            int invariant = invariants.Hoist(value, header);
            plan.Restored.Add(value, invariant);
            return invariant;
        }

        if (counters.Find(value, home, reverse) is { } counter)
        {
            plan.Restored.Add(value, counter);
            return counter;
        }

        return double.IsPositiveInfinity(AgainOf(value).Cost)
            ? Restore(value, home, reverse)
            : AddRecomputed(value, AgainOf(value).Definition, reverse, o => Recompute(o, reverse));
    }

    private int AddRecomputed(int value, Instruction definition, int reverse, Func<int, int> operand)
    {
        var operands = KnownWindows.SourcesOf(definition).Select(operand).ToImmutableArray();
        int result = values.Add(values.Identify(value), reverse, regions.PositionOf(value));
        plan.Restored.Add(value, result);
        plan.Recomputed.Add(reverse, definition.InReverseSweep() with { Results = ImmutableArray.Create(result), Operands = operands, Effects = Effects.None });
        return result;
    }
}
