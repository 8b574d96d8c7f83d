using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Takes what never changes out of what loops carry: a carried value that each iteration hands on as it is, or sets to what it
/// was at first, is its initial value, in the loop and after it. Two that start alike and go on alike are one. What
/// both arms of a branch yield needs no branch, so that a value that a nested loop or branch hands on is seen through it. A
/// loop that is known to run never or once is its header, or header and body, in its place.
/// </summary>
/// <remarks>A loop with a counterpart in the other sweep stays, since that takes its place for each iteration from it.</remarks>
internal sealed class InvariantArguments
{
    private readonly Renaming renaming = new();
    private readonly Dictionary<int, bool> truths = [];
    private readonly Function function;
    private bool hasLoops;

    private InvariantArguments(Function function)
    {
        this.function = function;
    }

    public static Function Remove(Function function)
    {
        var pass = new InvariantArguments(function);
        int before;
        do
        {
            before = pass.renaming.Count;
            pass.Find(function.Body);
        }
        while (pass.hasLoops && pass.renaming.Count != before);

        return pass.hasLoops && pass.Rewrite(function.Body) is var body && !ReferenceEquals(body, function.Body) ? function with { Body = body } : function;
    }

    /// <summary>How often a loop runs, where that is known to be never or once.</summary>
    private int? RunsOf(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        if (loop.Region != 0 || loop.ReverseOf != 0 || !header.Completes || TruthOf(header.Yields[0]) is not { } runs)
        {
            return null;
        }

        return !runs ? 0 : body.Completes && TruthOf(body.Yields[0]) == false ? 1 : null;
    }

    private bool? TruthOf(int value) => truths.TryGetValue(renaming.Of(value), out bool truth) ? truth : null;

    private void Find(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Constant && function.Values[instruction.Result].Type.Kind == IrTypeKind.Boolean)
            {
                truths[instruction.Result] = instruction.Bits != 0;
            }

            foreach (var nested in instruction.Blocks)
            {
                Find(nested);
            }

            if (instruction.Op == Op.Loop)
            {
                hasLoops = true;
                FindIn(instruction);
            }
            else if (instruction.Op == Op.If && instruction.Blocks.All(b => b.Completes))
            {
                for (int i = 0; i < instruction.Results.Length; i++)
                {
                    if (renaming.Of(instruction.Blocks[0].Yields[i]) == renaming.Of(instruction.Blocks[1].Yields[i]))
                    {
                        Replace(instruction.Results[i], instruction.Blocks[0].Yields[i]);
                    }
                }
            }
        }
    }

    private void FindIn(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        int? runs = RunsOf(loop);
        var seen = new Dictionary<(int, int), int>();
        for (int i = 0; i < loop.Results.Length; i++)
        {
            int argument = header.Arguments[i];
            int initial = renaming.Of(loop.Operands[i]);
            int next = body.Completes ? renaming.Of(body.Yields[i + 1]) : argument;
            if (runs is not null)
            {
                Replace(argument, initial);
                Replace(loop.Results[i], runs == 0 ? initial : next);
            }
            else if (renaming.Replaces(argument))
            {
                continue;
            }
            else if (next == argument || next == initial)
            {
                Replace(argument, initial);
                Replace(loop.Results[i], initial);
            }
            else if (seen.TryGetValue((initial, next), out int other))
            {
                Replace(argument, header.Arguments[other]);
                Replace(loop.Results[i], loop.Results[other]);
            }
            else
            {
                seen.Add((initial, next), i);
            }
        }
    }

    private void Replace(int value, int image)
    {
        image = renaming.Of(image);
        if (!renaming.Replaces(value) && value != image)
        {
            renaming.Add(value, image);
        }
    }

    private Block Rewrite(Block block)
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>(block.Instructions.Length);
        Rewrite(block.Instructions, instructions);
        var (rewritten, yields) = (block.With(instructions), renaming.Of(block.Yields));
        return yields.IsSame(block.Yields) ? rewritten : rewritten with { Yields = yields };
    }

    private void Rewrite(EquatableArray<Instruction> source, ImmutableArray<Instruction>.Builder target)
    {
        foreach (var instruction in source)
        {
            if (instruction.Op != Op.Loop)
            {
                var operands = renaming.Of(instruction.Operands);
                var renamed = operands.IsSame(instruction.Operands) ? instruction : instruction with { Operands = operands };
                target.Add(renamed.Blocks.Length == 0 ? renamed : renamed.WithBlocks(Rewrite));
            }
            else if (RunsOf(instruction) is { } runs)
            {
                Rewrite(instruction.Blocks[0].Instructions, target);
                Rewrite(runs == 0 ? default : instruction.Blocks[1].Instructions, target);
            }
            else
            {
                target.Add(Narrowed(instruction));
            }
        }
    }

    /// <summary>A loop without what is not carried any more.</summary>
    private Instruction Narrowed(Instruction loop)
    {
        var kept = Enumerable.Range(0, loop.Results.Length).Where(i => !renaming.Replaces(loop.Blocks[0].Arguments[i])).ToArray();
        if (kept.Length == loop.Results.Length && renaming.Of(loop.Operands).IsSame(loop.Operands) && (loop.Blocks[1].Completes || loop.Blocks[1].Yields.Length == 0))
        {
            return loop.WithBlocks(Rewrite);
        }

        var header = Rewrite(loop.Blocks[0]);
        var body = Rewrite(loop.Blocks[1]);
        ImmutableArray<int> Only(EquatableArray<int> values) => kept.Select(i => values[i]).ToImmutableArray();
        return loop with
        {
            Operands = renaming.Of(Only(loop.Operands)),
            Results = Only(loop.Results),
            PrimalResults = loop.PrimalResults is { } primal ? kept.Count(i => i < primal) : null,
            Blocks = ImmutableArray.Create(
                header with { Arguments = Only(header.Arguments) },
                body with { Yields = body.Completes ? kept.Select(i => body.Yields[i + 1]).Prepend(body.Yields[0]).ToImmutableArray() : default }),
        };
    }
}
