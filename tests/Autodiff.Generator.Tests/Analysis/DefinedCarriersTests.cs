using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>What loops and arrays hand on is a number if the inputs are, unless something that may not be goes into it.</summary>
public class DefinedCarriersTests
{
    private readonly IrProgram program = new();

    private int Logarithm(int x) => program.Builder.Add(
        new Instruction { Op = Op.Call, Rule = "Log", Text = "global::System.Math.Log", Results = default, Operands = System.Collections.Immutable.ImmutableArray.Create(x) }, IrType.Double);

    [Fact]
    public void A_sum_of_products_is_defined_and_what_a_logarithm_reaches_is_not()
    {
        int x = program.ArrayParameter("x");
        int n = program.Count("n");
        var results = program.For(n, [program.Number(0), program.Number(0), program.Number(0)], (i, c) =>
        {
            int element = program.Load(x, i);
            return [program.Add(c[0], program.Multiply(element, element)), program.Add(c[1], c[2]), Logarithm(element)];
        });
        var defined = DefinedCarriers.Find(program.Builder.Build(results[0]));

        Assert.Equal([true, false, false], results.Select(defined.Contains));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_element_may_be_what_is_written_later(bool isLogarithm)
    {
        int x = program.Parameter("x");
        int n = program.Count("n");
        int array = program.Allocate(n);
        int read = 0;
        program.For(n, [], (i, _) =>
        {
            read = program.Load(array, i);
            program.Store(array, i, isLogarithm ? Logarithm(x) : x);
            return [];
        });
        var defined = DefinedCarriers.Find(program.Builder.Build(x));

        Assert.Equal(!isLogarithm, defined.Contains(read));
    }
}
