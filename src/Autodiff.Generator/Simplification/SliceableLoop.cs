using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// An innermost loop that walks parts of arrays by computed indices, <c>a[i * n + j]</c>, whose checks the just-in-time compiler
/// cannot remove; the parts are known before the loop.
/// </summary>
/// <remarks>
/// <para>
/// Only accesses count that every iteration does. A part is then just what the loop accesses, and taking a slice of it throws only
/// where an access would: never in derivative code, which accesses what the forward pass has accessed. Where the loop does not run at
/// all nothing is known of the part, which then is not taken either.
/// </para>
/// <para>
/// In the forward pass an access may throw, and a slice is to throw the same. It does so before the loop has begun, which nobody can tell
/// where the loop does nothing but compute, with arrays that are there: what it would have written belongs to the method.
/// </para>
/// <para>
/// A loop that counts from zero keeps its counter, and what it accesses by it alone. Another one is made to count from zero,
/// which takes a slice of everything that it accesses; that has to be computed indices for the better half.
/// </para>
/// </remarks>
internal sealed class SliceableLoop
{
    /// <summary>Marks the branch in which a loop stands with its slices.</summary>
    public const string Guard = "slices";

    /// <summary>The rule of a slice that throws what an index does.</summary>
    public const string Row = "Row";

    /// <summary>How many slices a loop may have: with more the registers do not suffice, and nothing is gained.</summary>
    private const int Most = 4;

    private readonly Function function;
    private readonly Definitions definitions;
    private readonly SteppedIndices indices;
    private readonly Lists<int, (Instruction? Reader, int Operand)> uses = new();
    private readonly Dictionary<Instruction, Part> parts = new(ByReference<Instruction>.Instance);

    private SliceableLoop(Function function, Definitions definitions, Instruction loop, CountedLoop counted)
    {
        this.function = function;
        this.definitions = definitions;
        Loop = loop;
        Counted = counted;
        indices = new SteppedIndices(loop, counted, definitions, TypeOf);
        CountsFromZero = definitions[Low] is { Op: Op.Constant, Bits: 0 } && counted.Comparison is Op.Less or Op.GreaterOrEqual;
    }

    /// <summary>A part of an array.</summary>
    internal sealed class Part(int array, SteppedIndices.Index index)
    {
        /// <summary>The array.</summary>
        public int Array => array;

        /// <summary>The index at which it is accessed.</summary>
        public SteppedIndices.Index Index => index;

        /// <summary>Whether the loop writes to it.</summary>
        public bool IsWritten { get; set; }
    }

    /// <summary>The loop.</summary>
    public Instruction Loop { get; }

    /// <summary>How it counts.</summary>
    public CountedLoop Counted { get; }

    /// <summary>Whether its counter is the index in each slice already.</summary>
    public bool CountsFromZero { get; }

    /// <summary>The number that the counter starts from or ends at, whichever is less.</summary>
    public int Low => Counted.Step > 0 ? Counted.Start : Counted.Bound;

    /// <summary>The slices to be taken.</summary>
    public IEnumerable<Part> Parts => Loop.Blocks[1].Instructions.Select(PartOf).OfType<Part>().Distinct();

    /// <summary>The part that an access is to; null for one that stays as it is.</summary>
    public Part? PartOf(Instruction access) => parts.TryGetValue(access, out var part) ? part : null;

    /// <summary>The values that it carries for the sake of indices only, other than its counter.</summary>
    public HashSet<int> Dropped { get; } = [];

    /// <summary>
    /// Whether the slices may be taken where the loop does not run: it runs as often as an array is long, so that they are empty, and
    /// start at a multiple of that, which is zero.
    /// </summary>
    public bool MayBeEmpty => CountsFromZero && Length is >= 0 and var length
        && Parts.All(p => p.Index is { Constant: 0, Terms: { Length: 1 } terms } && !terms[0].IsSubtracted && p.Index.Slot == Counted.Index
            && definitions[terms[0].Value] is { Op: Op.Multiply } product && product.Operands.Any(o => IsSame(o, length)));

    /// <summary>The length of an array that is how often a loop from zero runs; −1 where it is something else.</summary>
    private int Length
    {
        get
        {
            int end = Counted.Step > 0 ? Counted.Bound : definitions[Counted.Start] is { Op: Op.Subtract } last && definitions[last.Operands[1]] is { Op: Op.Constant, Bits: 1 } ? last.Operands[0] : Counted.Start;
            return definitions[end].Op == Op.Length ? end : -1;
        }
    }

    /// <summary>Whether two values are one length.</summary>
    private bool IsSame(int first, int second) =>
        first == second || (definitions[first] is { Op: Op.Length } a && definitions[second] is { Op: Op.Length } b && a.Operands[0] == b.Operands[0] && a.Bits == b.Bits);

    /// <summary>Whether a value is defined in the loop.</summary>
    public bool IsInside(int value) => indices.IsInside(value);

