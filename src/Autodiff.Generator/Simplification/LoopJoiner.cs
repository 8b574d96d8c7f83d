using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>A pass that writes loops as one: those that <see cref="JoinableLoops"/> are. The one loop counts for all of them, with one counter.</summary>
internal abstract class LoopJoiner(Function source) : Rewriter(source)
{
    /// <summary>One of the loops.</summary>
    /// <param name="Loop">The loop.</param>
    /// <param name="Counted">How it counts.</param>
    /// <param name="Initial">What it starts from besides its counter, in the new function.</param>
    protected sealed record Part(Instruction Loop, CountedLoop Counted, IEnumerable<int> Initial);

    /// <summary>Whether any loops have been joined.</summary>
    protected bool HasJoined { get; private set; }

    /// <summary>What a loop carries besides its counter.</summary>
    protected static IEnumerable<int> Others(CountedLoop counted, IEnumerable<int> carried) => carried.Where((_, i) => i != counted.Index);

    /// <summary>Writes loops as one.</summary>
    /// <param name="start">Where it starts, in the new function.</param>
    /// <param name="parts">The loops, of which the first says when it ends.</param>
    /// <param name="reverseOf">The region whose values it takes off the tape.</param>
    protected void Join(int start, IReadOnlyList<Part> parts, int reverseOf)
    {
        HasJoined = true;
        var (loop, counted) = (parts[0].Loop, parts[0].Counted);
        var initial = parts.SelectMany(p => p.Initial).Prepend(start).ToImmutableArray();
        var types = initial.Select(Builder.TypeOf).ToList();
        SetAll(p => p.Loop.Blocks[0].Arguments, Builder.OpenLoop(types));
        CopyInstructions(loop.Blocks[0].Instructions);
        int test = Map(loop.Blocks[0].Yields[0]);
        Builder.Open();
        foreach (var part in parts)
        {
            if (part != parts[0])
            {
                CopyInstructions(part.Loop.Blocks[0].Instructions);
            }

            CopyInstructions(part.Loop.Blocks[1].Instructions);
        }

        var yields = loop.Blocks[1].Yields;
        var others = parts.SelectMany(p => Others(p.Counted, p.Loop.Blocks[1].Yields.Skip(1)));
        var body = Builder.Close(others.Prepend(yields[counted.Index + 1]).Prepend(yields[0]).Select(Map));
        var header = Builder.Close([test]);
        Builder.Origin = loop.Origin;
        Builder.IsPrimal = loop.IsPrimal;
        var joined = loop with { Results = default, Operands = initial, ReverseOf = reverseOf, Blocks = ImmutableArray.Create(header, body) };
        SetAll(p => p.Loop.Results, Builder.AddMany(joined, types));

        void SetAll(Func<Part, EquatableArray<int>> carried, IReadOnlyList<int> images)
        {
            int next = 1;
            foreach (var part in parts)
            {
                SetMap(carried(part)[part.Counted.Index], images[0]);
                foreach (int value in Others(part.Counted, carried(part)))
                {
                    SetMap(value, images[next++]);
                }
            }
        }
    }
}
