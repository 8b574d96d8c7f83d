using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Differentiation;

/// <summary>
/// Which arrays need a shadow, the array of their elements' adjoints, and which shadows have to exist in the forward sweep
/// already. An array needs one if its elements vary and matter to the result. The reverse sweep makes the shadow of a local array when it comes to the
/// block that made the array, and finds the shadow of a window or a row from that of the whole. Where it would have to
/// know which of several arrays a variable stood for, in a loop that swaps two buffers or where a row is put into
/// another array, the shadow is made in the forward sweep with the array and handed on beside it.
/// </summary>
internal sealed class ShadowPlan
{
    private readonly Function function;
    private readonly Activity activity;
    private readonly bool[] useful;
    private readonly Definitions definitions;
    private readonly HashSet<int> early = [];

    /// <summary>The arrays whose own elements do not matter, but which may be what a shadowed choice stands for.</summary>
    private readonly HashSet<int> chosen = [];

    /// <summary>The spans that are read as windows on other arrays, whose shadows theirs are found from.</summary>
    private readonly HashSet<int> tracked = [];

    public ShadowPlan(Function function, Activity activity, bool[] useful, Definitions definitions)
    {
        this.function = function;
        this.activity = activity;
        this.useful = useful;
        this.definitions = definitions;
        tracked.UnionWith(function.Values.Select((_, v) => definitions[v] is { } d ? KnownWindows.SpanOf(d) : null).OfType<int>());
        FindChosen(function.Body);
        Visit(function.Body);
    }

    /// <summary>Whether the adjoints of an array's elements matter, or of one that it may be chosen for.</summary>
    public bool IsShadowed(int array) =>
        function.Values[array].Type.IsFloatingArray && ((activity.Varied[array] && useful[array]) || chosen.Contains(array));

    /// <summary>Whether an array has a shadow: for the sake of its own elements, or of what a variable may stand for beside it.</summary>
    public bool HasShadow(int array) => IsShadowed(array) || IsEarly(array);

    /// <summary>Whether reversing a block has anything to do with shadows.</summary>
    public bool Touches(Block block) => block.Instructions.Any(i =>
        i.Op == Op.Invoke
        || (i.Op is Op.Load or Op.Store or Op.Fill or Op.Copy && HasShadow(i.Operands[0]))
        || (i.Op == Op.Copy && HasShadow(i.Operands[1]))
        || i.Blocks.Any(Touches));

    /// <summary>Whether the shadow of an array is needed in the forward sweep.</summary>
    public bool IsEarly(int array) => early.Contains(array);

    /// <summary>Finds them from the last choice to the first, since a choice may be between choices.</summary>
    private void FindChosen(Block block)
    {
        for (int i = block.Instructions.Length - 1; i >= 0; i--)
        {
            var instruction = block.Instructions[i];
            if (instruction.Op == Op.Select && IsShadowed(instruction.Result))
            {
                chosen.Add(instruction.Operands[1]);
                chosen.Add(instruction.Operands[2]);
            }

            foreach (var nested in instruction.Blocks)
            {
                FindChosen(nested);
            }
        }
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            foreach (var nested in instruction.Blocks)
            {
                Visit(nested);
            }

            switch (instruction.Op)
            {
                case Op.Loop:
                    for (int i = 0; i < instruction.Operands.Length; i++)
                    {
                        if (tracked.Contains(instruction.Blocks[0].Arguments[i]))
                        {
                            continue;
                        }

                        int[] next = instruction.Blocks[1].Completes ? [instruction.Blocks[1].Yields[i + 1]] : [];
                        Merge([instruction.Results[i], instruction.Blocks[0].Arguments[i], instruction.Operands[i], .. next]);
                    }

                    break;
                case Op.If:
                    for (int i = 0; i < instruction.Results.Length; i++)
                    {
                        if (tracked.Contains(instruction.Results[i]))
                        {
                            continue;
                        }

                        Merge([instruction.Results[i], .. instruction.Blocks.Where(b => b.Completes).Select(b => b.Yields[i])]);
                    }

                    break;
                case Op.Store or Op.Fill when function.Values[instruction.Operands[instruction.Operands.Length - 1]].Type.IsArray:
                    Merge(instruction.Operands[0], instruction.Operands[instruction.Operands.Length - 1]);
                    break;
                case Op.Load when function.Values[instruction.Result].Type.IsArray && activity.Memory.RootsOf(instruction.Operands[0]).Any(activity.Memory.Writes.IsWritten):
                    Merge(instruction.Operands[0], instruction.Result);
                    break;
            }
        }
    }

    /// <summary>Notes values that stand for each other: if one of them has a shadow, all of them have.</summary>
    private void Merge(params int[] values)
    {
        if (values.Any(IsShadowed))
        {
            foreach (int value in values)
            {
                Need(value);
            }
        }
    }

    /// <summary>Notes that a shadow is needed early, and with it what it is found from.</summary>
    private void Need(int value)
    {
        if (!function.Values[value].Type.IsFloatingArray || !early.Add(value))
        {
            return;
        }

        if (definitions[value] is { Op: Op.Slice or Op.Load } part)
        {
            Need(part.Operands[0]);
        }
        else if (definitions[value] is { Op: Op.Select } choice)
        {
            Need(choice.Operands[1]);
            Need(choice.Operands[2]);
        }
    }
}
