using System.Reflection;
using System.Runtime.CompilerServices;
using Autodiff.Generator.Rules;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>A public static method of <see cref="Math"/>, <see cref="MathF"/>, <see langword="double"/> or <see langword="float"/>.</summary>
/// <param name="Method">The method.</param>
internal sealed record FrameworkMember(MethodInfo Method)
{
    private static readonly Type[] Declaring = [typeof(Math), typeof(MathF), typeof(double), typeof(float)];

    /// <summary>Every method that takes a floating-point number, or any number, and is no operator.</summary>
    public static IEnumerable<FrameworkMember> All => Declaring
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsSpecialName && method.GetParameters().Any(p => IsFloating(p.ParameterType) || p.ParameterType.IsGenericMethodParameter))
        .Select(method => new FrameworkMember(method));

    /// <summary>The call as C#, <c>MathF.Log(float, float)</c>.</summary>
    public string Name => $"{TypeName}.{Method.Name}({string.Join(", ", Parameters.Select(p => CSharp(p.ParameterType)))})";

    /// <summary>Whether a derivative flows to the result: a number, or a tuple of them.</summary>
    public bool IsDifferentiated => IsFloating(Method.ReturnType) || IsTuple;

    /// <summary>Whether it computes in single precision.</summary>
    public bool IsSingle => Real == "float";

    /// <summary>Operands at which it is smooth.</summary>
    public double[][] Points => IsTuple
        ? [[0.75], [-2.5]]
        : [.. Domain.Points.Select(point => (double[])[.. point, .. Enumerable.Repeat(1.0, Parameters.Length - point.Length)])];

    private RuleDomain Domain => RuleDomain.ByName[KnownFunctions.Rule(Method.Name, Parameters.Length)
        ?? throw new InvalidOperationException($"The rule table has no line for {Name}.")];

    private ParameterInfo[] Parameters => Method.GetParameters();

    private bool IsTuple => typeof(ITuple).IsAssignableFrom(Method.ReturnType);

    private string TypeName => Method.DeclaringType == typeof(double) ? "double" : Method.DeclaringType == typeof(float) ? "float" : Method.DeclaringType!.Name;

    private string Real => Method.DeclaringType == typeof(float) || Parameters[0].ParameterType == typeof(float) ? "float" : "double";

    /// <summary>A marked method that calls the member with its own parameters, and multiplies where no derivative flows.</summary>
    public string Source(string name)
    {
        string parameters = string.Join(", ", Parameters.Select(p => $"{CSharp(p.ParameterType)} {p.Name}"));
        string integer = Method.ReturnType.IsGenericMethodParameter ? "<int>" : "";
        string call = $"{TypeName}.{Method.Name}{integer}({string.Join(", ", Parameters.Select(p => p.Name))})";
        string x = Parameters[0].Name!;
        string result = IsTuple ? $"{call}.Item1 * {call}.Item2"
            : IsDifferentiated ? call
            : Method.ReturnType == typeof(bool) ? $"{call} ? {x} : 2 * {x}"
            : $"{x} * {call}";
        return $"[Differentiable] public static {Real} {name}({parameters}) => {result};";
    }

    /// <summary>The operands that have a derivative.</summary>
    public IEnumerable<int> Differentiated =>
        Enumerable.Range(0, Parameters.Length).Where(i => IsFloating(Parameters[i].ParameterType) || Parameters[i].ParameterType.IsGenericMethodParameter);

    /// <summary>What the member computes, in double precision; what it follows, where it has steps.</summary>
    public double Evaluate(double[] operands)
    {
        if (!IsTuple && Domain.Exact is { } exact)
        {
            return exact(operands);
        }

        var counterpart = Declaring.Where(type => type == (Method.DeclaringType == typeof(float) || Method.DeclaringType == typeof(double) ? typeof(double) : typeof(Math)))
            .SelectMany(type => type.GetMethods())
            .Single(m => m.Name == Method.Name && m.GetParameters().Select(p => p.ParameterType).SequenceEqual(Parameters.Select(p => p.ParameterType == typeof(float) ? typeof(double) : p.ParameterType)));
        object?[] arguments = [.. counterpart.GetParameters().Select((p, i) =>
            p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, (int)operands[i]) : Convert.ChangeType(operands[i], p.ParameterType, System.Globalization.CultureInfo.InvariantCulture))];
        object result = counterpart.Invoke(null, arguments)!;
        return result is ITuple tuple ? (double)tuple[0]! * (double)tuple[1]! : (double)result;
    }

    /// <summary>The arguments of the marked method for some operands.</summary>
    public object[] Arguments(double[] operands) => [.. Parameters.Select((p, i) =>
        p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, (int)operands[i]) : (object)operands[i])];

    private static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float);

    private string CSharp(Type type) =>
        type.IsGenericMethodParameter ? Real
        : type == typeof(double) ? "double"
        : type == typeof(float) ? "float"
        : type == typeof(int) ? "int"
        : type.Name;
}
