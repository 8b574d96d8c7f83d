using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// What of a block can run earlier than it stands, so that a part of the reverse sweep moves up to the part of the forward sweep that it
/// reverses: the computation of the values that it reads. Arithmetic can, and a choice between two computations. An element of an
/// array that nothing writes to can be read earlier, if what it may throw is thrown where it was: as it is, where all that may throw
/// until there throws the same, and else as zero where there is none, with the check left behind. What clears a shadow
/// moves as far as what adds to it.
/// </summary>
internal sealed class EarlierCode
{
    private readonly Function function;
    private readonly PointsTo memory;
    private readonly IndexErrors errors;
    private readonly ImmutableArray<Instruction> list;
    private readonly int first;
    private readonly int second;
    private readonly Dictionary<int, int> owners = [];
    private readonly SortedSet<int> moved = [];

    /// <summary>The elements that are read earlier without being checked.</summary>
    private readonly HashSet<int> early = [];

    /// <summary>For branches of which a part moves, what the two arms yield of it, and the instructions for that.</summary>
    private readonly Dictionary<int, Choice> choices = [];

    /// <summary>Looks at the code between two instructions of a block.</summary>
    public EarlierCode(Function function, PointsTo memory, IndexErrors errors, ImmutableArray<Instruction> list, int first, int second)
    {
        (this.function, this.memory, this.errors) = (function, memory, errors);
        (this.list, this.first, this.second) = (list, first, second);
        for (int i = first; i < second; i++)
        {
            Own(list[i], i);
        }
    }

    /// <summary>What runs before the first instruction, in order.</summary>
    public IReadOnlyList<Instruction> Moved => [.. moved.Union(choices.Keys).OrderBy(i => i).Select(i => choices.TryGetValue(i, out var choice) ? choice.Take(list[i]) : early.Contains(i) ? Unchecked(list[i]) : list[i])];

    /// <summary>What stays in an instruction's place; null where it has moved.</summary>
    public Instruction? Left(int place) =>
        choices.TryGetValue(place, out var choice) ? choice.Leave(list[place])
        : early.Contains(place) ? Check(list[place])
        : moved.Contains(place) ? null
        : list[place];

    /// <summary>Whether a value is computed by the first instruction, or in it.</summary>
    public bool IsOfFirst(int value) => owners.TryGetValue(value, out int owner) && owner == first;

    /// <summary>Whether a value exists before the first instruction, or can be computed there; that is noted then.</summary>
    public bool Move(int value)
    {
        if (!owners.TryGetValue(value, out int owner) || moved.Contains(owner))
        {
            return true;
        }

        if (owner == first)
        {
            return false;
        }

        if (list[owner].Op == Op.If)
        {
            return MoveChoice(value, owner);
        }

        if (!IsMovable(owner) || !list[owner].Operands.All(Move))
        {
            return false;
        }

        moved.Add(owner);
        return true;
    }

    /// <summary>Whether shadows can be added to before the first instruction rather than at the second.</summary>
    /// <param name="targets">The storage of the shadows.</param>
    public bool MoveAdditions(HashSet<int> targets)
    {
        bool isTouched = false;
        for (int i = first + 1; i < second; i++)
        {
            if (moved.Contains(i))
            {
                continue;
            }

            if (Disturbances.IsClear(list[i]) && Touches(list[i], targets))
            {
                if (isTouched || !list[i].Operands.All(Move))
                {
                    return false;
                }

                moved.Add(i);
                continue;
            }

            isTouched |= Touches(list[i], targets);
            if (Disturbs(list[i], targets))
            {
                return false;
            }
        }

        return true;
    }

    private bool Disturbs(Instruction instruction, HashSet<int> targets) =>
        instruction.Blocks.Any(b => b.Instructions.Any(i => Disturbs(i, targets)))
        || (Disturbances.MayDisturb(function, instruction) && IsGiven(instruction, targets));

    private void Own(Instruction instruction, int owner)
    {
        foreach (int result in instruction.Results)
        {
            owners[result] = owner;
        }

        foreach (var block in instruction.Blocks)
        {
            foreach (int argument in block.Arguments)
            {
                owners[argument] = owner;
            }

            foreach (var nested in block.Instructions)
            {
                Own(nested, owner);
            }
        }
    }

