namespace Autodiff.Generator.Ir;

/// <summary>
/// What analyses have found of a function, so that passes which leave it as it is share what they ask for. It is no part of what the
/// function is: it takes no part in comparisons, and a copy made by <c>with</c>, which carries the field along, starts anew.
/// </summary>
internal struct FoundFacts : IEquatable<FoundFacts>
{
    private Function? owner;
    private List<object>? facts;
    private bool isNumbered;

    /// <summary>Whether it has been noted that a function is written by a builder, in which equal values are one.</summary>
    public readonly bool IsNumbered(Function function) => isNumbered && ReferenceEquals(owner, function);

    /// <summary>Takes note that a function is written by a builder.</summary>
    public void NoteNumbered(Function function)
    {
        Start(function);
        isNumbered = true;
    }

    /// <summary>The fact of a type about a function, which is found when it is first asked for.</summary>
    public T Of<T>(Function function, Func<Function, T> find)
        where T : class
    {
        Start(function);
        foreach (object known in facts ??= [])
        {
            if (known is T fact)
            {
                return fact;
            }
        }

        var found = find(function);
        facts.Add(found);
        return found;
    }

    private void Start(Function function)
    {
        if (!ReferenceEquals(owner, function))
        {
            (owner, facts, isNumbered) = (function, null, false);
        }
    }

    public readonly bool Equals(FoundFacts other) => true;

    public override readonly bool Equals(object? obj) => obj is FoundFacts;

    public override readonly int GetHashCode() => 0;
}
