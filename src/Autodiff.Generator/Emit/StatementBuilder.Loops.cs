using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator.Emit;

/// <content>
/// Loops. The end of a body is a tree of branches whose leaves go on to the next iteration or leave the loop; each leaf assigns
/// what the loop carries itself and jumps, as a person writes <c>break</c> and <c>continue</c>, and what follows a jump is not
/// nested.
/// </content>
internal sealed partial class StatementBuilder
{
    /// <summary>How long the rest of an iteration is for which an arm says <c>continue</c> rather than have it as its alternative.</summary>
    private const int LongRest = 4;

    private void BuildLoop(Instruction loop, List<Statement> statements)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        var head = new List<Statement>();
        Build(header.Instructions, head);
        int counter = head.Count == 0 ? schedule.CounterOf(loop) : -1;
        var rest = BuildBody(loop, counter);
        if (counter >= 0 && IsJump(rest) && !Continues(rest))
        {
            // The step would never be reached, of which the compiler warns.
            counter = -1;
            rest = BuildBody(loop, counter);
        }

        var inits = new List<Move>();
        for (int i = 0; i < loop.Operands.Length; i++)
        {
            if (i != counter)
            {
                AddMove(inits, header.Arguments[i], loop.Operands[i], IsPrimal(loop, i));
            }
        }

        AddMoves(statements, inits);
        bool isEndless = schedule.TruthOf(header.Yields[0]) == true;
        var form = counter >= 0 ? LoopForm.For
            : isEndless ? head.Count == 0 && rest.Count > 0 && rest[rest.Count - 1] is Moves { Test: >= 0 } && !Continues(rest) ? LoopForm.Do : LoopForm.Endless
            : head.Count == 0 ? LoopForm.While
            : LoopForm.Endless;
        bool isMixed = IsMixed(loop, head.Concat(rest)) || (loop.IsPrimal && inits.Any(m => !m.IsPrimal));
        statements.Add(new Loop(loop, head, rest, loop.Origin, loop.IsPrimal) { Form = form, Counter = counter, IsMixed = isMixed });
    }

    private List<Statement> BuildBody(Instruction loop, int counter)
    {
        var statements = new List<Statement>();
        var body = loop.Blocks[1];
        if (body.Completes)
        {
            BuildTail(body, [.. body.Yields], loop, counter, statements);
        }
        else
        {
            Build(body.Instructions, statements);
        }

        return statements;
    }

    /// <summary>Writes a block at whose end an iteration ends, and what it yields to the loop.</summary>
    private void BuildTail(Block block, int[] yields, Instruction loop, int counter, List<Statement> statements)
    {
        int last = block.Instructions.Length - 1;
        while (last >= 0 && !IsStatement(block.Instructions[last]))
        {
            last--;
        }

        if (last < 0 || !IsBranch(block.Instructions[last]) || IsGuard(block.Instructions[last]) || !IsTail(block.Instructions[last], yields))
        {
            Build(block.Instructions, statements);
            AddLeaf(yields, loop, counter, statements);
            return;
        }

        Build(block.Instructions.Take(last), statements);
        var branch = block.Instructions[last];
        var arms = branch.Blocks.Select(arm =>
        {
            var list = new List<Statement>();
            if (arm.Completes)
            {
                BuildTail(arm, [.. yields.Select(y => branch.Results.Items.IndexOf(y) is >= 0 and int i ? arm.Yields[i] : y)], loop, counter, list);
            }
            else
            {
                Build(arm.Instructions, list);
            }

            return list;
        }).ToList();
        statements.Add(Unnest(branch, arms[0], arms[1], loop));
    }

    /// <summary>Whether a branch is there for slices that are taken only where a loop runs: what follows it belongs in neither arm.</summary>
    private static bool IsGuard(Instruction branch) =>
        branch is { Text: SliceableLoop.Guard, Operands.Length: 1 } && branch.Blocks[1] is { Completes: true, Instructions.Length: 0 }
        && branch.Blocks[0].Instructions.Any(i => i.Op == Op.Slice) && branch.Blocks[0].Instructions.Any(i => i.Op == Op.Loop);

    /// <summary>Whether nothing but the end of the iteration reads the results of a branch.</summary>
    private bool IsTail(Instruction branch, int[] yields) => branch.Results.All(r => schedule.Uses(r) == yields.Count(y => y == r));

    private static Branch Unnest(Instruction branch, List<Statement> then, List<Statement> otherwise, Instruction loop)
    {
        bool isMixed = IsMixed(branch, then.Concat(otherwise));
        bool isNegated = false;
        if (!IsJump(then) && IsJump(otherwise))
        {
            (then, otherwise) = (otherwise, then);
            isNegated = true;
        }
        else if (!IsJump(then) && branch.IsPrimal && IsWorthContinue(then, otherwise) && loop.Text != "do")
        {
            then.Add(new Jump(IsBreak: false, IsPrimal: true));
        }

        return new Branch(branch, then, otherwise, branch.Origin, branch.IsPrimal)
        {
            IsMixed = isMixed,
            IsNegated = isNegated,
            IsTail = true,
            IsEarly = IsJump(then),
        };
    }

    /// <summary>Whether an arm only goes on to the next iteration, in front of a rest that does more.</summary>
    private static bool IsWorthContinue(List<Statement> arm, List<Statement> rest) =>
        arm.All(s => s is Moves { Test: < 0 })
        && rest.Any(s => s is not Moves)
        && (rest.Count >= LongRest || arm.All(s => ((Moves)s).Items.All(m => m.Value == m.Target)));

    /// <summary>Says what the next iteration has, and whether there is one.</summary>
    private void AddLeaf(int[] yields, Instruction loop, int counter, List<Statement> statements)
    {
        bool? goesOn = schedule.TruthOf(yields[0]);
        var moves = new List<Move>();
        var arguments = loop.Blocks[0].Arguments;
        for (int i = 0; i < arguments.Length; i++)
        {
            bool isRead = schedule.Uses(loop.Results[i]) > 0 || (goesOn != false && schedule.Uses(arguments[i]) > 0);
            if (i != counter && (isRead || schedule.Acts(yields[i + 1])))
            {
                AddMove(moves, arguments[i], yields[i + 1], IsPrimal(loop, i));
            }
        }

        AddMoves(statements, moves, goesOn is null ? yields[0] : -1);
        if (goesOn == false)
        {
            statements.Add(new Jump(IsBreak: true, loop.IsPrimal));
        }
    }

    /// <summary>Whether the end of a list is never reached.</summary>
    private static bool IsJump(List<Statement> statements) => statements.Count > 0 && statements[statements.Count - 1] switch
    {
        Jump => true,
        Run run => run.Instruction.Op == Op.Throw,
        Branch branch => IsJump(branch.Else) && IsJump(branch.Then),
        _ => false,
    };

    /// <summary>Whether an iteration is cut short by <c>continue</c>.</summary>
    private static bool Continues(List<Statement> statements) => statements.Any(s => s switch
    {
        Jump jump => !jump.IsBreak,
        Branch branch => Continues(branch.Then) || Continues(branch.Else),
        _ => false,
    });
}
