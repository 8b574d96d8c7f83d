using Autodiff.Generator.Tests.Oracle;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>What a method returns, what its arguments hold afterwards, and its gradient.</summary>
/// <param name="Value">The value.</param>
/// <param name="After">The arguments after the call.</param>
/// <param name="Gradient">For each differentiated parameter the derivative with respect to each of its numbers.</param>
internal sealed record CaseEvaluation(double Value, object[] After, double[][] Gradient)
{
    /// <summary>The numbers of all differentiated arguments, one after the other.</summary>
    public static double[] Point(LanguageCase one, object[] arguments) =>
        [.. Differentiated(one).SelectMany(parameter => Arguments.Numbers(arguments[parameter]))];

    /// <summary>The positions of the differentiated parameters.</summary>
    public static IEnumerable<int> Differentiated(LanguageCase one) =>
        Enumerable.Range(0, one.Parameters.Count).Where(i => one.Parameters[i].IsDifferentiated);

    /// <summary>The arguments with the numbers of those that are differentiated replaced.</summary>
    public static object[] At(LanguageCase one, object[] arguments, double[] point)
    {
        int next = 0;
        return
        [
            .. arguments.Select((argument, i) => one.Parameters[i].IsDifferentiated
                ? Arguments.Map(argument, _ => point[next++])
                : Arguments.Copy(argument)),
        ];
    }

    /// <summary>Forward mode: one run of the method on dual numbers for each number that it is differentiated by.</summary>
    public static CaseEvaluation OnDualNumbers(LanguageCase one, object[] arguments)
    {
        var method = LanguageCorpus.OnDualNumbers(one);
        var (value, _, after) = Seeded(-1);
        int seed = 0;
        double[][] gradient =
        [
            .. Differentiated(one).Select(parameter => Arguments.Numbers(arguments[parameter])
                .Select(_ => Seeded(seed++).Derivative).ToArray()),
        ];
        return new CaseEvaluation(value, after, gradient);

        (double Value, double Derivative, object[] After) Seeded(int index)
        {
            int next = 0;
            object[] duals = [.. arguments.Select((argument, i) =>
                Arguments.Convert(argument, x => new DualDouble(x, Unit(i)), x => new DualSingle(x, Unit(i))))];
            object result = method(duals);
            var (at, slope) = result is DualSingle single ? (single.Value, single.Derivative) : Parts((DualDouble)result);
            return (at, slope, duals);

            double Unit(int parameter) => one.Parameters[parameter].IsDifferentiated && next++ == index ? 1 : 0;
        }
    }

    private static (double Value, double Derivative) Parts(DualDouble dual) => (dual.Value, dual.Derivative);
}
