using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Analysis;

/// <summary>
/// Points-to analysis: which storage each array value may stand for. Storage is named by its <em>root</em>: an array
/// parameter, an allocation (all arrays that one instruction makes are one root), or an array of unknown origin, a field's
/// for instance. A window has its base's roots; what a branch or a loop yields has those of all that flows in. An array of
/// arrays has <em>contents</em>: the roots that its elements may stand for, to begin with a root for the rows that it was
/// given with. The analysis knows no order (Andersen, Program Analysis and Specialization for the C Programming Language,
/// 1994): the sets grow until nothing changes.
/// </summary>
/// <remarks>
/// Two roots may be the same storage where neither is fresh and one at least is unknown. Two parameters are taken for
/// distinct, and so are a parameter and a destination: where one of them is written the gradient method refuses
/// arguments that overlap. Arrays of different element types never overlap. The opaque code of a
/// method only reads; what derivative code gets from opaque code is new.
/// </remarks>
internal sealed class PointsTo
{
    private static readonly HashSet<int> Nothing = [];

    private readonly Function function;
    private readonly List<Root> roots = [];
    private readonly HashSet<int>?[]? rootsOf;
    private readonly Dictionary<int, int> rootOfValue = [];
    private readonly Dictionary<int, HashSet<int>> contents = [];
    private readonly HashSet<int> written = [];
    private readonly HashSet<int> unsettled = [];

    /// <summary>The roots that are not fresh, of which some may be the same storage.</summary>
    private readonly List<int> shared = [];
    private readonly Dictionary<int, List<(int Place, int Target, bool IsDeep, Instruction Instruction)>> writesTo = [];
    private readonly Dictionary<(int Root, int Given), int> lastWrites = [];
    private Placement? places;
    private HashSet<int>? contained;
    private Definitions? definitions;
    private bool changed;

    private PointsTo(Function function)
    {
        this.function = function;
        if (!function.Values.Any(v => v.Type.IsArray))
        {
            return;
        }

        rootsOf = new HashSet<int>?[function.Values.Length];
        do
        {
            changed = false;
            Visit(function.Body);
        }
        while (changed);
        FindWritten();
        for (int i = 0; i < function.Unsettled.Length; i++)
        {
            if (function.Unsettled[i])
            {
                unsettled.UnionWith(ReachableFrom(function.Parameters[i]));
            }
        }
    }

    /// <summary>What a root is.</summary>
    private enum RootKind
    {
        Parameter,
        Fresh,
        Unknown,
    }

    /// <summary>Where everything stands, which is only asked where there are arrays.</summary>
    public Placement Place => places ??= new Placement(function);

    /// <summary>How many roots there are; they are numbered from 0.</summary>
    public int RootCount => roots.Count;

    /// <summary>Analyses a function.</summary>
    public static PointsTo Of(Function function) => function.Fact(f => new PointsTo(f));

    /// <summary>The storage that an array value may stand for; nothing for a value of another type.</summary>
    public IReadOnlyCollection<int> RootsOf(int value) => rootsOf?[value] ?? Nothing;

    /// <summary>The storage that the elements of an array of arrays may stand for.</summary>
    public IReadOnlyCollection<int> ContentsOf(int root) => contents.TryGetValue(root, out var set) ? set : Nothing;

    /// <summary>The roots of a value, and of all arrays that can be reached through their elements.</summary>
    public IReadOnlyCollection<int> ReachableFrom(int value)
    {
        if (contents.Count == 0)
        {
            return RootsOf(value);
        }

        var reached = new HashSet<int>(RootsOf(value));
        var pending = new Stack<int>(reached);
        while (pending.Count > 0)
        {
            foreach (int root in ContentsOf(pending.Pop()))
            {
                if (reached.Add(root))
                {
                    pending.Push(root);
                }
            }
        }

        return reached;
    }

