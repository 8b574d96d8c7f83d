using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// What happens to the elements of one shadow in the course of a gradient: which additions find a zero, so that they may be writes, and
/// which writes nothing reads. Where each iteration of a loop accesses the element of its own number only, each element takes the same
/// way through the function, and the ways of all are those of a few <em>classes</em> of elements: some first ones that are accessed
/// by a constant index or left out by a loop, and the rest. For each class two dataflow analyses as for a variable (Muchnick,
/// Advanced Compiler Design and Implementation, 1997, §8.1 and §18.10): forwards, whether its elements are zero, and backwards,
/// whether they are read before they are written.
/// </summary>
/// <remarks>Other indices may be those of any class: such a write tells nothing any more, such a read reads all.</remarks>
internal sealed class ElementAdjoints
{
    /// <summary>How many classes there may be: a function with more of them is left as it is.</summary>
    private const int MostClasses = 8;

    /// <summary>How many loops may be around an access: each doubles the time.</summary>
    private const int MostLoops = 6;

    private readonly Definitions definitions;
    private readonly bool isRead;
    private bool isTooDeep;
    private readonly Node root = new(null, 1);
    private readonly Dictionary<Instruction, Node> nodes = new(ByReference<Instruction>.Instance);

    /// <summary>Whether all visits of an addition find a zero, and all of a write are dead.</summary>
    private readonly Dictionary<Instruction, bool> isFirst = new(ByReference<Instruction>.Instance);
    private readonly Dictionary<Instruction, bool> isDead = new(ByReference<Instruction>.Instance);

    /// <param name="definitions">The definitions of the function's values.</param>
    /// <param name="isRead">Whether what it holds in the end is read: it is a destination.</param>
    public ElementAdjoints(Definitions definitions, bool isRead)
    {
        this.definitions = definitions;
        this.isRead = isRead;
    }

    /// <summary>Additions to elements that are zero.</summary>
    public IEnumerable<Instruction> FirstAdditions => isFirst.Where(p => p.Value).Select(p => p.Key);

    /// <summary>Writes that nothing reads.</summary>
    public IEnumerable<Instruction> DeadWrites => isDead.Where(p => p.Value).Select(p => p.Key);

    /// <summary>Adds an access, or the allocation, in the order of the program.</summary>
    /// <param name="access">The instruction.</param>
    /// <param name="path">The branches and loops around it, outermost first, and which of their blocks it stands in.</param>
    /// <param name="loop">The loop whose counter is the index; null where it is none.</param>
    /// <param name="from">The first index that this loop runs for, or the constant index; −1 where neither is known.</param>
    public void Add(Instruction access, IReadOnlyList<(Instruction Owner, int Block)> path, Instruction? loop, long from)
    {
        var parent = root;
        int block = 0;
        isTooDeep |= path.Count(p => p.Owner.Op == Op.Loop) > MostLoops;
        foreach (var (owner, index) in path)
        {
            if (!nodes.TryGetValue(owner, out var node))
            {
                nodes.Add(owner, node = new Node(owner, owner.Blocks.Length));
                parent.Blocks[block].Add(node);
            }

            (parent, block) = (node, index);
        }

        parent.Blocks[block].Add(new Node(access, 0) { Loop = loop, From = from });
    }

    /// <summary>Analyses what has been added.</summary>
    public void Analyze()
    {
        FindWalks(root);
        var starts = new SortedSet<long> { 0 };
        CollectStarts(root, starts);
        if (isTooDeep || starts.Count > MostClasses)
        {
            return;
        }

        foreach (long start in starts)
        {
            IsZeroAfter(root.Blocks[0], start, isZero: false, decides: true);
        }

        foreach (long start in starts)
        {
            IsLiveBefore(root.Blocks[0], start, isRead, decides: true);
        }
    }

    /// <summary>Finds the loops that access elements by their own counter only, but for reads; other accesses by the counter are taken for any.</summary>
    private static IEnumerable<Node> FindWalks(Node node)
    {
        var inside = node.Blocks.SelectMany(b => b.SelectMany(n => n.Blocks.Length == 0 ? [n] : FindWalks(n))).ToList();
        if (node.Instruction is { Op: Op.Loop } loop)
        {
            var own = inside.Where(n => ReferenceEquals(n.Loop, loop)).ToList();
            node.IsWalk = own.Count > 0 && node.Blocks[0].Count == 0 && inside.All(n => ReferenceEquals(n.Loop, loop) || (n.Loop is null && n.From < 0 && n.Instruction!.Op == Op.Load));
            foreach (var access in own.Where(_ => !node.IsWalk))
            {
                (access.Loop, access.From) = (null, -1);
            }
        }

        return inside;
    }

    private static void CollectStarts(Node node, SortedSet<long> starts)
    {
        if (node.From >= 0)
        {
            starts.Add(node.From);
            if (node.Loop is null)
            {
                starts.Add(node.From + 1);
            }
        }

        foreach (var nested in node.Blocks.SelectMany(b => b))
        {
            CollectStarts(nested, starts);
        }
    }

