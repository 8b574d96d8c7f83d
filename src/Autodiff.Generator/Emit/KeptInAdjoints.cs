using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Keeps a value of each iteration where the backward pass will put an adjoint, in place of on the tape: the loops touch an array less, and
/// where nothing else is kept there is no tape.
/// </summary>
/// <remarks>
/// <code>
/// for (int i = 0; i &lt; x.Length; i++)          for (int i = 0; i &lt; x.Length; i++)
/// {                                            {
///     double exp = Math.Exp(x[i]);                 double exp = Math.Exp(x[i]);
///     saved[top++] = exp;                          xGradient[i] = exp;
///     sum += exp;                                  sum += exp;
/// }                                            }
/// …                                            …
/// for (int i = x.Length - 1; i >= 0; i--)      for (int i = x.Length - 1; i >= 0; i--)
/// {                                            {
///     xGradient[i] = dSum * saved[--top];          xGradient[i] *= dSum;
/// </code>
/// The forward loop and the one that reverses it stand in one block and count through the same numbers (<see cref="LoopPair"/>), so that
/// both may index the array by their counters. <see cref="FreeElements"/> says which array has room for the value until then.
/// </remarks>
internal sealed class KeptInAdjoints
{
    private readonly Definitions definitions;
    private readonly KnownIndices indices;
    private readonly FreeElements elements;
    private readonly ImmutableArray<Value>.Builder values;

    private KeptInAdjoints(Function function)
    {
        definitions = Definitions.Of(function);
        var memory = PointsTo.Of(function);
        indices = new KnownIndices(function, definitions, memory, isGradient: true);
        elements = new FreeElements(function, definitions, memory, indices);
        values = function.Values.Items.ToBuilder();
    }

    /// <summary>The text of a store that keeps a value for the backward pass alone.</summary>
    private const string Reason = "for the backward pass";

    /// <summary>Keeps values so in a gradient method.</summary>
    public static Function Keep(Function gradient)
    {
        if (!Contains(gradient.Body, i => i.Op == Op.Push) || !gradient.Values.Any(v => v.Type.IsFloatingArray))
        {
            return gradient;
        }

        var pass = new KeptInAdjoints(gradient);
        var body = pass.Visit(gradient.Body, ImmutableHashSet<int>.Empty);
        return ReferenceEquals(body, gradient.Body) ? gradient : DeadCode.Remove(TapeRoom.WithoutUnused(gradient with { Values = pass.values.ToImmutable(), Body = body }));
    }

    private static bool Contains(Block block, Func<Instruction, bool> isSought) => block.Instructions.Any(i => isSought(i) || i.Blocks.Any(b => Contains(b, isSought)));

