using System.Globalization;
using System.Reflection;

namespace Autodiff.Generator.Tests.Infrastructure;

/// <summary>A marked method of scalar parameters itself, called by reflection.</summary>
/// <param name="method">The method.</param>
internal sealed class OriginalMethod(MethodInfo method)
{
    private readonly ParameterInfo[] parameters = method.GetParameters();

    public string Name => method.Name;

    /// <summary>The object that instance methods are called on: made by the parameterless constructor.</summary>
    public object? Instance { get; } =
        method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!, nonPublic: true);

    /// <summary>Calls the method.</summary>
    public double Evaluate(params object[] arguments) => ToDouble(Invoke(method, Convert(arguments)));

    /// <summary>Calls the method on arguments of the parameters' own types.</summary>
    public object Invoke(object?[] arguments) => Invoke(method, arguments);

    /// <summary>Calls another method of the same object.</summary>
    public object Invoke(MethodInfo other, object?[] arguments) =>
        other.Invoke(Instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;

    /// <summary>The arguments in the parameters' types: reflection itself converts no double to a float.</summary>
    public object?[] Convert(object[] arguments) =>
        [.. parameters.Zip(arguments, (parameter, argument) => Convert(parameter.ParameterType, argument))];

    /// <summary>A result, <see langword="float"/> or <see langword="double"/>, as a double.</summary>
    public static double ToDouble(object value) => value is float single ? single : (double)value;

    private static object Convert(Type type, object argument)
    {
        type = type.IsByRef ? type.GetElementType()! : type;
        return argument.GetType() == type || type.IsEnum || argument is not IConvertible
            ? argument
            : System.Convert.ChangeType(argument, type, CultureInfo.InvariantCulture);
    }
}