    /// <summary>The loop as one of which slices are to be taken; null where there is nothing to be gained, or too little known.</summary>
    public static SliceableLoop? Find(Instruction loop, Function function, Definitions definitions, int[] uses)
    {
        if (loop.Blocks[1].HasLoop || (loop.IsPrimal && !IsComputation(loop.Blocks[1], function, definitions))
            || CountedLoop.Find(loop, v => definitions[v], v => function.Values[v].Type) is not { Step: 1 or -1 } counted
            || function.Values[counted.Counter].Type.Kind != IrTypeKind.Int32)
        {
            return null;
        }

        var found = new SliceableLoop(function, definitions, loop, counted);
        return found.Choose(uses) ? found : null;
    }

    /// <summary>Whether a block throws nothing but that an index is out of range, and writes nothing that outlives an exception.</summary>
    private static bool IsComputation(Block block, Function function, Definitions definitions) => block.Instructions.All(i => i.Op switch
    {
        Op.Load => IsThere(i.Operands[0], function, definitions),
        Op.Store or Op.Accumulate => IsThere(i.Operands[0], function, definitions) && IsOwn(i.Operands[0], function, definitions),
        Op.Push => true,
        _ => (i.Effects & Effects.Acts) == 0 && i.Blocks.All(b => b.Completes && IsComputation(b, function, definitions)),
    });

    /// <summary>Whether an array is one that the method has made, a part of one, or a destination.</summary>
    private static bool IsOwn(int array, Function function, Definitions definitions)
    {
        array = definitions.BaseOf(array);
        return definitions[array].Op is Op.Allocate or Op.Window
            || (definitions[array].Op == Op.Parameter && function.Name is null && function.ArrayDestinations.Contains(array));
    }

    /// <summary>Whether an array is not null: a span, one that the method has made, or one whose destination it has compared it with.</summary>
    private static bool IsThere(int array, Function function, Definitions definitions) =>
        function.Values[array].Type.Array!.Shape is ArrayShape.Span or ArrayShape.ReadOnlySpan
        || definitions[array] switch
        {
            { Op: Op.Allocate } => true,
            { Op: Op.Parameter } => function.Name is null && function.Differentiated[function.Parameters.Items.IndexOf(array)],
            _ => false,
        };

    private IrType TypeOf(int value) => function.Values[value].Type;

    private bool Choose(int[] usesAfter)
    {
        var known = new Dictionary<(int Array, SteppedIndices.Index Index), Part>();
        foreach (var access in Loop.Blocks[1].Instructions)
        {
            if (access.Op is Op.Load or Op.Store or Op.Accumulate && TypeOf(access.Operands[0]).Array is { Rank: 1 } && !indices.IsInside(access.Operands[0])
                && indices.Find(access.Operands[1]) is { } index && (!CountsFromZero || IsComputed(index)))
            {
                var key = (access.Operands[0], index);
                if (!known.TryGetValue(key, out var part))
                {
                    known.Add(key, part = new Part(access.Operands[0], index));
                }

                part.IsWritten |= access.Op != Op.Load;
                parts.Add(access, part);
            }
        }

        int computed = known.Values.Count(p => IsComputed(p.Index));
        if (computed == 0 || known.Count > Most || (!CountsFromZero && 2 * computed < known.Count))
        {
            return false;
        }

        NoteUses();
        foreach (int slot in indices.Slots.Where(s => s != Counted.Index && IsForIndices(Loop.Blocks[0].Arguments[s], s)))
        {
            Dropped.Add(slot);
        }

        return CountsFromZero || (usesAfter[Loop.Results[Counted.Index]] == 0 && IsForIndices(Counted.Counter, Counted.Index));
    }

    /// <summary>Whether the just-in-time compiler has to check an index: it sees through the counter, and constants are not worth a slice.</summary>
    private bool IsComputed(SteppedIndices.Index index) => index.Slot != Counted.Index || index.Terms.Length > 0;

    /// <summary>Whether a value serves only to compute the indices in slices, and its own next value.</summary>
    private bool IsForIndices(int value, int slot)
    {
        int next = Loop.Blocks[1].Yields[slot + 1];
        return uses[value].All(use => use.Reader switch
        {
            null => value == next && use.Operand == slot + 1,
            { } access when parts.ContainsKey(access) => use.Operand == 1,
            { Op: Op.Add or Op.Subtract, IsChecked: false } sum => IsForIndices(sum.Result, slot),
            { } test => slot == Counted.Index && test.Result == Loop.Blocks[0].Yields[0] && uses[test.Result].All(u => u.Reader is null && u.Operand < 0),
        });
    }

    private void NoteUses()
    {
        Visit(Loop.Blocks[0]);
        Visit(Loop.Blocks[1]);
        Note(Loop.Blocks[0].Yields[0], null, -1);
        for (int i = 0; i < Loop.Blocks[1].Yields.Length; i++)
        {
            Note(Loop.Blocks[1].Yields[i], null, i);
        }

        void Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                for (int i = 0; i < instruction.Operands.Length; i++)
                {
                    Note(instruction.Operands[i], instruction, i);
                }

                foreach (var nested in instruction.Blocks)
                {
                    Visit(nested);
                    foreach (int yield in nested.Yields)
                    {
                        // What an arm yields is more than an index.
                        Note(yield, instruction, -1);
                    }
                }
            }
        }

        void Note(int value, Instruction? reader, int operand) => uses.Add(value, (reader, operand));
    }
}
