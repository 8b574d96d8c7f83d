using System.Reflection;
using System.Runtime.CompilerServices;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>The value of a method and its gradient at one point.</summary>
/// <param name="Value">What the method returns.</param>
/// <param name="Gradient">The derivatives in the order of the differentiated parameters.</param>
internal sealed record GradientEvaluation(double Value, double[] Gradient);

/// <summary>A marked method of scalar parameters, with the two overloads that the generator added, called by reflection.</summary>
internal sealed class GradientMethod
{
    /// <summary>Every member that a type declares itself.</summary>
    public const BindingFlags AllDeclared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public GradientMethod(MethodInfo original)
    {
        Original = new OriginalMethod(original);
        var type = original.DeclaringType!;
        var parameters = original.GetParameters();
        var overloads = type.GetMethods(AllDeclared)
            .Where(method => method.Name == original.Name + "Gradient" && TakesFirst(method, parameters))
            .ToList();

        Destination = Assert.Single(overloads, method => method.GetParameters().Length > parameters.Length);
        Convenience = Assert.Single(overloads, method => method.GetParameters().Length == parameters.Length);
    }

    /// <summary>The marked method.</summary>
    public OriginalMethod Original { get; }

    /// <summary>The overload with destinations.</summary>
    public MethodInfo Destination { get; }

    /// <summary>The overload that returns the gradient.</summary>
    public MethodInfo Convenience { get; }

    /// <summary>
    /// Calls all three methods: both overloads agree bit for bit and the value is the method's own. Where the method
    /// throws, that exception is thrown after the overloads were seen to throw the same.
    /// </summary>
    public GradientEvaluation EvaluateGradient(params object[] arguments)
    {
        object?[] inputs = Original.Convert(arguments);
        object expected;
        try
        {
            expected = Original.Invoke(inputs);
        }
        catch (Exception exception)
        {
            Assert.Throws(exception.GetType(), () => InvokeDestination(inputs));
            Assert.Throws(exception.GetType(), () => Original.Invoke(Convenience, inputs));
            throw;
        }

        var (value, gradient) = InvokeDestination(inputs);
        Assert.True(SameBits(expected, value), $"{Original.Name} returns {expected:R}, its gradient method {value:R}");

        object returned = Original.Invoke(Convenience, inputs);
        object[] components = returned is ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)] : [returned];
        Assert.Equal(gradient.Length, components.Length);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.True(
                SameBits(gradient[i], components[i]),
                $"component {i} is {gradient[i]:R} from the destination overload, {components[i]:R} from the other");
        }

        return new GradientEvaluation(OriginalMethod.ToDouble(value), [.. gradient.Select(OriginalMethod.ToDouble)]);
    }

    /// <summary>Whether two results have the same type and the same bits, any NaN being equal to any other.</summary>
    public static bool SameBits(object left, object right) => (left, right) switch
    {
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b)),
        (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b)),
        _ => false,
    };

    private (object Value, object[] Gradient) InvokeDestination(object?[] inputs)
    {
        object?[] arguments = new object?[Destination.GetParameters().Length];
        inputs.CopyTo(arguments, 0);
        object value = Original.Invoke(Destination, arguments);
        return (value, [.. arguments.Skip(inputs.Length).Select(argument => argument!)]);
    }

    private static bool TakesFirst(MethodInfo method, ParameterInfo[] parameters)
    {
        var own = method.GetParameters();
        return own.Length >= parameters.Length
            && parameters.Zip(own).All(pair => pair.First.ParameterType == pair.Second.ParameterType)
            && own[parameters.Length..].All(parameter => parameter.IsOut);
    }
}
