using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Where a value that each iteration of a loop keeps for the one that reverses it may be, other than on the tape: in an array of adjoints that
/// is <em>free</em>. The first that happens to each of its elements after the loop is that the reverse loop assigns it: what the element
/// was is overwritten there, and nothing reads what it is meanwhile.
/// </summary>
/// <remarks>
/// So a free array is a destination or a shadow, the loop counts through its elements up to the last, and from the loop to the end
/// of the reverse loop nothing accesses it but the reverse loop, by its counter, beginning with an assignment that every iteration makes.
/// A destination does not overlap what the method reads, which the gradient method has checked; it cannot check what opaque code
/// reads through references of its own (the elements of a list), so that none may stand between.
/// </remarks>
internal sealed class FreeElements
{
    /// <summary>How many instructions may stand between the two loops: each is looked at for each value that is kept.</summary>
    private const int MostBetween = 200;

    private readonly Function function;
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly KnownIndices indices;
    private readonly HashSet<int> destinations;

    /// <param name="function">A gradient.</param>
    /// <param name="definitions">The definitions of its values.</param>
    /// <param name="memory">What its arrays stand for.</param>
    /// <param name="indices">What is known of its lengths.</param>
    public FreeElements(Function function, Definitions definitions, PointsTo memory, KnownIndices indices)
    {
        this.function = function;
        this.definitions = definitions;
        this.memory = memory;
        this.indices = indices;
        destinations = [.. function.ArrayDestinations];
    }

    /// <summary>An array of adjoints that is free; null where there is none.</summary>
    /// <param name="block">The instructions of the block in which both loops stand.</param>
    /// <param name="loop">The place of the loop.</param>
    /// <param name="counted">How it counts.</param>
    /// <param name="reverse">The place of the reverse loop.</param>
    /// <param name="counter">Its counter.</param>
    /// <param name="pop">What reads the value there.</param>
    public int? FindFree(List<Instruction> block, int loop, CountedLoop counted, int reverse, int counter, Instruction pop)
    {
        bool isRead = false;
        foreach (var assignment in block[reverse].Blocks[1].Instructions)
        {
            isRead |= ReferenceEquals(assignment, pop);
            if (isRead && assignment is { Op: Op.Store, IsPrimal: false, Operands.Length: 3 } && assignment.Operands[1] == counter
                && Holds(assignment.Operands[0], pop.Result) && IsFree(block, loop, counted, reverse, counter, assignment))
            {
                return assignment.Operands[0];
            }
        }

        return null;
    }

    private bool Holds(int array, int value) => function.Values[array].Type.Array!.Element == function.Values[value].Type;

    private bool IsFree(List<Instruction> block, int loop, CountedLoop counted, int reverse, int counter, Instruction assignment)
    {
        int array = assignment.Operands[0];
        bool isAdjoint = destinations.Contains(array) || definitions[array] is { Op: Op.Allocate, IsPrimal: false };
        if (!isAdjoint || reverse - loop > MostBetween || indices.LengthOf(array, 0) is not { } length || indices.CoversFrom(counted, length) is null
            || block.Skip(loop).Take(reverse - loop).Any(i => Reaches(i, array)))
        {
            return false;
        }

        var accesses = new List<Instruction>();
        return Collect(block[reverse].Blocks[1], array, counter, accesses) && ReferenceEquals(accesses[0], assignment)
            && !block[reverse].Operands.Any(o => MayBe(o, array)) && !block[reverse].Blocks[0].Instructions.Any(i => Reaches(i, array));
    }

    /// <summary>Whether an instruction, or one in it, may access an array, or what the method does not name.</summary>
    private bool Reaches(Instruction instruction, int array) =>
        (instruction.Op is not (Op.Length or Op.Allocate) && instruction.Operands.Any(o => MayBe(o, array)))
        || (instruction.Op is Op.Opaque or Op.Effect && instruction.Effects.HasFlag(Effects.Acts) && instruction.Operands.Any(IsReference))
        || instruction.Blocks.Any(b => b.Instructions.Any(i => Reaches(i, array)));

    private bool MayBe(int value, int array) => function.Values[value].Type.IsArray && memory.MayAlias(value, array);

    private bool IsReference(int value) => function.Values[value].Type is { IsArray: true } or { Kind: IrTypeKind.Other };

    /// <summary>Collects the accesses to an array in order; false where one is not to the element of the counter.</summary>
    private bool Collect(Block block, int array, int counter, List<Instruction> accesses)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Load or Op.Store or Op.Accumulate } && instruction.Operands[0] == array && instruction.Operands[1] == counter)
            {
                accesses.Add(instruction);
            }
            else if (instruction.Blocks.Length == 0 ? Reaches(instruction, array)
                : instruction.Operands.Any(o => MayBe(o, array)) || !instruction.Blocks.All(b => Collect(b, array, counter, accesses)))
            {
                return false;
            }
        }

        return true;
    }
}
