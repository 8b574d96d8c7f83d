using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Reads an element once: a read of the same element of the same array as one before it, in this block or an enclosing one, with no
/// write to what may be that element in between, is that value, so that <c>x[i] * x[i]</c> is a square. A read of what was
/// just written is what was written. The index was in range the first time, so that no exception is lost. What every iteration
/// of a loop reads from one place, and is overwritten later, is read before the loop, so that it is kept once; its index is
/// known to be in range, should the loop not run. It runs on the primal computation, before that is differentiated.
/// </summary>
/// <remarks>
/// These are the available loads and forwarded stores of compilers (Muchnick, Advanced Compiler Design and Implementation, 1997,
/// §12.3): each root of storage has the time of its last write, and what is known of an element holds while it is younger. What a loop
/// writes it writes before it, too, since its iterations come round again.
/// </remarks>
internal sealed class SharedLoads : Rewriter
{
    /// <summary>How many elements of an array are looked at when another one is written; a limit keeps the pass linear.</summary>
    private const int Neighbours = 64;

    private readonly PointsTo memory;
    private readonly KnownIndices indices;
    private readonly int[] uses;
    private readonly Dictionary<(int Array, EquatableArray<int> Indices), Element> elements = [];
    private readonly Stack<((int Array, EquatableArray<int> Indices) Key, Element? Before)> changes = new();
    private readonly Dictionary<int, List<Element>> elementsOf = [];
    private readonly long[] written;
    private long clock;
    private bool entersHeader;
    private int headers;
    private int branches;

    private SharedLoads(Function source)
        : base(source)
    {
        memory = PointsTo.Of(source);
        indices = new KnownIndices(source, Definitions.Of(source), memory, isGradient: false);
        uses = UseCounts.Of(source);
        written = new long[memory.RootCount];
    }

    /// <summary>Shares the loads of a function of the primal computation.</summary>
    public static Function Share(Function function)
    {
        var pass = new SharedLoads(function);
        return pass.memory.RootCount == 0 ? function : pass.Run();
    }

    /// <summary>What is known in a block is not known after it.</summary>
    protected override void CopyInstructions(EquatableArray<Instruction> instructions)
    {
        int depth = changes.Count;
        int isHeader = entersHeader ? 1 : 0;
        entersHeader = false;
        headers += isHeader;
        base.CopyInstructions(WithoutRepeatedChecks(instructions));
        headers -= isHeader;
        Forget(depth);
    }

