using System.Runtime.CompilerServices;

namespace Autodiff.Generator.Ir;

/// <summary>
/// Tells instructions or blocks apart by identity: two that are equal may stand in different places, and comparing them whole
/// takes as long as they are.
/// </summary>
internal sealed class ByReference<T> : IEqualityComparer<T>
    where T : class
{
    public static readonly ByReference<T> Instance = new();

    public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

    public int GetHashCode(T item) => RuntimeHelpers.GetHashCode(item);
}
