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

    private readonly MethodInfo original;
    private readonly MethodInfo destination;
    private readonly MethodInfo convenience;
    private readonly object? instance;

    public GradientMethod(MethodInfo original)
    {
        this.original = original;
        var type = original.DeclaringType!;
        var parameters = original.GetParameters();
        var overloads = type.GetMethods(AllDeclared)
            .Where(method => method.Name == original.Name + "Gradient" && TakesFirst(method, parameters))
            .ToList();

        destination = Assert.Single(overloads, method => method.GetParameters().Length > parameters.Length);
        convenience = Assert.Single(overloads, method => method.GetParameters().Length == parameters.Length);
        instance = original.IsStatic ? null : Activator.CreateInstance(type, nonPublic: true);
    }

    /// <summary>The overload with destinations.</summary>
    public MethodInfo Destination => destination;

    /// <summary>The overload that returns the gradient.</summary>
    public MethodInfo Convenience => convenience;

    /// <summary>Calls the method itself.</summary>
    public double Evaluate(params object[] arguments) => ToDouble(Invoke(original, Convert(arguments)));

    /// <summary>
    /// Calls all three methods: both overloads agree bit for bit and the value is the method's own. Where the method
    /// throws, that exception is thrown after the overloads were seen to throw the same.
    /// </summary>
    public GradientEvaluation EvaluateGradient(params object[] arguments)
    {
        object?[] inputs = Convert(arguments);
        object expected;
        try
        {
            expected = Invoke(original, inputs);
        }
        catch (Exception exception)
        {
            Assert.Throws(exception.GetType(), () => InvokeDestination(inputs));
            Assert.Throws(exception.GetType(), () => Invoke(convenience, inputs));
            throw;
        }

        var (value, gradient) = InvokeDestination(inputs);
        Assert.True(SameBits(expected, value), $"{original.Name} returns {expected:R}, its gradient method {value:R}");

        object returned = Invoke(convenience, inputs);
        object[] components = returned is ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)] : [returned];
        Assert.Equal(gradient.Length, components.Length);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.True(
                SameBits(gradient[i], components[i]),
                $"component {i} is {gradient[i]:R} from the destination overload, {components[i]:R} from the other");
        }

        return new GradientEvaluation(ToDouble(value), [.. gradient.Select(ToDouble)]);
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
        object?[] arguments = new object?[destination.GetParameters().Length];
        inputs.CopyTo(arguments, 0);
        object value = Invoke(destination, arguments);
        return (value, [.. arguments.Skip(inputs.Length).Select(argument => argument!)]);
    }

    private object Invoke(MethodInfo method, object?[] arguments) =>
        method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;

    // Reflection passes a double where a float is asked for only after an explicit conversion.
    private object?[] Convert(object[] arguments) =>
        [.. original.GetParameters().Zip(arguments, (parameter, argument) => Convert(parameter.ParameterType, argument))];

    private static object Convert(Type type, object argument)
    {
        type = type.IsByRef ? type.GetElementType()! : type;
        return argument.GetType() == type || type.IsEnum || argument is not IConvertible
            ? argument
            : System.Convert.ChangeType(argument, type, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static double ToDouble(object value) =>
        value is float single ? single : (double)value;

    private static bool TakesFirst(MethodInfo method, ParameterInfo[] parameters)
    {
        var own = method.GetParameters();
        return own.Length >= parameters.Length
            && parameters.Zip(own).All(pair => pair.First.ParameterType == pair.Second.ParameterType)
            && own[parameters.Length..].All(parameter => parameter.IsOut);
    }
}
