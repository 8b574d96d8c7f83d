using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Takes slices of arrays before inner loops that would compute indices: the part of an array that a loop accesses is checked
/// once, and the just-in-time compiler, which knows the length of a slice, removes the checks in the loop. <see cref="SliceableLoop"/>
/// says where. In the forward pass, where a part may not be there, it is taken by <c>Arrays.Row</c>, which throws what an index does.
/// </summary>
/// <remarks>
/// <code>
/// for (int j = n - 1; j >= 0; j--)                    if (n > 0)
/// {                                                   {
///     dA[i * n + j] += d * x[j];                          Span&lt;double&gt; dARow = dA.Slice(i * n, n);
///     dX[j] += d * a[i * n + j];                          ReadOnlySpan&lt;double&gt; aRow = a.Slice(i * n, n);
/// }                                                       for (int j = n - 1; j >= 0; j--)
///                                                         {
///                                                             dARow[j] += d * x[j];
///                                                             …
/// </code>
/// A number that the loop steps for the sake of such indices alone is carried no longer: how often the loop runs is known.
/// </remarks>
internal sealed class RowSlices : Rewriter
{
    private readonly Definitions definitions;
    private readonly int[] uses;

    /// <summary>The accesses of the loops that are written, with the slices that take the place of arrays, and the index in these.</summary>
    private readonly Dictionary<Instruction, (int Slice, int Index)> accesses = new(ByReference<Instruction>.Instance);

    private RowSlices(Function source)
        : base(source)
    {
        definitions = Definitions.Of(source);
        uses = UseCounts.Of(source);
    }

    public static Function Take(Function function)
    {
        if (!function.Body.HasLoop)
        {
            return function;
        }

        var pass = new RowSlices(function);
        var sliced = pass.Run();
        return pass.accesses.Count > 0 ? DeadCode.Remove(sliced) : function;
    }

    protected override void Copy(Instruction instruction)
    {
        if (accesses.TryGetValue(instruction, out var part))
        {
            CopyAccess(instruction, part.Slice, part.Index);
        }
        else if (instruction.Op == Op.Loop && SliceableLoop.Find(instruction, Source, definitions, uses) is { } loop)
        {
            Write(loop);
        }
        else
        {
            base.Copy(instruction);
        }
    }

    private void CopyAccess(Instruction access, int slice, int index)
    {
        var operands = access.Operands.Skip(2).Select(Map).ToList();
        operands.InsertRange(0, [slice, index]);
        var mapped = access with { Operands = operands.ToImmutableArray() };
        if (access.Op == Op.Load)
        {
            SetMap(access.Result, Builder.Add(mapped, Source.Values[access.Result].Type));
        }
        else
        {
            Builder.AddMany(mapped, []);
        }
    }

    /// <summary>Writes the loop with its slices, in a branch where it may not run at all.</summary>
    private void Write(SliceableLoop sliceable)
    {
        var (loop, counted) = (sliceable.Loop, sliceable.Counted);
        Builder.IsPrimal = loop.IsPrimal;
        int low = Sum(Hoist(sliceable.Low, sliceable), counted.Comparison == Op.Greater ? 1 : 0);
        int high = counted.Step > 0
            ? Sum(Hoist(counted.Bound, sliceable), counted.Comparison == Op.LessOrEqual ? 1 : 0)
            : Sum(Map(counted.Start), 1);
        int condition = Builder.Add(Op.Greater, IrType.Boolean, high, low);
        if (ConstantFolding.TruthOf(Builder, condition) == true || sliceable.MayBeEmpty)
        {
            var all = WriteLoop(sliceable, low, high);
            for (int i = 0; i < all.Length; i++)
            {
                SetMap(loop.Results[i], all[i]);
            }

            return;
        }

        int[] read = Enumerable.Range(0, loop.Results.Length).Where(i => uses[loop.Results[i]] > 0).ToArray();
        Builder.Open();
        var results = WriteLoop(sliceable, low, high);
        var runs = Builder.Close(read.Select(i => results[i]));
        var otherwise = new Block(default, read.Select(i => Map(loop.Operands[i])).ToImmutableArray());
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        var branch = new Instruction { Op = Op.If, Text = SliceableLoop.Guard, Results = default, Operands = ImmutableArray.Create(condition), Blocks = ImmutableArray.Create(runs, otherwise) };
        var handed = Builder.AddMany(branch, read.Select(i => Source.Values[loop.Results[i]].Type));
        for (int i = 0; i < read.Length; i++)
        {
            SetMap(loop.Results[read[i]], handed[i]);
        }
    }