    /// <summary>
    /// Leaves out the reads that only ask whether an element is there, as taking it by reference does, where what is done next
    /// asks as well.
    /// </summary>
    private ImmutableArray<Instruction> WithoutRepeatedChecks(EquatableArray<Instruction> instructions)
    {
        var kept = ImmutableArray.CreateBuilder<Instruction>(instructions.Length);
        Instruction? next = null;
        for (int i = instructions.Length - 1; i >= 0; i--)
        {
            var instruction = instructions[i];
            if (instruction.Op == Op.Load && uses[instruction.Result] == 0 && next is { Op: Op.Load or Op.Store }
                && next.Operands.Take(instruction.Operands.Length).SequenceEqual(instruction.Operands))
            {
                continue;
            }

            next = instruction.IsPure ? next : instruction;
            kept.Add(instruction);
        }

        kept.Reverse();
        return kept.ToImmutable();
    }

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op == Op.Loop)
        {
            long before = clock;
            NoteWrites(instruction);
            if (headers == 0)
            {
                LoadBefore(instruction.Blocks[1], before);
                Builder.Origin = instruction.Origin;
            }

            entersHeader = true;
            base.Copy(instruction);
            return;
        }

        if (instruction.Op == Op.If)
        {
            branches++;
            base.Copy(instruction);
            branches--;
            return;
        }

        if (instruction.Op == Op.Load && KeyOf(instruction) is var key)
        {
            if (elements.TryGetValue(key, out var element) && IsCurrent(element) && MayShare(instruction, element))
            {
                SetMap(instruction.Result, element.Value);
                return;
            }

            base.Copy(instruction);
            Learn(key, new Element(key.Indices, Map(instruction.Result), memory.RootsOf(instruction.Operands[0])));
            return;
        }

        if (instruction.Op is Op.Divide or Op.Remainder && Source.Values[instruction.Result].Type.IsInteger)
        {
            // An integer division throws no second time: it is shared as an element is that nothing writes.
            var quotient = (-(int)instruction.Op, (EquatableArray<int>)instruction.Operands.Select(Map).ToImmutableArray());
            if (elements.TryGetValue(quotient, out var same))
            {
                SetMap(instruction.Result, same.Value);
                return;
            }

            base.Copy(instruction);
            Learn(quotient, new Element(quotient.Item2, Map(instruction.Result), []));
            return;
        }

        if (instruction.Op == Op.Store)
        {
            var place = KeyOf(instruction);
            int value = Map(instruction.Operands[instruction.Operands.Length - 1]);
            var others = Neighbouring(place);
            base.Copy(instruction);
            NoteWrites(instruction);
            others.ForEach(o => o.Time = clock);

            // An array that is read back keeps a name of its own, since its shadow is read back too.
            if (Builder.TypeOf(value) == Source.Values[instruction.Operands[0]].Type.Array!.Element && !Builder.TypeOf(value).IsArray)
            {
                Learn(place, new Element(place.Indices, value, memory.RootsOf(instruction.Operands[0])));
            }

            return;
        }

        base.Copy(instruction);
        if (instruction.Blocks.Length == 0)
        {
            NoteWrites(instruction);
        }
    }

    /// <summary>Reads before a loop, whose writes have been noted since a time, what its iterations read from one place.</summary>
    private void LoadBefore(Block body, long before)
    {
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Op == Op.Loop)
            {
                LoadBefore(instruction.Blocks[1], before);
            }
            else if (instruction.Op == Op.Load && !Source.Values[instruction.Result].Type.IsArray && instruction.Operands.All(o => Map(o) >= 0)
                && !memory.RootsOf(instruction.Operands[0]).Any(r => written[r] > before) && !memory.Writes.IsStable(instruction) && indices.AreInRange(instruction))
            {
                CopyOne(instruction);
            }
        }
    }

    private (int Array, EquatableArray<int> Indices) KeyOf(Instruction access)
    {
        var indices = ImmutableArray.CreateBuilder<int>(access.IndexCount);
        for (int i = 1; i <= access.IndexCount; i++)
        {
            indices.Add(Map(access.Operands[i]));
        }

        return (Map(access.Operands[0]), indices.MoveToImmutable());
    }

    /// <summary>
    /// Whether a load may be what is known of the element. Where it stands in an arm of a branch, a number that is still in its place
    /// in the reverse sweep is read again there: its adjoint then adds to the element in that arm, and not after the
    /// branch, whichever arm was taken.
    /// </summary>
    private bool MayShare(Instruction load, Element element) =>
        element.Branches == branches || !Source.Values[load.Result].Type.IsFloating || !memory.Writes.IsStable(load);

    /// <summary>Takes note of what an element holds, but for the header of a loop: that stays one condition.</summary>
    private void Learn((int Array, EquatableArray<int> Indices) key, Element element)
    {
        if (headers > 0)
        {
            return;
        }

        element.Time = clock;
        element.Branches = branches;
        elements.TryGetValue(key, out var before);
        changes.Push((key, before));
        elements[key] = element;
        if (!elementsOf.TryGetValue(key.Array, out var list))
        {
            elementsOf.Add(key.Array, list = []);
        }

        list.Add(element);
    }

    /// <summary>Forgets what became known since there were so many changes.</summary>
    private void Forget(int depth)
    {
        while (changes.Count > depth)
        {
            var (key, before) = changes.Pop();
            elementsOf[key.Array].RemoveAt(elementsOf[key.Array].Count - 1);
            if (before is null)
            {
                elements.Remove(key);
            }
            else
            {
                elements[key] = before;
            }
        }
    }

    private bool IsCurrent(Element element) => element.Roots.All(r => written[r] <= element.Time);

    /// <summary>What is known of other elements of an array, by number.</summary>
    private List<Element> Neighbouring((int Array, EquatableArray<int> Indices) place) =>
        elementsOf.TryGetValue(place.Array, out var list)
            ? list.GetRange(Math.Max(0, list.Count - Neighbours), Math.Min(list.Count, Neighbours)).Where(e => IsCurrent(e) && Elements.AreDistinct(e.Indices, place.Indices, Builder.DefinitionOf)).ToList()
            : [];

    /// <summary>Takes note of what an instruction writes, with all that it contains.</summary>
    private void NoteWrites(Instruction instruction)
    {
        if (instruction.Op == Op.Invoke)
        {
            var callee = Source.CalleeOf(instruction);
            for (int i = 0; i < instruction.Operands.Length; i++)
            {
                NoteWrites(callee.Writes(i) ? memory.ReachableFrom(instruction.Operands[i]) : []);
            }
        }
        else if (Placement.TargetOf(instruction) is { } target)
        {
            NoteWrites(memory.RootsOf(target));
        }

        foreach (var block in instruction.Blocks)
        {
            foreach (var nested in block.Instructions)
            {
                NoteWrites(nested);
            }
        }
    }

    private void NoteWrites(IReadOnlyCollection<int> roots)
    {
        clock++;
        foreach (int root in roots.SelectMany(memory.SameAs))
        {
            written[root] = clock;
        }
    }

    /// <summary>What an element holds.</summary>
    private sealed class Element(EquatableArray<int> indices, int value, IReadOnlyCollection<int> roots)
    {
        public EquatableArray<int> Indices => indices;

        public int Value => value;

        public IReadOnlyCollection<int> Roots => roots;

        /// <summary>How many branches are around the place where that became known.</summary>
        public int Branches { get; set; }

        /// <summary>When that was last known to be so.</summary>
        public long Time { get; set; }
    }
}
