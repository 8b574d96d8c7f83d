using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// What happens to the elements of one shadow in the course of a gradient: which additions find a zero, so that they may be writes, and
/// which writes nothing reads. Where each iteration of a loop accesses the element of its own number only, each element takes the same
/// way through the function, and the ways of all are those of a few <em>classes</em> of elements: some first ones that are accessed
/// by a constant index or left out by a loop, and the rest. For each class two dataflow analyses as for a variable (Muchnick,
/// Advanced Compiler Design and Implementation, 1997, §8.1 and §18.10): forwards, whether its elements are zero, and backwards,
/// whether they are read before they are written. All classes are analysed at once, as the bits of a number.
/// </summary>
/// <remarks>Other indices may be those of any class: such a write tells nothing any more, such a read reads all.</remarks>
internal sealed class ElementAdjoints
{
    /// <summary>How many classes there may be, one for each bit: a function with more of them is left as it is.</summary>
    private const int MostClasses = 64;

    /// <summary>How many loops may be around an access: each doubles the time.</summary>
    private const int MostLoops = 6;

    private const ulong All = ulong.MaxValue;

    private readonly Definitions definitions;
    private readonly bool isRead;
    private bool isTooDeep;
    private readonly Node root = new(null, 1);
    private readonly Dictionary<Instruction, Node> nodes = new(ByReference<Instruction>.Instance);

    /// <summary>The first element of each class.</summary>
    private List<long> starts = [];

    /// <summary>Whether all visits of an addition find a zero, and all of a write are dead.</summary>
    private readonly Dictionary<Instruction, bool> isFirst = new(ByReference<Instruction>.Instance);
    private readonly Dictionary<Instruction, bool> isDead = new(ByReference<Instruction>.Instance);

    /// <summary>The classes of which something is read that a filling wrote.</summary>
    private readonly Dictionary<Instruction, ulong> needed = new(ByReference<Instruction>.Instance);

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

    /// <summary>
    /// From which index on no element is accessed but by one filling, if all other accesses are to elements of constant indices; null
    /// where they are not, where there is none, and where nothing was found out.
    /// </summary>
    public long? Rest
    {
        get
        {
            var others = Accesses(root).Where(n => n.Instruction!.Op != Op.Fill).ToList();
            return starts.Count > 0 && others.Count > 0 && others.Count == Accesses(root).Count() - 1 && others.TrueForAll(n => n is { From: >= 0, Loop: null })
                ? others.Max(n => n.From) + 1
                : null;
        }
    }

    /// <summary>The elements before an index that something reads as a filling of the array left them.</summary>
    public IEnumerable<long> Needed(Instruction filling, long end)
    {
        for (int k = 0; needed.TryGetValue(filling, out ulong classes) && k < starts.Count; k++)
        {
            for (long i = starts[k]; (classes >> k & 1) != 0 && i < (k + 1 < starts.Count ? Math.Min(end, starts[k + 1]) : end); i++)
            {
                yield return i;
            }
        }
    }

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
        var found = new SortedSet<long> { 0 };
        foreach (var access in Accesses(root).Where(n => n.From >= 0))
        {
            found.Add(access.From);
            found.Add(access.Loop is null ? access.From + 1 : access.From);
        }

        if (isTooDeep || found.Count > MostClasses)
        {
            return;
        }

        starts = [.. found];
        foreach (var access in Accesses(root))
        {
            int k = starts.BinarySearch(access.From);
            access.Classes = k < 0 ? All : access.Loop is null ? 1UL << k : All << k;
        }

        AreZeroAfter(root.Blocks[0], 0, decides: true);
        AreLiveBefore(root.Blocks[0], isRead ? All : 0, decides: true);
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

    private static IEnumerable<Node> Accesses(Node node) =>
        node.Blocks.SelectMany(b => b).SelectMany(n => n.Blocks.Length == 0 ? [n] : Accesses(n));

    /// <summary>The classes whose elements are zero after a block.</summary>
    private ulong AreZeroAfter(List<Node> block, ulong zero, bool decides)
    {
        foreach (var node in block)
        {
            zero = node.Blocks.Length == 0 ? AreZeroAfter(node, zero, decides) : node.Instruction!.Op switch
            {
                Op.Loop when node.IsWalk => AreZeroAfter(node.Blocks[1], zero, decides),
                Op.Loop => AreZeroAfterLoop(node, zero, decides),
                _ => node.Blocks.Where((_, i) => node.Instruction.Blocks[i].Completes).Aggregate(All, (all, b) => all & AreZeroAfter(b, zero, decides)),
            };
        }

        return zero;
    }