    /// <summary>Writes the slices and the loop; returns what stands for its results.</summary>
    private int[] WriteLoop(SliceableLoop sliceable, int low, int high)
    {
        var (loop, counted) = (sliceable.Loop, sliceable.Counted);
        int count = Builder.Add(Op.Subtract, IrType.Int32, high, low);
        Builder.Name(count, "count", isLocal: false);
        var slices = sliceable.Parts.Select(p => (Part: p, Slice: Slice(p, sliceable, low, count))).ToDictionary(p => p.Part, p => p.Slice);
        int[] kept = Enumerable.Range(0, loop.Operands.Length).Where(i => !sliceable.Dropped.Contains(i)).ToArray();
        var inits = loop.Operands.Select(Map).ToArray();
        if (!sliceable.CountsFromZero)
        {
            inits[counted.Index] = counted.Step > 0 ? Integer(0) : Sum(count, -1);
        }

        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var arguments = Builder.OpenLoop(kept.Select(i => Source.Values[header.Arguments[i]].Type));
        for (int i = 0; i < kept.Length; i++)
        {
            SetMap(header.Arguments[kept[i]], arguments[i]);
        }

        // What is left of the arithmetic of indices is dead.
        int counter = Map(counted.Counter);
        foreach (int slot in sliceable.Dropped)
        {
            SetMap(header.Arguments[slot], counter);
        }

        foreach (var access in body.Instructions)
        {
            if (sliceable.PartOf(access) is { } part)
            {
                accesses.Add(access, (slices[part], counter));
            }
        }

        CopyInstructions(header.Instructions);
        int test = sliceable.CountsFromZero ? Map(header.Yields[0])
            : counted.Step > 0 ? Builder.Add(Op.Less, IrType.Boolean, counter, count)
            : Builder.Add(Op.GreaterOrEqual, IrType.Boolean, counter, Integer(0));
        Builder.Open();
        CopyInstructions(body.Instructions);
        var newBody = Builder.Close(kept.Select(i => Map(body.Yields[i + 1])).Prepend(Map(body.Yields[0])));
        var newHeader = Builder.Close([test]);
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        var written = loop with { Operands = kept.Select(i => inits[i]).ToImmutableArray(), Blocks = ImmutableArray.Create(newHeader, newBody) };
        var results = Builder.AddMany(written, kept.Select(i => Source.Values[loop.Results[i]].Type));
        return Enumerable.Range(0, loop.Results.Length)
            .Select(i => sliceable.Dropped.Contains(i) ? Builder.Add(counted.Step > 0 ? Op.Add : Op.Subtract, IrType.Int32, Map(loop.Operands[i]), count) : results[Array.IndexOf(kept, i)])
            .ToArray();
    }

    /// <summary>A slice of an array from the least index at which it is accessed.</summary>
    private int Slice(SliceableLoop.Part part, SliceableLoop sliceable, int low, int count)
    {
        var index = part.Index;
        var counted = sliceable.Counted;

        // Another number than the counter ends, counting down, as many below as the loop runs, less one.
        long constant = index.Constant;
        int start = low;
        if (index.Slot != counted.Index)
        {
            start = Map(sliceable.Loop.Operands[index.Slot]);
            if (counted.Step < 0)
            {
                start = Builder.Add(Op.Subtract, IrType.Int32, start, count);
                constant++;
            }
        }

        foreach (var (value, isSubtracted) in index.Terms)
        {
            int term = Hoist(value, sliceable);
            start = ConstantFolding.IntegerOf(Builder, start) == 0 && !isSubtracted ? term : Builder.Add(isSubtracted ? Op.Subtract : Op.Add, IrType.Int32, start, term);
        }

        start = Sum(start, constant);
        var array = Source.Values[part.Array];
        var shape = part.IsWritten ? ArrayShape.Span : ArrayShape.ReadOnlySpan;
        Builder.Origin = -1;
        bool mayThrow = sliceable.Loop.IsPrimal;
        int slice = Builder.Add(
            new Instruction
            {
                Op = Op.Slice,
                Results = default,
                Operands = ImmutableArray.Create(Map(part.Array), start, count),
                Rule = mayThrow ? SliceableLoop.Row : null,
                Effects = mayThrow ? Effects.Acts : Effects.None,
            },
            IrType.ArrayOf(array.Type.Array!.Element, shape));
        Builder.Name(slice, (array.Name?.TrimStart('@') ?? "the") + "Row", isLocal: true);
        return slice;
    }

    /// <summary>The value before the loop of one that is the same in all its iterations.</summary>
    private int Hoist(int value, SliceableLoop sliceable)
    {
        if (!sliceable.IsInside(value))
        {
            return Map(value);
        }

        var definition = definitions[value];
        return Builder.Add(definition with { Operands = definition.Operands.Select(o => Hoist(o, sliceable)).ToImmutableArray() }, Source.Values[value].Type);
    }

    private int Sum(int value, long number) =>
        number == 0 ? value : Builder.Add(number < 0 ? Op.Subtract : Op.Add, IrType.Int32, value, Integer(Math.Abs(number)));

    private int Integer(long number) => ConstantFolding.Integer(Builder, number, IrType.Int32);
}
