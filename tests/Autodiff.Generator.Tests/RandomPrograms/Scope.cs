using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>What a function returns.</summary>
/// <param name="Types">The types of the numbers; several for a tuple.</param>
/// <param name="IsArray">Whether it is an array of the one type.</param>
internal sealed record Returned(IReadOnlyList<ScalarType> Types, bool IsArray = false);

/// <summary>How long an array is.</summary>
/// <param name="Key">Two arrays of the same key have the same length.</param>
/// <param name="AtLeast">A length that it surely has.</param>
internal sealed record ArraySize(string Key, int AtLeast)
{
    public static ArraySize Of(int length) => new($"{length}", length);
}

/// <summary>An array in scope.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Size">Its length, or the number of its rows.</param>
/// <param name="IsWritable">Whether its elements are written.</param>
internal sealed record ArrayInScope(ArrayVariable Variable, ArraySize Size, bool IsWritable)
{
    /// <summary>The length of a row.</summary>
    public ArraySize? Columns { get; init; }

    /// <summary>Whether the variable itself is assigned.</summary>
    public bool IsAssignable { get; init; }

    /// <summary>Where the memory of a span ends to exist, so that only alike spans are assigned to each other.</summary>
    public int Lifetime { get; init; }

    public Expression Length => Variable.Shape == ArrayShape.Grid ? new LengthOf(Variable, 0) : new LengthOf(Variable);

    public Expression ColumnLength => Variable.Shape == ArrayShape.Grid
        ? new LengthOf(Variable, 1)
        : new LengthOf(new RowOf(Variable, Literal.Of(ScalarType.Integer, 0)));
}

/// <summary>The counter of a loop around the place: never negative there.</summary>
/// <param name="Variable">The counter.</param>
/// <param name="Key">The size that it stays below; null for any.</param>
/// <param name="Min">Its least value.</param>
/// <param name="Margin">How far it stays below the size: <c>i + Margin</c> is an index too.</param>
internal sealed record Counter(Variable Variable, string? Key, int Min = 0, int Margin = 0);

/// <summary>What is in scope at a place in a function that is being made up.</summary>
internal sealed class Scope
{
    // Ordinary names among those that generated code likes to use itself.
    private static readonly string[] NamePool =
    [
        "a", "b", "t", "u", "value", "dx", "result", "error", "dError", "dValue", "sum", "temp", "t1", "t2", "xGradient",
        "gradient", "value2", "@checked", "square", "rate", "dA", "p", "q", "weight", "adjoint", "yGradient2", "z1",
    ];

    private static readonly string[] CounterNames = ["i", "j", "row", "step", "k1", "k2", "k3", "k4", "k5", "k6"];

    private HashSet<string> taken = [];
    private readonly HashSet<string> uncapturable = [];

    /// <summary>Variables that can be read.</summary>
    public List<Variable> Readable { get; } = [];

    /// <summary>Variables that can be assigned: the function's own, neither constants nor <c>in</c> parameters.</summary>
    public List<Variable> Assignable { get; } = [];

    /// <summary>Arrays that can be read.</summary>
    public List<ArrayInScope> Arrays { get; } = [];

    /// <summary>The counters of the loops around the place.</summary>
    public List<Counter> Counters { get; } = [];

    /// <summary>Functions that can be called.</summary>
    public List<Function> Callable { get; } = [];

    /// <summary>Expressions without effects that were written before: common subexpressions to be.</summary>
    public List<Expression> Written { get; } = [];

    /// <summary>Whether a call of an instance method is possible.</summary>
    public bool HasInstance { get; init; }

    /// <summary>The number of blocks around the place within the function.</summary>
    public int Nesting { get; private init; }

    /// <summary>The number of loops around the place within the function.</summary>
    public int Loops { get; private init; }

    public bool CanBreak { get; private init; }

    /// <summary>What a <c>return</c> within a block returns; null where there is none.</summary>
    public Returned? Returned { get; set; }

    public void Take(string name) => taken.Add(name);

    /// <summary>Keeps an <c>in</c> parameter out of nested functions, as C# does.</summary>
    public void MakeUncapturable(string name) => uncapturable.Add(name);

    /// <summary>A name that no variable in scope has.</summary>
    public string NewName(Random random)
    {
        string name = NamePool[random.Next(NamePool.Length)];
        for (int i = 3; !taken.Add(name); i++)
        {
            name = NamePool[random.Next(NamePool.Length)].TrimStart('@') + i;
        }

        return name;
    }

    /// <summary>A name for a loop's counter: loops that are not within each other share them.</summary>
    public string NewCounterName() => CounterNames.First(name => !Readable.Exists(variable => variable.Name == name));

    public Variable Declare(string name, ScalarType type, bool isAssignable = true)
    {
        var variable = new Variable(name, name, type);
        taken.Add(name);
        Readable.Add(variable);
        if (isAssignable)
        {
            Assignable.Add(variable);
        }

        return variable;
    }

    public ArrayInScope Declare(ArrayInScope array)
    {
        taken.Add(array.Variable.Name);
        Arrays.Add(array);
        if (array.Variable.Shape.IsSpan())
        {
            MakeUncapturable(array.Variable.Name);
        }

        return array;
    }

    /// <summary>The scope of a block.</summary>
    /// <param name="isLoop">Whether it is the body of a loop; null for the section of a <c>switch</c>.</param>
    public Scope Block(bool? isLoop)
    {
        var block = new Scope
        {
            HasInstance = HasInstance,
            Nesting = Nesting + 1,
            Loops = isLoop == true ? Loops + 1 : Loops,
            CanBreak = isLoop == true || (isLoop == false && CanBreak),
            Returned = Returned,
            taken = taken,
        };
        block.uncapturable.UnionWith(uncapturable);
        block.Readable.AddRange(Readable);
        block.Assignable.AddRange(Assignable);
        block.Arrays.AddRange(Arrays);
        block.Counters.AddRange(Counters);
        block.Callable.AddRange(Callable);
        block.Written.AddRange(Written);
        return block;
    }

    /// <summary>The scope of a function nested in this one: it reads what is in scope here and assigns none of it.</summary>
    public Scope Nested(bool isStatic)
    {
        var nested = new Scope { HasInstance = HasInstance && !isStatic };
        nested.taken.UnionWith(taken);
        nested.Callable.AddRange(Callable.Where(function => !isStatic || (!function.IsNested && function.Kind != FunctionKind.InstanceMethod)));
        if (!isStatic)
        {
            nested.Readable.AddRange(Readable.Where(variable => !uncapturable.Contains(variable.Name)));
            nested.Counters.AddRange(Counters);
            nested.Arrays.AddRange(Arrays.Where(array => !uncapturable.Contains(array.Variable.Name)).Select(array => array with { IsAssignable = false }));
        }

        return nested;
    }
}
