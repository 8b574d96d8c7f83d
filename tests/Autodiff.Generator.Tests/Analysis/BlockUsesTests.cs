using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>How often a block reads a value, with what is nested in it, and what reads it first.</summary>
public class BlockUsesTests
{
    private readonly IrProgram program = new();

    [Fact]
    public void Each_read_counts_and_each_time_that_a_value_is_handed_on()
    {
        int x = program.Parameter("x");
        int y = program.Parameter("y");
        int square = program.Multiply(x, x);
        int product = program.Multiply(square, y);
        var uses = Uses(square, product, square);

        Assert.Equal(2, uses.Of(x));
        Assert.Equal(1, uses.Of(y));
        Assert.Equal(3, uses.Of(square));
        Assert.Equal(2, uses.YieldsOf(square));
        Assert.Equal(0, uses.YieldsOf(x));
    }

    [Fact]
    public void What_is_nested_reads_for_the_block_but_is_not_its_own_reader_and_hands_nothing_on_for_it()
    {
        int x = program.Parameter("x");
        int y = program.Parameter("y");
        int n = program.Count("n");
        int result = program.For(n, [x], (_, c) => [program.Multiply(c[0], y)])[0];
        int last = program.Add(y, result);
        var uses = Uses(last);

        Assert.Equal(2, uses.Of(y));
        Assert.Equal(0, uses.YieldsOf(y));
        Assert.Equal(last, uses.ReaderOf(y)!.Result);
        Assert.Equal(Op.Loop, uses.ReaderOf(x)!.Op);
    }

    [Fact]
    public void The_first_of_several_readers_is_given_and_none_for_what_nothing_reads()
    {
        int x = program.Parameter("x");
        int y = program.Parameter("y");
        int first = program.Multiply(x, x);
        int second = program.Add(x, first);
        var uses = Uses(second);

        Assert.Equal(first, uses.ReaderOf(x)!.Result);
        Assert.Null(uses.ReaderOf(second));
        Assert.Null(uses.ReaderOf(y));
        Assert.Equal(0, uses.Of(y));
        Assert.Equal(1, uses.Of(second));
    }

    private BlockUses Uses(params int[] results) => new(program.Builder.Build(results).Body);
}
