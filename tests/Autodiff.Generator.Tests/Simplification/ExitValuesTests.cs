using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>What only the exits of a loop set is left alone where it goes on.</summary>
public class ExitValuesTests
{
    private readonly IrProgram program = new();

    /// <summary>A loop that carries a number from 0: an iteration that ends the loop and one that goes on yield what is given.</summary>
    private Block Loop(Func<int, int> whenEnding, Func<int, int> whenGoingOn)
    {
        var builder = program.Builder;
        int n = program.Count("n");
        int runs = program.Truth(true);
        int ends = program.Truth(false);
        var results = program.Loop([program.Number(0)], _ => runs, carried =>
        {
            int condition = program.Less(n, program.Integer(3));
            builder.Open();
            var then = builder.Close([ends, whenEnding(carried[0])]);
            builder.Open();
            var otherwise = builder.Close([runs, whenGoingOn(carried[0])]);
            return
            [
                .. builder.AddMany(
                    new Instruction { Op = Op.If, Results = default, Operands = ImmutableArray.Create(condition), Blocks = ImmutableArray.Create(then, otherwise) },
                    [IrType.Boolean, IrType.Double]),
            ];
        });
        return ExitValues.Keep(builder.Build(results[0])).Body.Instructions.Single(i => i.Op == Op.Loop).Blocks[1];
    }

    private static int NextOf(Block body, int arm) => body.Instructions.Single(i => i.Op == Op.If).Blocks[arm].Yields[1];

    [Fact]
    public void An_iteration_that_goes_on_hands_on_what_it_was_given()
    {
        int carried = -1;
        var body = Loop(_ => program.Number(7), c => { carried = c; return program.Number(0); });

        Assert.Equal(carried, NextOf(body, 1));
        Assert.NotEqual(carried, NextOf(body, 0));
    }

    [Fact]
    public void What_an_iteration_that_goes_on_sets_to_something_else_stays()
    {
        int carried = -1;
        var body = Loop(_ => program.Number(0), c => { carried = c; return program.Number(7); });

        Assert.NotEqual(carried, NextOf(body, 0));
        Assert.NotEqual(carried, NextOf(body, 1));
    }
}
