using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>What arrays may be the same, and which elements stay as they were read.</summary>
public class PointsToTests
{
    private readonly IrProgram program = new();

    private Instruction Definition(int value) => program.Builder.DefinitionOf(value);

    [Fact]
    public void Parameters_and_allocations_are_distinct_and_what_is_unknown_may_be_a_parameter()
    {
        int a = program.ArrayParameter("a");
        int b = program.ArrayParameter("b");
        int fresh = program.Allocate(program.Integer(3));
        int field = program.One(Op.Opaque, IrProgram.Numbers, Effects.None);
        int window = program.One(Op.Slice, IrProgram.Numbers, Effects.Acts, a, program.Integer(1), program.Integer(2));
        int integers = program.ArrayParameter("i", type: IrType.ArrayOf(IrType.Int32));
        var memory = PointsTo.Of(program.Builder.Build(program.Number(0)));

        Assert.False(memory.MayAlias(a, b));
        Assert.False(memory.MayAlias(a, fresh));
        Assert.False(memory.MayAlias(field, fresh));
        Assert.False(memory.MayAlias(field, integers));
        Assert.True(memory.MayAlias(a, field));
        Assert.True(memory.MayAlias(a, window));
        Assert.False(memory.MayAlias(b, window));
    }

    [Fact]
    public void Buffers_that_are_swapped_may_be_either()
    {
        int n = program.Count("n");
        int a = program.Allocate(n);
        int b = program.Allocate(n);
        int c = program.Allocate(n);
        var results = program.For(n, [a, b, c], (_, carried) => [carried[1], carried[0], carried[2]]);
        var memory = PointsTo.Of(program.Builder.Build(program.Number(0)));

        Assert.True(memory.MayAlias(results[0], a) && memory.MayAlias(results[0], b) && memory.MayAlias(results[1], results[0]));
        Assert.False(memory.MayAlias(results[2], results[0]));
    }

    [Fact]
    public void A_row_is_what_was_put_there()
    {
        int n = program.Count("n");
        int rows = program.Allocate(n, IrType.ArrayOf(IrProgram.Numbers));
        int row = program.Allocate(n);
        int other = program.Allocate(n);
        int loaded = program.Load(rows, program.Integer(0));
        program.Store(rows, program.Integer(0), row);
        var memory = PointsTo.Of(program.Builder.Build(program.Number(0)));

        Assert.True(memory.MayAlias(loaded, row));
        Assert.False(memory.MayAlias(loaded, other));
    }

    [Fact]
    public void An_element_is_stable_if_it_is_written_only_before()
    {
        int a = program.ArrayParameter("a");
        program.Store(a, program.Integer(0), program.Number(1));
        int late = program.Load(a, program.Integer(0));
        var stable = PointsTo.Of(program.Builder.Build(late));

        Assert.True(stable.IsStable(Definition(late)));
        Assert.True(stable.IsWritten(stable.RootsOf(a).Single()));
    }

    [Fact]
    public void An_element_is_not_stable_if_it_is_written_later_or_in_a_loop_that_comes_round()
    {
        int n = program.Count("n");
        int a = program.ArrayParameter("a");
        int b = program.ArrayParameter("b");
        int early = program.Load(a, program.Integer(0));
        int inLoop = 0;
        int unrelated = 0;
        program.For(n, [], (i, _) =>
        {
            program.Store(a, i, program.Number(1));
            inLoop = program.Load(a, i);
            unrelated = program.Load(b, i);
            return [];
        });
        int late = program.Load(a, program.Integer(0));
        var memory = PointsTo.Of(program.Builder.Build(early));

        Assert.False(memory.IsStable(Definition(early)));
        Assert.False(memory.IsStable(Definition(inLoop)));
        Assert.True(memory.IsStable(Definition(unrelated)));
        Assert.True(memory.IsStable(Definition(late)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_array_of_one_iteration_is_not_written_by_the_next_unless_it_is_handed_on(bool isHandedOn)
    {
        int n = program.Count("n");
        int first = program.Allocate(n);
        int read = 0;
        program.For(n, [first], (i, carried) =>
        {
            program.Store(carried[0], i, program.Number(1));
            int own = program.Allocate(n);
            program.Store(own, i, program.Number(2));
            read = program.Load(own, i);
            return [isHandedOn ? own : carried[0]];
        });
        var memory = PointsTo.Of(program.Builder.Build(program.Number(0)));

        Assert.Equal(!isHandedOn, memory.IsStable(Definition(read)));
    }
}
