using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>The whole language again, with two results: every case of the corpus as the first of them.</summary>
public class JacobianCaseTests
{
    /// <summary>All cases.</summary>
    public static TheoryData<string> All => [.. LanguageCorpus.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Both_rows_are_those_of_dual_numbers(string name)
    {
        var one = LanguageCorpus.Find(name);
        var run = GeneratorHost.Run(new TwoResults(one).Text(LanguageCorpus.NamespaceOf(one)));
        if (run.Files.IsEmpty)
        {
            // Recursive methods have none, and say so.
            Assert.Equal(["ADG0058"], run.AnalyzerDiagnostics().Select(d => d.Id).Where(id => id.StartsWith("ADG", StringComparison.Ordinal)));
            Assert.True(new TwoResults(one).IsRecursive, "refused without recursion");
            return;
        }

        using var program = run.Load();
        var destination = LanguageCorpus.Method<Func<object[], object[], object[]>>(program.Assembly, one, "CallDestination");
        var convenience = LanguageCorpus.Method<Func<object[], object[]>>(program.Assembly, one, "CallConvenience");
        foreach (object[] arguments in one.Arguments)
        {
            var expected = CaseEvaluation.OnDualNumbers(one, arguments);
            double slope = TwoResults.Slope(expected.Value);
            double[][] second = [.. expected.Gradient.Select(part => part.Select(d => slope * d).ToArray())];
            object[] inputs = Arguments.Copy(arguments);
            object[] differentiated = [.. CaseEvaluation.Differentiated(one).Select(i => arguments[i])];
            object[] destinations = [.. differentiated.Concat(differentiated).Select(d => Arguments.Map(d, _ => double.NaN))];

            object[] values = destination(inputs, destinations);

            Assert.Equal(expected.Value, OriginalMethod.ToDouble(values[0]));
            double[][] rows = [.. destinations.Select(part => Arguments.Numbers(part).ToArray())];
            CaseCheck.Compare(expected.Gradient, rows[..second.Length], run, one);
            if (second.SelectMany(part => part).All(double.IsFinite))
            {
                CaseCheck.Compare(second, rows[second.Length..], run, one);
            }

            double[] returned = [.. convenience(Arguments.Copy(arguments)).SelectMany(Arguments.Numbers)];
            Assert.Equal(destinations.SelectMany(Arguments.Numbers), returned);
        }

        foreach (object[] arguments in one.Throws)
        {
            Assert.ThrowsAny<Exception>(() => convenience(Arguments.Copy(arguments)));
        }
    }
}
