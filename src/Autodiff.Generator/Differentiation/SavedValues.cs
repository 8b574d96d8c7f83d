using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Makes what the forward sweep computed in a block reachable from the reverse sweep of that block, which is another one.
/// What one arm of a branch computes, the arm yields as a further result of its branch. What an iteration of a loop computes
/// is computed again where that is cheap, and else put on the tape at the end of the block in the forward sweep, and taken
/// off at the start of the block in the reverse sweep: since the reverse sweep runs the blocks in the opposite order, it
/// finds the values in the order in which it needs them, whatever the nesting. After this pass every use is in the scope
/// of its definition.
/// </summary>
internal sealed partial class SavedValues
{
    private readonly Function function;
    private readonly List<Value> values;
    private readonly Regions regions;
    private readonly Definitions definitions;
    private readonly Recomputation recomputation;

    /// <summary>For each value that an arm hands to the block around its branch, the value that it is there.</summary>
    private readonly Dictionary<int, int> exports = [];
    private readonly Dictionary<int, List<int>> exportsOfBlock = [];

    /// <summary>For each value that the reverse sweep finds again, the value that it is there.</summary>
    private readonly Dictionary<int, int> restored = [];
    private readonly Dictionary<int, List<int>> saved = [];
    private readonly Dictionary<int, List<int>> savedBy = [];

    /// <summary>The blocks that something is kept of, in order.</summary>
    private List<int>? savers;

    /// <summary>For the body of a loop the values that it ends with besides what it carries.</summary>
    private readonly Dictionary<int, List<(int Value, int Left)>> leaving = [];

    /// <summary>The values from each of which several that are needed are computed cheaply: one is kept instead of those.</summary>
    private readonly HashSet<int> sources = [];
    private readonly Dictionary<int, List<Instruction>> recomputed = [];
    private readonly Dictionary<(int Value, int Block), int> constantsIn = [];
    private readonly Dictionary<int, List<Carriage>> carriages = [];

    /// <summary>The blocks that call functions which put values on the tape, in order.</summary>
    private readonly List<int> callers = [];

    /// <summary>The values that are read where they are not in scope.</summary>
    private readonly HashSet<int> escaping = [];
    private int nextBlock;

    private SavedValues(Function function)
    {
        this.function = function;
        values = [.. function.Values];
        regions = new Regions(function);
        definitions = Definitions.Of(function);
        recomputation = new Recomputation(function);
        kept = new KeptElements(function, definitions, recomputation.Memory);
    }

    public static Function Save(Function function) => new SavedValues(function).Run();

    private Function Run()
    {
        var escapes = new SortedSet<(int Position, int Value, int Block)>();
        nextBlock = 0;
        FindEscapes(function.Body, escapes);
        callers.Sort();
        escaping.UnionWith(escapes.Select(e => e.Value));
        if (escapes.Count == 0)
        {
            return function;
        }

        foreach (var group in escapes.Select(e => (e.Value, Source: SourceOf(e.Value))).Distinct().Where(e => e.Source >= 0).GroupBy(e => e.Source))
        {
            if (group.Count() > 1)
            {
                sources.Add(group.Key);
            }
        }

        // Operands come before what is computed from them, so that it is known by then whether they are kept.
        foreach (var (_, value, block) in escapes)
        {
            Resolve(value, block);
        }

        nextBlock = 0;
        var body = Rewrite(function.Body);
        return function with { Body = body, Values = values.ToImmutableArray() };
    }

    private void FindEscapes(Block block, SortedSet<(int, int, int)> escapes)
    {
        int number = nextBlock++;
        foreach (var instruction in block.Instructions)
        {
            NoteStore(instruction, number);
            if (instruction.Op == Op.Invoke)
            {
                callers.Add(number);
            }

            foreach (var nested in instruction.Blocks)
            {
                FindEscapes(nested, escapes);
            }

            foreach (int operand in instruction.Operands)
            {
                Note(operand);
            }
        }

        foreach (int value in block.Yields)
        {
            Note(value);
        }

        void Note(int value)
        {
            if (!IsInScope(value, number))
            {
                escapes.Add((regions.PositionOf(value), value, number));
            }
        }
    }

    private bool IsInScope(int value, int block) => regions.IsWithin(block, regions.HomeOf(value));

