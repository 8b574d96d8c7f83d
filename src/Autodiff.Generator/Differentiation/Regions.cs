using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// The blocks of a function as a tree, numbered in preorder, and which block of the reverse sweep belongs to which of the
/// forward sweep. The body of a loop is nested in its header, whose values it sees.
/// </summary>
internal sealed class Regions
{
    private readonly List<int> parents = [];

    /// <summary>The last block that is nested in each.</summary>
    private readonly List<int> ends = [];
    private readonly List<(Instruction? Owner, int Index)> owners = [];
    private readonly Dictionary<int, int[]> forward = [];
    private readonly Dictionary<int, int> counterparts = [];
    private readonly Dictionary<int, int> bodies = [];
    private readonly Lists<int, int> originals = new();
    private readonly List<(Instruction Owner, int[] Blocks)> reverse = [];
    private readonly List<int> homes = [];
    private readonly List<int> positions = [];
    private int position;

    public Regions(Function function)
    {
        homes.AddRange(Enumerable.Repeat(-1, function.Values.Length));
        positions.AddRange(Enumerable.Repeat(0, function.Values.Length));
        Number(function.Body, -1, null, 0);
        foreach (var (owner, blocks) in reverse)
        {
            if (forward.TryGetValue(owner.ReverseOf, out int[]? blocksBefore))
            {
                Pair(blocksBefore[0], blocks[owner.Op == Op.Loop ? 1 : 0]);
                Pair(blocksBefore[1], blocks[1]);
            }
        }
    }

    /// <summary>How many blocks there are.</summary>
    public int Count => parents.Count;

    /// <summary>The body of a loop, by its header.</summary>
    public int BodyOf(int header) => bodies[header];

    /// <summary>The block that a value is defined in.</summary>
    public int HomeOf(int value) => homes[value];

    /// <summary>The place of a value's definition in the order of the text.</summary>
    public int PositionOf(int value) => positions[value];

    /// <summary>The enclosing block, or −1.</summary>
    public int ParentOf(int block) => parents[block];

    /// <summary>The branch or loop that owns a block, and which of its blocks it is.</summary>
    public (Instruction? Owner, int Index) OwnerOf(int block) => owners[block];

    /// <summary>Whether a block belongs to a loop.</summary>
    public bool IsLoop(int block) => owners[block].Owner?.Op == Op.Loop;

    /// <summary>The block of the reverse sweep that runs for each run of this one; −1 where there is none.</summary>
    public int CounterpartOf(int block) => counterparts.TryGetValue(block, out int found) ? found : -1;

    /// <summary>The blocks of the forward sweep that a block is the reverse of.</summary>
    public IReadOnlyList<int> OriginalsOf(int block) => originals[block];

    /// <summary>Whether a block is another one or nested in it.</summary>
    public bool IsWithin(int block, int ancestor) => ancestor >= 0 && ancestor <= block && block <= ends[ancestor];

    /// <summary>Those of some blocks, in order, that are another one or nested in it.</summary>
    public IEnumerable<int> Within(List<int> blocks, int ancestor)
    {
        int start = blocks.BinarySearch(ancestor);
        for (int i = start < 0 ? ~start : start; i < blocks.Count && blocks[i] <= ends[ancestor]; i++)
        {
            yield return blocks[i];
        }
    }

    /// <summary>Notes where a new value is defined.</summary>
    public void Add(int value, int home, int position)
    {
        while (homes.Count <= value)
        {
            homes.Add(-1);
            positions.Add(0);
        }

        homes[value] = home;
        positions[value] = position;
    }

    private void Pair(int original, int block)
    {
        counterparts[original] = block;
        originals.Add(block, original);
    }

    private int Number(Block block, int parent, Instruction? owner, int index)
    {
        int number = parents.Count;
        parents.Add(parent);
        ends.Add(number);
        owners.Add((owner, index));
        foreach (int argument in block.Arguments)
        {
            Add(argument, number, position++);
        }

        foreach (var instruction in block.Instructions)
        {
            NumberNested(instruction, number);
            foreach (int result in instruction.Results)
            {
                Add(result, number, position++);
            }
        }

        ends[number] = parents.Count - 1;
        return number;
    }

    private void NumberNested(Instruction instruction, int number)
    {
        if (instruction.Blocks.Length == 0)
        {
            return;
        }

        int first = Number(instruction.Blocks[0], number, instruction, 0);
        int second = Number(instruction.Blocks[1], instruction.Op == Op.Loop ? first : number, instruction, 1);
        int[] blocks = [first, second];
        if (instruction.Op == Op.Loop)
        {
            ends[first] = parents.Count - 1;
            bodies[first] = second;
        }

        if (instruction.Region > 0)
        {
            forward[instruction.Region] = blocks;
        }

        if (instruction.ReverseOf > 0)
        {
            reverse.Add((instruction, blocks));
        }
    }
}
