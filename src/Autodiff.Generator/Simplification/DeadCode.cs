using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// Removes what no result needs. What may throw or act stays, and a branch loses the results that nothing reads, a loop what it
/// carries for nothing. Derivative code's writes to an array of its own stay only if something reads that array. Backward
/// walks find the live values, one more for each loop or array through which liveness comes round again; one forward walk
/// copies what defines them.
/// </summary>
internal sealed class DeadCode : Rewriter
{
    private readonly bool[] live;
    private readonly PointsTo memory;
    private readonly HashSet<int> readRoots = [];
    private readonly HashSet<int> keptRegions = [];
    private bool changed;

    private DeadCode(Function source)
        : base(source)
    {
        live = new bool[source.Values.Length];
        memory = PointsTo.Of(source);
        foreach (int result in source.Body.Yields)
        {
            live[result] = true;
            Read(memory.ReachableFrom(result));
        }

        do
        {
            changed = false;
            Mark(source.Body);
        }
        while (changed);
    }

    public static Function Remove(Function function)
    {
        var pass = new DeadCode(function);
        return function.IsNumbered && pass.IsWhole(function.Body) ? function : pass.Run();
    }

    /// <summary>Whether all of a block stays, and all that its branches yield and its loops carry.</summary>
    private bool IsWhole(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (!IsKept(instruction) || (instruction.Blocks.Length > 0 && !(IsUnchanged(instruction) && instruction.Blocks.All(IsWhole))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a branch or loop that stays loses nothing that it yields or carries.</summary>
    private bool IsUnchanged(Instruction instruction) =>
        ReferenceEquals(instruction, instruction.Op == Op.If ? NarrowedBranch(instruction) : NarrowedLoop(instruction));

    protected override void Copy(Instruction instruction)
    {
        if (!IsKept(instruction))
        {
            return;
        }

        base.Copy(instruction.Op switch
        {
            Op.If => NarrowedBranch(instruction),
            Op.Loop => NarrowedLoop(instruction),
            _ => instruction,
        });
    }

    private Instruction NarrowedBranch(Instruction branch)
    {
        if (AreAllLive(branch.Results) && branch.Blocks.All(b => b.Completes || b.Yields.Length == 0))
        {
            return branch;
        }

        var kept = Enumerable.Range(0, branch.Results.Length).Where(i => live[branch.Results[i]]).ToArray();
        return branch with
        {
            Results = Only(branch.Results, kept),
            PrimalResults = branch.PrimalResults is { } primal ? kept.Count(i => i < primal) : null,
            Blocks = branch.Blocks.Select(b => b with { Yields = b.Completes ? Only(b.Yields, kept) : default }).ToImmutableArray(),
        };
    }

    private Instruction NarrowedLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var kept = Enumerable.Range(0, loop.Results.Length).Where(i => IsCarried(loop, i)).ToArray();
        if (kept.Length == loop.Results.Length && (body.Completes || body.Yields.Length == 0))
        {
            return loop;
        }

        var next = new[] { 0 }.Concat(kept.Select(i => i + 1)).ToArray();
        return loop with
        {
            Operands = Only(loop.Operands, kept),
            Results = Only(loop.Results, kept),
            PrimalResults = loop.PrimalResults is { } primal ? kept.Count(i => i < primal) : null,
            Blocks = ImmutableArray.Create(
                header with { Arguments = Only(header.Arguments, kept) },
                body with { Yields = body.Completes ? Only(body.Yields, next) : default }),
        };
    }

    private static ImmutableArray<int> Only(EquatableArray<int> values, int[] kept) => kept.Select(i => values[i]).ToImmutableArray();

    private void Mark(Block block)
    {
        for (int i = block.Instructions.Length - 1; i >= 0; i--)
        {
            var instruction = block.Instructions[i];
            if (instruction.Op == Op.If)
            {
                foreach (var nested in instruction.Blocks)
                {
                    for (int r = 0; r < instruction.Results.Length && nested.Completes; r++)
                    {
                        Flow(instruction.Results[r], nested.Yields[r]);
                    }

                    Mark(nested);
                }
            }
            else if (instruction.Op == Op.Loop)
            {
                MarkLoop(instruction);
                continue;
            }

            if (IsKept(instruction))
            {
                foreach (int operand in instruction.Operands)
                {
                    SetLive(operand);
                }

                MarkRead(instruction);
            }
        }
    }

    private void MarkLoop(Instruction loop)
    {
        if (!IsKept(loop))
        {
            return;
        }

        if (loop.ReverseOf != 0)
        {
            // It may need its counterpart for the number of iterations, whatever it reads.
            changed |= keptRegions.Add(loop.ReverseOf);
        }

        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        if (header.Completes)
        {
            SetLive(header.Yields[0]);
        }

        if (body.Completes)
        {
            SetLive(body.Yields[0]);
        }

        Mark(body);
        Mark(header);
        for (int i = 0; i < loop.Results.Length; i++)
        {
            if (IsCarried(loop, i))
            {
                SetLive(loop.Operands[i]);
                if (body.Completes)
                {
                    SetLive(body.Yields[i + 1]);
                }
            }
        }
    }

    /// <summary>What arrays an instruction that stays reads, in any way but by writing to them or looking at their length.</summary>
    private void MarkRead(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Op.Length or Op.Slice or Op.Select or Op.If:
                return;
            case Op.Copy or Op.AccumulateAll or Op.Load:
                Read(memory.RootsOf(instruction.Operands[0]));
                return;
            case Op.Store or Op.Accumulate or Op.Fill:
                // An array in an array is read where it is taken out again.
                return;
        }

        foreach (int operand in instruction.Operands)
        {
            if (Source.Values[operand].Type.IsArray)
            {
                Read(memory.ReachableFrom(operand));
            }
        }
    }

    private void Read(IEnumerable<int> roots)
    {
        foreach (int root in roots)
        {
            changed |= readRoots.Add(root);
        }
    }

    private void Flow(int value, int from)
    {
        if (live[value])
        {
            SetLive(from);
        }
    }

    private void SetLive(int value)
    {
        changed |= !live[value];
        live[value] = true;
    }

    private bool IsCarried(Instruction loop, int index) => live[loop.Results[index]] || live[loop.Blocks[0].Arguments[index]];

    private bool IsKept(Instruction instruction) =>
        instruction.Op == Op.Parameter
        || (!IsDeadWrite(instruction) && (OwnEffects(instruction) & Effects.Acts) != 0)
        || HasNoLength(instruction)
        || IsAnyLive(instruction.Results)
        || (instruction.Region != 0 && keptRegions.Contains(instruction.Region))
        || (instruction.Blocks.Length > 0 && instruction.Blocks.Any(b => !b.Completes || IsAnyLive(b.Arguments) || b.Instructions.Any(IsKept)));

    private bool AreAllLive(EquatableArray<int> values)
    {
        foreach (int value in values)
        {
            if (!live[value])
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAnyLive(EquatableArray<int> values)
    {
        foreach (int value in values)
        {
            if (live[value])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A write acts. That a loop acts is only said of what it contains, which is looked at itself.</summary>
    private static Effects OwnEffects(Instruction instruction) =>
        Placement.TargetOf(instruction) is not null ? Effects.Acts
        : instruction.Op == Op.Loop ? Effects.None
        : instruction.Effects;

    /// <summary>Whether the method makes an array of what may be negative, which throws.</summary>
    private bool HasNoLength(Instruction instruction) => instruction is { Op: Op.Allocate, IsPrimal: true } && instruction.Operands.Any(o => !IsLength(o));

    private bool IsLength(int value) => Definitions.Of(Source)[value] is { Op: Op.Length } or { Op: Op.Constant, Bits: >= 0 };

    /// <summary>Whether derivative code writes to an array that it made, and that nothing reads. It never throws.</summary>
    private bool IsDeadWrite(Instruction instruction) =>
        !instruction.IsPrimal
        && Placement.TargetOf(instruction) is { } target
        && memory.RootsOf(target) is { Count: > 0 } roots
        && roots.All(r => memory.IsFresh(r) && !readRoots.Contains(r));
}