    /// <summary>The value that stands for <paramref name="value"/> in a block: kept, computed again, or exported as far as it must be.</summary>
    private int Resolve(int value, int block)
    {
        while (!IsInScope(value, block))
        {
            if (definitions[value].Op == Op.Constant)
            {
                return ConstantIn(value, block);
            }

            int home = regions.HomeOf(value);
            if (restored.TryGetValue(value, out int found))
            {
                return found;
            }

            if (IsInLoop(home, block) && regions.CounterpartOf(home) is >= 0 and var reverse && regions.IsWithin(block, reverse))
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
            constant = NewValue(values[value], block, regions.PositionOf(value));
            constantsIn.Add((value, block), constant);
            ListOf(recomputed, block).Add(definitions[value] with { Results = ImmutableArray.Create(constant), IsPrimal = false });
        }

        return constant;
    }

    /// <summary>Whether a loop is left on the way from a block to one that holds another as well.</summary>
    private bool IsInLoop(int block, int other)
    {
        for (; !regions.IsWithin(other, block); block = regions.ParentOf(block))
        {
            if (regions.IsLoop(block))
            {
                return true;
            }
        }

        return false;
    }

    private int Export(int value, int home)
    {
        if (!exports.TryGetValue(value, out int exported))
        {
            if (regions.IsLoop(home))
            {
                throw new InvalidOperationException("A value of an iteration is read outside of its loop.");
            }

            exported = NewValue(values[value], regions.ParentOf(home), regions.PositionOf(value));
            exports.Add(value, exported);
            ListOf(exportsOfBlock, home).Add(value);
        }

        return exported;
    }

    /// <summary>Computes a value again at the start of the reverse block, or keeps it on the tape.</summary>
    private int Restore(int value, int home, int reverse)
    {
        if (CounterOf(value, home, reverse) is { } counter)
        {
            restored.Add(value, counter);
            return counter;
        }

        if ((Carry(value, home, reverse) ?? CountBack(value, home, reverse)) is { } carried)
        {
            return carried;
        }

        if (definitions[value].Op == Op.Allocate && values[value].Type.Array is { Shape: not ArrayShape.Array } span)
        {
            // The tape keeps no span, but an array, which converts to one.
            values[value] = values[value] with { Type = IrType.ArrayOf(span.Element, ArrayShape.Array) };
        }

        if (values[value].Type.Array is { Shape: not ArrayShape.Array })
        {
            // A window cannot be kept, but what it is a window on can.
            return definitions[value].Op is Op.Slice or Op.Select
                ? AddRecomputed(value, definitions[value], reverse, o => Resolve(o, reverse))
                : throw new LostSpanException(values[value].Name);
        }

        if (SourceOf(value) is >= 0 and var source && source != value && sources.Contains(source) && values[source].Type.Array is not { Shape: not ArrayShape.Array }
            && regions.HomeOf(source) is var origin && regions.CounterpartOf(origin) is >= 0 and var place && regions.IsWithin(reverse, place) && !restored.ContainsKey(source))
        {
            Restore(source, origin, place);
        }

        if (CostOf(value, reverse, Recomputation.Limit) <= Recomputation.Limit)
        {
            return Recompute(value, reverse);
        }

        if (ElementOf(value) is { } element && element.Operands.Sum(o => CostOf(o, reverse, Recomputation.Limit)) + 1 <= Recomputation.Limit)
        {
            return AddRecomputed(value, element, reverse, o => Recompute(o, reverse));
        }

        if (LeaveWith(value, home) is { } left)
        {
            int outside = Resolve(left, reverse);
            restored.Add(value, outside);
            return outside;
        }

        // What the header of a loop computes is kept by its body, which runs once for each run of the reverse body.
        int result = NewValue(Identified(value), reverse, regions.PositionOf(value));
        restored.Add(value, result);
        ListOf(saved, home).Add(value);
        savedBy.Clear();
        savers = null;
        return result;
    }

    /// <summary>
    /// The value that a loop ends with for one that each of its iterations reads from the same element, which nothing in the loop
    /// overwrites: that is kept once for all iterations.
    /// </summary>
    private int? LeaveWith(int value, int home)
    {
        if (definitions[value] is not { Op: Op.Load } load || values[value].Type.IsArray || regions.OwnerOf(home) is not ({ Op: Op.Loop, Text: not "once" } loop, 1)
            || load.Operands.Any(o => regions.IsWithin(regions.HomeOf(o), regions.ParentOf(home))) || !recomputation.IsUntouched(loop, load.Operands[0]))
        {
            return null;
        }

        int left = NewValue(values[value], regions.ParentOf(regions.ParentOf(home)), regions.PositionOf(value));
        ListOf(leaving, home).Add((value, left));
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

            int[] varying = Windows.SourcesOf(definition).Where(o => definitions[o].Op != Op.Constant).Distinct().ToArray();
            if (varying.Length != 1)
            {
                return -1;
            }

            value = varying[0];
        }

