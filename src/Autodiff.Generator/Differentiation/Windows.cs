using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Keeps track of the spans that loops carry and branches yield: beside each go the number of the array that it is a window on,
/// its start and its length. Where such a span is read, it is read as that window, so that its shadow is the window on the
/// array's shadow, and the reverse sweep, which cannot keep a span, can make it again from numbers that it can.
/// </summary>
/// <remarks>
/// The window is an <see cref="Op.Slice"/>, or an <see cref="Op.Select"/> where the variable holds whole arrays, with one operand more:
/// the span that it is known to be. The forward sweep keeps that: <see cref="Forget"/> puts it in the place of the window once both
/// sweeps are written.
/// </remarks>
internal sealed class Windows : Rewriter
{
    private readonly WindowSlots slots;

    /// <summary>For each span that is tracked, by its number in the source, what is carried beside it.</summary>
    private readonly Dictionary<int, Window> windows = [];

    private Windows(Function source, WindowSlots slots)
        : base(source)
    {
        this.slots = slots;
    }

    /// <summary>Writes a function with what its reversal must know of the spans that it carries.</summary>
    public static Function Track(Function function)
    {
        if (!function.Values.Any(v => v.Type.IsArray))
        {
            return function;
        }

        var slots = new WindowSlots(function);
        return slots.Any ? new Windows(function, slots).Run() : function;
    }

    /// <summary>The function with the spans themselves in the place of the windows that they are known to be.</summary>
    public static Function Forget(Function function)
    {
        var renaming = new Renaming();
        Visit(function.Body);
        return renaming.Count == 0 ? function : function with { Body = Without(renaming.Of(function.Body)) };

        void Visit(Block block)
        {
            foreach (var instruction in block.Instructions)
            {
                if (KnownAs(instruction) is { } span)
                {
                    renaming.Add(instruction.Result, span);
                }

                foreach (var nested in instruction.Blocks)
                {
                    Visit(nested);
                }
            }
        }

        Block Without(Block block) => block with
        {
            Instructions = block.Instructions.Where(i => KnownAs(i) is null)
                .Select(i => i.Blocks.Length == 0 ? i : i with { Blocks = i.Blocks.Select(Without).ToImmutableArray() }).ToImmutableArray(),
        };
    }

    /// <summary>The span that a window is known to be; null for another instruction.</summary>
    public static int? KnownAs(Instruction instruction) =>
        instruction is { Op: Op.Slice or Op.Select, Operands.Length: 4 } ? instruction.Operands[3] : null;

    /// <summary>What a value is computed from, without the span that a window is known to be.</summary>
    public static EquatableArray<int> SourcesOf(Instruction instruction) =>
        KnownAs(instruction) is null ? instruction.Operands : instruction.Operands.Take(3).ToImmutableArray();

    /// <summary>The type that an array of either type can be given as.</summary>
    public static IrType CommonType(IrType one, IrType other) => one.Array!.Shape > other.Array!.Shape ? one : other;

    protected override void Copy(Instruction instruction)
    {
        int[] tracked = instruction.Op is Op.If or Op.Loop
            ? [.. Enumerable.Range(0, instruction.Results.Length).Where(i => slots.Find(instruction.Results[i]) is not null)]
            : [];
        if (tracked.Length == 0)
        {
            base.Copy(instruction);
        }
        else if (instruction.Op == Op.Loop)
        {
            CopyLoop(instruction, tracked);
        }
        else if (ConstantFolding.TruthOf(Builder, Map(instruction.Operands[0])) is { } truth)
        {
            CopyArm(instruction, truth);
            foreach (int i in tracked)
            {
                windows[instruction.Results[i]] = WindowOf(instruction.Blocks[truth ? 0 : 1].Yields[i], slots.Find(instruction.Results[i])!);
            }
        }
        else
        {
            CopyBranch(instruction, tracked);
        }
    }

