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

    /// <summary>The roots that are not fresh, of which some may be the same storage.</summary>
    private readonly List<int> shared = [];
    private HashSet<int>? contained;
    private ArrayWrites? writes;
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
    }

    /// <summary>What a root is.</summary>
    private enum RootKind
    {
        Parameter,
        Fresh,
        Unknown,
    }

    /// <summary>When the primal computation writes to the arrays.</summary>
    public ArrayWrites Writes => writes ??= ArrayWrites.Of(function);

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

    /// <summary>The allocation that made a root; null where none did, or only the rows of an array that it made are meant.</summary>
    public Instruction? AllocationOf(int root) => roots[root].Allocation;

    /// <summary>Whether a root may be an element of an array of arrays.</summary>
    public bool IsContained(int root) => (contained ??= [.. contents.Values.SelectMany(c => c)]).Contains(root);

    /// <summary>
    /// The values that brought in the storage that an array value may stand for: parameters, allocations and what is of unknown origin; for
    /// rows the array that came with them.
    /// </summary>
    public IEnumerable<int> SourcesOf(int value) => RootsOf(value).Select(r => roots[r].Source).Distinct();

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
            root = NewRoot(kind, type, value, allocation);
            rootOfValue.Add(value, root);
            for (int outer = root; allocation is null && type.Array is { } row; outer = roots.Count - 1)
            {
                type = row.Element;
                contents.Add(outer, [NewRoot(kind == RootKind.Fresh ? RootKind.Fresh : RootKind.Unknown, type, value, null)]);
            }
        }

        return root;
    }

    private int NewRoot(RootKind kind, IrType element, int source, Instruction? allocation)
    {
        roots.Add(new Root(kind, element, source, allocation));
        if (kind != RootKind.Fresh)
        {
            shared.Add(roots.Count - 1);
        }

        return roots.Count - 1;
    }

    private sealed record Root(RootKind Kind, IrType Element, int Source, Instruction? Allocation);
}
