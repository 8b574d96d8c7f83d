using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// What the instructions of a block do to the tapes, each with all that is nested in it, as sums from the start of the block: what
/// lies between two of its instructions is asked for in constant time.
/// </summary>
internal sealed class TapeTraffic
{
    /// <summary>What stands for the tapes of all types, which a call of a recursive function uses.</summary>
    private const string All = "";

    private readonly Dictionary<string, (int[] Uses, int[] Growths)> sums = new(StringComparer.Ordinal);

    /// <summary>Looks at a block.</summary>
    /// <param name="function">The function.</param>
    /// <param name="instructions">The instructions of the block.</param>
    public TapeTraffic(Function function, EquatableArray<Instruction> instructions)
    {
        for (int i = 0; i < instructions.Length; i++)
        {
            Visit(instructions[i], i + 1);
        }

        foreach (var (uses, growths) in sums.Values)
        {
            for (int i = 0; i < instructions.Length; i++)
            {
                uses[i + 1] += uses[i];
                growths[i + 1] += growths[i];
            }
        }

        void Visit(Instruction instruction, int place)
        {
            if (TypeOf(function, instruction) is { } type)
            {
                if (!sums.TryGetValue(type, out var counts))
                {
                    sums.Add(type, counts = (new int[instructions.Length + 1], new int[instructions.Length + 1]));
                }

                counts.Uses[place]++;
                counts.Growths[place] += instruction.Op is Op.Reserve or Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient ? 1 : 0;
            }

            foreach (var nested in instruction.Blocks)
            {
                foreach (var inner in nested.Instructions)
                {
                    Visit(inner, place);
                }
            }
        }
    }

    /// <summary>Whether a block puts anything on a tape or takes it off.</summary>
    public static bool Keeps(Block block) =>
        block.Instructions.Any(i => i.Op is Op.Push or Op.Pop || (i.Blocks.Length > 0 && i.Blocks.Any(Keeps)));

    /// <summary>The type of the values on the tape that an instruction uses, as C# text; null where it uses none.</summary>
    public static string? TypeOf(Function function, Instruction instruction) => instruction.Op switch
    {
        Op.Reserve or Op.Window or Op.Advance or Op.Retreat => instruction.Text,
        Op.Push => function.Values[instruction.Operands[0]].Type.Text,
        Op.Pop => function.Values[instruction.Result].Type.Text,
        Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient => All,
        _ => null,
    };

    /// <summary>How many instructions of a range use a tape.</summary>
    public int UsesOf(string type, int from, int to) => Count(type, from, to).Uses + Count(All, from, to).Uses;

    /// <summary>Whether any instruction of a range may give a tape another storage.</summary>
    public bool IsGrown(string type, int from, int to) => Count(type, from, to).Growths + Count(All, from, to).Growths > 0;

    private (int Uses, int Growths) Count(string type, int from, int to) =>
        sums.TryGetValue(type, out var counts) ? (counts.Uses[to] - counts.Uses[from], counts.Growths[to] - counts.Growths[from]) : default;
}
