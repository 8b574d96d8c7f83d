using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>What a loop adds to one element is summed in a variable.</summary>
public class PromotedSumsTests
{
    private readonly IrProgram program = new();
    private readonly int x;
    private readonly int shadow;
    private readonly int t;
    private readonly int n;
    private readonly int i;

    public PromotedSumsTests()
    {
        x = program.ArrayParameter("x");
        t = program.Parameter("t", isDifferentiated: false);
        n = program.Count("n");
        i = program.Count("i");
        shadow = program.ArrayParameter("dX", isDifferentiated: false);
        program.Builder.IsPrimal = false;
    }

    private Function Promoted() => PromotedSums.Promote(program.Builder.Build(t));

    private static int AdditionsIn(Block block) => IrProgram.Instructions(block).Count(a => a.Op == Op.Accumulate);

    private static Instruction LoopOf(Block block) => block.Instructions.Single(a => a.Op == Op.Loop);

    [Fact]
    public void An_addition_to_one_element_leaves_the_loop()
    {
        program.For(n, [], (_, _) => Add(shadow, i));
        var body = Promoted().Body;

        Assert.Equal(0, AdditionsIn(LoopOf(body).Blocks[1]));
        Assert.Equal(1, AdditionsIn(body));
    }

    [Fact]
    public void An_element_of_which_the_index_may_be_out_of_range_is_left_alone_where_nothing_was_added()
    {
        program.For(n, [], (_, _) => Add(shadow, i));
        var body = Promoted().Body;

        Assert.Equal(Op.If, body.Instructions.Last().Op);
    }

    [Fact]
    public void An_element_that_is_accessed_anyway_needs_no_test()
    {
        Add(shadow, i);
        program.For(n, [], (_, _) => Add(shadow, i));

        Assert.Equal(Op.Accumulate, Promoted().Body.Instructions.Last().Op);
    }

    [Fact]
    public void An_index_that_counts_the_elements_needs_no_test()
    {
        int length = program.One(Op.Length, IrType.Int32, Effects.None, x);
        program.For(length, [], (k, _) =>
        {
            program.For(n, [], (_, _) => Add(shadow, k));
            return [];
        });
        var outer = LoopOf(Promoted().Body).Blocks[1];

        Assert.Equal(0, AdditionsIn(LoopOf(outer).Blocks[1]));
        Assert.Equal(Op.Accumulate, outer.Instructions.Last().Op);
    }

    [Fact]
    public void A_nest_is_left_altogether()
    {
        program.For(n, [], (_, _) =>
        {
            program.For(n, [], (_, _) => Add(shadow, i));
            Add(shadow, i);
            return [];
        });
        var body = Promoted().Body;

        Assert.Equal(0, AdditionsIn(LoopOf(body).Blocks[1]));
        Assert.Equal(1, AdditionsIn(body));
        var inner = LoopOf(LoopOf(body).Blocks[1]);
        Assert.Equal(LoopOf(body).Blocks[0].Arguments[^1], inner.Operands[^1]);
    }

    [Fact]
    public void An_element_that_moves_stays()
    {
        program.For(n, [], (k, _) => Add(shadow, k));

        Assert.Equal(1, AdditionsIn(LoopOf(Promoted().Body).Blocks[1]));
    }

    [Fact]
    public void An_element_that_is_read_stays()
    {
        program.For(n, [], (k, _) =>
        {
            Add(shadow, i);
            program.Store(x, k, program.Load(shadow, k));
            return [];
        });

        Assert.Equal(1, AdditionsIn(LoopOf(Promoted().Body).Blocks[1]));
    }

    private int[] Add(int array, int index)
    {
        program.Accumulate(array, index, t);
        return [];
    }
}