    private void CopyBranch(Instruction branch, int[] tracked)
    {
        var blocks = new List<Block>();
        var beside = new List<List<int>>();
        int known = Builder.ValueCount;
        foreach (var block in branch.Blocks)
        {
            Builder.Open();
            CopyInstructions(block.Instructions);
            beside.Add(block.Completes ? tracked.SelectMany(i => WindowOf(block.Yields[i], slots.Find(branch.Results[i])!).Numbers).ToList() : []);
            blocks.Add(Builder.Close(block.Yields.Select(Map), block.Completes));
        }

        Builder.Origin = branch.Origin;
        Builder.IsPrimal = branch.IsPrimal;
        int condition = Map(branch.Operands[0]);
        int count = tracked.Sum(i => NamesOf(branch.Results[i]).Count);
        bool isChoice = branch.Blocks.All(b => b.Completes);
        bool IsChosen(int n) => isChoice && beside.All(of => of[n] < known || Builder.DefinitionOf(of[n]).Op == Op.Constant);

        // What both arms know beforehand is chosen outside, where the condition is enough to choose it again.
        int[] yielded = [.. Enumerable.Range(0, count).Where(n => !IsChosen(n))];
        var results = AddBeside(
            branch,
            branch.Operands.Select(Map),
            blocks.Select((b, k) => b.Completes ? b with { Yields = b.Yields.Items.AddRange(yielded.Select(n => beside[k][n])) } : b).ToList(),
            yielded.Select(n => Builder.TypeOf((beside.FirstOrDefault(of => of.Count > 0) ?? [])[n])));
        int next = 0;
        SetWindows(branch.Results, tracked, results, [.. Enumerable.Range(0, count).Select(n => IsChosen(n) ? Choose(condition, beside[0][n], beside[1][n]) : results[branch.Results.Length + next++])]);
    }

    private int Choose(int condition, int one, int other)
    {
        (one, other) = (Outside(one), Outside(other));
        return (ConstantFolding.TruthOf(Builder, one), ConstantFolding.TruthOf(Builder, other)) switch
        {
            _ when one == other => one,
            (true, false) => condition,
            (false, true) => Not(condition),
            _ => Builder.Add(Op.Select, Builder.TypeOf(one), condition, one, other),
        };
    }

    private int Not(int truth) => Builder.DefinitionOf(truth) is { Op: Op.Not } negation ? negation.Operands[0] : Builder.Add(Op.Not, IrType.Boolean, truth);

    /// <summary>A value that is known outside of the block that has it: a constant is made again.</summary>
    private int Outside(int value) => Builder.DefinitionOf(value) is { Op: Op.Constant } constant
        ? Builder.Add(constant with { Results = default }, Builder.TypeOf(value))
        : value;

    private void CopyLoop(Instruction loop, int[] tracked)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var numbers = tracked.SelectMany(i => WindowOf(loop.Operands[i], slots.Find(loop.Results[i])!).Numbers).ToList();
        var arguments = Builder.OpenLoop(header.Arguments.Select(a => Source.Values[a].Type).Concat(numbers.Select(Builder.TypeOf)));
        for (int i = 0; i < header.Arguments.Length; i++)
        {
            SetMap(header.Arguments[i], arguments[i]);
        }

