using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Gives each iteration of a loop a row of its own of an array that every iteration overwrites, where the reverse loop needs what the
/// iterations left in it (array expansion: Feautrier, Array Expansion, 1988). It finds the numbers in their rows; else each would go on the
/// tape as it is read, once more beside the array.
/// </summary>
/// <remarks>
/// <code>
/// double[] row = new double[n];               Span&lt;double&gt; rows = workspace.Take(count * n);
/// for (int k = 0; k &lt; count; k++)            for (int k = 0; k &lt; count; k++)
/// {                                           {
///     // row[i] = …                               Span&lt;double&gt; row = rows.Slice(k * n, n);
///     // … row[i] …                               …
/// }                                           }
/// </code>
/// The loop and its reverse stand in one block, so that no more is kept than what the tape would hold. Where the loop does not run there is one
/// row still: that its length is not negative is as much of a condition as it was.
/// </remarks>
internal sealed class ExpandedArrays : Rewriter
{
    private readonly Dictionary<int, Expansion> expansions;
    private readonly ILookup<Instruction, Expansion> byLoop;
    private readonly ILookup<int, Expansion> byRegion;
    private readonly List<(int Value, int Array)> lengths;
    private readonly Definitions definitions;

    private ExpandedArrays(Function source, IReadOnlyList<Expansion> expansions)
        : base(source)
    {
        this.expansions = expansions.ToDictionary(e => e.Allocation.Result);
        byLoop = expansions.ToLookup(e => e.Loop, ByReference<Instruction>.Instance);
        byRegion = expansions.ToLookup(e => e.Loop.Region);
        definitions = Definitions.Of(source);
        lengths = Enumerable.Range(0, source.Values.Length)
            .Where(v => definitions[v] is { Op: Op.Length } length && this.expansions.ContainsKey(length.Operands[0]))
            .Select(v => (v, definitions[v].Operands[0])).ToList();
    }

    /// <summary>An array that is expanded.</summary>
    /// <param name="Allocation">What makes it.</param>
    /// <param name="Loop">The loop of which each iteration gets a row.</param>
    /// <param name="Counted">How it counts: from zero.</param>
    internal sealed record Expansion(Instruction Allocation, Instruction Loop, CountedLoop Counted)
    {
        /// <summary>The array of all rows, in the new function.</summary>
        public int Rows { get; set; } = -1;

        /// <summary>The row of an iteration, in the new function.</summary>
        public int Row { get; set; } = -1;
    }

    /// <summary>Expands arrays of a function with its reverse sweep.</summary>
    public static Function Expand(Function gradient)
    {
        var found = gradient.Name is null ? ExpandableArrays.Find(gradient) : [];
        if (found.Count == 0)
        {
            return gradient;
        }

        // Whether an element is still there when it is needed is told by the rows.
        var expanded = new ExpandedArrays(gradient, found).Run();
        var kept = new KeptRows(expanded, found);
        var gains = found.Where(e => kept.Rows.Contains(e.Row)).ToList();
        return gains.Count == 0 ? gradient : gains.Count == found.Count ? expanded : new ExpandedArrays(gradient, gains).Run();
    }

    protected override void Copy(Instruction instruction)
    {
        if (instruction.Op == Op.Allocate && expansions.TryGetValue(instruction.Result, out var expansion))
        {
            Allocate(expansion);
        }
        else if (instruction.Op == Op.Length && expansions.TryGetValue(instruction.Operands[0], out expansion) && Map(instruction.Operands[0]) < 0)
        {
            SetMap(instruction.Result, Map(expansion.Allocation.Operands[0]));
        }
        else if (instruction.Op == Op.Loop && (byLoop[instruction].Any() || (instruction.ReverseOf > 0 && byRegion[instruction.ReverseOf].Any())))
        {
            WriteLoop(instruction);
        }
        else
        {
            base.Copy(instruction);
        }
    }

