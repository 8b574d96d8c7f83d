using Autodiff.Generator.Tests.Infrastructure;
using Autodiff.Generator.Tests.Oracle;
using Microsoft.CodeAnalysis;

namespace Autodiff.Generator.Tests.EndToEnd.Language;

/// <summary>The whole language: every case of the corpus, against dual numbers that run through the same source.</summary>
public class LanguageCaseTests
{
    /// <summary>All cases.</summary>
    public static TheoryData<string> All => [.. LanguageCorpus.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Gradient_is_that_of_dual_numbers(string name) => CaseCheck.Run(LanguageCorpus.Find(name));

    [Theory]
    [MemberData(nameof(All))]
    public void The_oracle_computes_what_the_method_computes(string name)
    {
        var one = LanguageCorpus.Find(name);
        var original = LanguageCorpus.Original(one);
        foreach (object[] arguments in one.Arguments)
        {
            object[] after = Arguments.Copy(arguments);
            double value = OriginalMethod.ToDouble(original(after));

            var oracle = CaseEvaluation.OnDualNumbers(one, arguments);

            Assert.True(double.IsFinite(value), $"the value is {value:R}");
            Assert.True(value.Equals(oracle.Value), $"the method returns {value:R}, the oracle {oracle.Value:R}");
            foreach (var (changed, dual) in after.Zip(oracle.After))
            {
                Assert.Equal(Arguments.Numbers(changed), ValuesOf(dual));
            }
        }

        foreach (object[] arguments in one.Throws)
        {
            Assert.ThrowsAny<Exception>(() => original(Arguments.Copy(arguments)));
        }
    }

    /// <summary>The cases but those in which a rounding decides a branch: a difference, however small, is one between two branches there.</summary>
    public static TheoryData<string> Smooth => [.. LanguageCorpus.Cases.Except(Rounding.All).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Smooth))]
    public void The_oracle_agrees_with_differences(string name)
    {
        var one = LanguageCorpus.Find(name);
        var original = LanguageCorpus.Original(one);
        int agreed = 0;
        int inconclusive = 0;
        foreach (object[] arguments in one.UsesSingle ? [] : one.Arguments)
        {
            double[] derivatives = [.. CaseEvaluation.OnDualNumbers(one, arguments).Gradient.SelectMany(part => part)];
            double[] point = CaseEvaluation.Point(one, arguments);
            for (int i = 0; i < point.Length; i++)
            {
                var estimate = CentralDifferences.Derivative(ValueAt, point, i, roundoff: 1e-14);
                var verdict = CentralDifferences.Compare(derivatives[i], estimate);
                Assert.True(
                    verdict != DifferenceVerdict.Disagrees,
                    $"differences give {estimate}, the oracle {derivatives[i]:R} for number {i} of ({string.Join(", ", point)})");
                agreed += verdict == DifferenceVerdict.Agrees ? 1 : 0;
                inconclusive += verdict == DifferenceVerdict.Inconclusive ? 1 : 0;
            }

            double ValueAt(double[] at)
            {
                try
                {
                    return OriginalMethod.ToDouble(original(CaseEvaluation.At(one, arguments, at)));
                }
                catch (Exception exception) when (exception is ArithmeticException or ArgumentException or InvalidOperationException)
                {
                    return double.NaN;
                }
            }
        }

        Assert.True(inconclusive <= agreed, $"{agreed} derivatives agree, {inconclusive} could not be compared");
    }

    private static IEnumerable<double> ValuesOf(object dual) => dual switch
    {
        DualDouble number => [number.Value],
        DualSingle number => [number.Value],
        Array array => array.Cast<object>().SelectMany(ValuesOf),
        _ => [],
    };
}
