using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <content>The instructions after the loop.</content>
internal sealed partial class Restatement
{
    /// <summary>How many operations are compared with what a number starts from.</summary>
    private const int MaximumMatch = 16;

    private readonly Dictionary<int, int> restated = [];

    /// <summary>What is noted of what is computed again.</summary>
    private readonly Dictionary<int, int> known = [];

    /// <summary>
    /// What is noted, as it would be of an iteration that leaves the initial numbers behind: <c>max = x[0]</c> is <c>x[i]</c> for the counter 0. Null
    /// where they are no such numbers.
    /// </summary>
    public Dictionary<int, int>? MatchInitial(List<LastReplacement.Selected> group)
    {
        var found = new Dictionary<int, int>();
        int budget = MaximumMatch;
        return group.All(s => Matches(s.Path.Value, loop.Operands[s.Index])) && Noted.All(found.ContainsKey) ? found : null;

        bool Matches(int value, int initial)
        {
            if (noted.Contains(value))
            {
                bool isFree = draft.TypeOf(value) == draft.TypeOf(initial) && !Varies(initial);
                return isFree && (found.TryGetValue(value, out int known) ? known == initial : Note(value, initial));
            }

            if (value == initial || !inside.Contains(value) || left.ContainsKey(value))
            {
                return value == initial;
            }

            if (dear.Contains(value) && !found.ContainsKey(value))
            {
                found.Add(value, initial);
            }

            var (one, other) = (draft.DefinitionOf(value), draft.DefinitionOf(initial));
            bool isSame = one.Op == other.Op && one.Text == other.Text && one.Rule == other.Rule && one.Bits == other.Bits && one.IsChecked == other.IsChecked
                && one.Operands.Length == other.Operands.Length && one.Blocks.Length == 0 && one.Results.Length == 1 && --budget > 0
                && one.Op is Op.Load or Op.Length or Op.Constant or Op.Call or (>= Op.Add and <= Op.Convert) && draft.TypeOf(value) == draft.TypeOf(initial);
            return isSame && (one.Op != Op.Load || (IsStable(value) && IsStable(initial)))
                && Enumerable.Range(0, one.Operands.Length).All(i => Matches(one.Operands[i], other.Operands[i]));
        }

        bool Note(int value, int initial)
        {
            found.Add(value, initial);
            return true;
        }
    }

    /// <summary>Writes the restatement of a group of numbers.</summary>
    /// <param name="result">The loop with its notes.</param>
    /// <param name="group">The numbers.</param>
    /// <param name="notes">What is noted.</param>
    /// <param name="isConditional">Whether there may have been no iteration that replaced them, which a note says.</param>
    /// <param name="origin">The statement that the choice between that and the initial numbers comes from.</param>
    /// <param name="before">Where constants are written.</param>
    /// <param name="after">Where the rest is.</param>
    public void Write(
        Instruction result, List<LastReplacement.Selected> group, List<LastReplacement.Note> notes, bool isConditional, int origin,
        ImmutableArray<Instruction>.Builder before, List<Instruction> after)
    {
        foreach (var note in notes)
        {
            images[note.Source] = note.Result;
            if (dear.Contains(note.Source))
            {
                known.Add(note.Source, note.Result);
            }
        }

        var inner = new List<Instruction>();
        scope.ForEach(b => WriteBlock(b, inner));
        if (!isConditional)
        {
            after.AddRange(inner);
            group.ForEach(s => restated[s.Index] = ImageOf(s.Path.Value));
            return;
        }

        int test = notes.First(n => n.IsTest).Result;
        if (draft.TypeOf(test).Kind != IrTypeKind.Boolean)
        {
            var zero = draft.Make(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = "0" }, new Value(draft.TypeOf(test), null), -1);
            var any = draft.Make(new Instruction { Op = Op.GreaterOrEqual, Results = default, Operands = ImmutableArray.Create(test, zero.Result) }, new Value(IrType.Boolean, null), origin);
            before.Add(zero);
            after.Add(any);
            test = any.Result;
        }

