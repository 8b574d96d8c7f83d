using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Computes again after a loop what one of its iterations computed, for a number that the iteration left behind. It may read what
/// nothing in the loop overwrites, and what the loop has noted of the iteration: numbers that do not vary and are not
/// cheap to compute. Elements that were in range are in range, and what did not throw does not.
/// </summary>
/// <remarks>
/// The restatement is there for its derivative. What of it is dear to compute, an exponential for instance, is noted too, and itself
/// restated: if the derivative needs its value, that is there, and what no derivative needs is removed.
/// Where that is not possible, values are read from the arrays in which the iteration has left them (<see cref="SettledElements"/>), if it has.
/// </remarks>
internal sealed partial class Restatement
{
    /// <summary>How deep an index may be computed before it is noted instead.</summary>
    private const int MaximumDepth = 3;

    private readonly Draft draft;
    private readonly SourceFacts facts;
    private readonly Instruction loop;
    private readonly ReplacementPath path;
    private readonly List<Block> scope = [];
    private readonly HashSet<int> inside = [];
    private readonly HashSet<int> inScope = [];
    private readonly Dictionary<int, (Instruction Loop, int Index)> nested = [];
    private readonly Dictionary<int, int> images = [];
    private readonly HashSet<int> needed = [];
    private readonly List<int> noted = [];
    private readonly HashSet<int> dear = [];
    private readonly Stack<int> pending = new();
    private readonly bool readsElements;

    /// <summary>The values that are read where the iteration has left them: the arrays, and their indices in the iteration.</summary>
    private readonly Dictionary<int, (int Array, int Index)> left = [];

    /// <param name="draft">The function as it is now.</param>
    /// <param name="facts">What is known of the function as it was.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="path">Where in its body the number is computed.</param>
    /// <param name="readsElements">Whether a value is rather read from an array in which the iteration has left it than computed again.</param>
    public Restatement(Draft draft, SourceFacts facts, Instruction loop, ReplacementPath path, bool readsElements = false)
    {
        this.readsElements = readsElements;
        this.draft = draft;
        this.facts = facts;
        this.loop = loop;
        this.path = path;
        Collect(loop);
        scope.AddRange(loop.Blocks);
        scope.AddRange(path.Branches.Select(s => draft.DefinitionOf(s.Branch).Blocks[s.Arm]));
        scope.ForEach(Enter);
    }

    /// <summary>The values of the iteration that are noted: first those that have to be, then those that may turn out to be of use.</summary>
    public IEnumerable<int> Noted => noted.Concat(dear);

    /// <summary>Asks for values of the iteration; false where one cannot be computed again, or not without reversing a loop once more.</summary>
    public bool Require(IReadOnlyCollection<int> values)
    {
        foreach (int value in values.Where(Varies))
        {
            pending.Push(value);
        }

        while (pending.Count > 0)
        {
            if (!RequireOne(pending.Pop()))
            {
                return false;
            }
        }

        foreach (var instruction in scope.SelectMany(b => b.Instructions).Where(i => IsDear(i) && needed.Contains(i.Result) && !left.ContainsKey(i.Result) && Varies(i.Result) && !values.Contains(i.Result)))
        {
            dear.Add(instruction.Result);
        }

        return !SharesLoops(values);
    }

    /// <summary>
    /// Whether a loop within the loop would be reversed once more: one whose results the loop uses otherwise, too, so that it is reversed in
    /// any case.
    /// </summary>
    private bool SharesLoops(IReadOnlyCollection<int> leaves)
    {
        var looped = new HashSet<int>();
        foreach (var instruction in scope.SelectMany(b => b.Instructions))
        {
            if (instruction.Results.Any(r => needed.Contains(r) && !left.ContainsKey(r)) && (instruction.HasLoop || instruction.Operands.Any(looped.Contains)))
            {
                looped.UnionWith(instruction.Results);
            }
        }

        return looped.Count > 0
            && (loop.Blocks.Any(b => b.Instructions.Any(IsShared)) || loop.Blocks[1].Yields.Any(y => looped.Contains(y) && Varies(y) && !leaves.Contains(y)));

        bool IsShared(Instruction instruction)
        {
            if (instruction.Results.Any(needed.Contains) || (path.Choice is { } choice && instruction.Result == choice.Result))
            {
                return false;
            }

            bool acts = Placement.TargetOf(instruction) is not null || instruction.Op == Op.Invoke || instruction.Results.Any(IsActive);
            return (acts && instruction.Operands.Any(looped.Contains))
                || instruction.Blocks.Any(b => b.Instructions.Any(IsShared) || (acts && b.Yields.Any(y => looped.Contains(y) && !leaves.Contains(y))));
        }
    }

    /// <summary>Whether an operation costs more than noting its result.</summary>
    private static bool IsDear(Instruction instruction) => instruction.Results.Length == 1
        && (instruction.Op is Op.Divide or Op.Remainder or Op.Restate or Op.If or Op.Loop || (instruction.Op == Op.Call && !Recomputation.IsCheap(instruction.Rule!)));

