using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>What arrays may be the same.</summary>
public class PointsToTests
{
    private readonly IrProgram program = new();

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
    public void A_value_comes_from_what_flows_into_it_and_a_row_from_the_array_that_it_was_given_with()
    {
        int n = program.Count("n");
        int x = program.ArrayParameter("x");
        int given = program.ArrayParameter("given", type: IrType.ArrayOf(IrProgram.Numbers));
        int rows = program.Allocate(n, IrType.ArrayOf(IrProgram.Numbers));
        int copied = program.Allocate(n, IrType.ArrayOf(IrProgram.Numbers));
        int filled = program.Allocate(n, IrType.ArrayOf(IrProgram.Numbers));
        int row = program.Allocate(n);
        program.Store(rows, program.Integer(0), row);
        program.None(Op.Copy, rows, copied);
        program.None(Op.Fill, filled, x);
        int window = program.One(Op.Slice, IrProgram.Numbers, Effects.Acts, x, program.Integer(1), n);
        int chosen = program.For(n, [window], (_, _) => [row])[0];
        int[] loaded = [.. new[] { given, rows, copied, filled }.Select(a => program.Load(a, program.Integer(0)))];
        var memory = PointsTo.Of(program.Builder.Build(program.Number(0)));

        Assert.Equal([x, row], memory.SourcesOf(chosen));
        Assert.Equal([given, row, row, x], loaded.Select(a => Assert.Single(memory.SourcesOf(a))));
    }
}
