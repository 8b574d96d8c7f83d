using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>Which elements stay as they were read.</summary>
public class ArrayWritesTests
{
    private readonly IrProgram program = new();

    [Fact]
    public void An_element_is_stable_if_it_is_written_only_before()
    {
        int a = program.ArrayParameter("a");
        program.Store(a, program.Integer(0), program.Number(1));
        int late = program.Load(a, program.Integer(0));
        var function = program.Builder.Build(late);
        var writes = ArrayWrites.Of(function);

        Assert.True(writes.IsStable(Definitions.Of(function)[late]));
        Assert.True(writes.IsWritten(PointsTo.Of(function).RootsOf(a).Single()));
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
        var function = program.Builder.Build(early);
        var writes = ArrayWrites.Of(function);
        var definitions = Definitions.Of(function);

        Assert.False(writes.IsStable(definitions[early]));
        Assert.False(writes.IsStable(definitions[inLoop]));
        Assert.True(writes.IsStable(definitions[unrelated]));
        Assert.True(writes.IsStable(definitions[late]));
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
        var function = program.Builder.Build(program.Number(0));

        Assert.Equal(!isHandedOn, ArrayWrites.Of(function).IsStable(Definitions.Of(function)[read]));
    }
}