    /// <summary>Writes a block: the block itself where nothing changes.</summary>
    /// <param name="block">The block.</param>
    /// <param name="lengths">Numbers that are known to be the lengths of arrays.</param>
    private Block Visit(Block block, ImmutableHashSet<int> lengths)
    {
        var list = block.Instructions.ToList();
        bool changed = false;
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i].Op == Op.Allocate)
            {
                lengths = lengths.Union(list[i].Operands);
            }

            var nested = list[i].Blocks.Select(b => Visit(b, lengths)).ToImmutableArray();
            if (nested.Where((b, k) => !ReferenceEquals(b, list[i].Blocks[k])).Any())
            {
                changed = true;
                list[i] = list[i] with { Blocks = nested };
            }
        }

        foreach (var pair in LoopPair.In(block, v => definitions[v], v => values[v].Type).ToList())
        {
            // What is done for one pair leaves the other loops in their order, but not in their places.
            var (loop, reverse) = (block.Instructions[pair.Loop].Result, block.Instructions[pair.Reverse].Result);
            changed |= Keep(list, pair with { Loop = list.FindIndex(i => i.Result == loop), Reverse = list.FindIndex(i => i.Result == reverse) }, lengths);
        }

        return changed ? block with { Instructions = list.ToImmutableArray() } : block;
    }

    /// <summary>Finds places for what a loop keeps. Returns whether there was one.</summary>
    private bool Keep(List<Instruction> block, LoopPair pair, ImmutableHashSet<int> lengths)
    {
        bool changed = false;
        foreach (var (push, pop) in Kept(block, pair))
        {
            if (elements.FindFree(block, pair.Loop, pair.Counted, pair.Reverse, pair.Counter, pop) is not { } array || !Prepare(block, ref pair, array, lengths))
            {
                continue;
            }

            var store = push with { Op = Op.Store, Operands = ImmutableArray.Create(array, pair.Counted.Counter, push.Operands[0]), Text = Reason };
            values[pop.Result] = values[pop.Result] with { IsLocal = false };
            Replace(block, pair, (push, store), (pop, pop with { Op = Op.Load, Operands = ImmutableArray.Create(array, pair.Counter), Text = Reason, Effects = Effects.Reads }));
            int more = TapeRoom.Lessen(block, pair, values[pop.Result].Type, values, definitions, indices);
            pair = pair with { Loop = pair.Loop + more, Reverse = pair.Reverse + more };
            changed = true;
        }

        return changed;
    }

    /// <summary>What each iteration of a loop puts on the tape, with what takes it off.</summary>
    private List<(Instruction Push, Instruction Pop)> Kept(List<Instruction> block, LoopPair pair)
    {
        var (forward, backward) = (block[pair.Loop].Blocks[1].Instructions, block[pair.Reverse].Blocks[1].Instructions);
        var popped = backward.Where(i => i.Op == Op.Pop).Reverse().ToLookup(i => values[i.Result].Type);
        return forward.Any(i => i.Op == Op.Pop) || backward.Any(i => i.Op == Op.Push)
            ? []
            : forward.Where(i => i.Op == Op.Push && values[i.Operands[0]].Type.IsFloating).GroupBy(i => values[i.Operands[0]].Type)
                .Where(pushed => pushed.Count() == popped[pushed.Key].Count())
                .SelectMany(pushed => pushed.Zip(popped[pushed.Key], (push, pop) => (push, pop))).ToList();
    }

    private static void Replace(List<Instruction> block, LoopPair pair, (Instruction Push, Instruction By) forward, (Instruction Pop, Instruction By) backward)
    {
        block[pair.Loop] = With(block[pair.Loop], forward.Push, forward.By);
        block[pair.Reverse] = With(block[pair.Reverse], backward.Pop, backward.By);

        static Instruction With(Instruction loop, Instruction instruction, Instruction by)
        {
            var written = loop.Blocks[1].Instructions.Select(i => ReferenceEquals(i, instruction) ? by : i).ToImmutableArray();
            return loop with { Blocks = ImmutableArray.Create(loop.Blocks[0], loop.Blocks[1] with { Instructions = written }) };
        }
    }

    /// <summary>Has an array made before the loop that would be made between the two; false where it cannot be.</summary>
    private bool Prepare(List<Instruction> block, ref LoopPair pair, int array, ImmutableHashSet<int> lengths)
    {
        int place = block.FindIndex(i => i.Op == Op.Allocate && i.Result == array);
        if (place < pair.Loop)
        {
            return true;
        }

        // Where the array that it is the shadow of has been made, the length is none that throws.
        var moved = new List<Instruction>();
        int length = block[place].Operands[0];
        if (!(definitions[length].Op == Op.Length || lengths.Contains(length)) || !Need(length, block, pair.Loop, moved))
        {
            return false;
        }

        moved.Add(block[place]);
        block.RemoveAll(i => moved.Contains(i, ByReference<Instruction>.Instance));
        block.InsertRange(pair.Loop, moved.Select(i => i with { IsPrimal = true }));
        pair = pair with { Loop = pair.Loop + moved.Count };
        return true;
    }

    /// <summary>Collects what has to be computed before a place of a block for a value to be known there; false where that would change what it is.</summary>
    private static bool Need(int value, List<Instruction> block, int place, List<Instruction> moved)
    {
        int own = block.FindIndex(place, i => i.Results.Contains(value));
        if (own < 0 || moved.Any(i => i.Results.Contains(value)))
        {
            return true;
        }

        if (block[own] is not { Effects: Effects.None, Blocks.Length: 0, Op: not Op.Load } || !block[own].Operands.All(o => Need(o, block, place, moved)))
        {
            return false;
        }

        moved.Add(block[own]);
        return true;
    }
}
