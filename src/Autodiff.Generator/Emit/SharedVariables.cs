using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Which values share a variable, by union-find over their live ranges: what a loop carries is one variable through all
/// iterations, a branch's result is the variable that its arms compute, and successive values of a variable that the user
/// re-assigns are that variable, wherever the earlier one is not read any more.
/// </summary>
internal sealed class SharedVariables
{
    /// <summary>From how many statements on variables of the backward pass are used again.</summary>
    private const int ManyVariables = 400;

    private readonly Function function;
    private readonly Schedule schedule;
    private readonly Variables variables;
    private readonly int[] representative;
    private readonly List<int>?[] members;
    private readonly List<(int From, int To)>?[] ranges;
    private readonly HashSet<int> given = [];
    private readonly HashSet<int> counters = [];
    private readonly HashSet<int> reused = [];
    private readonly bool hasStack;

    public SharedVariables(Function function, Schedule schedule, Variables variables, List<Statement> statements)
    {
        this.function = function;
        this.schedule = schedule;
        this.variables = variables;
        hasStack = PooledArrays.UsesStack(function);
        representative = [.. Enumerable.Range(0, function.Values.Length)];
        members = new List<int>?[function.Values.Length];
        ranges = new List<(int From, int To)>?[function.Values.Length];
        var live = new LiveRanges(function, schedule, statements);
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = live.Of(i);
            if (variables.IsGiven(i))
            {
                given.Add(i);
            }
        }

        UniteLoops(statements);
        UniteMoves(statements);
        var current = new Dictionary<(string Name, int Owner), int>();
        foreach (int parameter in function.Parameters)
        {
            if (variables.IsAssignable(parameter) && function.Values[parameter].Name is { } name)
            {
                current[(name, 0)] = parameter;
            }
        }

