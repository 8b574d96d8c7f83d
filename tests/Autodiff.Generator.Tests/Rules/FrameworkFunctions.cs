using System.Collections.Concurrent;
using System.Reflection;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>The framework's functions by the names that lines of the rule table have.</summary>
internal static class FrameworkFunctions
{
    private static readonly ConcurrentDictionary<(string Rule, Type Type), (MethodInvoker Method, Type[] Parameters)> Found = [];

    /// <summary>Calls a function in the precision of <paramref name="type"/>, <see langword="double"/> or <see langword="float"/>.</summary>
    public static double Call(string rule, Type type, ReadOnlySpan<double> arguments)
    {
        var (method, parameters) = Found.GetOrAdd((rule, type), Find);
        object?[] converted = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            converted[i] = parameters[i] == typeof(double) ? arguments[i]
                : parameters[i] == typeof(float) ? (object)(float)arguments[i]
                : (int)arguments[i];
        }

        object result = method.Invoke(null, converted.AsSpan())!;
        return result is float single ? single : (double)result;
    }

    private static (MethodInvoker Method, Type[] Parameters) Find((string Rule, Type Type) key)
    {
        string name = key.Rule switch
        {
            "LogBase" => "Log",
            "IEEERemainder" => "Ieee754Remainder",
            _ => key.Rule,
        };
        int count = key.Rule == "LogBase" ? 2 : 0;
        var method = key.Type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.Name == name && m.ReturnType == key.Type && (count == 0 || m.GetParameters().Length == count))
            .MinBy(m => m.GetParameters().Length)
            ?? throw new InvalidOperationException($"{key.Type.Name} has no function '{name}'.");
        return (MethodInvoker.Create(method), [.. method.GetParameters().Select(p => p.ParameterType)]);
    }
}
