using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>
/// The recursive methods that a marked method calls. Each is lowered once, to a function of its own, for each set of type arguments and of
/// delegates that it is called with.
/// </summary>
internal sealed class RecursiveCallees
{
    /// <summary>How many there may be: a generic method that calls itself with ever larger types would have no end of them.</summary>
    public const int Maximum = 32;

    private readonly List<RecursiveCallee> list = [];

    /// <summary>Whether each method can reach itself through calls, where that is known.</summary>
    public Dictionary<IMethodSymbol, bool> AreRecursive { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The calls, to be checked when it is known which arrays each function writes.</summary>
    public List<RecursiveCall> Calls { get; } = [];

    /// <summary>How many there are.</summary>
    public int Count => list.Count;

    /// <summary>The functions, by their numbers.</summary>
    public ImmutableArray<Function> Functions => list.Select(c => c.Function!).ToImmutableArray();

    /// <summary>A callee by the number of its function.</summary>
    public RecursiveCallee this[int index] => list[index];

    /// <summary>The callee for a method; null where it has not been called in this way before.</summary>
    public RecursiveCallee? Find(RecursiveCalleeKey key) => list.Find(c => c.Key.Equals(key));

    /// <summary>Adds a callee.</summary>
    public void Add(RecursiveCallee callee)
    {
        callee.Index = list.Count;
        list.Add(callee);
    }
}

/// <summary>What tells the functions that recursive methods are lowered to apart.</summary>
internal sealed class RecursiveCalleeKey(IMethodSymbol method, ImmutableArray<ITypeSymbol> types, bool isOnThis, Frame? outer, ImmutableArray<(int Parameter, Lowered.Callable Value)> delegates)
    : IEquatable<RecursiveCalleeKey>
{
    private IMethodSymbol Method => method;

    private ImmutableArray<ITypeSymbol> Types => types;

    private bool IsOnThis => isOnThis;

    private Frame? Outer => outer;

    /// <summary>The delegates that are passed, which are known and no values.</summary>
    public ImmutableArray<(int Parameter, Lowered.Callable Value)> Delegates => delegates;

    public bool Equals(RecursiveCalleeKey? other) =>
        other is not null
        && SymbolEqualityComparer.Default.Equals(method, other.Method)
        && types.AsEnumerable().SequenceEqual(other.Types, SymbolEqualityComparer.Default)
        && isOnThis == other.IsOnThis
        && ReferenceEquals(outer, other.Outer)
        && delegates.Length == other.Delegates.Length
        && delegates.Zip(other.Delegates, IsSame).All(same => same);

    public override bool Equals(object? obj) => Equals(obj as RecursiveCalleeKey);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(method);

    private static bool IsSame((int Parameter, Lowered.Callable Value) one, (int Parameter, Lowered.Callable Value) two) =>
        one.Parameter == two.Parameter
        && SymbolEqualityComparer.Default.Equals(one.Value.Method, two.Value.Method)
        && ReferenceEquals(one.Value.Body, two.Value.Body)
        && (ReferenceEquals(one.Value.Creator, two.Value.Creator) || one.Value.Method.MethodKind == MethodKind.Ordinary);
}

/// <summary>A recursive method as a function of its own.</summary>
internal sealed class RecursiveCallee(RecursiveCalleeKey key, ImmutableArray<IrType> results, ImmutableArray<Variable> captured)
{
    public RecursiveCalleeKey Key => key;

    /// <summary>The types of what it gives back: the elements of what it returns, then its <c>ref</c> and <c>out</c> parameters.</summary>
    public ImmutableArray<IrType> Results => results;

    /// <summary>The variables around a local function or lambda that it reads, which are passed to it.</summary>
    public ImmutableArray<Variable> Captured => captured;

    /// <summary>The number of its function.</summary>
    public int Index { get; set; }

    /// <summary>The function; null while it is being lowered.</summary>
    public Function? Function { get; set; }
}

/// <summary>A call of a recursive method.</summary>
/// <param name="Lowerer">What lowers the calling method.</param>
/// <param name="Callee">The callee.</param>
/// <param name="Operands">The arguments.</param>
/// <param name="Place">The call.</param>
/// <param name="Frame">The activation that calls.</param>
internal sealed record RecursiveCall(MethodLowerer Lowerer, int Callee, ImmutableArray<int> Operands, IOperation Place, Frame Frame);
