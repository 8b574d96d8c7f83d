using System.Reflection;
using System.Runtime.CompilerServices;

namespace Autodiff.Benchmarks.Harness;

/// <summary>
/// Shifts where the next methods are compiled to. How code falls on cache lines can change a method of a few
/// nanoseconds by a tenth, the same in every sample of a process (Mytkowicz et al., "Producing wrong data without doing
/// anything obviously wrong", 2009): it has to vary to be measured.
/// </summary>
internal sealed class CodeLayout(int seed)
{
    private static readonly MethodInfo Filler =
        typeof(CodeLayout).GetMethod(nameof(Fill), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Random random = new(seed);
    private Type next = typeof(Nested<int>);

    /// <summary>Compiles up to seven small methods, so that whatever is compiled next starts further on.</summary>
    public void Shift()
    {
        for (int count = random.Next(8); count > 0; count--)
        {
            RuntimeHelpers.PrepareMethod(Filler.MethodHandle, [next.TypeHandle]);
            next = typeof(Nested<>).MakeGenericType(next);
        }
    }

    private static int Fill<T>(int number) => number + typeof(T).GetHashCode();

    /// <summary>A new value type for each depth of nesting, for which a generic method is compiled anew.</summary>
    private readonly struct Nested<T>;
}
