using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Variables that are zero unless an arm of a branch says otherwise: <c>double dX = 0;</c> before the branch, and nothing in the arms that
/// contribute nothing. Likewise with another constant, where several arms assign it. A variable that is declared with a branch holds nothing
/// before it, so that an arm may leave out what the variable holds anyway as long as nothing on the way there has assigned another value; in a
/// loop that would be the iteration before.
/// </summary>
internal sealed class ArmStarts
{
    private readonly Function function;
    private readonly Schedule schedule;
    private readonly Variables variables;
    private readonly Declarations declarations;
    private readonly Dictionary<int, int> starts = [];

    private ArmStarts(Function function, Schedule schedule, Variables variables, Declarations declarations)
    {
        this.function = function;
        this.schedule = schedule;
        this.variables = variables;
        this.declarations = declarations;
    }

    /// <summary>Takes out of statements what their variables hold already.</summary>
    public static ArmStarts Find(Function function, Schedule schedule, Variables variables, Declarations declarations, List<Statement> statements)
    {
        var found = new ArmStarts(function, schedule, variables, declarations);
        found.Visit(statements);
        return found;
    }

    /// <summary>The constant that the variable of a value starts with; null where it has none.</summary>
    public int? Of(int value) => starts.TryGetValue(variables.VariableOf(value), out int start) ? start : null;

    /// <summary>Visits the outer statements before the inner: what an outer branch declares, its arms are relieved of.</summary>
    private void Visit(List<Statement> statements)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Branch branch:
                    var declared = new HashSet<int>(declarations.Before(branch).Where(IsNumber).Select(variables.VariableOf));
                    if (declared.Count > 0 && !IsChoice(branch))
                    {
                        Choose(branch, declared);
                        Relieve(branch, declared, (moves, first) => moves.Items.RemoveAll(m => first.Contains(m) && IsStart(m)));
                    }

                    Visit(branch.Then);
                    Visit(branch.Else);
                    break;
                case Loop loop:
                    Visit(loop.Header);
                    Visit(loop.Body);
                    break;
            }
        }
    }

    /// <summary>
    /// Whether each arm gives a value to what the other sets to zero: who gets the adjoint of a maximum. That is said in full, which
    /// the processor does faster than to set what it then overwrites.
    /// </summary>
    private bool IsChoice(Branch branch) => Gives(branch.Then) && Gives(branch.Else);

    private bool Gives(List<Statement> arm) =>
        arm.Count > 0 && arm[arm.Count - 1] is Moves moves && moves.Items.Exists(m => IsZero(m.Value)) && moves.Items.Exists(m => !IsZero(m.Value));

    private bool IsNumber(int value) => !variables.IsDeclared(value) && (function.Values[value].Type is { IsFloating: true } or { IsInteger: true } or { Kind: IrTypeKind.Boolean });

    /// <summary>Zero where an arm assigns that, else the constant that two arms assign.</summary>
    private void Choose(Branch branch, HashSet<int> declared)
    {
        var constants = new List<Move>();
        Relieve(branch, [.. declared], (_, first) => constants.AddRange(first));
        foreach (var variable in constants.GroupBy(m => variables.VariableOf(m.Target)))
        {
            var chosen = variable.GroupBy(m => KeyOf(m.Value)).FirstOrDefault(g => IsZero(g.First().Value))
                ?? variable.GroupBy(m => KeyOf(m.Value)).FirstOrDefault(g => g.Count() > 1);
            if (chosen is not null)
            {
                starts[variable.Key] = chosen.First().Value;
            }
        }
    }

    private bool IsStart(Move move) =>
        starts.TryGetValue(variables.VariableOf(move.Target), out int start) && (KeyOf(start).Equals(KeyOf(move.Value)) || (IsZero(start) && IsZero(move.Value)));

    /// <summary>What makes two constants one.</summary>
    private (long Bits, string? Text) KeyOf(int value) => (schedule.Definition(value).Bits, schedule.Definition(value).Text);

    private void Relieve(Branch branch, HashSet<int> unset, Action<Moves, List<Move>> relieve)
    {
        var (then, otherwise) = (new HashSet<int>(unset), new HashSet<int>(unset));
        Relieve(branch.Then, then, relieve);
        Relieve(branch.Else, otherwise, relieve);
        unset.IntersectWith(then);
        unset.IntersectWith(otherwise);
    }

    /// <summary>
    /// Shows the first constants that are assigned to variables, and takes the variables out of the set that are assigned to after that.
    /// </summary>
    private void Relieve(List<Statement> statements, HashSet<int> unset, Action<Moves, List<Move>> relieve)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Moves moves:
                    relieve(moves, moves.Items.FindAll(m => schedule.Definition(m.Value).Op == Op.Constant && unset.Contains(variables.VariableOf(m.Target))));
                    unset.ExceptWith(moves.Items.Select(m => variables.VariableOf(m.Target)));
                    break;
                case Branch branch:
                    Relieve(branch, unset, relieve);
                    break;
                default:
                    RemoveAssigned([statement], unset);
                    break;
            }
        }
    }

    private void RemoveAssigned(List<Statement> statements, HashSet<int> unset)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Define define:
                    unset.Remove(variables.VariableOf(define.Value));
                    break;
                case Moves moves:
                    unset.ExceptWith(moves.Items.Select(m => variables.VariableOf(m.Target)));
                    break;
                case Branch branch:
                    RemoveAssigned(branch.Then, unset);
                    RemoveAssigned(branch.Else, unset);
                    break;
                case Loop loop:
                    RemoveAssigned(loop.Header, unset);
                    RemoveAssigned(loop.Body, unset);
                    break;
            }
        }
    }

    private bool IsZero(int value) => schedule.Definition(value) is { Op: Op.Constant, Bits: 0, Text: { } text } && text != "true" && !text.Any(c => c is >= '1' and <= '9');
}
