namespace Autodiff.Generator.Emit;

/// <summary>
/// The names of local variables in a block. C# forbids a name that an enclosing block declares, and one that a nested
/// block declared before; sibling blocks may share names.
/// </summary>
internal sealed class NameScope(NameScope? parent)
{
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> declaredInside = new(StringComparer.Ordinal);

    /// <summary>For each wish a number below which all are taken: a name once taken stays so.</summary>
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Declares a name: the wish, or the wish with the first free number from 2.</summary>
    public string Declare(string wish)
    {
        string name = wish;
        numbers.TryGetValue(wish, out int number);
        for (number = Math.Max(number, 2); IsTaken(name); number++)
        {
            name = wish.TrimStart('@') + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        numbers[wish] = number - 1;
        Reserve(name);
        return name;
    }

    /// <summary>Marks a name as taken.</summary>
    public void Reserve(string name)
    {
        string bare = name.TrimStart('@');
        declared.Add(bare);
        for (var scope = parent; scope is not null; scope = scope.Parent)
        {
            scope.declaredInside.Add(bare);
        }
    }

    private NameScope? Parent => parent;

    /// <summary>Whether a name can be declared as it is.</summary>
    public bool IsFree(string name) => !IsTaken(name);

    private bool IsTaken(string name)
    {
        string bare = name.TrimStart('@');
        if (declaredInside.Contains(bare))
        {
            return true;
        }

        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.declared.Contains(bare))
            {
                return true;
            }
        }

        return false;
    }
}
