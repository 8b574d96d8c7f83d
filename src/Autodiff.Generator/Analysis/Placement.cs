using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Where the instructions of a function stand: their number in the order of the program, the loops around them, and the
/// writes to arrays among them. An instruction is known by the block that it stands in, not by its contents.
/// </summary>
internal sealed class Placement
{
    /// <summary>The place of each value, counted from 1; 0 for what is no result.</summary>
    private readonly int[] ofValue;
    private readonly Dictionary<Instruction, Extent> extents = new(ByReference<Instruction>.Instance);
    private readonly Dictionary<Instruction, (int Start, int End)> branches = new(ByReference<Instruction>.Instance);

    /// <summary>The arms of branches that the places stand in, from the innermost to the outermost.</summary>
    private readonly List<Arm?> arms = [];
    private Arm? currentArm;
    private readonly Dictionary<int, Instruction> loopOfArgument = [];

    /// <summary>For each place the innermost loop around it.</summary>
    private readonly List<Extent?> innermost;
    private readonly Function function;
    private Dictionary<Instruction, int>? placeOfWrite;

    private Placement(Function function)
    {
        this.function = function;
        ofValue = new int[function.Values.Length];
        innermost = new List<Extent?>(function.Values.Length);
        Visit(function.Body, null);
    }

    /// <summary>Finds where everything in a function stands.</summary>
    public static Placement Of(Function function) => function.Fact(f => new Placement(f));

    /// <summary>The primal writes.</summary>
    public List<ArrayWrite> Writes { get; } = [];

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
    public bool Find(Instruction instruction, out int place)
    {
        int value = instruction.Result;
        place = value >= 0 && value < ofValue.Length ? ofValue[value] - 1 : -1;
        return place >= 0;
    }

    /// <summary>The loops around a place, from the innermost to the outermost.</summary>
    public IEnumerable<Extent> LoopsAround(int place)
    {
        for (var loop = innermost[place]; loop is not null; loop = loop.Outer)
        {
            yield return loop;
        }
    }

    /// <summary>Where a loop stands.</summary>
    public Extent ExtentOf(Instruction loop) => extents[loop];

    /// <summary>The places of a branch or loop: its own, and the last one in it.</summary>
    public (int Start, int End) RangeOf(Instruction owner) => extents.TryGetValue(owner, out var extent) ? (extent.Start, extent.End) : branches[owner];

    /// <summary>Where an instruction stands that has a result or is a write; null for another.</summary>
    public int? PlaceOf(Instruction instruction)
    {
        if (Find(instruction, out int place))
        {
            return place;
        }

        if (placeOfWrite is null)
        {
            placeOfWrite = new Dictionary<Instruction, int>(ByReference<Instruction>.Instance);
            foreach (var write in Writes)
            {
                placeOfWrite[write.Instruction] = write.Place;
            }
        }

        return placeOfWrite.TryGetValue(instruction, out int found) ? found : null;
    }

    /// <summary>Whether what defines a value stands in a loop, or is an argument of one there or of the loop itself.</summary>
    public bool IsInside(Instruction definition, Extent loop)
    {
        if (definition.Op != Op.Argument)
        {
            return Contains(loop.Loop, definition);
        }

        int start = extents[loopOfArgument[definition.Result]].Start;
        return loop.Start <= start && start <= loop.End;
    }

    /// <summary>The arms of branches that a place stands in, from the innermost to the outermost.</summary>
    public IEnumerable<Arm> ArmsAround(int place)
    {
        for (var arm = arms[place]; arm is not null; arm = arm.Outer)
        {
            yield return arm;
        }
    }

    /// <summary>The loop that an argument belongs to.</summary>
    public Instruction LoopOf(int argument) => loopOfArgument[argument];

    /// <summary>Whether an instruction with a result stands in a loop.</summary>
    public bool Contains(Instruction loop, Instruction instruction) =>
        Find(instruction, out int place) && extents[loop] is var extent && extent.Start < place && place <= extent.End;

    private void Visit(Block block, Extent? loop)
    {
        foreach (var instruction in block.Instructions)
        {
            int place = innermost.Count;
            innermost.Add(loop);
            arms.Add(currentArm);
            foreach (int result in instruction.Results)
            {
                ofValue[result] = place + 1;
            }

            if (instruction.IsPrimal && TargetOf(instruction) is { } target)
            {
                Writes.Add(new ArrayWrite(place, target, IsDeep: false, instruction));
            }

            if (instruction.Op is Op.Invoke or Op.InvokeWithGradient)
            {
                AddCall(instruction, place);
            }

            if (instruction.Op != Op.Loop)
            {
                var around = currentArm;
                for (int i = 0; i < instruction.Blocks.Length; i++)
                {
                    currentArm = new Arm(instruction, i, around);
                    Visit(instruction.Blocks[i], loop);
                }

                currentArm = around;
                if (instruction.Blocks.Length > 0)
                {
                    branches.Add(instruction, (place, innermost.Count - 1));
                }

                continue;
            }

            var extent = new Extent(instruction, place, loop);
            extents.Add(instruction, extent);
            foreach (int argument in instruction.Blocks[0].Arguments)
            {
                loopOfArgument[argument] = instruction;
            }

            Visit(instruction.Blocks[0], extent);
            extent.BodyStart = innermost.Count;
            Visit(instruction.Blocks[1], extent);
            extent.End = innermost.Count - 1;
        }
    }

    private void AddCall(Instruction invoke, int place)
    {
        Invokes.Add((place, invoke));
        var callee = function.CalleeOf(invoke);
        for (int i = 0; i < invoke.Operands.Length; i++)
        {
            if (callee.Writes(i))
            {
                Writes.Add(new ArrayWrite(place, invoke.Operands[i], IsDeep: true, invoke));
            }
        }
    }

    /// <summary>An arm of a branch.</summary>
    /// <param name="Branch">The branch.</param>
    /// <param name="Index">Which of its blocks it is.</param>
    /// <param name="Outer">The arm around the branch.</param>
    internal sealed record Arm(Instruction Branch, int Index, Arm? Outer);

    /// <summary>Where a loop stands.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="start">Its own place.</param>
    /// <param name="outer">The loop around it.</param>
    internal sealed class Extent(Instruction loop, int start, Extent? outer)
    {
        public Instruction Loop => loop;

        public int Start => start;

        public Extent? Outer => outer;

        /// <summary>The first place in its body.</summary>
        public int BodyStart { get; set; }

        /// <summary>The last place in it.</summary>
        public int End { get; set; }
    }
}