        return -1;
    }

    /// <summary>
    /// The reverse loop's own counter, for a counter of the forward loop that has the same values: both start from the same number
    /// and differ by the same from one iteration to the next.
    /// </summary>
    private int? CounterOf(int value, int home, int reverse)
    {
        if (definitions[value].Op != Op.Argument || values[value].Type.Kind is not (IrTypeKind.Int32 or IrTypeKind.Int64)
            || regions.OwnerOf(home).Owner is not { Op: Op.Loop } loop || regions.OwnerOf(reverse).Owner is not { } backwards)
        {
            return null;
        }

        int index = loop.Blocks[0].Arguments.Items.IndexOf(value);
        if (!loop.Blocks[1].Completes
            || CountedLoop.StepOf(definitions[loop.Blocks[1].Yields[index + 1]], value, v => definitions[v]) is not { } step
            || CountedLoop.Find(backwards, v => definitions[v], v => values[v].Type, recomputation.IsStable) is not { } counted)
        {
            return null;
        }

        bool isSame = counted.Step == -step && values[counted.Counter].Type == values[value].Type
            && (counted.Bound == loop.Operands[index]
                || (definitions[counted.Bound] is { Op: Op.Constant } end && definitions[loop.Operands[index]] is { Op: Op.Constant } start && end.Bits == start.Bits));
        return isSame ? counted.Counter : null;
    }

    /// <summary>What computing a value again in a block costs, as far as the budget goes; what is there costs nothing.</summary>
    private double CostOf(int value, int block, double budget)
    {
        if (IsInScope(value, block) || restored.ContainsKey(value))
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

        if (reverse < 0 || !regions.IsWithin(block, reverse) || !IsInLoop(home, block))
        {
            return double.PositiveInfinity;
        }

        if (CounterOf(value, home, reverse) is not null)
        {
            return 0;
        }

        if (PlaceOf(value, reverse) >= 0)
        {
            return 0;
        }

        (definition, double cost) = AgainOf(value);
        if (double.IsPositiveInfinity(cost))
        {
            // What an outer loop's iteration keeps serves all iterations of the inner one.
            return IsOuter(reverse, block) && values[value].Type.Array is not { Shape: not ArrayShape.Array } ? 0 : cost;
        }

        foreach (int operand in Windows.SourcesOf(definition))
        {
            if (cost > budget)
            {
                break;
            }

            cost += CostOf(operand, block, budget - cost);
        }

        return cost;
    }

    /// <summary>Whether a loop stands between a block and one around it.</summary>
    private bool IsOuter(int around, int block)
    {
        for (; block != around; block = regions.ParentOf(block))
        {
            if (regions.IsLoop(block))
            {
                return true;
            }
        }

        return false;
    }

    private int Recompute(int value, int block)
    {
        if (IsInScope(value, block))
        {
            return value;
        }

        if (restored.TryGetValue(value, out int found))
        {
            return found;
        }

        int home = regions.HomeOf(value);
        int reverse = regions.CounterpartOf(home);
        if (definitions[value].Op == Op.Constant && reverse < 0)
        {
            reverse = block;
        }

        if (PlaceOf(value, reverse) is >= 0 and var header)
        {
            int invariant = Hoist(value, header);
            restored.Add(value, invariant);
            return invariant;
        }

        if (CounterOf(value, home, reverse) is { } counter)
        {
            restored.Add(value, counter);
            return counter;
        }

        return double.IsPositiveInfinity(AgainOf(value).Cost)
            ? Restore(value, home, reverse)
            : AddRecomputed(value, AgainOf(value).Definition, reverse, o => Recompute(o, reverse));
    }

    private int AddRecomputed(int value, Instruction definition, int reverse, Func<int, int> operand)
    {
        var operands = Windows.SourcesOf(definition).Select(operand).ToImmutableArray();
        int result = NewValue(Identified(value), reverse, regions.PositionOf(value));
        restored.Add(value, result);
        ListOf(recomputed, reverse).Add(definition with { Results = ImmutableArray.Create(result), Operands = operands, Effects = Effects.None, IsPrimal = false });
        return result;
    }

    /// <summary>What is known of a value, and where it has no name which one it is: what the reverse sweep finds again is called the same.</summary>
    private Value Identified(int value)
    {
        if (values[value] is { Name: null, Owner: 0 } && definitions[value].IsPrimal)
        {
            values[value] = values[value] with { Owner = -1 - value };
        }

        return values[value];
    }

    private int NewValue(Value value, int block, int position)
    {
        values.Add(value);
        regions.Add(values.Count - 1, block, position);
        return values.Count - 1;
    }

    private static List<T> ListOf<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
