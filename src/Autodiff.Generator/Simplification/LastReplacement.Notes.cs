using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <content>
/// What the forward loop notes of the last replacing iteration, and how it is told that there was none: by an index that is
/// negative then, by the initial number being what the restatement makes of the counter's initial value, or by a Boolean.
/// </content>
internal sealed partial class LastReplacement
{
    /// <summary>Computes, for a number that a function selects, whether an iteration replaces it.</summary>
    /// <returns>The instructions, and whether they read the function's result; none where the rule table does not say.</returns>
    private (List<Instruction> Instructions, bool IsLate) ConditionOf(ReplacementPath path)
    {
        var instructions = new List<Instruction>();
        if (path.Choice is { } call)
        {
            int kept = call.Operands[0] == path.Value ? 1 : 0;
            KinkCondition.OfOther(call, kept, draft.IsKnown(path.Value) && facts.Varies(draft.SourceOf(path.Value)), draft.DefinitionOf, draft.TypeOf, (template, type) =>
            {
                instructions.Add(draft.Make(template, new Value(type, null), call.Origin));
                return instructions[instructions.Count - 1].Result;
            });
        }

        return (instructions, path.Choice is not null && instructions.Any(i => i.Operands.Contains(path.Choice.Result)));
    }

    /// <summary>What is noted for a group of numbers. The notes come in the order of what the restatement needs.</summary>
    private List<Note> NotesOf(Instruction loop, List<Selected> group, Restatement restatement, ImmutableArray<Instruction>.Builder before, out bool isConditional)
    {
        var initial = restatement.MatchInitial(group);
        int none = initial is null ? loop.Blocks[0].Arguments.Where(a => indices.Contains(a) && restatement.Noted.Contains(a)).DefaultIfEmpty(-1).First() : -1;
        isConditional = initial is null;
        var notes = new List<Note>();
        foreach (int source in restatement.Noted)
        {
            int start = initial is not null && initial.TryGetValue(source, out int known) ? known
                : Constant(source == none ? -1 : 0, draft.TypeOf(source), before);
            var note = new Note(source, start, draft[source].Name ?? NameOf(source), source == none);
            note.Slot = SlotOf(loop, group[0].Path, note);
            notes.Add(note);
        }

        if (initial is null && none < 0)
        {
            var replaced = new Note(Constant(1, IrType.Boolean, before), Constant(0, IrType.Boolean, before), string.Empty, isTest: true);
            replaced.Slot = SlotOf(loop, group[0].Path, replaced);
            notes.Add(replaced);
        }

        return notes;
    }

    private string NameOf(int value) =>
        indices.Contains(value) ? "i"
        : draft.DefinitionOf(value) is { Op: Op.Call, Rule: { } rule } && !rule.Contains('.') ? char.ToLowerInvariant(rule[0]) + rule.Substring(1)
        : "value";

    /// <summary>Which of the values that the loop carries already is what would be noted: a user's own <c>bestIndex</c>; −1 where none is.</summary>
    private int SlotOf(Instruction loop, ReplacementPath path, Note note)
    {
        for (int i = 0; i < loop.Results.Length && path.Choice is null; i++)
        {
            if (draft.TypeOf(loop.Results[i]) == draft.TypeOf(note.Source)
                && ReplacementPath.Find(loop, i, draft.DefinitionOf) is { Choice: null } other && other.Branches == path.Branches
                && IsSame(other.Value, note.Source) && IsInitial(loop.Operands[i], note))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a note may start from a value: from any negative one, where an index says that there was no iteration.</summary>
    private bool IsInitial(int value, Note note) =>
        IsSame(value, note.Initial) || (note.IsTest && draft.TypeOf(value).IsInteger && draft.DefinitionOf(value) is { Op: Op.Constant, Bits: < 0 });

    private bool IsSame(int value, int other) =>
        value == other || (draft.DefinitionOf(value) is { Op: Op.Constant } one && draft.DefinitionOf(other) is { Op: Op.Constant } two && one.Bits == two.Bits);

    private int Constant(long number, IrType type, ImmutableArray<Instruction>.Builder target)
    {
        string text = type.Kind == IrTypeKind.Boolean ? number == 0 ? "false" : "true"
            : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        target.Add(draft.Make(new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = text, Bits = number }, new Value(type, null), -1));
        return target[target.Count - 1].Result;
    }

    /// <summary>A value of the last replacing iteration that the loop carries on.</summary>
    /// <param name="source">The value in the iteration.</param>
    /// <param name="initial">What it is before the first such iteration.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="isTest">Whether it says that there was such an iteration: an index that is not negative, or a Boolean.</param>
    internal sealed class Note(int source, int initial, string name, bool isTest)
    {
        public int Source => source;

        public int Initial => initial;

        public string Name => name;

        public bool IsTest => isTest;

        /// <summary>Which of the values that the loop carries it is already, or −1.</summary>
        public int Slot { get; set; } = -1;

        /// <summary>The value after the loop.</summary>
        public int Result { get; set; } = -1;
    }
}
