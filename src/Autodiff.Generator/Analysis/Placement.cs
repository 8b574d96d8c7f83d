using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Where the instructions of a function stand: their number in the order of the program, the loops around them, and the
/// writes to arrays among them. An instruction is known by the block that it stands in, not by its contents.
/// </summary>
internal sealed class Placement
{
    private readonly Dictionary<int, int> ofValue = [];
    private readonly List<(int Start, int End, Instruction Loop)> loops = [];
    private int next;

    private readonly Function function;

    public Placement(Function function)
    {
        this.function = function;
        Visit(function.Body);
    }

    /// <summary>
    /// The primal writes: where they stand, the array that they write to, and whether they may write to arrays in that array: a
    /// call may.
    /// </summary>
    public List<(int Place, int Target, bool IsDeep)> Writes { get; } = [];

    /// <summary>The primal calls of other functions, and where they stand.</summary>
    public List<(int Place, Instruction Instruction)> Invokes { get; } = [];

    /// <summary>The array that an instruction writes elements of; null where it writes none.</summary>
    public static int? TargetOf(Instruction instruction) => instruction.Op switch
    {
        Op.Store or Op.Fill or Op.Accumulate => instruction.Operands[0],
        Op.Copy or Op.AccumulateAll => instruction.Operands[1],
        _ => null,
    };

    /// <summary>Where an instruction with a result stands.</summary>
    public bool Find(Instruction instruction, out int place) => ofValue.TryGetValue(instruction.Result, out place);

    /// <summary>The loops that contain two places.</summary>
    public IEnumerable<Instruction> LoopsAround(int first, int second) =>
        loops.Where(l => l.Start < Math.Min(first, second) && Math.Max(first, second) <= l.End).Select(l => l.Loop);

    /// <summary>Whether an instruction with a result stands in a loop.</summary>
    public bool Contains(Instruction loop, Instruction instruction) =>
        Find(instruction, out int place) && loops.Any(l => ReferenceEquals(l.Loop, loop) && l.Start < place && place <= l.End);

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            int place = next++;
            foreach (int result in instruction.Results)
            {
                ofValue[result] = place;
            }

            if (instruction.IsPrimal && TargetOf(instruction) is { } target)
            {
                Writes.Add((place, target, false));
            }

            if (instruction.Op == Op.Invoke)
            {
                Invokes.Add((place, instruction));
                Writes.AddRange(instruction.Operands.Where((_, i) => function.CalleeOf(instruction).Writes(i)).Select(o => (place, o, true)));
            }

            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }

            if (instruction.Op == Op.Loop)
            {
                loops.Add((place, next - 1, instruction));
            }
        }
    }
}