    private ulong AreZeroAfterLoop(Node loop, ulong zero, bool decides)
    {
        ulong entry = zero & Once(zero, decides: false);
        Once(entry, decides);

        // The header is the last that runs, or the body where it leaves the loop.
        return entry & AreZeroAfter(loop.Blocks[0], entry, decides: false);

        ulong Once(ulong zero, bool decides) => AreZeroAfter(loop.Blocks[1], AreZeroAfter(loop.Blocks[0], zero, decides), decides);
    }

    private ulong AreZeroAfter(Node access, ulong zero, bool decides)
    {
        var instruction = access.Instruction!;
        switch (instruction.Op)
        {
            case Op.Allocate:
                return All;
            case Op.Fill:
                return IsZero(instruction.Operands[1]) ? All : 0;
            case Op.Load:
                return zero;
        }

        if (decides && instruction.Op == Op.Accumulate)
        {
            isFirst[instruction] = access.From >= 0 && (access.Classes & ~zero) == 0 && (!isFirst.TryGetValue(instruction, out bool before) || before);
        }

        return instruction.Op != Op.Store || !IsZero(instruction.Operands[2]) ? zero & ~access.Classes
            : access.From >= 0 ? zero | access.Classes : zero;
    }

    /// <summary>The classes whose elements are read, before they are written, from the start of a block on.</summary>
    private ulong AreLiveBefore(List<Node> block, ulong live, bool decides)
    {
        for (int i = block.Count - 1; i >= 0; i--)
        {
            var node = block[i];
            live = node.Blocks.Length == 0 ? AreLiveBefore(node, live, decides) : node.Instruction!.Op switch
            {
                Op.Loop when node.IsWalk => AreLiveBeforeWalk(node, live, decides),
                Op.Loop => AreLiveBeforeLoop(node, live, decides),
                _ => node.Blocks.Where((_, k) => node.Instruction.Blocks[k].Completes).Aggregate(0UL, (any, b) => any | AreLiveBefore(b, live, decides)),
            };
        }

        return live;
    }

    /// <summary>A walk that reads other elements, too, may read each of them before and after its own iteration.</summary>
    private ulong AreLiveBeforeWalk(Node walk, ulong live, bool decides)
    {
        ulong others = ReadsOthers(walk) ? All : 0;
        return AreLiveBefore(walk.Blocks[1], live | others, decides) | others;
    }

    private static bool ReadsOthers(Node node) => (node.Blocks.Length == 0 && node.From < 0) || node.Blocks.Any(b => b.Any(ReadsOthers));

    private ulong AreLiveBeforeLoop(Node loop, ulong live, bool decides)
    {
        // The body is followed by the header, which is followed by the body or by what comes after the loop.
        ulong again = live;
        ulong before;
        do
        {
            before = again;
            again = live | Once(before, decides: false);
        }
        while (again != before);
        Once(again, decides);
        return AreLiveBefore(loop.Blocks[0], again, decides: false);

        ulong Once(ulong next, bool decides) => AreLiveBefore(loop.Blocks[1], AreLiveBefore(loop.Blocks[0], next, decides) | live, decides);
    }

    private ulong AreLiveBefore(Node access, ulong live, bool decides)
    {
        var instruction = access.Instruction!;
        switch (instruction.Op)
        {
            case Op.Allocate:
                return 0;
            case Op.Load:
                return live | access.Classes;
        }

        if (decides && !instruction.IsPrimal)
        {
            isDead[instruction] = (live & access.Classes) == 0 && (!isDead.TryGetValue(instruction, out bool before) || before);
            needed[instruction] = (live & access.Classes) | (needed.TryGetValue(instruction, out ulong others) ? others : 0);
        }

        bool replaces = instruction.Op is Op.Store or Op.Fill || (isFirst.TryGetValue(instruction, out bool first) && first);
        return replaces && (access.From >= 0 || instruction.Op == Op.Fill) ? live & ~access.Classes : live;
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

        /// <summary>The classes of the elements that may be accessed.</summary>
        public ulong Classes { get; set; }
    }
}
