using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Which of the spans that loops carry and branches yield are kept track of as windows: those for which all that flows in is a
/// window on one of a few arrays that exist before the loop or the branch. Which array it is, where the window starts and how
/// long it is are numbers, which can be kept on the tape where a span cannot. An array variable that may stand for one of
/// several parameters is one of them: its shadow is a span, since the destinations are. Where the arrays are rows or arrays that only
/// an iteration has, the array itself goes beside the span: it can be kept, too, since its shadow is an array.
/// </summary>
internal sealed class WindowSlots
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly Regions regions;
    private readonly PointsTo memory;
    private readonly List<Slot> candidates = [];
    private readonly Dictionary<int, Slot> byValue = [];

    public WindowSlots(Function function)
    {
        this.function = function;
        definitions = Definitions.Of(function);
        regions = new Regions(function);
        memory = PointsTo.Of(function);
        FindCandidates(function.Body, isInLoop: false);
        while (candidates.FirstOrDefault(s => !IsTrackable(s)) is { } other)
        {
            // It stands for itself from now on, which may suffice for what is nested in it.
            candidates.Remove(other);
            foreach (int value in other.Values)
            {
                byValue.Remove(value);
            }
        }

        foreach (var slot in candidates)
        {
            slot.CarriesArray = CarriesArray(slot);
            slot.Bases.AddRange(BasesOf(slot));
            Bases.AddRange(slot.Bases.Where(b => !Bases.Contains(b)));
        }
    }

    /// <summary>Whether any are tracked.</summary>
    public bool Any => candidates.Count > 0;

    /// <summary>The arrays that the tracked spans are windows on, in the order of their numbers.</summary>
    public List<int> Bases { get; } = [];

    /// <summary>The tracked slot that a value belongs to; null for another value.</summary>
    public Slot? Find(int value) => byValue.TryGetValue(value, out var slot) ? slot : null;

    /// <summary>The instruction that defines a value.</summary>
    public Instruction DefinitionOf(int value) => definitions[value];

    /// <summary>Whether a value stands for no array at all.</summary>
    public bool IsNothing(int value) =>
        definitions[value].Op == Op.Undefined || (function.Values[value].Type.Array is { Shape: not ArrayShape.Array } && definitions[value].IsDefault);

    private void FindCandidates(Block block, bool isInLoop)
    {
        foreach (var instruction in block.Instructions)
        {
            for (int i = 0; i < instruction.Results.Length; i++)
            {
                bool isAsked = instruction.Op switch
                {
                    Op.Loop => instruction.Text != SplitMode.Once && (isInLoop || !IsHandedOn(instruction, i)),
                    Op.If => isInLoop,
                    _ => false,
                };
                if (isAsked && CannotBeKept(instruction.Results[i]))
                {
                    Add(instruction, i);
                }
            }

            foreach (var nested in instruction.Blocks)
            {
                FindCandidates(nested, isInLoop || instruction.Op == Op.Loop);
            }
        }
    }

    private void Add(Instruction owner, int index)
    {
        int[] values = owner.Op == Op.Loop ? [owner.Results[index], owner.Blocks[0].Arguments[index]] : [owner.Results[index]];
        int[] inflows = owner.Op == Op.Loop
            ? [owner.Operands[index], .. owner.Blocks[1].Completes ? new[] { owner.Blocks[1].Yields[index + 1] } : []]
            : [.. owner.Blocks.Where(b => b.Completes).Select(b => b.Yields[index])];
        var slot = new Slot(values, inflows);
        candidates.Add(slot);
        foreach (int value in values)
        {
            byValue[value] = slot;
        }
    }

    /// <summary>What the outermost loop only swaps is swapped back by the reverse loop: nothing has to be kept.</summary>
    private static bool IsHandedOn(Instruction loop, int index) =>
        !loop.Blocks[1].Completes || loop.Blocks[0].Arguments.Contains(loop.Blocks[1].Yields[index + 1]);

    /// <summary>Whether a value, or its shadow, is a span that may be one of several.</summary>
    private bool CannotBeKept(int value) =>
        function.Values[value].Type.Array is { } array
        && (array.Shape != ArrayShape.Array || (array is { Rank: 1, Element.IsFloating: true } && !memory.RootsOf(value).All(memory.IsFresh)));

    private bool IsTrackable(Slot slot)
    {
        var bases = BasesOf(slot);
        return bases.Count > 0 && (!CarriesArray(slot) || CanCarryArray(slot, bases));
    }

    /// <summary>Whether an array that a slot, or one that flows into it, is a window on is not there before it.</summary>
    private bool CarriesArray(Slot slot) => FlowingInto(slot).Any(s =>
    {
        int block = regions.HomeOf(s.Values[0]);
        return BasesOf(s).Any(b => !regions.IsWithin(block, regions.HomeOf(b)));
    });

    /// <summary>Whether a slot holds windows on nothing but arrays whose shadows are arrays.</summary>
    private bool CanCarryArray(Slot slot, List<int> bases) =>
        function.Values[slot.Values[0]].Type.Array is { Shape: not ArrayShape.Array }
        && bases.All(b => function.Values[b].Type.Array is { Shape: ArrayShape.Array } && definitions[b].Op is Op.Load or Op.Allocate)
        && !FlowingInto(slot).SelectMany(s => s.Inflows).Any(IsNothing);

    /// <summary>The arrays that may flow into a slot as they are or through windows.</summary>
    private List<int> BasesOf(Slot slot)
    {
        var bases = new List<int>();
        Walk(slot, [], value =>
        {
            if (!IsNothing(value) && !bases.Contains(value))
            {
                bases.Add(value);
            }
        });
        return bases;
    }

    /// <summary>A slot, and those that flow into it, directly or through others.</summary>
    private HashSet<Slot> FlowingInto(Slot slot)
    {
        var found = new HashSet<Slot>();
        Walk(slot, found, _ => { });
        return found;
    }

    /// <summary>Goes through what flows into a slot, in order: what flows into another slot instead of that.</summary>
    private void Walk(Slot into, HashSet<Slot> seen, Action<int> act)
    {
        if (!seen.Add(into))
        {
            return;
        }

        foreach (int inflow in into.Inflows)
        {
            int value = definitions.BaseOf(inflow);
            if (Find(value) is { } other)
            {
                Walk(other, seen, act);
            }
            else
            {
                act(value);
            }
        }
    }

    /// <summary>A variable that a loop carries, or a result of a branch.</summary>
    /// <param name="Values">The values that stand for it: the result, and the argument of a loop's header.</param>
    /// <param name="Inflows">The values that flow into it.</param>
    internal sealed record Slot(int[] Values, int[] Inflows)
    {
        /// <summary>The arrays that it may be a window on.</summary>
        public List<int> Bases { get; } = [];

        /// <summary>Whether the array goes beside it, and not the number of one that is there before.</summary>
        public bool CarriesArray { get; set; }

        public bool Equals(Slot? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Values[0];
    }
}
