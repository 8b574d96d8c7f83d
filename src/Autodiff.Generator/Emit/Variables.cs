using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Discovery;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Which C# variable holds each value, and its name: a parameter, a destination, or a local under the user's own name
/// where there is one.
/// </summary>
internal sealed class Variables
{
    private readonly Function function;
    private readonly Schedule schedule;
    private readonly Names declared;
    private SharedVariables shared = null!;
    private readonly Dictionary<int, string> names = [];
    private readonly Dictionary<int, int> destinations = [];

    /// <summary>What the forward pass calls the values of a name and owner, and what their adjoints are to be called; null where that differs.</summary>
    private readonly Dictionary<(string? Name, int Owner), string?> given = [];

    public Variables(Function function, Schedule schedule, Names declared)
    {
        this.function = function;
        this.schedule = schedule;
        this.declared = declared;
        Root = new NameScope(null);
        foreach (string name in declared.All)
        {
            Root.Reserve(name);
        }

        ReserveSimpleNames(function.Body);

        for (int i = 0; i < function.Parameters.Length; i++)
        {
            names[function.Parameters[i]] = declared.NameOfParameter(i);
        }

        PlaceDestinations();
    }

    /// <summary>What the code calls by a simple name that no qualifier could replace: parameters of a primary constructor.</summary>
    private void ReserveSimpleNames(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.Opaque && instruction.Operands.Length == 0 && instruction.Text is { } text && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '@'))
            {
                Root.Reserve(text);
            }

            foreach (var nested in instruction.Blocks)
            {
                ReserveSimpleNames(nested);
            }
        }
    }

    /// <summary>The scope of the whole body.</summary>
    public NameScope Root { get; }

    /// <summary>The gradients that are copied to their destination at the end.</summary>
    public List<Store> Stores { get; } = [];

    /// <summary>The name of a value's variable.</summary>
    public string NameOf(int value) => names[shared.Find(value)];

    /// <summary>The place among the destinations of a value that is computed in one; null for every other value.</summary>
    public int? DestinationIndex(int value) => destinations.TryGetValue(value, out int index) ? index : null;

    /// <summary>
    /// Decides which values share a variable. Until then the variables have no names but those of parameters and destinations.
    /// </summary>
    public void Share(List<Statement> statements)
    {
        shared = new SharedVariables(function, schedule, this, statements);
        foreach (var name in names.ToList())
        {
            names[shared.Find(name.Key)] = name.Value;
        }
    }

    /// <summary>Whether a value is held by a parameter's or a destination's variable.</summary>
    public bool IsGiven(int value) => names.ContainsKey(value);

    /// <summary>Whether the variable of a parameter can be assigned to: it is the method's own, not a reference to the caller's.</summary>
    public bool IsAssignable(int parameter) =>
        function.Parameters.Items.IndexOf(parameter) is >= 0 and int i && declared.IsAssignable(i);

    /// <summary>All values that the variable of a value holds.</summary>
    public IReadOnlyList<int> Members(int value) => shared.Members(shared.Find(value));

    /// <summary>The variable of a value: a number that stands for all that it holds.</summary>
    public int VariableOf(int value) => shared.Find(value);

    /// <summary>Whether the variable of a value is declared already.</summary>
    public bool IsDeclared(int value) => names.ContainsKey(shared.Find(value));

    /// <summary>Whether two values are held by one variable.</summary>
    public bool IsSameVariable(int a, int b) => shared.Find(a) == shared.Find(b);

    /// <summary>The name of the variable of a value, declared in the scope if it is new.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Declare(int value, NameScope scope, out string name)
    {
        int variable = shared.Find(value);
        if (names.TryGetValue(variable, out name!))
        {
            return false;
        }

        string wish = Wish(value);
        name = scope.Declare(EarlierName(variable, wish) is { } earlier && scope.IsFree(earlier) ? earlier : wish);
        names.Add(variable, name);
        Remember(variable, wish, name);
        return true;
    }

    /// <summary>
    /// The name that a variable should have since the forward pass calls the same value so, or the value whose adjoint it is: where a helper is
    /// called twice, <c>x2</c> is its second <c>x</c> throughout, and <c>dX2</c> what belongs to it.
    /// </summary>
    private string? EarlierName(int variable, string wish)
    {
        foreach (int member in shared.IsReused(variable) ? [] : shared.Members(variable))
        {
            var (name, owner) = (function.Values[member].Name, function.Values[member].Owner);
            if ((name is null || name == wish) && (name is not null || owner != 0) && given.TryGetValue((name, owner), out string? earlier))
            {
                return earlier;
            }
        }

        return null;
    }

    private void Remember(int variable, string wish, string name)
    {
        foreach (int member in shared.Members(variable))
        {
            var (own, owner) = (function.Values[member].Name, function.Values[member].Owner);
            if (!schedule.Definition(member).IsPrimal || (own is null ? owner == 0 : own != wish))
            {
                continue;
            }

            Note((own, owner), name);
            if (own is not null && function.Rows.Length == 0)
            {
                Note((Shadows.AdjointName(own), owner), Shadows.AdjointName(name));
            }

            foreach (string row in own is null ? default : function.Rows)
            {
                Note((Shadows.AdjointName(own!, row), owner), Shadows.AdjointName(name, row));
            }
        }

        // Two variables of one name leave open which of them is meant.
        void Note((string?, int) key, string text) => given[key] = given.TryGetValue(key, out string? known) && known != text ? null : text;
    }

    /// <summary>
    /// A gradient that is used nowhere else is computed in its destination. Not so where a parameter is read through a reference, or an
    /// element of an array later: the destination may be the same variable.
    /// </summary>
    private void PlaceDestinations()
    {
        var reads = new LateReads(function, schedule);
        for (int i = 0; i < declared.ScalarDestinations.Count; i++)
        {
            int gradient = function.Body.Yields[function.RowCount + i];
            string name = declared.ScalarDestinations[i];
            if (!declared.MayAlias && reads.NoneAfter(gradient) && schedule.Uses(gradient) == 1 && schedule.Definition(gradient).Op is not (Op.Constant or Op.Parameter or Op.Loop) && !schedule.IsInline(gradient))
            {
                names[gradient] = name;
                destinations[gradient] = i;
            }
            else
            {
                Stores.Add(new Store(name, gradient, i < function.GradientOrigins.Length ? function.GradientOrigins[i] : -1));
            }
        }
    }

    /// <summary>The name that the variable of a value should have: that of a user's local among its values, if there is one.</summary>
    private string Wish(int value)
    {
        int variable = shared.Find(value);
        if (!shared.IsReused(variable))
        {
            var members = shared.Members(variable);
            if (function.Values[value] is { Name: { } own, IsLocal: true })
            {
                return own;
            }

            foreach (int member in members)
            {
                if (function.Values[member] is { Name: { } local, IsLocal: true })
                {
                    return local;
                }
            }

            foreach (int member in members.Prepend(value))
            {
                if (function.Values[member].Name is { } name)
                {
                    return name;
                }
            }

            int result = function.Body.Yields.Take(function.RowCount).ToList().FindIndex(members.Contains);
            if (result >= 0)
            {
                return function.Rows.Length > 0 ? Identifiers.ValueOf(function.Rows[result]) : function.Name is null ? "value" : "result";
            }
        }

        var definition = schedule.Definition(value);
        if (definition.Op == Op.Convert && schedule.IsInline(definition.Operands[0]))
        {
            definition = schedule.Definition(definition.Operands[0]);
        }

        return definition switch
        {
            { Op: Op.Call or Op.Pop or Op.Load, Rule: { } rule } when (definition.IsPrimal || IsFoundAgain(definition)) && rule.All(char.IsLetterOrDigit) && rule != "Convert" => char.ToLowerInvariant(rule[0]) + rule.Substring(1),
            { Op: Op.Argument } when function.Values[value].Type.IsInteger => "i",
            _ when definition.IsPrimal || IsFoundAgain(definition) || function.Values[value].Owner < 0 => "t",
            _ when function.Values[value].Type.IsFloating || function.Values[value].Type.IsArray => "d",
            _ => "t",
        };
    }

    /// <summary>Whether a value is one of the forward pass, taken from the tape or from where else it was kept.</summary>
    private static bool IsFoundAgain(Instruction definition) => definition is { Op: Op.Pop } or { Op: Op.Load, Text: not null } or { Op: Op.Load, Effects: Effects.None };
}
