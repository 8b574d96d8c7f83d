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
/// the span that it is known to be. The forward sweep keeps that: <see cref="KnownWindows.Forget"/> puts it in the place of the window once both
/// sweeps are written.
/// </remarks>
internal sealed class Windows : Rewriter
{
    private readonly WindowSlots slots;
    private readonly WindowNumbers numbers;

    private Windows(Function source, WindowSlots slots)
        : base(source)
    {
        this.slots = slots;
        numbers = new WindowNumbers(source, Builder, slots, Map);
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
                numbers.Set(instruction.Results[i], numbers.Of(instruction.Blocks[truth ? 0 : 1].Yields[i], slots.Find(instruction.Results[i])!));
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
            beside.Add(block.Completes ? tracked.SelectMany(i => numbers.Of(block.Yields[i], slots.Find(branch.Results[i])!).Numbers).ToList() : []);
            blocks.Add(Builder.Close(block.Yields.Select(Map), block.Completes));
        }

        Builder.Origin = branch.Origin;
        Builder.IsPrimal = branch.IsPrimal;
        int condition = Map(branch.Operands[0]);
        int count = tracked.Sum(i => numbers.NamesOf(branch.Results[i]).Count);
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
        SetWindows(branch.Results, tracked, results, [.. Enumerable.Range(0, count).Select(n => IsChosen(n) ? numbers.Choose(condition, beside[0][n], beside[1][n]) : results[branch.Results.Length + next++])]);
    }

    private void CopyLoop(Instruction loop, int[] tracked)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var beside = tracked.SelectMany(i => numbers.Of(loop.Operands[i], slots.Find(loop.Results[i])!).Numbers).ToList();
        var arguments = Builder.OpenLoop(header.Arguments.Select(a => Source.Values[a].Type).Concat(beside.Select(Builder.TypeOf)));
        for (int i = 0; i < header.Arguments.Length; i++)
        {
            SetMap(header.Arguments[i], arguments[i]);
        }

        SetWindows(header.Arguments, tracked, arguments, arguments.Skip(header.Arguments.Length).ToList());
        CopyInstructions(header.Instructions);
        Builder.Open();
        CopyInstructions(body.Instructions);
        var next = body.Completes ? tracked.SelectMany(i => numbers.Of(body.Yields[i + 1], slots.Find(loop.Results[i])!).Numbers).ToList() : [];
        var newBody = Builder.Close(body.Yields.Select(Map).Concat(next), body.Completes);
        var newHeader = Builder.Close(header.Yields.Select(Map), header.Completes);
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        var results = AddBeside(loop, loop.Operands.Select(Map).Concat(beside), [newHeader, newBody], beside.Select(Builder.TypeOf));
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
            var own = new List<int>();
            foreach (string ending in numbers.NamesOf(value))
            {
                if (Builder.DefinitionOf(beside[next]).Op is Op.Argument or Op.Loop or Op.If)
                {
                    Builder.Name(beside[next], Source.Values[value].Name is { } name ? name.TrimStart('@') + ending : null, isLocal: true);
                }

                own.Add(beside[next++]);
            }

            var window = numbers.From(value, own);
            numbers.Set(value, window);
            SetMap(value, numbers.Read(window, slot, value, images[i]));
        }
    }
}