    /// <summary>Whether a root is what an allocation made, so that nothing but what flows from there stands for it.</summary>
    public bool IsFresh(int root) => roots[root].Kind == RootKind.Fresh;

    /// <summary>The type of a root's elements.</summary>
    public IrType ElementOf(int root) => roots[root].Element;

    /// <summary>Whether two array values may share elements.</summary>
    public bool MayAlias(int first, int second) => RootsOf(first).Any(a => RootsOf(second).Any(b => MayBeSame(a, b)));

    /// <summary>Whether an array may share elements with one that can be reached from a value.</summary>
    public bool MayReach(int value, int array) => ReachableFrom(value).Any(a => RootsOf(array).Any(b => MayBeSame(a, b)));

    /// <summary>Whether two roots may be the same storage.</summary>
    public bool MayBeSame(int first, int second)
    {
        var (a, b) = (roots[first], roots[second]);
        return first == second
            || (a.Element == b.Element && a.Kind != RootKind.Fresh && b.Kind != RootKind.Fresh
                && (a.Kind == RootKind.Unknown || b.Kind == RootKind.Unknown));
    }

    /// <summary>The roots that may be the same storage as one, in order.</summary>
    public IEnumerable<int> SameAs(int root) => IsFresh(root) ? [root] : shared.Where(other => MayBeSame(root, other));

    /// <summary>Whether the primal computation may write to a root.</summary>
    public bool IsWritten(int root) => written.Contains(root);

    /// <summary>
    /// Whether nothing that may run after a load overwrites what it reads, so that the reverse sweep finds it where it was.
    /// What may overwrite it is a primal write to storage that may be the same. It must not stand after the load, and no loop
    /// may contain both of them, since it would come round again; but where that loop allocates the storage anew in each
    /// iteration, and hands it neither to the next iteration nor to an array of arrays, the next iteration's write
    /// goes to another array.
    /// </summary>
    public bool IsStable(Instruction load) => Place.Find(load, out int place) && IsStable(place, RootsOf(load.Operands[0]), load.Operands[0]);

    /// <summary>
    /// For each call of another function the arguments that are arrays which may be written to after the call: there the
    /// callee's own reads are not stable.
    /// </summary>
    public IEnumerable<(Instruction Invoke, int Argument)> UnsettledArguments() =>
        from invoke in Place.Invokes
        from argument in Enumerable.Range(0, invoke.Instruction.Operands.Length)
        let array = invoke.Instruction.Operands[argument]
        where IsArray(array) && !IsStable(invoke.Place, ReachableFrom(array))
        select (invoke.Instruction, argument);

    /// <summary>Whether the primal computation may write to the storage behind a value by way of that value, or of what flows from it.</summary>
    public bool IsWrittenThrough(int value) =>
        ReachableFrom(value) is var reached && Place.Writes.Any(w => (w.IsDeep ? ReachableFrom(w.Target) : RootsOf(w.Target)).Any(reached.Contains));

    private bool IsStable(int place, IReadOnlyCollection<int> read, int array = -1)
    {
        if (unsettled.Count > 0 && read.Any(r => unsettled.Any(u => MayBeSame(u, r))))
        {
            return false;
        }

        int given = array < 0 || written.Count == 0 ? -1 : GivenTo(array);
        return read.All(root => IsSettled(root, place, given));
    }

    /// <summary>Whether no write to what may be a root stands after a place or in a loop around it; of all writes, the last one tells.</summary>
    private bool IsSettled(int root, int place, int given)
    {
        int last = LastWrite(root, given);
        return last <= place && (last < 0 || Place.LoopsAround(place).All(l => last <= l.Start || IsOfOneIteration(root, l.Loop)));
    }

