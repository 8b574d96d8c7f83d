using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Emit;

/// <summary>The local variables that hold the tape: for each type an array and how many of its elements are in use.</summary>
internal sealed class TapeVariables
{
    private readonly Dictionary<string, (string Values, string? Count)> names = new(StringComparer.Ordinal);

    /// <summary>The types of which something is in use: where there are windows only, they are all at the start.</summary>
    private readonly HashSet<string> counted = new(StringComparer.Ordinal);

    /// <summary>Names the variables of a method.</summary>
    /// <param name="functions">What stands in the method: its own code and that of its local functions.</param>
    /// <param name="root">The names of the method.</param>
    public TapeVariables(IEnumerable<Function> functions, NameScope root)
    {
        var all = functions.ToList();
        foreach (var function in all)
        {
            FindCounted(function, function.Body);
        }

        foreach (var function in all)
        {
            Find(function, function.Body, root);
        }
    }

    /// <summary>The names, which no local function may give to variables of its own.</summary>
    public IEnumerable<string> Names => names.Values.SelectMany(n => new[] { n.Values, n.Count }).OfType<string>();

    /// <summary>The declarations, at the top of the method.</summary>
    public List<string> Declarations { get; } = [];

    /// <summary>The statements that give the storage back, before the method returns.</summary>
    public List<string> Releases { get; } = [];

    /// <summary>The statement that makes sure that there is room for more values.</summary>
    public string Reserve(Instruction reserve, string count)
    {
        var (values, top) = names[reserve.Text!];
        return $"{values} = {Tape(reserve.Text!)}.Reserve({values}, {top ?? "0"}, {count});";
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

    /// <summary>A view of the next places.</summary>
    /// <param name="type">The type of the values.</param>
    /// <param name="distance">How many places to leave out; null for none.</param>
    /// <param name="length">How many places.</param>
    public string Window(string type, string? distance, string length)
    {
        var (values, top) = names[type];
        string start = string.Join(" + ", new[] { top, distance }.OfType<string>());
        return $"global::System.MemoryExtensions.AsSpan({values}, {(start.Length == 0 ? "0" : start)}, {length})";
    }

    /// <summary>Counts more places as in use.</summary>
    public string Advance(string type, string count) => $"{names[type].Count} += {count}";

    /// <summary>Counts fewer places as in use.</summary>
    public string Retreat(string type, string count) => $"{names[type].Count} -= {count}";

    /// <summary>A name that takes none from the user's locals.</summary>
    private static string Declare(Function function, NameScope root, string wish) =>
        root.Declare(function.Values.Any(v => v.IsLocal && v.Name == wish) ? "tape" + char.ToUpperInvariant(wish[0]) + wish.Substring(1) : wish);

    private static string Tape(string type) => $"global::Autodiff.Runtime.Tape<{type}>";

    /// <summary>The array of a type: the brackets of an array type come after the new ones.</summary>
    private static string ArrayOf(string type) => type.EndsWith("]", StringComparison.Ordinal) && type.IndexOf('[') is var bracket
        ? type.Substring(0, bracket) + "[]" + type.Substring(bracket)
        : type + "[]";

    private void FindCounted(Function function, Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op is Op.Push or Op.Pop or Op.Advance or Op.Retreat)
            {
                counted.Add(TapeTraffic.TypeOf(function, instruction)!);
            }

            foreach (var nested in instruction.Blocks)
            {
                FindCounted(function, nested);
            }
        }
    }

    private void Find(Function function, Block block, NameScope root)
    {
        foreach (var instruction in block.Instructions)
        {
            if (TapeTraffic.TypeOf(function, instruction) is { Length: > 0 } type && !names.ContainsKey(type))
            {
                string suffix = type == "double" ? string.Empty : new([.. type.Where(char.IsLetterOrDigit)]);
                suffix += type.EndsWith("]", StringComparison.Ordinal) ? "s" : string.Empty;
                suffix = suffix.Length > 0 && suffix.Length < 12 ? char.ToUpperInvariant(suffix[0]) + suffix.Substring(1) : string.Empty;
                var (values, top) = (Declare(function, root, "saved" + suffix), counted.Contains(type) ? Declare(function, root, "top" + suffix) : null);
                names.Add(type, (values, top));
                Declarations.Add($"{ArrayOf(type)} {values} = {Tape(type)}.Empty;");
                if (top is not null)
                {
                    Declarations.Add($"int {top} = 0;");
                }

                Releases.Add($"{Tape(type)}.Return({values});");
            }

            foreach (var nested in instruction.Blocks)
            {
                Find(function, nested, root);
            }
        }
    }
}