    private bool Varies(int value) => draft.IsKnown(value) && facts.Varies(draft.SourceOf(value));

    private bool IsActive(int value) => draft.IsKnown(value) && facts.IsActive(draft.SourceOf(value));

    private void Collect(Instruction instruction)
    {
        inside.UnionWith(instruction.Results);
        foreach (var block in instruction.Blocks)
        {
            for (int i = 0; i < block.Arguments.Length; i++)
            {
                inside.Add(block.Arguments[i]);
                if (!ReferenceEquals(instruction, loop))
                {
                    nested[block.Arguments[i]] = (instruction, i);
                }
            }

            foreach (var inner in block.Instructions)
            {
                Collect(inner);
            }
        }
    }

    /// <summary>What a block defines is there at its end, and so is what the only arm of a branch does that does not throw.</summary>
    private void Enter(Block block)
    {
        inScope.UnionWith(block.Arguments);
        foreach (var instruction in block.Instructions)
        {
            inScope.UnionWith(instruction.Results);
            if (OnlyArm(instruction) is { } arm)
            {
                Enter(arm);
            }
        }
    }

    private static Block? OnlyArm(Instruction instruction) =>
        instruction.Op == Op.If && instruction.Blocks.Count(b => b.Completes) == 1 ? instruction.Blocks.First(b => b.Completes) : null;

    private bool RequireOne(int value)
    {
        if (!inside.Contains(value) || needed.Contains(value) || noted.Contains(value))
        {
            return true;
        }

        if (readsElements && draft.IsKnown(value) && draft.TypeOf(value).IsFloating && inScope.Contains(value)
            && facts.ElementOf(loop.Results[0], draft.SourceOf(value)) is var (array, number))
        {
            needed.Add(value);
            left.Add(value, (array, number));
            pending.Push(number);
            return true;
        }

        if (Varies(value) || draft.TypeOf(value).IsArray || !inScope.Contains(value) || IsCheap(value, 0))
        {
            needed.Add(value);
            return RequireOperands(value);
        }

        noted.Add(value);
        return draft.TypeOf(value).Kind is not IrTypeKind.Other;
    }

    /// <summary>Whether a number that does not vary is rather computed again than noted.</summary>
    private bool IsCheap(int value, int depth)
    {
        var definition = draft.DefinitionOf(value);
        bool isCheap = definition.Op is Op.Constant or Op.Length
            || (definition.Op is (>= Op.Add and <= Op.Convert) and not (Op.Divide or Op.Remainder))
            || (definition.Op == Op.Load && IsReadable(definition));
        return isCheap && depth < MaximumDepth && definition.Operands.All(o => !inside.Contains(o)
            || (!Varies(o) && !draft.TypeOf(o).IsArray && (IsOwnArgument(o) || IsCheap(o, depth + 1))));
    }

    /// <summary>Whether a value is one that the loop carries.</summary>
    private bool IsOwnArgument(int value) => loop.Blocks[0].Arguments.Contains(value);

    private bool RequireOperands(int value)
    {
        var definition = draft.DefinitionOf(value);
        switch (definition.Op)
        {
            case Op.Argument:
                return nested.TryGetValue(value, out var slot) && RequireSlot(slot.Loop, slot.Index);
            case Op.Loop:
                return RequireSlot(definition, definition.Results.Items.IndexOf(value));
            case Op.If:
                int result = definition.Results.Items.IndexOf(value);
                foreach (var arm in definition.Blocks.Where(b => b.Completes))
                {
                    pending.Push(arm.Yields[result]);
                }

                if (OnlyArm(definition) is null)
                {
                    pending.Push(definition.Operands[0]);
                }

                return definition.Blocks.Any(b => b.Completes);
            case Op.Restate:
                pending.Push(definition.Operands[1]);
                return true;
            case Op.Load when IsReadable(definition):
            case Op.Slice or Op.Length or Op.Constant or Op.Select or Op.Call or (>= Op.Add and <= Op.Convert):
                foreach (int operand in definition.Operands)
                {
                    pending.Push(operand);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>What a loop within the loop carries needs what it starts from, what it hands on, and the conditions.</summary>
    private bool RequireSlot(Instruction inner, int index)
    {
        if (!inner.Blocks.All(b => b.Completes))
        {
            return false;
        }

        var (header, body) = (inner.Blocks[0], inner.Blocks[1]);
        needed.Add(header.Arguments[index]);
        needed.Add(inner.Results[index]);
        pending.Push(inner.Operands[index]);
        pending.Push(header.Yields[0]);
        pending.Push(body.Yields[0]);
        pending.Push(body.Yields[index + 1]);
        return true;
    }

    /// <summary>Whether an element can be read after the loop as it was in the iteration.</summary>
    private bool IsReadable(Instruction load) => draft.IsKnown(load.Result) && draft.IsKnown(load.Operands[0])
        && (IsStable(load.Result) || facts.IsUntouched(loop.Results[0], draft.SourceOf(load.Operands[0])));

    private bool IsStable(int load) => draft.IsKnown(load) && facts.IsStable(draft.SourceOf(load));
}
