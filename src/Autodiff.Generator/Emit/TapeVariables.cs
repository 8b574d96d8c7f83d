using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>The local variables that hold the tape: for each type an array and how many of its elements are in use.</summary>
internal sealed class TapeVariables
{
    private readonly Dictionary<string, (string Values, string Count)> names = new(StringComparer.Ordinal);

    /// <summary>Names the variables of a method.</summary>
    /// <param name="functions">What stands in the method: its own code and that of its local functions.</param>
    /// <param name="root">The names of the method.</param>
    public TapeVariables(IEnumerable<Function> functions, NameScope root)
    {
        foreach (var function in functions)
        {
            Find(function, function.Body, root);
        }
    }

    /// <summary>The names, which no local function may give to variables of its own.</summary>
    public IEnumerable<string> Names => names.Values.SelectMany(n => new[] { n.Values, n.Count });

    /// <summary>The declarations, at the top of the method.</summary>
    public List<string> Declarations { get; } = [];

    /// <summary>The statements that give the storage back, before the method returns.</summary>
    public List<string> Releases { get; } = [];

    /// <summary>When there is no room for more values, and the statement that makes some.</summary>
    public (string Condition, string Growth) Reserve(Instruction reserve, string count)
    {
        var (values, top) = names[reserve.Text!];
        return ($"{values}.Length - {top} < {count}", $"{values} = {Tape(reserve.Text!)}.Grow({values}, {top}, {count});");
    }

    /// <summary>The place of the next value.</summary>
    public string Push(IrType type)
    {
        var (values, top) = names[type.Text];
        return $"{values}[{top}++]";
    }

    /// <summary>The last value.</summary>
    public string Pop(IrType type)
    {
        var (values, top) = names[type.Text];
        return $"{values}[--{top}]";
    }

    /// <summary>A name that takes none from the user's locals.</summary>
    private static string Declare(Function function, NameScope root, string wish) =>
        root.Declare(function.Values.Any(v => v.IsLocal && v.Name == wish) ? "tape" + char.ToUpperInvariant(wish[0]) + wish.Substring(1) : wish);

    private static string Tape(string type) => $"global::Autodiff.Runtime.Tape<{type}>";

    /// <summary>The array of a type: the brackets of an array type come after the new ones.</summary>
    private static string ArrayOf(string type) => type.EndsWith("]", StringComparison.Ordinal) && type.IndexOf('[') is var bracket
        ? type.Substring(0, bracket) + "[]" + type.Substring(bracket)
        : type + "[]";

    private void Find(Function function, Block block, NameScope root)
    {
        foreach (var instruction in block.Instructions)
        {
            string? type = instruction.Op switch
            {
                Op.Reserve => instruction.Text,
                Op.Push => function.Values[instruction.Operands[0]].Type.Text,
                Op.Pop => function.Values[instruction.Result].Type.Text,
                _ => null,
            };
            if (type is not null && !names.ContainsKey(type))
            {
                string suffix = type == "double" ? string.Empty : new([.. type.Where(char.IsLetterOrDigit)]);
                suffix += type.EndsWith("]", StringComparison.Ordinal) ? "s" : string.Empty;
                suffix = suffix.Length > 0 && suffix.Length < 12 ? char.ToUpperInvariant(suffix[0]) + suffix.Substring(1) : string.Empty;
                var (values, top) = (Declare(function, root, "saved" + suffix), Declare(function, root, "top" + suffix));
                names.Add(type, (values, top));
                Declarations.Add($"{ArrayOf(type)} {values} = {Tape(type)}.Empty;");
                Declarations.Add($"int {top} = 0;");
                Releases.Add($"{Tape(type)}.Return({values});");
            }

            foreach (var nested in instruction.Blocks)
            {
                Find(function, nested, root);
            }
        }
    }
}
