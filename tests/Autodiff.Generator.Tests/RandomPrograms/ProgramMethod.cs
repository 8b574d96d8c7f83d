using System.Reflection;
using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.RandomPrograms;

/// <summary>A contract that the generated methods of a program break.</summary>
internal sealed class BrokenContractException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What the generated methods of a program return at a point.</summary>
/// <param name="Values">The results of the method.</param>
/// <param name="Gradient">The derivatives of the first with respect to all differentiated numbers, then those of the next.</param>
/// <param name="Arrays">The numbers in the arrays that the method was given, afterwards.</param>
internal sealed record ProgramGradient(double[] Values, double[] Gradient, double[] Arrays);

/// <summary>The marked method of a compiled program and the two overloads that were generated for it.</summary>
internal sealed class ProgramMethod
{
    private readonly TestProgram program;
    private readonly object? instance;
    private readonly Invoker original;
    private readonly Invoker destination;
    private readonly Invoker convenience;

    public ProgramMethod(TestProgram program, MethodInfo method)
    {
        this.program = program;
        instance = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!, nonPublic: true);
        original = new Invoker(method);
        var overloads = method.DeclaringType!.GetMethods(GradientMethod.AllDeclared)
            .Where(one => one.Name == program.GeneratedName).ToList();
        destination = new Invoker(Overload(program.Parameters.Count + (program.Results.Count * program.DifferentiatedPositions.Count())));
        convenience = new Invoker(Overload(program.Parameters.Count));

        MethodInfo Overload(int count) => overloads.Find(one => one.GetParameters().Length == count)
            ?? throw new BrokenContractException($"there is no overload of {count} parameters");
    }

    /// <summary>
    /// Calls all three methods: the overloads agree with each other and with the method bit for bit, in what they return
    /// and in what they leave in the arrays that they are given. Null where the method throws, as both overloads do then.
    /// </summary>
    public ProgramGradient? Evaluate(double[] point)
    {
        object[] inputs = program.Arguments(point);
        object value;
        try
        {
            value = original.Call(instance, inputs);
        }
        catch (InvalidProgramException)
        {
            // A fault of the compiler with spans that nothing reads.
            return null;
        }
        catch (Exception exception)
        {
            ExpectThrown(exception, () => Differentiate(point, 0));
            ExpectThrown(exception, () => convenience.Call(instance, program.Arguments(point)));
            return null;
        }

        try
        {
            var (first, gradient, after) = Differentiate(point, double.NaN);
            ExpectSame([.. TestArrays.Numbers(value)], [.. TestArrays.Numbers(first)], "value");
            ExpectSame(Arrays(inputs), Arrays(after), "element of the arguments after the call");

            if (program.DifferentiatedPositions.Any(i => program.Parameters[i].Shape is not null))
            {
                var (_, again, _) = Differentiate(point, 7);
                ExpectSame(gradient, again, "derivative with other contents of the destinations");
            }

            object[] others = program.Arguments(point);
            ExpectSame(gradient, [.. TestArrays.Numbers(convenience.Call(instance, others))], "derivative of the convenience overload");
            ExpectSame(Arrays(inputs), Arrays(others), "element of the arguments after the call of the convenience overload");
            return new ProgramGradient([.. TestArrays.Numbers(value).Select(ToDouble)], [.. gradient.Select(ToDouble)], [.. Arrays(inputs).Select(ToDouble)]);
        }
        catch (Exception exception) when (exception is not BrokenContractException)
        {
            throw new BrokenContractException($"the method does not throw, its gradient method does: {exception}", exception);
        }
    }

    private (object Value, List<object> Gradient, object[] Arguments) Differentiate(double[] point, double garbage)
    {
        object[] inputs = program.Arguments(point);
        object?[] destinations = [.. program.Results.SelectMany(_ => program.DifferentiatedPositions).Select(position => program.Parameters[position])
            .Select(parameter => parameter.Shape is null
                ? TestArrays.Convert(parameter.Type, garbage)
                : TestArrays.Garbage(parameter, garbage))];
        object?[] arguments = [.. inputs, .. destinations];
        object value = destination.Call(instance, arguments);
        return (value, [.. arguments.Skip(inputs.Length).SelectMany(argument => TestArrays.Numbers(argument!))], inputs);
    }

    private static List<object> Arrays(object[] arguments) => [.. arguments.Where(argument => argument is Array).SelectMany(TestArrays.Numbers)];

    private static double ToDouble(object number) => number switch
    {
        int integer => integer,
        float single => single,
        _ => (double)number,
    };

    private static void ExpectSame(IReadOnlyList<object> expected, IReadOnlyList<object> actual, string what)
    {
        if (expected.Count != actual.Count)
        {
            throw new BrokenContractException($"{actual.Count} instead of {expected.Count} times: {what}");
        }

        for (int i = 0; i < expected.Count; i++)
        {
            bool isSame = expected[i] is int ? expected[i].Equals(actual[i]) : GradientMethod.SameBits(expected[i], actual[i]);
            if (!isSame)
            {
                throw new BrokenContractException($"{what}, number {i}: {actual[i]:R} instead of {expected[i]:R}");
            }
        }
    }

    private static void ExpectThrown(Exception expected, Action action)
    {
        try
        {
            action();
        }
        catch (Exception actual) when (actual.GetType() == expected.GetType())
        {
            return;
        }
        catch (Exception actual)
        {
            throw new BrokenContractException($"the method throws {expected.GetType().Name}, its gradient method {actual}", actual);
        }

        throw new BrokenContractException($"the method throws {expected.GetType().Name}, its gradient method does not");
    }
}
