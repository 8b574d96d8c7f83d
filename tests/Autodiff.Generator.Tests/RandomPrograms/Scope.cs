using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>What is in scope at a place in a function that is being made up.</summary>
internal sealed class Scope
{
    // Ordinary names among those that generated code likes to use itself.
    private static readonly string[] NamePool =
    [
        "a", "b", "t", "u", "value", "dx", "result", "error", "dError", "dValue", "sum", "temp", "t1", "t2", "xGradient",
        "gradient", "value2", "@checked", "square", "rate", "dA", "p", "q", "weight", "adjoint", "yGradient2", "z1",
    ];

    private readonly HashSet<string> taken = [];
    private readonly HashSet<string> uncapturable = [];

    /// <summary>Variables that can be read.</summary>
    public List<Variable> Readable { get; } = [];

    /// <summary>Variables that can be assigned: the function's own, neither constants nor <c>in</c> parameters.</summary>
    public List<Variable> Assignable { get; } = [];

    /// <summary>Functions that can be called.</summary>
    public List<Function> Callable { get; } = [];

    /// <summary>Expressions without effects that were written before: common subexpressions to be.</summary>
    public List<Expression> Written { get; } = [];

    /// <summary>Whether a call of an instance method is possible.</summary>
    public bool HasInstance { get; init; }

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

    /// <summary>The scope of a function nested in this one: it reads what is in scope here and assigns none of it.</summary>
    public Scope Nested(bool isStatic)
    {
        var nested = new Scope { HasInstance = HasInstance && !isStatic };
        nested.taken.UnionWith(taken);
        nested.Callable.AddRange(Callable.Where(function => !isStatic || (!function.IsNested && function.Kind != FunctionKind.InstanceMethod)));
        if (!isStatic)
        {
            nested.Readable.AddRange(Readable.Where(variable => !uncapturable.Contains(variable.Name)));
        }

        return nested;
    }
}