    private bool IsMovable(int place)
    {
        var instruction = list[place];
        if (instruction is { Op: Op.Allocate, IsPrimal: false })
        {
            return true;
        }

        if (instruction.Op != Op.Load)
        {
            return instruction.IsPure;
        }

        if (!instruction.IsPrimal || !memory.Writes.IsStable(instruction))
        {
            return false;
        }

        int array = instruction.Operands[0];
        if (IndexErrors.IsSpan(function, array) && Enumerable.Range(first, place - first).All(i => errors.IsOnly(function, list[i])))
        {
            return true;
        }

        if (instruction.Operands.Length == 2 && !function.Values[instruction.Result].Type.IsArray && function.Values[instruction.Operands[1]].Type.Kind == IrTypeKind.Int32)
        {
            early.Add(place);
            return true;
        }

        return false;
    }

    /// <summary>Whether the one result of a branch that is asked for can be computed earlier, without the others.</summary>
    private bool MoveChoice(int value, int owner)
    {
        var branch = list[owner];
        int index = branch.Results.Items.IndexOf(value);
        if (index < 0 || !branch.Blocks.All(b => b.Completes) || !branch.Operands.All(Move))
        {
            return false;
        }

        if (!choices.TryGetValue(owner, out var choice))
        {
            choice = new Choice();
        }

        if (choice.Results.Contains(index))
        {
            return true;
        }

        var needed = new HashSet<int>(choice.Values);
        if (!branch.Blocks.All(arm => MoveInArm(arm.Yields[index], arm, needed)))
        {
            return false;
        }

        choice.Results.Add(index);
        choice.Values.UnionWith(needed);
        choices[owner] = choice;
        return true;
    }

    private bool MoveInArm(int value, Block arm, HashSet<int> needed)
    {
        var definition = arm.Instructions.FirstOrDefault(i => i.Results.Contains(value));
        if (definition is null)
        {
            return Move(value);
        }

        bool isPure = definition.IsPure && definition.Op != Op.Load;
        if (!isPure || !definition.Operands.All(o => MoveInArm(o, arm, needed)))
        {
            return false;
        }

        needed.Add(value);
        return true;
    }

    /// <summary>An element, or zero where the index is out of range.</summary>
    private static Instruction Unchecked(Instruction load) =>
        load with { Op = Op.Opaque, Text = "global::Autodiff.Runtime.Arrays.ElementOrZero({0:a}, {1:a})", Effects = Effects.Reads };

    /// <summary>Throws what reading an element throws.</summary>
    private static Instruction Check(Instruction load) =>
        load with { Op = Op.Effect, Results = default, Text = "_ = {0}[{1:a}]", Effects = Effects.Acts };

    private bool Touches(Instruction instruction, HashSet<int> targets) =>
        IsGiven(instruction, targets) || instruction.Blocks.Any(b => b.Instructions.Any(i => Touches(i, targets)));

    private bool IsGiven(Instruction instruction, HashSet<int> targets) =>
        instruction.Operands.Where(o => function.Values[o].Type.IsArray).SelectMany(memory.ReachableFrom).Any(targets.Contains);

    /// <summary>The results of a branch that move, and what its arms compute for them.</summary>
    private sealed class Choice
    {
        public SortedSet<int> Results { get; } = [];

        public HashSet<int> Values { get; } = [];

        /// <summary>The part of the branch that moves.</summary>
        public Instruction Take(Instruction branch) => branch with
        {
            Results = Results.Select(i => branch.Results[i]).ToImmutableArray(),
            Region = 0,
            ReverseOf = 0,
            PrimalResults = branch.PrimalResults is { } primal ? Results.Count(i => i < primal) : null,
            Blocks = branch.Blocks.Select(b => b with
            {
                Instructions = b.Instructions.Where(i => Values.Contains(i.Result)).ToImmutableArray(),
                Yields = Results.Select(i => b.Yields[i]).ToImmutableArray(),
            }).ToImmutableArray(),
        };

        /// <summary>The part of it that stays.</summary>
        public Instruction Leave(Instruction branch)
        {
            int[] left = [.. Enumerable.Range(0, branch.Results.Length).Where(i => !Results.Contains(i))];
            return branch with
            {
                Results = left.Select(i => branch.Results[i]).ToImmutableArray(),
                PrimalResults = branch.PrimalResults is { } primal ? left.Count(i => i < primal) : null,
                Blocks = branch.Blocks.Select(b => b with { Yields = left.Select(i => b.Yields[i]).ToImmutableArray() }).ToImmutableArray(),
            };
        }
    }
}
