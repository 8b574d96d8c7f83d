using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>Turns instructions into statements: one for each value that is a variable, and one for each effect.</summary>
internal sealed partial class StatementBuilder(Function function, Schedule schedule, Variables variables)
{
    /// <summary>What is not assigned on every way, so that its variable needs a value from the start.</summary>
    public List<int> Undefined { get; } = [];

    public List<Statement> Build()
    {
        var statements = new List<Statement>();
        Build(function.Body.Instructions, statements);
        statements.AddRange(variables.Stores);

        SortDestinations(statements);
        return statements;
    }

    /// <summary>Destinations that are assigned one after the other are assigned in the order of the parameters.</summary>
    private void SortDestinations(List<Statement> statements)
    {
        for (int start = 0; start < statements.Count; start++)
        {
            int end = start;
            while (end < statements.Count && statements[end] is Define define && variables.DestinationIndex(define.Value) is not null && !Acts(define.Value))
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = statements.GetRange(start, end - start).OrderBy(s => variables.DestinationIndex(((Define)s).Value)).ToList();
                statements.RemoveRange(start, end - start);
                statements.InsertRange(start, sorted);
            }

            start = Math.Max(start, end);
        }
    }

    /// <summary>Whether a statement that computes a value calls a function that acts: such statements keep their order.</summary>
    private bool Acts(int value) => schedule.Definition(value) is var definition
        && ((definition.Effects & Effects.Acts) != 0 || definition.Operands.Any(o => schedule.IsInline(o) && Acts(o)));

    private void Build(IEnumerable<Instruction> instructions, List<Statement> statements)
    {
        foreach (var instruction in instructions)
        {
            if (!IsStatement(instruction))
            {
                continue;
            }

            if (instruction.Op == Op.Loop)
            {
                BuildLoop(instruction, statements);
            }
            else if (IsBranch(instruction))
            {
                statements.Add(BuildBranch(instruction));
            }
            else if (instruction.Results.Length == 1)
            {
                statements.Add(new Define(instruction.Result, instruction.Origin, instruction.IsPrimal));
            }
            else
            {
                statements.Add(new Run(instruction, instruction.Origin, instruction.IsPrimal));
            }
        }
    }

    /// <summary>Whether an instruction is a statement of its own, and not written where its value is used.</summary>
    private bool IsStatement(Instruction instruction) => instruction.Results.Length != 1 || !schedule.IsInline(instruction.Result);

    /// <summary>Whether an instruction is a branch that is written as a statement.</summary>
    private bool IsBranch(Instruction instruction) =>
        instruction.Op == Op.If && !(instruction.Results.Length == 1 && schedule.IsTernary(instruction.Result));

    private Branch BuildBranch(Instruction branch)
    {
        var arms = branch.Blocks.Select(block =>
        {
            var arm = new List<Statement>();
            Build(block.Instructions, arm);
            var moves = new List<Move>();
            for (int i = 0; i < block.Yields.Length; i++)
            {
                AddMove(moves, branch.Results[i], block.Yields[i], IsPrimal(branch, i));
            }

            AddMoves(arm, moves);
            return arm;
        }).ToList();
        return new Branch(branch, arms[0], arms[1], branch.Origin, branch.IsPrimal) { IsMixed = IsMixed(branch, arms[0].Concat(arms[1])) };
    }

    private void AddMove(List<Move> moves, int target, int value, bool isPrimal)
    {
        if (schedule.Definition(value).Op == Op.Undefined)
        {
            Undefined.Add(target);
        }
        else
        {
            // A constant is one value for all statements that it stands in, and belongs to none.
            var definition = schedule.Definition(value);
            moves.Add(new Move(target, value, schedule.IsInline(value) && definition.Op != Op.Constant ? definition.Origin : -1, isPrimal));
        }
    }

    private static void AddMoves(List<Statement> statements, List<Move> moves, int test = -1)
    {
        if (moves.Count > 0 || test >= 0)
        {
            statements.Add(new Moves(moves, moves.Count == 0 || moves.Any(m => m.IsPrimal)) { Test = test });
        }
    }

    private static bool IsMixed(Instruction owner, IEnumerable<Statement> inside) => owner.IsPrimal && inside.Any(HasDerivative);

    private static bool HasDerivative(Statement statement) => statement switch
    {
        Moves moves => moves.Items.Any(m => !m.IsPrimal),
        Branch branch => !branch.IsPrimal || branch.IsMixed,
        Loop loop => !loop.IsPrimal || loop.IsMixed,
        _ => !statement.IsPrimal,
    };

    /// <summary>Whether a result of a branch or loop belongs to the primal computation.</summary>
    private static bool IsPrimal(Instruction owner, int result) => owner.IsPrimal && result < (owner.PrimalResults ?? int.MaxValue);
}
