using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>The local variables that hold the storage of local arrays: one of each kind for each type of elements.</summary>
internal sealed class Workspaces
{
    private readonly Dictionary<string, (string Name, string Initializer)> variables = new(StringComparer.Ordinal);

    /// <summary>Names the variables of a method.</summary>
    /// <param name="functions">What stands in the method: its own code and that of its local functions.</param>
    /// <param name="root">The names of the method.</param>
    public Workspaces(IEnumerable<Function> functions, NameScope root)
    {
        foreach (var function in functions)
        {
            Find(function, function.Body, root);
        }
    }

    /// <summary>The names, which no local function may give to variables of its own.</summary>
    public IEnumerable<string> Names => variables.Values.Select(v => v.Name);

    /// <summary>The declarations, at the top of the method.</summary>
    public IEnumerable<string> Declarations => variables.Values.Select(v => $"var {v.Name} = {v.Initializer};");

    /// <summary>The statements that give the storage back, before the method returns.</summary>
    public IEnumerable<string> Releases => variables.Values.Select(v => $"{v.Name}.Return();");

    /// <summary>The variable of a key.</summary>
    public string this[string key] => variables[key].Name;

    /// <summary>What tells from which storage an allocation takes: the kind, and the type of the numbers.</summary>
    public static string KeyOf(Instruction allocation, IrType type) => $"{allocation.Text}:{type.Innermost.Text}";

    private void Find(Function function, Block block, NameScope root)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction is { Op: Op.Allocate, Text: PooledArrays.Workspace or CachedArrays.Place })
            {
                var type = function.Values[instruction.Result].Type;
                string key = KeyOf(instruction, type);
                if (!variables.ContainsKey(key))
                {
                    string element = type.Innermost.Text;
                    string suffix = element == "double" ? string.Empty : char.ToUpperInvariant(element[0]) + element.Substring(1);
                    variables.Add(key, (root.Declare(instruction.Text + suffix), Initializer(instruction.Text!, element)));
                }
            }

            foreach (var nested in instruction.Blocks)
            {
                Find(function, nested, root);
            }
        }
    }

    private static string Initializer(string place, string element) => place == CachedArrays.Place
        ? $"global::Autodiff.Runtime.ArrayCache<{element}>.Rent()"
        : $"new global::Autodiff.Runtime.Workspace<{element}>()";
}