    /// <summary>The place of the last primal write to what may be a root, but for those to arrays that are younger than what a loop was given; −1 where there is none.</summary>
    private int LastWrite(int root, int given)
    {
        if (!lastWrites.TryGetValue((root, given), out int last))
        {
            last = -1;
            foreach (int same in SameAs(root))
            {
                if (writesTo.TryGetValue(same, out var writes))
                {
                    last = writes.Where(w => w.IsDeep || given < 0 || !IsYounger(w.Target, given)).Aggregate(last, (l, w) => Math.Max(l, w.Place));
                }
            }

            lastWrites.Add((root, given), last);
        }

        return last;
    }

    /// <summary>The argument of a loop that an array, or the array that it is a window on, stands for; −1 where it is none.</summary>
    private int GivenTo(int array)
    {
        definitions ??= Definitions.Of(function);
        return definitions[BaseOf(array)] is { Op: Op.Argument } given ? given.Result : -1;
    }

    /// <summary>
    /// Whether an array is made anew in each iteration of a loop and the other is what the loop was given by the iteration
    /// before: then that is older, whatever it is, and what is written to the new one is not written to it.
    /// </summary>
    private bool IsYounger(int target, int given) =>
        definitions![BaseOf(target)] is { Op: Op.Allocate } made && Place.Contains(Place.LoopOf(given), made);

    private int BaseOf(int array)
    {
        while (definitions![array] is { Op: Op.Slice } window)
        {
            array = window.Operands[0];
        }

        return array;
    }

    /// <summary>The primal writes to what may share elements with an array, in no order.</summary>
    public IEnumerable<(int Place, int Target, bool IsDeep, Instruction Instruction)> WritesTo(int array) =>
        RootsOf(array).SelectMany(SameAs).Distinct().SelectMany(root => writesTo.TryGetValue(root, out var writes) ? writes : []);

    /// <summary>Whether an array that a function is given may be written to after the function has run.</summary>
    public bool IsUnsettled(int array) => unsettled.Count > 0 && RootsOf(array).Any(r => unsettled.Any(u => MayBeSame(u, r)));

    /// <summary>Whether each iteration of a loop makes storage of its own, which no other iteration sees.</summary>
    public bool IsOfOneIteration(int root, Instruction loop)
    {
        if (roots[root] is not { Kind: RootKind.Fresh, Allocation: { } allocation } || !Place.Contains(loop, allocation))
        {
            return false;
        }

        contained ??= [.. contents.Values.SelectMany(c => c)];
        return !contained.Contains(root) && !loop.Blocks[0].Arguments.Any(a => RootsOf(a).Contains(root));
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            var (op, o) = (instruction.Op, instruction.Operands);
            for (int i = 0; op == Op.Loop && i < o.Length; i++)
            {
                Flow(o[i], instruction.Blocks[0].Arguments[i]);
            }

            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }

