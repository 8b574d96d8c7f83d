using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>What a loop carries for nothing goes, and what it needs stays.</summary>
public class LoopSimplificationTests
{
    private readonly IrProgram program = new();

    private static Instruction Loop(Function function) => Assert.Single(Loops(function));

    private static List<Instruction> Loops(Function function) => IrProgram.Instructions(function.Body).Where(i => i.Op == Op.Loop).ToList();

    [Fact]
    public void A_loop_carries_only_what_is_read()
    {
        int x = program.Parameter("x");
        int n = program.Count("n");

        // The second value feeds the first, the third only itself.
        var results = program.For(n, [x, x, x], (_, c) => [program.Add(c[0], c[1]), program.Multiply(c[1], x), program.Multiply(c[2], c[2])]);
        var loop = Loop(DeadCode.Remove(program.Builder.Build(results[0])));

        Assert.Equal(3, loop.Operands.Length);
        Assert.Equal(3, loop.Results.Length);
        Assert.Equal(3, loop.Blocks[0].Arguments.Length);
        Assert.Equal(4, loop.Blocks[1].Yields.Length);
    }

    [Fact]
    public void A_loop_that_nothing_needs_goes_unless_it_may_throw()
    {
        int x = program.Parameter("x");
        int n = program.Count("n");
        int a = program.ArrayParameter("a");
        program.For(n, [x], (_, c) => [program.Multiply(c[0], x)]);
        program.For(n, [], (i, _) =>
        {
            program.Load(a, i);
            return [];
        });
        var loop = Loop(DeadCode.Remove(program.Builder.Build(x)));

        Assert.Contains(loop.Blocks[1].Instructions, i => i.Op == Op.Load);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_shadow_that_nothing_reads_is_not_written(bool isRead)
    {
        int x = program.Parameter("x");
        int n = program.Count("n");
        program.Builder.IsPrimal = false;
        int shadow = program.Allocate(n);
        program.None(Op.Fill, shadow, program.Number(0));
        program.For(n, [], (i, _) =>
        {
            program.Accumulate(shadow, i, x);
            return [];
        });
        int result = isRead ? program.Load(shadow, program.Integer(0)) : x;
        var function = DeadCode.Remove(program.Builder.Build(result));

        Assert.Equal(isRead ? 1 : 0, Loops(function).Count);
        Assert.Equal(isRead, IrProgram.Instructions(function.Body).Any(i => i.Op is Op.Allocate or Op.Fill or Op.Accumulate));
    }

    [Fact]
    public void Writes_to_a_destination_stay()
    {
        int destination = program.ArrayParameter("d", isDifferentiated: false);
        program.Builder.IsPrimal = false;
        program.Accumulate(destination, program.Integer(0), program.Number(2));
        var function = DeadCode.Remove(program.Builder.Build(program.Number(0)));

        Assert.Contains(function.Body.Instructions, i => i.Op == Op.Accumulate);
    }

    [Fact]
    public void What_never_changes_in_a_nest_is_not_carried()
    {
        int x = program.Parameter("x");
        int n = program.Count("n");
        var results = program.For(n, [program.Number(0), x], (_, outer) =>
            [.. program.For(n, [outer[0], outer[1]], (_, inner) => [program.Add(inner[0], inner[1]), inner[1]])]);
        var function = InvariantArguments.Remove(program.Builder.Build(results[0], results[1]));

        Assert.All(Loops(function), l => Assert.Equal(2, l.Results.Length));
        Assert.Equal(x, function.Body.Yields[1]);
        Assert.Contains(IrProgram.Instructions(function.Body), i => i.Op == Op.Add && i.Operands.Contains(x));
    }

    [Fact]
    public void Two_carried_values_that_are_always_equal_are_one()
    {
        int x = program.Parameter("x");
        int n = program.Count("n");
        var results = program.For(n, [x, x], (_, c) =>
        {
            int next = program.Add(c[0], c[1]);
            return [next, next];
        });
        var function = InvariantArguments.Remove(program.Builder.Build(results[0], results[1]));

        Assert.Equal(2, Loop(function).Results.Length);
        Assert.Equal(function.Body.Yields[0], function.Body.Yields[1]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_loop_that_runs_never_or_once_is_none(bool header, bool runs)
    {
        int x = program.Parameter("x");
        var results = program.Loop([x], _ => program.Truth(header), c => [program.Truth(false), program.Multiply(c[0], c[0])]);
        var function = DeadCode.Remove(InvariantArguments.Remove(program.Builder.Build(results[0])));

        Assert.Empty(Loops(function));
        Assert.Equal(runs ? Op.Multiply : Op.Parameter, function.Body.Instructions.Last().Op);
    }
}
