namespace Autodiff.Generator.Ir;

/// <summary>
/// What analyses have found of a function, so that passes which leave it as it is share what they ask for. It is no part of what the
/// function is: it takes no part in comparisons, and a copy made by <c>with</c>, which carries the field along, starts anew.
/// </summary>
internal struct FoundFacts : IEquatable<FoundFacts>
{
    private Function? owner;
    private List<object>? facts;

    /// <summary>The fact of a type about a function, which is found when it is first asked for.</summary>
    public T Of<T>(Function function, Func<Function, T> find)
        where T : class
    {
        if (!ReferenceEquals(owner, function) || facts is null)
        {
            (owner, facts) = (function, []);
        }

        foreach (object known in facts)
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

    public readonly bool Equals(FoundFacts other) => true;

    public override readonly bool Equals(object? obj) => obj is FoundFacts;

    public override readonly int GetHashCode() => 0;
}