            switch (op)
            {
                case Op.If or Op.Loop:
                    FlowOut(instruction);
                    break;
                case Op.Store when IsArray(o[o.Length - 1]):
                    AddContents(o[0], RootsOf(o[o.Length - 1]));
                    break;
                case Op.Fill when IsArray(o[1]):
                    AddContents(o[0], RootsOf(o[1]));
                    break;
                case Op.Copy when function.Values[o[0]].Type.Array!.Element.IsArray:
                    AddContents(o[1], RootsOf(o[0]).SelectMany(ContentsOf).ToList());
                    break;
                default:
                    if (instruction.Results.Length == 1 && IsArray(instruction.Result))
                    {
                        FlowThrough(instruction);
                    }

                    break;
            }
        }
    }

    /// <summary>What a branch or a loop yields; a loop's body yields to the header's arguments too.</summary>
    private void FlowOut(Instruction instruction)
    {
        for (int i = 0; i < instruction.Results.Length; i++)
        {
            if (!IsArray(instruction.Results[i]))
            {
                continue;
            }

            if (instruction.Op == Op.If)
            {
                foreach (var arm in instruction.Blocks.Where(b => b.Completes))
                {
                    Flow(arm.Yields[i], instruction.Results[i]);
                }

                continue;
            }

            var (header, body) = (instruction.Blocks[0], instruction.Blocks[1]);
            if (body.Completes)
            {
                Flow(body.Yields[i + 1], header.Arguments[i]);
            }

            Flow(header.Arguments[i], instruction.Results[i]);
        }
    }

    /// <summary>What an instruction with one array as its result makes it stand for.</summary>
    private void FlowThrough(Instruction instruction)
    {
        int result = instruction.Result;
        var o = instruction.Operands;
        switch (instruction.Op)
        {
            case Op.Slice:
                Flow(o[0], result);
                break;
            case Op.Load:
                Add(result, RootsOf(o[0]).SelectMany(ContentsOf).ToList());
                break;
            case Op.Select:
                Flow(o[1], result);
                Flow(o[2], result);
                break;
            case Op.Constant or Op.Undefined:
                break;
            case Op.Allocate:
                Add(result, [RootOf(result, RootKind.Fresh, instruction)]);
                break;
            case Op.Parameter:
                // A function that others call may be given one array twice.
                Add(result, [RootOf(result, function.Name is null ? RootKind.Parameter : RootKind.Unknown, null)]);
                break;
            case Op.Opaque when !instruction.IsPrimal:
                Add(result, [RootOf(result, RootKind.Fresh, null)]);
                break;
            case Op.Pop:
                Add(result, Enumerable.Range(0, roots.Count).ToList());
                break;
            default:
                Add(result, [RootOf(result, RootKind.Unknown, null)]);
                foreach (int operand in o.Where(IsArray))
                {
                    Flow(operand, result);
                }

                break;
        }
    }

    private bool IsArray(int value) => function.Values[value].Type.IsArray;

    private void Flow(int from, int to) => Add(to, RootsOf(from));

    private void Add(int value, IReadOnlyCollection<int> added)
    {
        if (added.Count > 0)
        {
            var set = rootsOf![value] ??= [];
            int before = set.Count;
            set.UnionWith(added);
            changed |= set.Count != before;
        }
    }

    /// <summary>Puts arrays into an array of arrays, and so into all that may be the same.</summary>
    private void AddContents(int array, IReadOnlyCollection<int> added)
    {
        foreach (int root in RootsOf(array).SelectMany(SameAs).ToList())
        {
            if (!contents.TryGetValue(root, out var set))
            {
                contents.Add(root, set = []);
            }

            int before = set.Count;
            set.UnionWith(added);
            changed |= set.Count != before;
        }
    }

    /// <summary>The root that a value introduces, and those of the rows that it comes with: where they are not new they may be shared.</summary>
    private int RootOf(int value, RootKind kind, Instruction? allocation)
    {
        if (!rootOfValue.TryGetValue(value, out int root))
        {
            var type = function.Values[value].Type.Array!.Element;
            root = NewRoot(kind, type, allocation);
            rootOfValue.Add(value, root);
            for (int outer = root; allocation is null && type.Array is { } row; outer = roots.Count - 1)
            {
                type = row.Element;
                contents.Add(outer, [NewRoot(kind == RootKind.Fresh ? RootKind.Fresh : RootKind.Unknown, type, null)]);
            }
        }

        return root;
    }

    private int NewRoot(RootKind kind, IrType element, Instruction? allocation)
    {
        roots.Add(new Root(kind, element, allocation));
        if (kind != RootKind.Fresh)
        {
            shared.Add(roots.Count - 1);
        }

        return roots.Count - 1;
    }


    private void FindWritten()
    {
        foreach (var write in Place.Writes)
        {
            foreach (int root in write.IsDeep ? ReachableFrom(write.Target) : RootsOf(write.Target))
            {
                if (!writesTo.TryGetValue(root, out var list))
                {
                    writesTo.Add(root, list = []);
                }

                list.Add(write);
            }
        }

        written.UnionWith(writesTo.Keys.SelectMany(SameAs));
    }

    private sealed record Root(RootKind Kind, IrType Element, Instruction? Allocation);
}