    /// <summary>Makes room for the rows of all iterations.</summary>
    private void Allocate(Expansion expansion)
    {
        var (allocation, array) = (expansion.Allocation, Source.Values[expansion.Allocation.Result]);
        int length = Map(allocation.Operands[0]);
        int count = BoundOf(expansion);
        if (!IsLength(count) || !IsLength(length))
        {
            string least = IsLength(length) ? "0" : "1";
            count = Builder.Add(new Instruction { Op = Op.Opaque, Results = default, Operands = ImmutableArray.Create(count), Text = $"global::System.Math.Max({least}, {{0:a}})" }, IrType.Int32);
        }

        int total = Builder.Add(new Instruction { Op = Op.Multiply, Results = default, Operands = ImmutableArray.Create(count, length), IsChecked = true, Effects = Effects.Acts }, IrType.Int32);
        expansion.Rows = Builder.Add(allocation with { Operands = ImmutableArray.Create(total) }, array.Type);
        Builder.Name(expansion.Rows, (array.Name?.TrimStart('@') ?? "the") + "Rows", isLocal: true);
    }

    /// <summary>How often the loop runs, known here: the value itself, or again the length that it is.</summary>
    private int BoundOf(Expansion expansion)
    {
        int bound = expansion.Counted.Bound;
        return Map(bound) is >= 0 and var known ? known : Builder.Add(definitions[bound] with { Operands = MapAll(definitions[bound].Operands) }, IrType.Int32);
    }

    private bool IsLength(int value) => Builder.DefinitionOf(value) is { Op: Op.Length } or { Op: Op.Constant, Bits: > 0 };

    /// <summary>Writes a loop, or its reverse, in whose iterations rows stand for arrays.</summary>
    private void WriteLoop(Instruction loop)
    {
        bool isReverse = loop.ReverseOf > 0 && byRegion[loop.ReverseOf].Any();
        var arrays = (isReverse ? byRegion[loop.ReverseOf] : byLoop[loop]).ToList();
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var arguments = Builder.OpenLoop(header.Arguments.Select(a => Source.Values[a].Type));
        for (int i = 0; i < arguments.Length; i++)
        {
            SetMap(header.Arguments[i], arguments[i]);
        }

        CopyInstructions(header.Instructions);
        Builder.Open();
        Builder.IsPrimal = loop.IsPrimal;
        if (!isReverse)
        {
            arrays.ForEach(TakeRow);
        }

        var outside = arrays.ToDictionary(e => e.Allocation.Result, _ => -1);
        foreach (var (value, array) in lengths.Where(l => outside.ContainsKey(l.Array) && Map(l.Value) >= 0).ToList())
        {
            outside.Add(value, Map(value));
            SetMap(value, Builder.Add(new Instruction { Op = Op.Length, Results = default, Operands = ImmutableArray.Create(expansions[array].Row) }, IrType.Int32));
        }

        arrays.ForEach(e => SetMap(e.Allocation.Result, e.Row));
        CopyInstructions(body.Instructions);
        var newBody = Builder.Close(MapAll(body.Yields), body.Completes);
        foreach (var pair in outside)
        {
            SetMap(pair.Key, pair.Value);
        }

        var newHeader = Builder.Close(MapAll(header.Yields), header.Completes);
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        AddBranch(loop, ImmutableArray.Create(newHeader, newBody));
    }

    /// <summary>Takes the row of an iteration.</summary>
    private void TakeRow(Expansion expansion)
    {
        var array = Source.Values[expansion.Allocation.Result];
        int length = Map(expansion.Allocation.Operands[0]);
        Builder.Origin = -1;
        int start = Builder.Add(Op.Multiply, IrType.Int32, Map(expansion.Counted.Counter), length);
        expansion.Row = Builder.Add(Op.Slice, IrType.ArrayOf(array.Type.Array!.Element, ArrayShape.Span), expansion.Rows, start, length);
        Builder.Name(expansion.Row, array.Name, isLocal: true);
    }
}
