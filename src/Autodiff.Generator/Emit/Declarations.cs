using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>Where each variable is declared: in the innermost block that holds all its uses, before the first of them.</summary>
internal sealed class Declarations
{
    private readonly Schedule schedule;
    private readonly Variables variables;
    private readonly Dictionary<int, (Block Block, Statement Statement, int Value)> first = [];
    private readonly Dictionary<int, Block> common = [];
    private readonly List<int> order = [];
    private readonly Lists<int, int> before = new();
    private readonly HashSet<int> undefined;

    public Declarations(Schedule schedule, Variables variables, List<Statement> statements, IEnumerable<int> undefined)
    {
        this.schedule = schedule;
        this.variables = variables;
        this.undefined = [.. undefined.Select(variables.VariableOf)];
        Visit(statements, new Block(null, null));
        foreach (int variable in order)
        {
            var (block, statement, value) = first[variable];
            for (; block != common[variable]; block = block.Parent!)
            {
                statement = block.Owner!;
            }

            before.Add(statement.Position, value);
        }
    }

    /// <summary>The values whose variables are declared with a statement or before it.</summary>
    public IReadOnlyList<int> Before(Statement statement) => before[statement.Position];

    /// <summary>Whether the variable of a value is not assigned on every way to its uses.</summary>
    public bool NeedsValue(int value) => undefined.Contains(variables.VariableOf(value));

    private void Visit(List<Statement> statements, Block block)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Define define:
                    ReadAll(schedule.Leaves(schedule.Definition(define.Value)), block, statement);
                    Use(define.Value, block, statement);
                    break;
                case Moves moves:
                    Visit(moves, block);
                    break;
                case Store store:
                    Read(store.Value, block, statement);
                    break;
                case Run run:
                    ReadAll(schedule.Leaves(run.Instruction), block, statement);
                    break;
                case Branch branch:
                    Visit(branch, block);
                    break;
                case Loop loop:
                    Visit(loop, block);
                    break;
            }
        }
    }

    private void Visit(Moves moves, Block block)
    {
        foreach (var move in moves.Items)
        {
            Read(move.Value, block, moves);
            Use(move.Target, block, moves);
        }

        if (moves.Test >= 0)
        {
            Read(moves.Test, block, moves);
        }
    }

    private void Visit(Branch branch, Block block)
    {
        if (!branch.IsTail)
        {
            foreach (int result in branch.Instruction.Results)
            {
                Use(result, block, branch);
            }
        }

        Read(branch.Instruction.Operands[0], block, branch);
        Visit(branch.Then, new Block(block, branch));
        Visit(branch.Else, branch.IsEarly ? block : new Block(block, branch));
    }

    private void Visit(Loop loop, Block block)
    {
        for (int i = 0; i < loop.Arguments.Length; i++)
        {
            if (i != loop.Counter && schedule.Uses(loop.Arguments[i]) > 0)
            {
                Use(loop.Arguments[i], block, loop);
            }
        }

        var head = block;
        if (loop.Counter >= 0)
        {
            Read(loop.Instruction.Operands[loop.Counter], block, loop);
            head = new Block(block, loop);
            Use(loop.Arguments[loop.Counter], head, loop);
        }

        var body = new Block(head, loop);
        Visit(loop.Header, body);
        Read(loop.Condition, loop.Form == LoopForm.Endless ? body : head, loop);
        if (loop.Form == LoopForm.Do)
        {
            // The condition stands outside of the body's braces.
            Read(((Moves)loop.Body[loop.Body.Count - 1]).Test, block, loop);
        }

        Visit(loop.Body, body);
    }

    private void Read(int value, Block block, Statement statement)
    {
        if (schedule.IsLeaf(value))
        {
            Use(value, block, statement);
        }
        else
        {
            ReadAll(schedule.Leaves(schedule.Definition(value)), block, statement);
        }
    }

    private void ReadAll(List<int> leaves, Block block, Statement statement)
    {
        foreach (int leaf in leaves)
        {
            Use(leaf, block, statement);
        }
    }

    private void Use(int value, Block block, Statement statement)
    {
        if (schedule.IsInline(value) || variables.IsDeclared(value))
        {
            return;
        }

        int variable = variables.VariableOf(value);
        if (!common.TryGetValue(variable, out var known))
        {
            common.Add(variable, block);
            first.Add(variable, (block, statement, value));
            order.Add(variable);
            return;
        }

        common[variable] = Common(known, block);
    }

    private static Block Common(Block a, Block b)
    {
        while (a != b)
        {
            if (a.Depth >= b.Depth)
            {
                a = a.Parent!;
            }
            else
            {
                b = b.Parent!;
            }
        }

        return a;
    }

    /// <summary>What stands between two braces, or in the head of a <c>for</c> with its body.</summary>
    private sealed class Block(Block? parent, Statement? owner)
    {
        public Block? Parent => parent;

        public Statement? Owner => owner;

        public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;
    }
}
