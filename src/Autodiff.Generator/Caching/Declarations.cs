using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Caching;

/// <summary>
/// A compilation without the bodies of its methods, as data: the compiler gives two compilations of which this is equal
/// the same symbols, and binds a body of the same text to the same symbols in both.
/// </summary>
/// <param name="AssemblyName">The assembly's name, which decides what others let it see.</param>
/// <param name="Options">The compilation's options, by identity.</param>
/// <param name="References">The assemblies that it refers to, by identity and in order, each with what its names are known by.</param>
/// <param name="Trees">The files, in order, which is also that of members of a type in several files.</param>
internal sealed record Declarations(
    string? AssemblyName,
    long Options,
    EquatableArray<(long Identity, MetadataReferenceProperties Properties)> References,
    EquatableArray<DeclaredTree> Trees);

/// <summary>Numbers for objects that are compared by identity: unlike the objects, they keep nothing alive.</summary>
internal static class Identity
{
    private static readonly ConditionalWeakTable<object, StrongBox<long>> Known = new();
    private static long last;

    /// <summary>The number of an object, which no other object has had or will have.</summary>
    public static long Of(object value) => Known.GetValue(value, _ => new StrongBox<long>(Interlocked.Increment(ref last))).Value;
}
