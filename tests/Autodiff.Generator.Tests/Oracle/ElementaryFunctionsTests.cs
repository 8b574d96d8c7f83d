namespace Autodiff.Generator.Tests.Oracle;

/// <summary>The oracle's own table of derivatives, against differences.</summary>
public class ElementaryFunctionsTests
{
    public static TheoryData<string, int> Functions =>
        [.. ElementaryFunctions.All.Select(function => (function.Name, function.Domains.Count))];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Partials_are_those_of_differences(string name, int arity)
    {
        var function = ElementaryFunctions.Find(name, arity);
        var random = new Random(name.Length);
        int agreed = 0;
        for (int repetition = 0; repetition < 20; repetition++)
        {
            double[] point = [.. function.Domains.Select(domain => In(domain, random))];
            for (int i = 0; i < arity; i++)
            {
                if (function.Domains[i] == Domain.SmallInteger)
                {
                    continue;
                }

                double derivative = function.Evaluate(
                    ScalarType.Double,
                    [.. point.Select((value, j) => j == i ? Dual.Input(ScalarType.Double, value, 0, 1) : Dual.Constant(ScalarType.Double, value))])
                    .Tangent![0];
                var verdict = CentralDifferences.Compare(
                    derivative, CentralDifferences.Derivative(function.Double, point, i));
                Assert.True(verdict != DifferenceVerdict.Disagrees, $"∂{i} {name}({string.Join(", ", point)}) = {derivative:R}");
                agreed += verdict == DifferenceVerdict.Agrees ? 1 : 0;
            }
        }

        Assert.True(agreed >= 10, $"only {agreed} derivatives could be compared");
    }

    private static double In(Domain domain, Random random)
    {
        double any = (random.NextDouble() * 4) - 2;
        return domain switch
        {
            Domain.Positive => 0.5 + (any * any),
            Domain.Unit => 0.4 * any,
            Domain.AboveOne => 1.5 + (any * any),
            Domain.AbovePrevious => 2.5 + (any * any),
            Domain.SmallInteger => random.Next(1, 5),
            _ => any,
        };
    }
}
