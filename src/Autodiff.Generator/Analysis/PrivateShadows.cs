using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Which shadows from before a reverse loop are private to each of its iterations: no adjoint goes from one iteration to
/// another through them. That is so for the shadow of a buffer that every iteration fills anew before it reads it: the reverse
/// iteration ends with setting every element of the shadow to zero, as the last thing that it does with it, and nothing
/// outside of the loop reads or writes it. It finds all zeros when it starts, whatever the order of the iterations.
/// </summary>
internal sealed class PrivateShadows
{
    private readonly Function function;
    private readonly Definitions definitions;
    private readonly PointsTo memory;
    private readonly Dictionary<int, Instruction> forwards = [];

    /// <summary>For each branch or loop that was asked about, how often it accesses each root.</summary>
    private readonly Dictionary<Instruction, Dictionary<int, int>> counts = new(ByReference<Instruction>.Instance);

    /// <summary>How often the function accesses each root.</summary>
    private Dictionary<int, int>? all;

    public PrivateShadows(Function function, Definitions definitions, PointsTo memory)
    {
        this.function = function;
        this.definitions = definitions;
        this.memory = memory;
        FindForward(function.Body);
    }

    /// <summary>Whether storage is private to the iterations of a reverse loop.</summary>
    public bool IsPrivate(int root, Instruction reverse)
    {
        if (all is null)
        {
            all = [];
            AddCounts(function.Body, all);
        }

        if (!memory.IsFresh(root) || !all.TryGetValue(root, out int count) || count != CountAccesses(reverse, root))
        {
            return false;
        }

        return EndsClear(reverse.Blocks[1], root);
    }

    /// <summary>
    /// Whether a block leaves zeros only: because of the last thing that it does with the storage, or because all that it does
    /// is a loop of which each iteration does.
    /// </summary>
    private bool EndsClear(Block block, int root)
    {
        var accesses = block.Instructions.Where(i => CountAccesses(i, root) > 0).ToList();
        return accesses.Count > 0
            && (Clears(accesses[accesses.Count - 1], root, [], 0)
                || (accesses.Count == 1 && accesses[0].Op == Op.Loop && CountAccesses(accesses[0].Blocks[0], root) == 0 && EndsClear(accesses[0].Blocks[1], root)));
    }

    private void FindForward(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Loop, Region: > 0 })
            {
                forwards[instruction.Region] = instruction;
            }

            foreach (var nested in instruction.Blocks)
            {
                FindForward(nested);
            }
        }
    }

    /// <summary>How many instructions in a block access a root.</summary>
    private int CountAccesses(Block block, int root) => block.Instructions.Sum(i => CountAccesses(i, root));

    private int CountAccesses(Instruction instruction, int root)
    {
        if (instruction.Blocks.Length == 0)
        {
            return instruction.Op != Op.Length && instruction.Operands.Any(o => function.Values[o].Type.IsArray && memory.ReachableFrom(o).Contains(root)) ? 1 : 0;
        }

        if (!counts.TryGetValue(instruction, out var count))
        {
            counts.Add(instruction, count = []);
            foreach (int accessed in Accesses(instruction))
            {
                count[accessed] = 1;
            }

            foreach (var block in instruction.Blocks)
            {
                AddCounts(block, count);
            }
        }

        return count.TryGetValue(root, out int accesses) ? accesses : 0;
    }

    private void AddCounts(Block block, Dictionary<int, int> count)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (int accessed in Accesses(instruction))
            {
                count.TryGetValue(accessed, out int before);
                count[accessed] = before + 1;
            }

            foreach (var nested in instruction.Blocks)
            {
                AddCounts(nested, count);
            }
        }
    }

    /// <summary>The roots that an instruction itself accesses.</summary>
    private IReadOnlyCollection<int> Accesses(Instruction instruction) => instruction.Op == Op.Length || !instruction.Operands.Any(o => function.Values[o].Type.IsArray)
        ? []
        : [.. instruction.Operands.Where(o => function.Values[o].Type.IsArray).SelectMany(memory.ReachableFrom).Distinct()];

    /// <summary>Whether an instruction, within loops on the given counters, sets all elements to zero and does nothing else with them but read them before.</summary>
    private bool Clears(Instruction instruction, int root, List<CountedLoop> loops, int depth)
    {
        if (instruction.Op == Op.Fill)
        {
            return depth == 0 && IsWhole(instruction.Operands[0], root) && IsZero(instruction.Operands[1]);
        }

        if (instruction.Op != Op.Loop || CountedLoop.Find(instruction, v => definitions[v], v => function.Values[v].Type, memory.Writes.IsStable) is not { } counted)
        {
            return false;
        }

        // Until the sweeps are separated, the reverse loop reads the counter of the forward loop.
        var inner = new List<CountedLoop>(loops) { counted };
        if (instruction.ReverseOf > 0 && forwards.TryGetValue(instruction.ReverseOf, out var forward)
            && CountedLoop.Find(forward, v => definitions[v], v => function.Values[v].Type, memory.Writes.IsStable) is { } original)
        {
            inner.Add(original);
        }

        var accesses = instruction.Blocks[1].Instructions.Where(i => CountAccesses(i, root) > 0).ToList();
        if (accesses.Count == 1 && accesses[0].Op == Op.Loop)
        {
            return Clears(accesses[0], root, inner, depth + 1);
        }

        return accesses.Count(i => i.Op == Op.Store) == 1
            && accesses.All(i => i.Op is Op.Load or Op.Store && IsAt(i, root, inner, depth + 1))
            && accesses.First(i => i.Op == Op.Store) is var store && IsZero(store.Operands[store.Operands.Length - 1]) && accesses.Last() == store;
    }

    /// <summary>Whether an access is at the element that the counters of loops over all dimensions stand for.</summary>
    private bool IsAt(Instruction access, int root, List<CountedLoop> loops, int depth)
    {
        int count = access.IndexCount;
        if (!IsWhole(access.Operands[0], root) || count > loops.Count)
        {
            return false;
        }

        var allocation = definitions[access.Operands[0]];
        var used = new HashSet<int>();
        for (int d = 0; d < count; d++)
        {
            int dimension = d;
            var loop = loops.FirstOrDefault(l => l.Counter == access.Operands[dimension + 1]);
            if (loop is null || !used.Add(loop.Counter) || !loop.CoversAll(v => definitions[v], v => IsLength(v, allocation, dimension)))
            {
                return false;
            }
        }

        return depth == count;
    }

    private bool IsWhole(int array, int root) => definitions[array].Op == Op.Allocate && memory.RootsOf(array).Contains(root);

    /// <summary>Whether a value is the length of an array in a dimension: of it, or of one that was made with the same.</summary>
    private bool IsLength(int value, Instruction allocation, int dimension) => LengthOf(value) == LengthOf(allocation.Operands[dimension]);

    /// <summary>The length that an array or window was made with, for its length.</summary>
    private int LengthOf(int value)
    {
        while (definitions[value] is { Op: Op.Length } length)
        {
            var array = definitions[length.Operands[0]];
            if (array.Op == Op.Slice)
            {
                value = array.Operands[2];
            }
            else if (array.Op == Op.Allocate)
            {
                value = array.Operands[(int)length.Bits];
            }
            else
            {
                break;
            }
        }

        return value;
    }

    private bool IsZero(int value) => definitions[value] is { Op: Op.Constant, Bits: 0 };
}
