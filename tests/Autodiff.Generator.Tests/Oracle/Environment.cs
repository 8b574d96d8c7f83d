namespace Autodiff.Generator.Tests.Oracle;

/// <summary>The variables and local functions of a running method or nested function.</summary>
/// <param name="parent">The environment that encloses it; null for that of a class.</param>
internal sealed class Environment(Environment? parent = null)
{
    private readonly Dictionary<string, Dual> variables = [];
    private readonly Dictionary<string, Function> functions = [];

    public void Declare(string name, Dual value) => variables[name] = value;

    public void Declare(Function function) => functions[function.Name] = function;

    public Dual this[string name]
    {
        get => OwnerOf(name).variables[name];
        set => OwnerOf(name).variables[name] = value;
    }

    /// <summary>The function of that name and the environment that it was declared in.</summary>
    public (Function Function, Environment Scope) FindFunction(string name) =>
        functions.TryGetValue(name, out var function)
            ? (function, this)
            : parent?.FindFunction(name) ?? throw new MalformedProgramException($"no function {name}");

    private Environment OwnerOf(string name) =>
        variables.ContainsKey(name) ? this : parent?.OwnerOf(name) ?? throw new MalformedProgramException($"no variable {name}");
}

/// <summary>A name without a declaration: a candidate of the shrinker that is no program.</summary>
internal sealed class MalformedProgramException(string message) : Exception(message);
