using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Elements that hold, after a loop, what one of its iterations left in them: <c>scores[i]</c>, where every iteration writes to the element of
/// its own number only. A number that the iteration assigns to its element, or reads from it when nothing in the iteration writes to the
/// array any more, can be read there again by who knows which iteration it was.
/// </summary>
/// <remarks>
/// The number is one that the loop carries and changes by a constant, so that no two iterations have the same; in the loop nothing writes
/// to what may be the array but assignments to the element of that number, in nested loops too.
/// </remarks>
internal sealed class SettledElements
{
    private readonly PointsTo memory;
    private readonly Func<int, IrType> typeOf;
    private readonly HashSet<int> numbers = [];
    private readonly Dictionary<int, (Instruction Access, int Place)> accesses = [];
    private readonly List<(Instruction Write, int Place)> writes = [];
    private readonly HashSet<int> inside = [];
    private int place;

    /// <param name="loop">The loop.</param>
    /// <param name="definitions">The definitions of the function's values.</param>
    /// <param name="memory">What its arrays stand for.</param>
    /// <param name="typeOf">The type of a value.</param>
    public SettledElements(Instruction loop, Definitions definitions, PointsTo memory, Func<int, IrType> typeOf)
    {
        this.memory = memory;
        this.typeOf = typeOf;
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        for (int i = 0; i < header.Arguments.Length && body.Completes; i++)
        {
            if (definitions[body.Yields[i + 1]] is { Op: Op.Add or Op.Subtract } next && next.Operands[0] == header.Arguments[i]
                && definitions[next.Operands[1]] is { Op: Op.Constant, Bits: not 0 } && typeOf(header.Arguments[i]).IsInteger)
            {
                numbers.Add(header.Arguments[i]);
            }
        }

        inside.UnionWith(header.Arguments);
        Visit(header, isRepeated: true);
        Visit(body, isRepeated: false, isBody: true);
    }

    /// <summary>The element that holds a value of the iteration when the loop has ended: an array and the iteration's number; null where none does.</summary>
    /// <param name="value">The value.</param>
    public (int Array, int Number)? Find(int value)
    {
        if (!accesses.TryGetValue(value, out var found))
        {
            return null;
        }

        var (array, number) = (found.Access.Operands[0], found.Access.Operands[1]);
        bool isSettled = !inside.Contains(array) && numbers.Contains(number)
            && typeOf(array).Array!.Element == typeOf(value)
            && writes.TrueForAll(w => !w.Write.Operands.Any(o => typeOf(o).IsArray && memory.MayReach(o, array))
                || (w.Place <= found.Place && w.Write is { Op: Op.Store, Operands.Length: 3 } && w.Write.Operands[0] == array && w.Write.Operands[1] == number));
        return isSettled ? (array, number) : null;
    }

    /// <summary>
    /// Numbers what a block does, in order. What a nested loop does is done several times, so that none of it is the last, and of assignments
    /// only those are of use that every iteration makes.
    /// </summary>
    private void Visit(Block block, bool isRepeated, bool isBody = false)
    {
        foreach (var instruction in block.Instructions)
        {
            place++;
            inside.UnionWith(instruction.Results);
            if (!isRepeated && instruction is { Op: Op.Load, Operands.Length: 2 })
            {
                accesses[instruction.Result] = (instruction, place);
            }
            else if (isBody && instruction is { Op: Op.Store, Operands.Length: 3 })
            {
                accesses[instruction.Operands[2]] = (instruction, place);
            }

            if (instruction.Op is not (Op.Load or Op.Length or Op.Slice or Op.Loop or Op.If or Op.Opaque or Op.Select) && instruction.Operands.Any(o => typeOf(o).IsArray))
            {
                writes.Add((instruction, place));
            }

            foreach (var nested in instruction.Blocks)
            {
                inside.UnionWith(nested.Arguments);
                Visit(nested, isRepeated || instruction.Op == Op.Loop);
            }
        }
    }
}