        var choice = draft.Define(new Instruction
        {
            Op = Op.If,
            Results = group.Select(s => draft.Add(draft[result.Results[s.Index]], result.Results[s.Index])).ToImmutableArray(),
            Operands = ImmutableArray.Create(test),
            Blocks = ImmutableArray.Create(
                new Block(inner.ToImmutableArray(), group.Select(s => LeafOf(s, before)).ToImmutableArray()),
                new Block(default, group.Select(s => result.Operands[s.Index]).ToImmutableArray())),
            Effects = EffectsOf(inner),
            Origin = origin,
            IsPrimal = true,
        });
        after.Add(choice);
        for (int i = 0; i < group.Count; i++)
        {
            restated[group[i].Index] = choice.Results[i];
        }
    }

    /// <summary>What a number of the group is restated by.</summary>
    public int ImageOf(LastReplacement.Selected selected) => restated[selected.Index];

    /// <summary>What does not vary has no derivative: a zero stands for it.</summary>
    private int LeafOf(LastReplacement.Selected selected, ImmutableArray<Instruction>.Builder before)
    {
        int value = selected.Path.Value;
        if (Varies(value) || !inside.Contains(value))
        {
            return ImageOf(value);
        }

        before.Add(draft.Make(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = "0" }, new Value(draft.TypeOf(value), null), -1));
        return before[before.Count - 1].Result;
    }

    private int ImageOf(int value) => images.TryGetValue(value, out int image) ? image : value;

    private static Effects EffectsOf(IEnumerable<Instruction> instructions) =>
        instructions.Any(i => i.Effects != Effects.None) ? Effects.Reads : Effects.None;

    private void WriteBlock(Block block, List<Instruction> target)
    {
        foreach (var instruction in block.Instructions.Where(i => i.Results.Any(needed.Contains)))
        {
            if (instruction.Results.Where(needed.Contains).All(left.ContainsKey))
            {
                foreach (int result in instruction.Results.Where(needed.Contains))
                {
                    var (array, index) = left[result];
                    var load = new Instruction { Op = Op.Load, Results = NewResults([result]), Operands = ImmutableArray.Create(array, ImageOf(index)), Effects = Effects.Reads, Origin = instruction.Origin, IsPrimal = true };
                    target.Add(draft.Define(load));
                }

                continue;
            }

            if (OnlyArm(instruction) is { } arm)
            {
                WriteBlock(arm, target);
                for (int i = 0; i < instruction.Results.Length; i++)
                {
                    images[instruction.Results[i]] = ImageOf(arm.Yields[i]);
                }
            }
            else if (instruction.Op == Op.Restate)
            {
                images[instruction.Result] = ImageOf(instruction.Operands[1]);
            }
            else
            {
                target.Add(draft.Define(Repeated(instruction)));
            }

            if (instruction.Results.Length == 1 && known.TryGetValue(instruction.Result, out int value))
            {
                var restated = new Instruction { Op = Op.Restate, Results = default, Operands = ImmutableArray.Create(value, images[instruction.Result]) };
                target.Add(draft.Make(restated, draft[instruction.Result], instruction.Origin, instruction.Result));
                images[instruction.Result] = target[target.Count - 1].Result;
            }
        }
    }

    private Instruction Repeated(Instruction instruction) => instruction.Op switch
    {
        Op.If => RepeatedBranch(instruction),
        Op.Loop => RepeatedLoop(instruction),
        _ => RepeatedOperation(instruction),
    };

    private Instruction RepeatedOperation(Instruction instruction)
    {
        bool isStable = instruction.Op != Op.Load || IsStable(instruction.Result);
        var operands = instruction.Operands.Select(ImageOf).ToImmutableArray();
        return instruction with
        {
            Results = NewResults(instruction.Results),
            Operands = operands,
            Effects = isStable ? Effects.None : Effects.Reads,
        };
    }

    private Instruction RepeatedBranch(Instruction branch)
    {
        int[] kept = Enumerable.Range(0, branch.Results.Length).Where(i => needed.Contains(branch.Results[i])).ToArray();
        var arms = branch.Blocks.Select(b => RepeatedBlock(b, b.Instructions, kept.Select(i => b.Yields[i]))).ToImmutableArray();
        return branch with
        {
            Results = NewResults(kept.Select(i => branch.Results[i])),
            Operands = branch.Operands.Select(ImageOf).ToImmutableArray(),
            Blocks = arms,
            Effects = EffectsOf(arms.SelectMany(a => a.Instructions)),
        };
    }

    private Instruction RepeatedLoop(Instruction inner)
    {
        var (header, body) = (inner.Blocks[0], inner.Blocks[1]);
        int[] kept = Enumerable.Range(0, inner.Results.Length).Where(i => needed.Contains(header.Arguments[i])).ToArray();
        var operands = kept.Select(i => ImageOf(inner.Operands[i])).ToImmutableArray();
        var arguments = NewResults(kept.Select(i => header.Arguments[i]));
        var newHeader = RepeatedBlock(header, header.Instructions, header.Yields) with { Arguments = arguments };
        var newBody = RepeatedBlock(body, body.Instructions, kept.Select(i => body.Yields[i + 1]).Prepend(body.Yields[0]));
        return inner with
        {
            Results = NewResults(kept.Select(i => inner.Results[i])),
            Operands = operands,
            Blocks = ImmutableArray.Create(newHeader, newBody),
            Effects = EffectsOf(newHeader.Instructions.Concat(newBody.Instructions)),
        };
    }

    private Block RepeatedBlock(Block block, EquatableArray<Instruction> instructions, IEnumerable<int> yields)
    {
        var inner = new List<Instruction>();
        WriteBlock(block with { Instructions = instructions }, inner);
        return new Block(inner.ToImmutableArray(), yields.Select(ImageOf).ToImmutableArray());
    }

    private ImmutableArray<int> NewResults(IEnumerable<int> values) => values.Select(v => images[v] = draft.Add(draft[v], v)).ToImmutableArray();
}
