namespace Autodiff.Generator.Tests.Oracle;

/// <summary>The variables and local functions of a running method or nested function.</summary>
/// <param name="parent">The environment that encloses it; null for that of a class.</param>
internal sealed class Environment(Environment? parent = null)
{
    private readonly Dictionary<string, Place> variables = [];
    private readonly Dictionary<string, ArrayValue> arrays = [];
    private readonly Dictionary<string, Function> functions = [];
    private int iterations;

    /// <summary>Declares a variable with a value of its own, or anew where a block runs again.</summary>
    public void Declare(string name, Dual value)
    {
        Note(value);
        variables[name] = new Place([value], 0);
    }

    /// <summary>Whether a variable was given a value that is infinite or no number.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>Takes note of a value that a variable gets.</summary>
    public void Note(Dual value)
    {
        HasOverflowed |= !double.IsFinite(value.Value);
        if (HasOverflowed && parent is { HasOverflowed: false })
        {
            parent.Note(value);
        }
    }

    /// <summary>Declares a variable of arrays.</summary>
    public void Declare(string name, ArrayValue array) => arrays[name] = array;

    /// <summary>Declares another name for a variable or an element.</summary>
    public void DeclareReference(string name, Place place) => variables[name] = place;

    public void Declare(Function function) => functions[function.Name] = function;

    /// <summary>Where the variable of that name is kept.</summary>
    public Place Find(string name) =>
        variables.TryGetValue(name, out var place) ? place : parent?.Find(name) ?? throw new MalformedProgramException($"no variable {name}");

    /// <summary>The array that the variable of that name holds.</summary>
    public ArrayValue FindArray(string name) =>
        arrays.TryGetValue(name, out var array) ? array : parent?.FindArray(name) ?? throw new MalformedProgramException($"no array {name}");

    /// <summary>Lets a variable hold another array.</summary>
    public void Assign(string name, ArrayValue array)
    {
        if (arrays.ContainsKey(name))
        {
            arrays[name] = array;
        }
        else
        {
            (parent ?? throw new MalformedProgramException($"no array {name}")).Assign(name, array);
        }
    }

    /// <summary>Counts an iteration of a loop: a candidate of the shrinker may have a loop without an end.</summary>
    public void CountIteration()
    {
        if (parent is not null)
        {
            parent.CountIteration();
        }
        else if (++iterations > 20_000)
        {
            throw new TooManyIterationsException();
        }
    }

    /// <summary>The function of that name and the environment that it was declared in.</summary>
    public (Function Function, Environment Scope) FindFunction(string name) =>
        functions.TryGetValue(name, out var function)
            ? (function, this)
            : parent?.FindFunction(name) ?? throw new MalformedProgramException($"no function {name}");
}

/// <summary>A name without a declaration: a candidate of the shrinker that is no program.</summary>
internal class MalformedProgramException(string message) : Exception(message);

/// <summary>A program runs for longer than the oracle follows it.</summary>
internal sealed class TooManyIterationsException() : MalformedProgramException("too many iterations");
