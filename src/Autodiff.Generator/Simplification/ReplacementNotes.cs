using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Writes into a loop what it notes of the last iteration that replaced a number: beside the number, on the way that
/// <see cref="ReplacementPath"/> found, through the same branches.
/// </summary>
/// <param name="draft">The function.</param>
/// <param name="path">The way.</param>
/// <param name="condition">Computes whether the function at the end of the way replaces the number; nothing where there is none.</param>
/// <param name="isLate">Whether that reads the function's result.</param>
internal sealed class ReplacementNotes(Draft draft, ReplacementPath path, List<Instruction> condition, bool isLate)
{
    /// <summary>The loop with the notes that it does not carry yet.</summary>
    public Instruction Write(Instruction loop, List<LastReplacement.Note> notes, string name)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var added = notes.Where(n => n.Slot < 0).ToList();
        var values = added.Select(n => new Value(draft.TypeOf(n.Source), NameOf(n, name), IsLocal: true)).ToList();
        var arguments = values.Select(v => draft.Add(v)).ToImmutableArray();
        var (block, next) = Thread(body, 0, added.Select(n => n.Source).ToImmutableArray(), arguments, values);
        loop = loop with
        {
            Operands = loop.Operands.Items.AddRange(added.Select(n => n.Initial)),
            Results = loop.Results.Items.AddRange(values.Select(v => draft.Add(v))),
            Blocks = ImmutableArray.Create(
                header with { Arguments = header.Arguments.Items.AddRange(arguments) },
                block with { Yields = block.Yields.Items.AddRange(next) }),
        };
        int first = loop.Results.Length - added.Count;
        foreach (var note in notes)
        {
            note.Result = loop.Results[note.Slot >= 0 ? note.Slot : first + added.IndexOf(note)];
        }

        return draft.Define(loop);
    }

    private static string NameOf(LastReplacement.Note note, string name)
    {
        string bare = name.TrimStart('@');
        string of = "Of" + char.ToUpperInvariant(bare[0]) + bare.Substring(1);
        return note.Name.Length == 0 ? bare + "Replaced" : note.Name.EndsWith(of, StringComparison.Ordinal) ? note.Name : note.Name.TrimStart('@') + of;
    }

    /// <summary>A block that hands on the notes, with what it hands on.</summary>
    private (Block Block, ImmutableArray<int> Next) Thread(Block block, int depth, ImmutableArray<int> sources, ImmutableArray<int> old, List<Value> values)
    {
        if (values.Count == 0)
        {
            return (block, sources);
        }

        if (depth < path.Branches.Length)
        {
            var (first, arm) = path.Branches[depth];
            var branch = draft.DefinitionOf(first);
            var (inner, next) = Thread(branch.Blocks[arm], depth + 1, sources, old, values);
            var other = branch.Blocks[1 - arm];
            var arms = ImmutableArray.Create(
                inner with { Yields = inner.Yields.Items.AddRange(next) },
                other.Completes ? other with { Yields = other.Yields.Items.AddRange(old) } : other);
            var results = values.Select(v => draft.Add(v)).ToImmutableArray();
            var widened = draft.Define(branch with
            {
                Results = branch.Results.Items.AddRange(results),
                Blocks = arm == 0 ? arms : ImmutableArray.Create(arms[1], arms[0]),
            });
            return (block with { Instructions = block.Instructions.Select(i => i.Results.Contains(first) ? widened : i).ToImmutableArray() }, results);
        }

        if (path.Choice is not { } choice)
        {
            return (block, sources);
        }

        var test = draft.Define(new Instruction
        {
            Op = Op.If,
            Results = values.Select(v => draft.Add(v)).ToImmutableArray(),
            Operands = ImmutableArray.Create(condition[condition.Count - 1].Result),
            Blocks = ImmutableArray.Create(new Block(default, sources), new Block(default, old)),
            Origin = choice.Origin,
            IsPrimal = true,
        });
        int place = block.Instructions.Items.IndexOf(choice) + (isLate ? 1 : 0);
        return (block with { Instructions = block.Instructions.Items.InsertRange(place, condition.Append(test)) }, test.Results.Items);
    }
}
