using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Loops whose iterations take arrays from storage that takes back last what it handed out first: each iteration gives back what
/// the one before took, and after the loop the last one's is given back.
/// </summary>
internal static class MarkedLoops
{
    /// <summary>Writes a loop with what it gives back.</summary>
    /// <param name="loop">The loop, its blocks written.</param>
    /// <param name="inHeader">From which storage its header takes arrays.</param>
    /// <param name="inBody">From which storage its body takes arrays.</param>
    /// <param name="values">The values of the function.</param>
    /// <param name="written">Where it goes.</param>
    public static void Write(Instruction loop, IReadOnlyCollection<string> inHeader, IReadOnlyCollection<string> inBody, ImmutableArray<Value>.Builder values, ImmutableArray<Instruction>.Builder written)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var releases = new List<Instruction>();
        foreach (string key in inHeader.Concat(inBody).Distinct().ToList())
        {
            values.Add(new Value(new IrType(IrTypeKind.Int64), "mark"));
            int mark = values.Count - 1;
            var made = new Instruction { Op = Op.Mark, Results = ImmutableArray.Create(mark), Operands = default, Text = key, Effects = Effects.Acts, IsPrimal = loop.IsPrimal };
            var release = made with { Op = Op.Release, Results = default, Operands = ImmutableArray.Create(mark) };
            written.Add(made);
            releases.Add(release);
            if (inHeader.Contains(key))
            {
                header = header with { Instructions = header.Instructions.Items.Insert(0, release) };
            }
            else
            {
                body = body with { Instructions = body.Instructions.Items.Insert(0, release) };
            }
        }

        written.Add(loop with { Blocks = ImmutableArray.Create(header, body) });
        written.AddRange(releases);
    }

    /// <summary>Leaves out what is given back when nothing is taken any more: soon all storage is given back.</summary>
    public static ImmutableArray<Instruction> WithoutLastReleases(EquatableArray<Instruction> instructions, IReadOnlyList<Value> values)
    {
        var kept = new List<Instruction>();
        var takenLater = new HashSet<string>(StringComparer.Ordinal);
        foreach (var instruction in instructions.Reverse())
        {
            if (instruction.Op != Op.Release || takenLater.Contains(instruction.Text!))
            {
                kept.Add(instruction);
                NoteTaken(instruction);
            }
        }

        kept.Reverse();
        return kept.ToImmutableArray();

        void NoteTaken(Instruction instruction)
        {
            if (instruction is { Op: Op.Allocate, Text: PooledArrays.Workspace or CachedArrays.Place })
            {
                takenLater.Add(Workspaces.KeyOf(instruction, values[instruction.Result].Type));
            }

            foreach (var nested in instruction.Blocks.SelectMany(b => b.Instructions))
            {
                NoteTaken(nested);
            }
        }
    }
}