        UniteNames(statements, [current]);
        if (statements.Count > ManyVariables)
        {
            Reuse(statements);
        }
    }

    /// <summary>The number that stands for all values of a variable.</summary>
    public int Find(int value)
    {
        while (representative[value] != value)
        {
            representative[value] = representative[representative[value]];
            value = representative[value];
        }

        return value;
    }

    /// <summary>The values of a variable.</summary>
    public IReadOnlyList<int> Members(int variable) => members[variable] ?? (IReadOnlyList<int>)[variable];

    /// <summary>Whether a variable holds values that have nothing to do with each other.</summary>
    public bool IsReused(int variable) => reused.Contains(variable);

    /// <summary>What a loop carries, and what it ends with.</summary>
    private void UniteLoops(List<Statement> statements)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Branch branch:
                    UniteLoops(branch.Then);
                    UniteLoops(branch.Else);
                    break;
                case Loop loop:
                    for (int i = 0; i < loop.Arguments.Length; i++)
                    {
                        int variable = Unite(loop.Arguments[i], loop.Instruction.Results[i]);
                        if (i == loop.Counter)
                        {
                            counters.Add(variable);
                        }
                    }

                    UniteLoops(loop.Header);
                    UniteLoops(loop.Body);
                    break;
            }
        }
    }

    private void UniteMoves(List<Statement> statements)
    {
        var defined = new HashSet<int>();
        foreach (var statement in statements)
        {
            defined.UnionWith(ResultsOf(statement));
            switch (statement)
            {
                case Moves moves:
                    foreach (var move in moves.Items.Where(m => !schedule.IsInline(m.Value) || schedule.Definition(m.Value).Op == Op.Parameter))
                    {
                        // What an arm has not computed itself keeps its name, unless the user re-assigns it there.
                        bool isLoop = schedule.Definition(move.Target).Op == Op.Argument;
                        if (isLoop ? !HaveOwnNames(move.Target, move.Value) : defined.Contains(move.Value) || IsSameLocal(move.Target, move.Value))
                        {
                            TryUnite(move.Value, move.Target, mayTakeDestination: schedule.Uses(move.Value) == 1);
                        }
                    }

                    break;
                case Branch branch:
                    UniteMoves(branch.Then);
                    UniteMoves(branch.Else);
                    break;
                case Loop loop:
                    UniteMoves(loop.Header);
                    UniteMoves(loop.Body);
                    break;
            }
        }
    }

    /// <summary>Whether the reader expects two variables.</summary>
    private bool HaveOwnNames(int a, int b) =>
        NameOf(a) is { } left && NameOf(b) is { } right && left != right;

    private bool IsSameLocal(int a, int b) => NameOf(a) is { } name && name == NameOf(b);

    private static IEnumerable<int> ResultsOf(Statement statement) => statement switch
    {
        Define define => [define.Value],
        Branch { IsTail: false } branch => branch.Instruction.Results,
        Loop loop => loop.Instruction.Results,
        _ => [],
    };

    /// <summary>The name that the reader expects, and which of the variables of that name it is.</summary>
    private (string Name, int Owner)? NameOf(int value) =>
        function.Values[value] is { Name: { } name } known && (known.IsLocal || schedule.Definition(value).Op == Op.Parameter) ? (name, known.Owner) : null;

    private void UniteNames(List<Statement> statements, List<Dictionary<(string Name, int Owner), int>> scopes)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Define define:
                    Succeed(define.Value, scopes);
                    break;
                case Branch branch:
                    UniteNames(branch.Then, [.. scopes, []]);
                    UniteNames(branch.Else, [.. scopes, []]);
                    if (!branch.IsTail)
                    {
                        foreach (int result in branch.Instruction.Results)
                        {
                            Succeed(result, scopes);
                        }
                    }

                    break;
                case Loop loop:
                    // What is assigned in an iteration and not carried is a variable of the iteration's own.
                    var inner = new Dictionary<(string Name, int Owner), int>();
                    foreach (int argument in loop.Arguments.Where(a => !counters.Contains(Find(a)) && function.Values[a].Name is not null))
                    {
                        Succeed(argument, scopes);
                        inner[(function.Values[argument].Name!, function.Values[argument].Owner)] = argument;
                    }

                    UniteNames(loop.Header, [inner]);
                    UniteNames(loop.Body, [inner]);
                    break;
            }
        }
    }

    private void Succeed(int value, List<Dictionary<(string Name, int Owner), int>> scopes)
    {
        if (function.Values[value] is not { Name: { } name, Type.Kind: not IrTypeKind.Other } named || variables.DestinationIndex(value) is not null)
        {
            return;
        }

        if (!named.IsLocal && schedule.Definition(value).Op is Op.Load or Op.Pop)
        {
            // An element has a name, but is no variable of which there are several values.
            return;
        }

        for (int i = scopes.Count - 1; i >= 0; i--)
        {
            if (scopes[i].TryGetValue((name, named.Owner), out int earlier))
            {
                if (schedule.Definition(earlier).Op != Op.Parameter || function.Values[value].IsLocal)
                {
                    TryUnite(value, earlier, mayTakeDestination: false);
                }

                break;
            }
        }

        scopes[scopes.Count - 1][(name, named.Owner)] = value;
    }

    private void TryUnite(int value, int target, bool mayTakeDestination)
    {
        int a = Find(value);
        int b = Find(target);
        if (a == b || function.Values[a].Type != function.Values[b].Type || counters.Contains(a) || counters.Contains(b))
        {
            return;
        }

        if (hasStack && function.Values[a].Type.IsArray && (given.Contains(a) || given.Contains(b)))
        {
            // A parameter may leave the method, to C#, and so holds nothing that is on the stack.
            return;
        }

        if (IsClosed(a, b, mayTakeDestination) || IsClosed(b, a, mayTakeDestination) || (given.Contains(a) && given.Contains(b)))
        {
            return;
        }

        // What the primal computation reads again is no variable of an adjoint's.
        bool isSamePass = schedule.IsPrimal(value) == schedule.IsPrimal(target) || schedule.Definition(value).Op == Op.Parameter;
        if ((isSamePass || schedule.Uses(value) == 1) && !LiveRanges.Overlap(ranges[a]!, ranges[b]!))
        {
            Unite(a, b);
        }
    }

    /// <summary>Whether the first variable is one that the values of the second must not be put into.</summary>
    private bool IsClosed(int variable, int other, bool mayTakeDestination)
    {
        if (!given.Contains(variable))
        {
            return false;
        }

        // Loops add in a local, not through a reference to the caller's variable.
        return variables.DestinationIndex(GivenOf(variable)) is not null
            ? !mayTakeDestination || Members(other).Any(m => schedule.Definition(m).Op is Op.Loop or Op.Argument)
            : !variables.IsAssignable(GivenOf(variable)) || Members(other).All(m => NameOf(m) != NameOf(GivenOf(variable)));
    }

    private int GivenOf(int variable) => Members(variable).First(variables.IsGiven);

    private int Unite(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        if (a == b)
        {
            return a;
        }

        var (large, small) = Members(a).Count >= Members(b).Count ? (a, b) : (b, a);
        members[large] ??= [large];
        members[large]!.AddRange(Members(small));
        ranges[large] = LiveRanges.Union(ranges[large]!, ranges[small]!);
        members[small] = null;
        ranges[small] = null;
        representative[small] = large;
        if (given.Contains(small))
        {
            given.Add(large);
        }

        return large;
    }

    /// <summary>
    /// In a long method the variables of the backward pass are used again and again: the just-in-time compiler keeps track of
    /// about a thousand variables, and leaves the rest in memory.
    /// </summary>
    private void Reuse(List<Statement> statements)
    {
        var free = new Dictionary<IrType, SortedSet<int>>();
        var expiring = new SortedDictionary<int, List<int>>();
        foreach (var statement in statements)
        {
            while (expiring.Count > 0 && expiring.First() is var next && next.Key <= 2 * statement.Position)
            {
                expiring.Remove(next.Key);
                foreach (int variable in next.Value)
                {
                    Free(function.Values[variable].Type).Add(variable);
                }
            }

            if (statement is not Define { IsPrimal: false } define || given.Contains(Find(define.Value)))
            {
                continue;
            }

            int value = Find(define.Value);
            var range = ranges[value]!;
            if (range[0].From != (2 * statement.Position) + 1 || range[range.Count - 1].To <= range[0].From)
            {
                continue;
            }

            int last = range[range.Count - 1].To;
            var available = Free(function.Values[value].Type);
            if (available.Count > 0)
            {
                int variable = available.Min;
                available.Remove(variable);
                value = Unite(value, Find(variable));
            }

            reused.Add(value);
            if (!expiring.TryGetValue(last, out var list))
            {
                expiring.Add(last, list = []);
            }

            list.Add(value);
        }

        SortedSet<int> Free(IrType type) => free.TryGetValue(type, out var set) ? set : free[type] = [];
    }
}
