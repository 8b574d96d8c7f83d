using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// What of a block can run earlier than it stands, so that a part of the reverse sweep moves up to the part of the forward sweep that it
/// reverses: the computation of the values that it reads. Arithmetic can. An element of a span that nothing writes to can be read
/// earlier if all that may throw until there throws the same. What clears a shadow moves as far as what adds to it.
/// </summary>
internal sealed class EarlierCode
{
    private readonly Function function;
    private readonly PointsTo memory;
    private readonly IndexErrors errors;
    private readonly ImmutableArray<Instruction> list;
    private readonly int first;
    private readonly int second;
    private readonly Dictionary<int, int> owners = [];
    private readonly SortedSet<int> moved = [];

    /// <summary>Looks at the code between two instructions of a block.</summary>
    public EarlierCode(Function function, PointsTo memory, IndexErrors errors, ImmutableArray<Instruction> list, int first, int second)
    {
        (this.function, this.memory, this.errors) = (function, memory, errors);
        (this.list, this.first, this.second) = (list, first, second);
        for (int i = first; i < second; i++)
        {
            Own(list[i], i);
        }
    }

    /// <summary>The places in the block of what moves before the first instruction.</summary>
    public IReadOnlyCollection<int> Moved => moved;

    /// <summary>Whether a value is computed by the first instruction, or in it.</summary>
    public bool IsOfFirst(int value) => owners.TryGetValue(value, out int owner) && owner == first;

    /// <summary>Whether a value exists before the first instruction, or can be computed there; that is noted then.</summary>
    public bool Move(int value)
    {
        if (!owners.TryGetValue(value, out int owner) || moved.Contains(owner))
        {
            return true;
        }

        if (owner == first || !IsMovable(owner) || !Reads(list[owner]).All(Move))
        {
            return false;
        }

        moved.Add(owner);
        return true;
    }

    /// <summary>Whether shadows can be added to before the first instruction rather than at the second.</summary>
    /// <param name="targets">The storage of the shadows.</param>
    public bool MoveAdditions(HashSet<int> targets)
    {
        bool isTouched = false;
        for (int i = first + 1; i < second; i++)
        {
            if (moved.Contains(i))
            {
                continue;
            }

            if (IsClear(list[i]) && Touches(list[i], targets))
            {
                if (isTouched || !list[i].Operands.All(Move))
                {
                    return false;
                }

                moved.Add(i);
                continue;
            }

            isTouched |= Touches(list[i], targets);
            if (Disturbs(function, memory, list[i], targets))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an instruction does more to storage than adding to its elements.</summary>
    public static bool Disturbs(Function function, PointsTo memory, Instruction instruction, HashSet<int> targets) =>
        instruction.Blocks.Any(b => b.Instructions.Any(i => Disturbs(function, memory, i, targets)))
        || (instruction.Effects != Effects.None
            && instruction.Op is Op.Store or Op.Fill or Op.Copy or Op.AccumulateAll or Op.Load or Op.Opaque or Op.Effect or Op.Invoke or Op.InvokeReverse
            && !AddsOnly(function, instruction)
            && instruction.Operands.Where(o => function.Values[o].Type.IsArray).SelectMany(memory.ReachableFrom).Any(targets.Contains));

    /// <summary>Whether a call is the reverse sweep of a function that writes to no array: it only adds to shadows.</summary>
    public static bool AddsOnly(Function function, Instruction instruction) =>
        instruction.Op is Op.InvokeReverse or Op.InvokeWithGradient && !function.CalleeOf(instruction).Written.Contains(true);

    /// <summary>The values that an instruction reads, with all that it contains.</summary>
    public static IEnumerable<int> Reads(Instruction instruction) =>
        instruction.Operands.Concat(instruction.Blocks.SelectMany(b => b.Instructions.SelectMany(Reads).Concat(b.Yields)));

    private void Own(Instruction instruction, int owner)
    {
        foreach (int result in instruction.Results)
        {
            owners[result] = owner;
        }

        foreach (var block in instruction.Blocks)
        {
            foreach (int argument in block.Arguments)
            {
                owners[argument] = owner;
            }

            foreach (var nested in block.Instructions)
            {
                Own(nested, owner);
            }
        }
    }

    private bool IsMovable(int place)
    {
        var instruction = list[place];
        if (instruction is { Op: Op.Allocate, IsPrimal: false })
        {
            return true;
        }

        if (instruction.Op == Op.Load)
        {
            return instruction.IsPrimal && memory.IsStable(instruction) && IndexErrors.IsSpan(function, instruction.Operands[0])
                && Enumerable.Range(first, place - first).All(i => errors.IsOnly(function, list[i]));
        }

        return instruction.Blocks.Length == 0 && instruction.Effects == Effects.None;
    }

    /// <summary>Whether an instruction sets a whole shadow to zero.</summary>
    private static bool IsClear(Instruction instruction) =>
        instruction is { Op: Op.Fill, IsPrimal: false } or { Op: Op.Effect, IsPrimal: false, Operands.Length: 1 };

    private bool Touches(Instruction instruction, HashSet<int> targets) =>
        instruction.Operands.Where(o => function.Values[o].Type.IsArray).SelectMany(memory.ReachableFrom).Any(targets.Contains)
        || instruction.Blocks.Any(b => b.Instructions.Any(i => Touches(i, targets)));
}
