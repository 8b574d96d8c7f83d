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
    private readonly ValueClasses classes;
    private readonly HashSet<int> counters = [];
    private readonly HashSet<int> reused;
    private readonly bool hasStack;

    public SharedVariables(Function function, Schedule schedule, Variables variables, List<Statement> statements)
    {
        this.function = function;
        this.schedule = schedule;
        this.variables = variables;
        hasStack = PooledArrays.UsesStack(function);
        classes = new ValueClasses(function.Values.Length, new LiveRanges(function, schedule, statements), variables.IsGiven);
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
        reused = statements.Count > ManyVariables ? VariableReuse.Find(function, classes, statements) : [];
    }

    /// <summary>The number that stands for all values of a variable.</summary>
    public int Find(int value) => classes.Find(value);

    /// <summary>The values of a variable.</summary>
    public IReadOnlyList<int> Members(int variable) => classes.Members(variable);

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
                        int variable = classes.Unite(loop.Arguments[i], loop.Instruction.Results[i]);
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

        if (hasStack && function.Values[a].Type.IsArray && (classes.IsGiven(a) || classes.IsGiven(b)))
        {
            // A parameter may leave the method, to C#, and so holds nothing that is on the stack.
            return;
        }

        if (IsClosed(a, b, mayTakeDestination) || IsClosed(b, a, mayTakeDestination) || (classes.IsGiven(a) && classes.IsGiven(b)))
        {
            return;
        }

        // What the primal computation reads again is no variable of an adjoint's.
        bool isSamePass = schedule.IsPrimal(value) == schedule.IsPrimal(target) || schedule.Definition(value).Op == Op.Parameter;
        if ((isSamePass || schedule.Uses(value) == 1) && !classes.Overlap(a, b))
        {
            classes.Unite(a, b);
        }
    }

    /// <summary>Whether the first variable is one that the values of the second must not be put into.</summary>
    private bool IsClosed(int variable, int other, bool mayTakeDestination)
    {
        if (!classes.IsGiven(variable))
        {
            return false;
        }

        // Loops add in a local, not through a reference to the caller's variable.
        return variables.DestinationIndex(GivenOf(variable)) is not null
            ? !mayTakeDestination || Members(other).Any(m => schedule.Definition(m).Op is Op.Loop or Op.Argument)
            : !variables.IsAssignable(GivenOf(variable)) || Members(other).All(m => NameOf(m) != NameOf(GivenOf(variable)));
    }

    private int GivenOf(int variable) => Members(variable).First(variables.IsGiven);
}