        SetWindows(header.Arguments, tracked, arguments, arguments.Skip(header.Arguments.Length).ToList());
        CopyInstructions(header.Instructions);
        Builder.Open();
        CopyInstructions(body.Instructions);
        var next = body.Completes ? tracked.SelectMany(i => WindowOf(body.Yields[i + 1], slots.Find(loop.Results[i])!).Numbers).ToList() : [];
        var newBody = Builder.Close(body.Yields.Select(Map).Concat(next), body.Completes);
        var newHeader = Builder.Close(header.Yields.Select(Map), header.Completes);
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        var results = AddBeside(loop, loop.Operands.Select(Map).Concat(numbers), [newHeader, newBody], numbers.Select(Builder.TypeOf));
        SetWindows(loop.Results, tracked, results, results.Skip(loop.Results.Length).ToList());
    }

    /// <summary>Adds a loop or branch with what goes beside its spans at the end of its results.</summary>
    private ImmutableArray<int> AddBeside(Instruction instruction, IEnumerable<int> operands, List<Block> blocks, IEnumerable<IrType> beside)
    {
        var results = Builder.AddMany(
            instruction with { Operands = operands.ToImmutableArray(), Blocks = blocks.ToImmutableArray() },
            instruction.Results.Select(r => Source.Values[r].Type).Concat(beside));
        for (int i = 0; i < instruction.Results.Length; i++)
        {
            SetMap(instruction.Results[i], results[i]);
        }

        return results;
    }

    /// <summary>What is carried beside a span, as endings of its name.</summary>
    private List<string> NamesOf(int value)
    {
        var names = new List<string>();
        var slot = slots.Find(value)!;
        var bases = slot.Bases;
        if (slot.CarriesArray)
        {
            names.Add("Array");
        }
        else if (bases.Count > 1)
        {
            names.Add(bases.Count == 2 && Source.Values[bases[1]].Name is { } other ? "Is" + Capitalized(other) : "Source");
        }

        if (IsSpan(value))
        {
            names.AddRange(["Start", "Length"]);
        }

        return names;
    }

    private bool IsSpan(int value) => Source.Values[value].Type.Array!.Shape != ArrayShape.Array;

    /// <summary>Has the tracked spans among a block's arguments or an instruction's results read as windows.</summary>
    private void SetWindows(EquatableArray<int> values, int[] tracked, ImmutableArray<int> images, IReadOnlyList<int> beside)
    {
        // What a loop carries comes from more than one statement.
        Builder.Origin = values.Length > 0 && slots.DefinitionOf(values[0]).Op == Op.If ? Builder.Origin : -1;
        int next = 0;
        foreach (int i in tracked)
        {
            int value = values[i];
            var slot = slots.Find(value)!;
            var numbers = new List<int>();
            foreach (string ending in NamesOf(value))
            {
                if (Builder.DefinitionOf(beside[next]).Op is Op.Argument or Op.Loop or Op.If)
                {
                    Builder.Name(beside[next], Source.Values[value].Name is { } name ? name.TrimStart('@') + ending : null, isLocal: true);
                }

                numbers.Add(beside[next++]);
            }

            var window = new Window(
                slot.CarriesArray || slot.Bases.Count > 1 ? numbers[0] : null,
                IsSpan(value) ? (numbers[numbers.Count - 2], numbers[numbers.Count - 1]) : null);
            windows[value] = window;
            SetMap(value, Read(window, slot, value, images[i]));
        }
    }

    /// <summary>A tracked span as the window that it is.</summary>
    private int Read(Window window, WindowSlots.Slot slot, int value, int span)
    {
        int array = ArrayOf(window, slot, span);
        return window.Range is var (start, length)
            ? Builder.Add(new Instruction { Op = Op.Slice, Results = default, Operands = ImmutableArray.Create(array, start, length, span) }, Source.Values[value].Type)
            : array;
    }

    /// <summary>The array that a window is one on.</summary>
    private int ArrayOf(Window window, WindowSlots.Slot slot, int? span = null)
    {
        if (slot.CarriesArray)
        {
            return window.Source!.Value;
        }

        int array = Map(slot.Bases[0]);
        for (int b = 1; b < slot.Bases.Count; b++)
        {
            int condition = Is(window, slot, slot.Bases[b]);
            var (one, other) = (Map(slot.Bases[b]), array);
            if (Builder.DefinitionOf(condition) is { Op: Op.Not } negation)
            {
                (condition, one, other) = (negation.Operands[0], other, one);
            }

            var operands = ImmutableArray.Create(condition, one, other);
            if (b == slot.Bases.Count - 1 && window.Range is null && span is { } known)
            {
                operands = operands.Add(known);
            }

            array = Builder.Add(new Instruction { Op = Op.Select, Results = default, Operands = operands }, CommonType(Builder.TypeOf(one), Builder.TypeOf(other)));
        }

        return array;
    }

    /// <summary>Whether a window is one on a certain array.</summary>
    private int Is(Window window, WindowSlots.Slot slot, int array) => slot.Bases.IndexOf(array) switch
    {
        < 0 => ConstantFolding.Boolean(Builder, false),
        _ when slot.Bases.Count == 1 => ConstantFolding.Boolean(Builder, true),
        0 when slot.Bases.Count == 2 => Not(window.Source!.Value),
        1 when slot.Bases.Count == 2 => window.Source!.Value,
        _ => Builder.Add(Op.Equal, IrType.Boolean, window.Source!.Value, Integer(slots.Bases.IndexOf(array))),
    };

    /// <summary>Which of the arrays of a slot a window is on that flows into it: whether it is the second of two, or its number.</summary>
    private int SourceFor(WindowSlots.Slot slot, Window window, WindowSlots.Slot of)
    {
        if (slot.Bases.Count == 2)
        {
            return Is(window, of, slot.Bases[1]);
        }

        return of.Bases.Count > 2 ? window.Source!.Value
            : of.Bases.Count == 1 ? Number(of.Bases[0])
            : Choose(window.Source!.Value, Number(of.Bases[1]), Number(of.Bases[0]));
    }

    private int SourceFor(WindowSlots.Slot slot, int array) =>
        slot.Bases.Count == 2 ? ConstantFolding.Boolean(Builder, slot.Bases[1] == array) : Number(array);

    private int Number(int array) => Integer(slots.Bases.IndexOf(array));

    /// <summary>What goes beside a span that flows into a slot.</summary>
    private Window WindowOf(int value, WindowSlots.Slot slot)
    {
        int start = -1;
        int length = -1;
        while (slots.DefinitionOf(value) is { Op: Op.Slice } window)
        {
            start = Plus(Map(window.Operands[1]), start);
            length = length < 0 ? Map(window.Operands[2]) : length;
            value = window.Operands[0];
        }

        if (slots.Find(value) is { } other)
        {
            var whole = windows[value];
            return Make(() => slot.CarriesArray ? ArrayOf(whole, other) : SourceFor(slot, whole, other), () => Plus(whole.Range?.Start ?? Integer(0), start), () => whole.Range?.Length ?? LengthOf(value));
        }

        return slots.IsNothing(value)
            ? Make(() => SourceFor(slot, slot.Bases[0]), () => start < 0 ? Integer(0) : start, () => Integer(0))
            : Make(() => slot.CarriesArray ? Map(value) : SourceFor(slot, value), () => start < 0 ? Integer(0) : start, () => LengthOf(value));

        Window Make(Func<int> source, Func<int> first, Func<int> all) => new(
            slot.CarriesArray || slot.Bases.Count > 1 ? source() : null,
            IsSpan(slot.Values[0]) ? (first(), length < 0 ? all() : length) : null);
    }

    private int LengthOf(int array) => Builder.Add(Op.Length, IrType.Int32, Map(array));

    private int Plus(int start, int offset) => offset < 0 ? start : Builder.Add(Op.Add, IrType.Int32, start, offset);

    private static string Capitalized(string name) => name.TrimStart('@') is var bare && bare.Length > 0 ? char.ToUpperInvariant(bare[0]) + bare.Substring(1) : bare;

    private int Integer(int number) => ConstantFolding.Integer(Builder, number, IrType.Int32);

    /// <summary>What goes beside a span.</summary>
    /// <param name="Source">The number of the array that it is a window on, where there are several, or the array itself.</param>
    /// <param name="Range">The start and the length of a span.</param>
    private sealed record Window(int? Source, (int Start, int Length)? Range)
    {
        public IEnumerable<int> Numbers => [.. Source is { } source ? new[] { source } : [], .. Range is var (start, length) ? new[] { start, length } : []];
    }
}
