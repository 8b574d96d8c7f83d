using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>Derives one case and compares both overloads with the method and with the oracle.</summary>
internal sealed class CaseCheck
{
    /// <summary>What destinations hold before a call: nothing may be added to it.</summary>
    private const double Garbage = -12345.678;

    private readonly LanguageCase one;
    private readonly GeneratorRun run;
    private readonly Func<object[], object> original;
    private readonly Func<object[], object[], object> destination;
    private readonly Func<object[], object[]> convenience;

    private CaseCheck(LanguageCase one, GeneratorRun run, LoadedProgram program)
    {
        this.one = one;
        this.run = run;
        original = LanguageCorpus.Original(one);
        destination = LanguageCorpus.Method<Func<object[], object[], object>>(program.Assembly, one, "CallDestination");
        convenience = LanguageCorpus.Method<Func<object[], object[]>>(program.Assembly, one, "CallConvenience");
    }

    /// <summary>Throws where anything is not as it must be.</summary>
    public static void Run(LanguageCase one)
    {
        var run = GeneratorHost.Run(one.Text(LanguageCorpus.NamespaceOf(one), one.GradientCalls()));
        Assert.True(!run.Files.IsEmpty, "refused: " + string.Join(" ", run.AnalyzerDiagnostics().Where(d => d.Id.StartsWith("ADG", StringComparison.Ordinal))));
        using var program = run.Load();
        var check = new CaseCheck(one, run, program);
        foreach (object[] arguments in one.Arguments)
        {
            check.Compare(arguments);
        }

        foreach (object[] arguments in one.Throws)
        {
            check.CompareExceptions(arguments);
        }
    }

    /// <summary>Throws where a number of a gradient is not what the oracle says.</summary>
    public static void Compare(double[][] expected, double[][] actual, GeneratorRun run, LanguageCase one)
    {
        double largest = expected.SelectMany(part => part).Select(Math.Abs).DefaultIfEmpty(0).Max();
        double relative = one.UsesSingle ? 1e-4 : one.Tolerance;
        for (int p = 0; p < expected.Length; p++)
        {
            Assert.Equal(expected[p].Length, actual[p].Length);
            for (int i = 0; i < expected[p].Length; i++)
            {
                // What cancels to nearly nothing is as exact as the products that cancelled.
                double tolerance = relative * Math.Max(Math.Abs(expected[p][i]), 1e-3 * largest);
                Fail.If(
                    !(Math.Abs(expected[p][i] - actual[p][i]) <= tolerance),
                    run,
                    $"number {i} of gradient {p} is {actual[p][i]:R}, not {expected[p][i]:R}");
            }
        }
    }

    private void Compare(object[] arguments)
    {
        object[] after = Arguments.Copy(arguments);
        object value = original(after);
        var expected = CaseEvaluation.OnDualNumbers(one, arguments);

        double[][] gradient = CallDestination(arguments, value, after);
        Compare(expected.Gradient, gradient, run, one);
        AssertSame(gradient, CallDestination(arguments, value, after), "the second call gives");

        object[] inputs = Arguments.Copy(arguments);
        double[][] returned = [.. convenience(inputs).Select(part => Arguments.Numbers(part).ToArray())];
        AssertSame(gradient, returned, "the convenience overload gives");
        AssertChanged(after, inputs);
    }

    private double[][] CallDestination(object[] arguments, object value, object[] after)
    {
        object[] inputs = Arguments.Copy(arguments);
        object[] destinations = [.. CaseEvaluation.Differentiated(one).Select(i => Arguments.Map(arguments[i], _ => Garbage))];
        object result = destination(inputs, destinations);
        Fail.If(!GradientMethod.SameBits(value, result), run, $"the method returns {value:R}, its gradient method {result:R}");
        AssertChanged(after, inputs);
        return [.. destinations.Select(part => Arguments.Numbers(part).ToArray())];
    }

    private void CompareExceptions(object[] arguments)
    {
        object[] after = Arguments.Copy(arguments);
        var expected = Assert.ThrowsAny<Exception>(() => original(after));
        object[] destinations = [.. CaseEvaluation.Differentiated(one).Select(i => Arguments.Map(arguments[i], _ => Garbage))];
        object[] inputs = Arguments.Copy(arguments);
        var thrown = Assert.Throws(expected.GetType(), () => destination(inputs, destinations));
        Assert.Equal(expected.Message, thrown.Message);
        AssertChanged(after, inputs);
        Assert.Throws(expected.GetType(), () => convenience(Arguments.Copy(arguments)));
    }

    private void AssertSame(double[][] first, double[][] second, string what)
    {
        double[] left = [.. first.SelectMany(part => part)];
        double[] right = [.. second.SelectMany(part => part)];
        Assert.Equal(left.Length, right.Length);
        for (int i = 0; i < left.Length; i++)
        {
            Fail.If(!GradientMethod.SameBits(left[i], right[i]), run, $"{what} {right[i]:R} for number {i}, not {left[i]:R}");
        }
    }

    private void AssertChanged(object[] expected, object[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double[] left = [.. Arguments.Numbers(expected[i])];
            double[] right = [.. Arguments.Numbers(actual[i])];
            Fail.If(
                !left.AsSpan().SequenceEqual(right),
                run,
                $"argument {i} is ({string.Join(", ", right)}) after the call, not ({string.Join(", ", left)})");
        }
    }

    private static class Fail
    {
        public static void If(bool failed, GeneratorRun run, string message)
        {
            if (failed)
            {
                Assert.Fail($"{message}, in\n{run.Dump()}");
            }
        }
    }
}
