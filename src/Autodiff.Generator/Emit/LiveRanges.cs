using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Where each value is alive, as intervals of places in the text: the statements are numbered in the order of the text, a
/// statement reads at twice its number and writes just after. A value lives from its definition to its last use; where the
/// last use is in an arm of a branch, the other arm is left out, and what is used in a loop and defined before it lives to
/// the loop's end. What is written in place is read where it is written. Two values can share a variable where their
/// intervals have no place in common (M. Poletto and V. Sarkar, "Linear scan register allocation", 1999, with holes).
/// </summary>
internal sealed class LiveRanges
{
    private readonly Schedule schedule;
    private readonly Region?[] homes;
    private readonly List<(int From, int To)>[] ranges;
    private readonly int[] definedAt;
    private readonly List<(int Value, int Position, Region Region)> reads = [];
    private int next;

    public LiveRanges(Function function, Schedule schedule, List<Statement> statements)
    {
        this.schedule = schedule;
        homes = new Region?[function.Values.Length];
        definedAt = new int[function.Values.Length];
        ranges = new List<(int, int)>[function.Values.Length];
        var root = new Region(null, false, 0);
        foreach (int parameter in function.Parameters)
        {
            DefineAt(parameter, next, root);
        }

        next++;
        Number(statements, root);
        foreach (int result in function.Results)
        {
            Read(result, next, root);
        }

        next++;
        foreach (var (value, position, region) in reads)
        {
            Extend(value, position, region);
        }

        for (int i = 0; i < ranges.Length; i++)
        {
            if (ranges[i] is { } list)
            {
                ranges[i] = TextIntervals.Normalize(list);
            }
        }
    }

    /// <summary>The intervals of a value that is a variable, in order.</summary>
    public List<(int From, int To)> Of(int value) => ranges[value] ?? [];

    private void Number(List<Statement> statements, Region region)
    {
        foreach (var statement in statements)
        {
            statement.Position = next++;
            switch (statement)
            {
                case Define define:
                    ReadAll(schedule.Definition(define.Value), statement.Position, region);
                    DefineAt(define.Value, statement.Position, region);
                    break;
                case Moves moves:
                    foreach (var move in moves.Items)
                    {
                        Read(move.Value, statement.Position, region);
                        Add(move.Target, (2 * statement.Position) + 1, (2 * statement.Position) + 1);
                    }

                    if (moves.Test >= 0)
                    {
                        Read(moves.Test, statement.Position, region);
                    }

                    break;
                case Store store:
                    Read(store.Value, statement.Position, region);
                    break;
                case Run run:
                    ReadAll(run.Instruction, statement.Position, region);
                    break;
                case Branch branch:
                    Number(branch, region);
                    break;
                case Loop loop:
                    Number(loop, region);
                    break;
            }

            statement.End = statement is Branch or Loop ? next++ : statement.Position;
            DefineResults(statement, region);
        }
    }

    private void Number(Branch branch, Region region)
    {
        Read(branch.Instruction.Operands[0], branch.Position, region);
        foreach (var arm in new[] { branch.Then, branch.Else })
        {
            Number(arm, new Region(region, false, next) { At = branch.Position });
        }
    }

    private void Number(Loop loop, Region region)
    {
        var inner = new Region(region, true, next);
        foreach (int argument in loop.Arguments)
        {
            DefineAt(argument, loop.Position, inner);
        }

        if (loop.Counter >= 0)
        {
            Read(loop.Instruction.Operands[loop.Counter], loop.Position, region);
        }

        Number(loop.Header, inner);
        int exit = next++;
        Read(loop.Condition, exit, inner);
        if (schedule.TruthOf(loop.Condition) != true)
        {
            for (int i = 0; i < loop.Arguments.Length; i++)
            {
                if (schedule.Uses(loop.Instruction.Results[i]) > 0)
                {
                    Read(loop.Arguments[i], exit, inner);
                }
            }
        }

        Number(loop.Body, inner);
        inner.At = next;
        for (int i = 0; i < loop.Arguments.Length; i++)
        {
            if (i == loop.Counter)
            {
                Read(loop.Arguments[i], next, inner);
            }

            Add(loop.Arguments[i], 2 * next, (2 * next) + 1);
        }
    }

    private void DefineResults(Statement statement, Region region)
    {
        var results = statement switch
        {
            Branch { IsTail: false } branch => branch.Instruction.Results,
            Loop loop => loop.Instruction.Results,
            _ => default,
        };
        foreach (int result in results)
        {
            DefineAt(result, statement.End, region);
        }
    }

    private void DefineAt(int value, int position, Region region)
    {
        homes[value] = region;
        definedAt[value] = (2 * position) + 1;
        Add(value, (2 * position) + 1, (2 * position) + 1);
    }

    private void ReadAll(Instruction instruction, int position, Region region)
    {
        foreach (int leaf in schedule.Leaves(instruction))
        {
            reads.Add((leaf, position, region));
        }
    }

    private void Read(int value, int position, Region region)
    {
        if (schedule.IsLeaf(value))
        {
            reads.Add((value, position, region));
        }
        else
        {
            ReadAll(schedule.Definition(value), position, region);
        }
    }

    private void Extend(int value, int position, Region region)
    {
        if (homes[value] is not { } home)
        {
            return;
        }

        for (; region != home; region = region.Parent!)
        {
            if (region.IsLoop)
            {
                position = region.At;
            }
            else
            {
                Add(value, 2 * region.Start, 2 * position);
                position = region.At;
            }
        }

        // What is defined lives from there on without a hole.
        Add(value, definedAt[value], 2 * position);
    }

    private void Add(int value, int from, int to)
    {
        var list = ranges[value] ??= [];
        if (to < from)
        {
            return;
        }

        list.Add((from, to));
    }

    /// <summary>A part of the text in which one thing follows the other: the whole, an arm, or a loop's iteration.</summary>
    private sealed class Region(Region? parent, bool isLoop, int start)
    {
        public Region? Parent => parent;

        public bool IsLoop => isLoop;

        public int Start => start;

        /// <summary>The place in the parent at which what is read here is read.</summary>
        public int At { get; set; }
    }
}
