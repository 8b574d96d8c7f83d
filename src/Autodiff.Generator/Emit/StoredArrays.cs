using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>
/// The arrays that a method reads from fields, and from properties that are fields in all but name: static ones, and those that
/// are reached from its parameters and its own object by fields alone. They can be read at the head of the gradient method as
/// often as they are checked, which nothing can notice; where an object on the way is null there is no array yet.
/// </summary>
internal sealed class StoredArrays
{
    private readonly Function program;
    private readonly Dictionary<Function, Dictionary<int, Instruction>> definitions = new(ByReference<Function>.Instance);

    /// <summary>What the parameters of the functions are called at the head, as far as they are what the method was given.</summary>
    private readonly Dictionary<Function, Dictionary<int, string?>> parameters = new(ByReference<Function>.Instance);

    /// <summary>Reads a program.</summary>
    /// <param name="program">The method, and the functions that it calls.</param>
    /// <param name="names">The names of the method's parameters.</param>
    public StoredArrays(Function program, IReadOnlyList<string> names)
    {
        this.program = program;
        foreach (var function in Functions)
        {
            parameters.Add(function, []);
        }

        for (int i = 0; i < program.Parameters.Length; i++)
        {
            parameters[program].Add(program.Parameters[i], names[i]);
        }

        NameParameters();
    }

    private IEnumerable<Function> Functions => program.Callees.Prepend(program);

    /// <summary>The arrays, as they are written at the head, with their types.</summary>
    public IEnumerable<(string Text, IrType Type)> Find() => Functions
        .SelectMany(f => Instructions(f.Body).Where(i => i.Op == Op.Opaque && i.Results.Length == 1 && f.Values[i.Result].Type.IsArray).Select(i => (Text: TextOf(f, i), f.Values[i.Result].Type)))
        .Where(a => a.Text is not null)
        .Select(a => (a.Text!, a.Type))
        .Distinct();

    /// <summary>Whether an array that a function reads is among <see cref="Find"/>.</summary>
    public bool Contains(Function function, Instruction read) => TextOf(function, read) is not null;

    /// <summary>A recursive function often hands on what it was given: then its parameter is the method's.</summary>
    private void NameParameters()
    {
        for (int round = 0; round < program.Callees.Length; round++)
        {
            foreach (var caller in Functions)
            {
                foreach (var call in Instructions(caller.Body).Where(i => i.Op == Op.Invoke))
                {
                    var callee = program.CalleeOf(call);
                    for (int i = 0; i < call.Operands.Length; i++)
                    {
                        NameParameter(callee, callee.Parameters[i], caller, call.Operands[i]);
                    }
                }
            }
        }
    }

    private void NameParameter(Function callee, int parameter, Function caller, int argument)
    {
        bool isHandedOn = ReferenceEquals(caller, callee) && argument == parameter;
        if (isHandedOn || (!parameters[callee].ContainsKey(parameter) && IsUnnamedParameter(caller, argument)))
        {
            return;
        }

        string? text = TextOf(caller, argument);
        parameters[callee][parameter] = parameters[callee].TryGetValue(parameter, out string? known) && known != text ? null : text;
    }

    /// <summary>Whether a value is a parameter of which no call has been seen.</summary>
    private bool IsUnnamedParameter(Function function, int value) => function.Parameters.Contains(value) && !parameters[function].ContainsKey(value);

    private string? TextOf(Function function, int value) =>
        parameters[function].TryGetValue(value, out string? name) ? name
        : DefinitionsOf(function).TryGetValue(value, out var definition) ? TextOf(function, definition)
        : null;

    private Dictionary<int, Instruction> DefinitionsOf(Function function)
    {
        if (!definitions.TryGetValue(function, out var known))
        {
            definitions.Add(function, known = Instructions(function.Body).Where(i => i.Results.Length == 1).ToDictionary(i => i.Result));
        }

        return known;
    }

    private string? TextOf(Function function, Instruction read)
    {
        if (read is { Op: Op.Opaque, Text: "this" })
        {
            return "this";
        }

        if (read is not { Op: Op.Opaque, IsRepeatable: true, Text: { } text })
        {
            return null;
        }

        if (read.Operands.Length == 0)
        {
            return text;
        }

        // What can throw goes through a reference.
        return TextOf(function, read.Operands[0]) is { } receiver
            ? receiver + (read.Effects.HasFlag(Effects.Acts) && receiver != "this" ? "?" : string.Empty) + text.Substring("{0}".Length)
            : null;
    }

    private static IEnumerable<Instruction> Instructions(Block block) =>
        block.Instructions.SelectMany(i => i.Blocks.Length == 0 ? [i] : i.Blocks.SelectMany(Instructions).Prepend(i));
}