    /// <summary>Whether the elements of a class are zero after a block.</summary>
    private bool IsZeroAfter(List<Node> block, long start, bool isZero, bool decides)
    {
        foreach (var node in block)
        {
            isZero = node.Blocks.Length == 0 ? IsZeroAfter(node, start, isZero, decides) : node.Instruction!.Op switch
            {
                Op.Loop when node.IsWalk => IsZeroAfter(node.Blocks[1], start, isZero, decides),
                Op.Loop => IsZeroAfterLoop(node, start, isZero, decides),
                _ => node.Blocks.Where((_, i) => node.Instruction.Blocks[i].Completes).Select(b => IsZeroAfter(b, start, isZero, decides)).ToList().TrueForAll(zero => zero),
            };
        }

        return isZero;
    }

    private bool IsZeroAfterLoop(Node loop, long start, bool isZero, bool decides)
    {
        bool entry = isZero;
        if (entry && !Once(entry, decides: false))
        {
            entry = false;
        }

        Once(entry, decides);

        // The header is the last that runs, or the body where it leaves the loop.
        return entry && IsZeroAfter(loop.Blocks[0], start, entry, decides: false);

        bool Once(bool zero, bool decides) => IsZeroAfter(loop.Blocks[1], start, IsZeroAfter(loop.Blocks[0], start, zero, decides), decides);
    }

    private bool IsZeroAfter(Node access, long start, bool isZero, bool decides)
    {
        var instruction = access.Instruction!;
        switch (instruction.Op)
        {
            case Op.Allocate:
                return true;
            case Op.Fill:
                return IsZero(instruction.Operands[1]);
            case Op.Load:
                return isZero;
        }

        if (!access.MayBe(start))
        {
            return isZero;
        }

        if (decides && instruction.Op == Op.Accumulate)
        {
            isFirst[instruction] = isZero && access.From >= 0 && (!isFirst.TryGetValue(instruction, out bool before) || before);
        }

        return instruction.Op == Op.Store && IsZero(instruction.Operands[2]) && (access.From >= 0 || isZero);
    }

    /// <summary>Whether the elements of a class are read, before they are written, from the start of a block on.</summary>
    private bool IsLiveBefore(List<Node> block, long start, bool isLive, bool decides)
    {
        for (int i = block.Count - 1; i >= 0; i--)
        {
            var node = block[i];
            isLive = node.Blocks.Length == 0 ? IsLiveBefore(node, start, isLive, decides) : node.Instruction!.Op switch
            {
                Op.Loop when node.IsWalk => IsLiveBeforeWalk(node, start, isLive, decides),
                Op.Loop => IsLiveBeforeLoop(node, start, isLive, decides),
                _ => node.Blocks.Where((_, k) => node.Instruction.Blocks[k].Completes).Select(b => IsLiveBefore(b, start, isLive, decides)).ToList().Exists(live => live),
            };
        }

        return isLive;
    }

    /// <summary>A walk that reads other elements, too, may read each of them before and after its own iteration.</summary>
    private bool IsLiveBeforeWalk(Node walk, long start, bool isLive, bool decides)
    {
        bool readsOthers = ReadsOthers(walk);
        return IsLiveBefore(walk.Blocks[1], start, isLive || readsOthers, decides) || readsOthers;
    }

    private static bool ReadsOthers(Node node) => (node.Blocks.Length == 0 && node.From < 0) || node.Blocks.Any(b => b.Any(ReadsOthers));

    private bool IsLiveBeforeLoop(Node loop, long start, bool isLive, bool decides)
    {
        // The body is followed by the header, which is followed by the body or by what comes after the loop.
        bool again = isLive;
        bool before;
        do
        {
            before = again;
            again = isLive | Once(before, decides: false);
        }
        while (again != before);
        Once(again, decides);
        return IsLiveBefore(loop.Blocks[0], start, again, decides: false);

        bool Once(bool live, bool decides) => IsLiveBefore(loop.Blocks[1], start, IsLiveBefore(loop.Blocks[0], start, live, decides) || isLive, decides);
    }

    private bool IsLiveBefore(Node access, long start, bool isLive, bool decides)
    {
        var instruction = access.Instruction!;
        if (!access.MayBe(start))
        {
            return isLive;
        }

        switch (instruction.Op)
        {
            case Op.Allocate:
                return false;
            case Op.Load:
                return true;
        }

        if (decides && !instruction.IsPrimal)
        {
            isDead[instruction] = !isLive && (!isDead.TryGetValue(instruction, out bool before) || before);
        }

        bool replaces = instruction.Op is Op.Store or Op.Fill || (isFirst.TryGetValue(instruction, out bool first) && first);
        return isLive && !(replaces && (access.From >= 0 || instruction.Op == Op.Fill));
    }

    private bool IsZero(int value) => definitions[value] is { Op: Op.Constant, Bits: 0 };

    /// <summary>An access, or a branch or loop that contains accesses.</summary>
    private sealed class Node(Instruction? instruction, int blocks)
    {
        public Instruction? Instruction => instruction;

        public List<Node>[] Blocks { get; } = [.. Enumerable.Range(0, blocks).Select(_ => new List<Node>())];

        /// <summary>Whether each iteration of the loop accesses the element of its own number.</summary>
        public bool IsWalk { get; set; }

        public Instruction? Loop { get; set; }

        public long From { get; set; } = -1;

        /// <summary>Whether the elements of the class that starts at an index may be accessed.</summary>
        public bool MayBe(long start) => From < 0 || (Loop is null ? start == From : start >= From);
    }
}
