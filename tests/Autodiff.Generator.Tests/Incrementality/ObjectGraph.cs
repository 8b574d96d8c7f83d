using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Tests.Incrementality;

/// <summary>Everything that is reachable from a value through fields and collections.</summary>
internal static class ObjectGraph
{
    // Each keeps a whole compilation alive, or differs from one compilation to the next where nothing changed.
    private static readonly Type[] CompilationBound =
    [
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(Compilation),
        typeof(SemanticModel), typeof(Location), typeof(IOperation), typeof(Diagnostic),
    ];

    /// <summary>The reachable objects that must not be in a cached value, each with the path to it.</summary>
    public static IReadOnlyList<string> FindCompilationBound(object value)
    {
        var found = new List<string>();
        Walk(value, value.GetType().Name, new HashSet<object>(ReferenceEqualityComparer.Instance), found);
        return found;
    }

    private static void Walk(object? value, string path, HashSet<object> visited, List<string> found)
    {
        if (value is null or string or Pointer || value.GetType() is { IsPrimitive: true } or { IsEnum: true }
            || (!value.GetType().IsValueType && !visited.Add(value)))
        {
            return;
        }

        // Syntax tokens and nodes in lists are structs around nodes, which the walk comes to.
        if (CompilationBound.Any(type => type.IsInstanceOfType(value)))
        {
            found.Add($"{path}: {value.GetType()}");
            return;
        }

        if (value is Array array)
        {
            foreach (var item in array)
            {
                Walk(item, path + "[]", visited, found);
            }

            return;
        }

        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", visited, found);
            }
        }
    }
}
