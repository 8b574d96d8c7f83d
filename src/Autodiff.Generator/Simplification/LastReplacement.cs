using System.Collections.Immutable;
using Autodiff.Generator.Analysis;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Simplification;

/// <summary>
/// A number that each iteration of a loop keeps or replaces, the largest so far for example, is in the end what the last replacing
/// iteration put there: only that one contributes to the gradient. The forward loop therefore notes which it was, by the counter and
/// whatever else is needed to tell the number again, and after the loop the number is <em>restated</em> from that:
/// <c>last &gt;= 0 ? f(x[last]) : initial</c>. The value stays what the loop made of it; its derivative is that of the restatement
/// (<see cref="Op.Restate"/>), so that nothing is kept for the other iterations, and often no loop is left to reverse. It runs on the
/// primal computation, before that is differentiated.
/// </summary>
/// <remarks>
/// An iteration either hands the number on as it is, with the partial 1, or puts in its place what does not depend on it
/// (<see cref="ReplacementPath"/>), with the partial 0, so that no other iteration than the last that did so has a share in it. What is
/// needed of that iteration is computed again where it can be (<see cref="Restatement"/>); where it cannot, the loop stays as it is.
/// What else the loop uses the number for in each iteration is reversed as always.
/// </remarks>
internal sealed partial class LastReplacement
{
    private readonly Draft draft;
    private readonly SourceFacts facts;
    private readonly Indices indices;
    private readonly Renaming renaming = new();

    private LastReplacement(Function function)
    {
        draft = new Draft(function);
        facts = new SourceFacts(function);
        indices = new Indices(draft.DefinitionOf, draft.TypeOf);
    }

    /// <summary>Restates what the loops of a function select.</summary>
    public static Function Restate(Function function)
    {
        if (!function.Body.HasLoop)
        {
            return function;
        }

        var pass = new LastReplacement(function);
        var body = pass.Rewrite(function.Body);
        return pass.renaming.Count == 0 ? function : function with { Body = body, Values = pass.draft.Values };
    }

    private Block Rewrite(Block block)
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (var source in block.Instructions)
        {
            indices.Enter(source);
            var instruction = source with { Operands = renaming.Of(source.Operands), Blocks = source.Blocks.Select(Rewrite).ToImmutableArray() };
            draft.Define(instruction);
            if (instruction.Op == Op.Loop && instruction.Text != SplitMode.Once && instruction.Blocks.All(b => b.Completes))
            {
                RewriteLoop(instruction, instructions);
            }
            else
            {
                instructions.Add(instruction);
            }
        }

        return block with { Instructions = instructions.ToImmutable(), Yields = renaming.Of(block.Yields) };
    }

    private void RewriteLoop(Instruction loop, ImmutableArray<Instruction>.Builder target)
    {
        var groups = new Dictionary<(EquatableArray<ReplacementPath.Step>, int), List<Selected>>();
        var order = new List<List<Selected>>();
        for (int i = 0; i < loop.Results.Length; i++)
        {
            if (draft.TypeOf(loop.Results[i]).IsFloating && ReplacementPath.Find(loop, i, draft.DefinitionOf) is { } path && facts.IsActive(loop.Results[i]))
            {
                // What is replaced under one condition is restated under one.
                var key = (path.Branches, path.Choice?.Result ?? -1);
                if (!groups.TryGetValue(key, out var group))
                {
                    groups.Add(key, group = []);
                    order.Add(group);
                }

                group.Add(new Selected(i, path));
            }
        }

        var after = new List<Instruction>();
        foreach (var group in order)
        {
            loop = Restate(loop, group, target, after) ?? loop;
        }

        target.Add(loop);
        target.AddRange(after);
    }

    /// <summary>The loop that notes what the restatement of a group of numbers needs; null where they cannot be restated.</summary>
    private Instruction? Restate(Instruction loop, List<Selected> group, ImmutableArray<Instruction>.Builder before, List<Instruction> after)
    {
        var path = group[0].Path;
        var restatement = new Restatement(draft, facts, loop, path);
        var replacing = group.Select(s => s.Path.Value).ToList();
        if (!restatement.Require(replacing))
        {
            restatement = new Restatement(draft, facts, loop, path, readsElements: true);
            if (!restatement.Require(replacing))
            {
                return null;
            }
        }

        var (condition, isLate) = ConditionOf(path);
        if (path.Choice is not null && condition.Count == 0)
        {
            return null;
        }

        var notes = NotesOf(loop, group, restatement, before, out bool isConditional);
        string name = draft[loop.Results[group[0].Index]].Name ?? "result";
        loop = new ReplacementNotes(draft, path, condition, isLate).Write(loop, notes, name);
        int origin = path.Choice?.Origin ?? draft.DefinitionOf(path.Branches[path.Branches.Length - 1].Branch).Origin;
        restatement.Write(loop, group, notes, isConditional, origin, before, after);
        foreach (var selected in group)
        {
            int result = loop.Results[selected.Index];
            var restated = draft.Make(
                new Instruction { Op = Op.Restate, Results = default, Operands = ImmutableArray.Create(result, restatement.ImageOf(selected)) }, draft[result], origin, result);
            after.Add(restated);
            renaming.Add(result, restated.Result);
        }

        return loop;
    }

    /// <summary>One of the numbers that a loop carries and selects.</summary>
    /// <param name="Index">Which.</param>
    /// <param name="Path">How an iteration replaces it.</param>
    internal sealed record Selected(int Index, ReplacementPath Path);
}
