using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>Turns instructions into statements: one for each value that is a variable, and one for each effect.</summary>
internal sealed class StatementBuilder(Function function, Schedule schedule, Variables variables)
{
    public List<Statement> Build()
    {
        var statements = new List<Statement>();
        Build(function.Body, statements);
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
            while (end < statements.Count && statements[end] is Define define && variables.DestinationIndex(define.Value) is not null)
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

    private void Build(Block block, List<Statement> statements)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Results.Length == 1 && schedule.IsInline(instruction.Result))
            {
                continue;
            }

            if (instruction.Op == Op.If && !(instruction.Results.Length == 1 && schedule.IsTernary(instruction.Result)))
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

    private Branch BuildBranch(Instruction branch)
    {
        var arms = branch.Blocks.Select(block =>
        {
            var arm = new List<Statement>();
            for (int i = 0; i < block.Yields.Length; i++)
            {
                variables.ShareWithResult(block, block.Yields[i], branch.Results[i], IsPrimal(branch, i));
            }

            Build(block, arm);
            for (int i = 0; i < block.Yields.Length; i++)
            {
                int yield = block.Yields[i];
                if (schedule.Definition(yield).Op != Op.Undefined && !variables.IsSameVariable(branch.Results[i], yield))
                {
                    arm.Add(new Assign(branch.Results[i], yield, schedule.IsInline(yield) ? schedule.Definition(yield).Origin : -1, IsPrimal(branch, i)));
                }
            }

            return arm;
        }).ToList();
        bool hasDerivative = arms.Any(a => a.Any(s => !s.IsPrimal || s is Branch { IsMixed: true }));
        return new Branch(branch, arms[0], arms[1], branch.Origin, branch.IsPrimal) { IsMixed = branch.IsPrimal && hasDerivative };
    }

    /// <summary>Whether a result of a branch belongs to the primal computation.</summary>
    private static bool IsPrimal(Instruction branch, int result) => branch.IsPrimal && result < (branch.PrimalResults ?? int.MaxValue);
}
