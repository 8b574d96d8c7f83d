using Autodiff.Generator.Discovery;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// Which C# variable holds each value, and its name: a parameter, a destination, or a local under the user's own name
/// where there is one.
/// </summary>
internal sealed class Variables
{
    /// <summary>From how many statements on variables of the backward pass are used again.</summary>
    private const int ManyVariables = 400;

    private readonly Function function;
    private readonly Schedule schedule;
    private readonly int[] representative;
    private readonly HashSet<int> reused = [];
    private readonly Dictionary<int, string> names = [];
    private readonly Dictionary<int, int> destinations = [];

    public Variables(Function function, Schedule schedule, Names declared)
    {
        this.function = function;
        this.schedule = schedule;
        representative = Enumerable.Range(0, function.Values.Length).ToArray();
        Root = new NameScope(null);
        foreach (string name in declared.Parameters.Concat(declared.Destinations).Concat(declared.TypeParameters))
        {
            Root.Reserve(name);
        }

        foreach (string name in SimpleNames(function.Body))
        {
            Root.Reserve(name);
        }

        for (int i = 0; i < function.Parameters.Length; i++)
        {
            names[function.Parameters[i]] = declared.Parameters[i];
        }

        PlaceDestinations(declared);
    }

    /// <summary>What the code calls by a simple name that no qualifier could replace: parameters of a primary constructor.</summary>
    private static IEnumerable<string> SimpleNames(Block block) => block.Instructions
        .Where(i => i.Op == Op.Opaque && i.Operands.Length == 0 && i.Text is { } text && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '@'))
        .Select(i => i.Text!)
        .Concat(block.Instructions.SelectMany(i => i.Blocks).SelectMany(SimpleNames));

    /// <summary>The names that a generated method declares.</summary>
    /// <param name="Parameters">Of the marked method's parameters.</param>
    /// <param name="Destinations">Of the destinations; empty where there are none.</param>
    /// <param name="TypeParameters">Of the type parameters.</param>
    /// <param name="MayAlias">Whether a destination may be the variable that a parameter is read from.</param>
    internal sealed record Names(
        IReadOnlyList<string> Parameters,
        IReadOnlyList<string> Destinations,
        IReadOnlyList<string> TypeParameters,
        bool MayAlias)
    {
        public static Names OfGradient(MarkedMethod method) => Of(method, method.Destination);

        public static Names OfGraph(MarkedMethod method) => Of(method, method.Graph!);

        private static Names Of(MarkedMethod method, GradientOverload overload) => new(
            overload.ParameterNames.Take(method.Parameters.Length).ToArray(),
            overload.ParameterNames.Skip(method.Parameters.Length).ToArray(),
            method.TypeParameters.Trim('<', '>').Split(',').Select(t => t.Trim()).ToArray(),
            method.Parameters.Any(p => p.IsByReference));
    }

    /// <summary>The scope of the whole body.</summary>
    public NameScope Root { get; }

    /// <summary>The gradients that are copied to their destination at the end.</summary>
    public List<Store> Stores { get; } = [];

    /// <summary>The name of a value's variable.</summary>
    public string NameOf(int value) => names[Find(value)];

    /// <summary>The place among the destinations of a value that is computed in one; null for every other value.</summary>
    public int? DestinationIndex(int value) => destinations.TryGetValue(value, out int index) ? index : null;

    /// <summary>Whether the variable of a value is declared already.</summary>
    public bool IsDeclared(int value) => names.ContainsKey(Find(value));

    /// <summary>Whether two values are held by one variable.</summary>
    public bool IsSameVariable(int a, int b) => Find(a) == Find(b);

    /// <summary>The name of the variable of a value, declared in the scope if it is new.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Declare(int value, NameScope scope, out string name)
    {
        int variable = Find(value);
        if (names.TryGetValue(variable, out name!))
        {
            return false;
        }

        name = scope.Declare(Wish(value));
        names.Add(variable, name);
        return true;
    }

    /// <summary>
    /// Lets a value that an arm computes and yields be computed in the variable of the branch's result; but what the primal
    /// computation reads again is no variable of an adjoint's, and a destination is never read.
    /// </summary>
    public void ShareWithResult(Block arm, int yield, int result, bool isPrimal)
    {
        bool isDefinedHere = arm.Instructions.Any(i => i.Results.Contains(yield));
        bool mayShare = schedule.Uses(yield) == 1 || (isPrimal == schedule.Definition(yield).IsPrimal && !destinations.ContainsKey(Find(result)));
        if (isDefinedHere && mayShare && !schedule.IsInline(yield) && Find(yield) == yield && arm.Yields.Count(y => y == yield) == 1)
        {
            representative[yield] = Find(result);
        }
    }

    /// <summary>
    /// Gives successive values of a variable that the user re-assigns, and successive partial sums of an adjoint, one
    /// variable, where the earlier value is not read after the later one is made.
    /// </summary>
    public void Coalesce(List<Statement> statements)
    {
        var lastUse = new Dictionary<int, int>();
        int position = 0;
        Scan(statements, lastUse, ref position);
        Use(function.Body.Yields[0], int.MaxValue, lastUse);
        position = 0;
        Coalesce(statements, lastUse, ref position);
        if (statements.Count > ManyVariables)
        {
            ReuseTemporaries(statements, lastUse);
        }
    }

    /// <summary>
    /// In a long method the variables of the backward pass are used again and again: the just-in-time compiler keeps track of
    /// about a thousand variables, and leaves the rest in memory.
    /// </summary>
    private void ReuseTemporaries(List<Statement> statements, Dictionary<int, int> lastUse)
    {
        var free = new Dictionary<IrType, SortedSet<int>>();
        var expiring = new SortedDictionary<int, List<int>>();

        // A variable lives as long as the last of the values that it holds.
        var lastUseOf = lastUse.GroupBy(use => Find(use.Key)).ToDictionary(uses => uses.Key, uses => uses.Max(use => use.Value));
        int position = 0;
        foreach (var statement in statements)
        {
            position++;
            while (expiring.Count > 0 && expiring.First() is var next && next.Key <= position)
            {
                expiring.Remove(next.Key);
                foreach (int variable in next.Value)
                {
                    Free(function.Values[variable].Type).Add(variable);
                }
            }

            if (statement is Branch branch)
            {
                position += Length(branch.Then) + Length(branch.Else);
            }
            else if (statement is Define { IsPrimal: false } define && Find(define.Value) == define.Value && !names.ContainsKey(define.Value) && lastUseOf.TryGetValue(define.Value, out int last))
            {
                var available = Free(function.Values[define.Value].Type);
                int variable = available.Count > 0 ? available.Min : define.Value;
                available.Remove(variable);
                representative[define.Value] = variable;
                reused.Add(variable);
                if (!expiring.TryGetValue(last, out var list))
                {
                    expiring.Add(last, list = []);
                }

                list.Add(variable);
            }
        }

        SortedSet<int> Free(IrType type) => free.TryGetValue(type, out var set) ? set : free[type] = [];
    }

    private static int Length(List<Statement> statements) =>
        statements.Sum(s => s is Branch branch ? 1 + Length(branch.Then) + Length(branch.Else) : 1);

    private void Coalesce(List<Statement> statements, Dictionary<int, int> lastUse, ref int position)
    {
        var current = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            position++;
            if (statement is Branch branch)
            {
                Coalesce(branch.Then, lastUse, ref position);
                Coalesce(branch.Else, lastUse, ref position);
            }
            else if (statement is Define define && function.Values[define.Value] is { Name: { } name, Type.Kind: not IrTypeKind.Other } && Find(define.Value) == define.Value && !names.ContainsKey(define.Value))
            {
                if (current.TryGetValue(name, out int earlier)
                    && function.Values[earlier].Type == function.Values[define.Value].Type
                    && (!lastUse.TryGetValue(earlier, out int last) || last <= position))
                {
                    representative[define.Value] = Find(earlier);
                }

                current[name] = define.Value;
            }
        }
    }

    private void Scan(List<Statement> statements, Dictionary<int, int> lastUse, ref int position)
    {
        foreach (var statement in statements)
        {
            position++;
            switch (statement)
            {
                case Define define:
                    UseAll(schedule.Definition(define.Value), position, lastUse);
                    break;
                case Assign assign:
                    Use(assign.Value, position, lastUse);
                    break;
                case Store store:
                    Use(store.Value, position, lastUse);
                    break;
                case Run run:
                    UseAll(run.Instruction, position, lastUse);
                    break;
                case Branch branch:
                    foreach (int operand in branch.Instruction.Operands)
                    {
                        Use(operand, position, lastUse);
                    }

                    Scan(branch.Then, lastUse, ref position);
                    Scan(branch.Else, lastUse, ref position);
                    break;
            }
        }
    }

    private void UseAll(Instruction instruction, int position, Dictionary<int, int> lastUse)
    {
        foreach (int leaf in schedule.Leaves(instruction))
        {
            lastUse[leaf] = position;
        }
    }

    private void Use(int value, int position, Dictionary<int, int> lastUse)
    {
        lastUse[value] = position;
        if (!schedule.IsLeaf(value))
        {
            UseAll(schedule.Definition(value), position, lastUse);
        }
    }

    private int Find(int value)
    {
        while (representative[value] != value)
        {
            value = representative[value];
        }

        return value;
    }

    /// <summary>
    /// A gradient that is used nowhere else is computed in its destination. Not so where a parameter is read through a
    /// reference: the destination may be the same variable.
    /// </summary>
    private void PlaceDestinations(Names declared)
    {
        for (int i = 0; i < declared.Destinations.Count; i++)
        {
            int gradient = function.Body.Yields[i + 1];
            string name = declared.Destinations[i];
            if (!declared.MayAlias && schedule.Uses(gradient) == 1 && schedule.Definition(gradient).Op is not (Op.Constant or Op.Parameter) && !schedule.IsInline(gradient))
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

    /// <summary>The name that a value should have.</summary>
    private string Wish(int value)
    {
        if (function.Values[value].Name is { } name && !reused.Contains(Find(value)))
        {
            return name;
        }

        if (value == function.Body.Yields[0])
        {
            return "value";
        }

        var definition = schedule.Definition(value);
        if (definition.Op == Op.Convert && schedule.IsInline(definition.Operands[0]))
        {
            definition = schedule.Definition(definition.Operands[0]);
        }

        return definition switch
        {
            { Op: Op.Call, Rule: { } rule, IsPrimal: true } when rule.All(char.IsLetterOrDigit) && rule != "Convert" => char.ToLowerInvariant(rule[0]) + rule.Substring(1),
            { IsPrimal: true } => "t",
            _ => "d",
        };
    }
}
