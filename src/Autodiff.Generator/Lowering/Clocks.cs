using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Lowering;

/// <summary>Properties of the framework that give another value each time: not constants, though they look like them.</summary>
internal static class Clocks
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today",
        "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow",
        "System.Environment.TickCount", "System.Environment.TickCount64",
        "System.Diagnostics.Stopwatch.Elapsed", "System.Diagnostics.Stopwatch.ElapsedMilliseconds", "System.Diagnostics.Stopwatch.ElapsedTicks",
        "System.Random.Shared",
    };

    public static bool Contains(IPropertySymbol property) =>
        Names.Contains(property.ContainingType.ToDisplayString() + "." + property.Name);
}
