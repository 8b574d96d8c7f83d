using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>What varies, what is useful and what is a sum of squares is followed through loops and arrays, however often they come round.</summary>
public class LoopAnalysisTests
{
    private readonly IrProgram program = new();

    [Fact]
    public void What_a_loop_carries_varies_though_it_starts_as_a_constant()
    {
        int x = program.Parameter("x");
        int n = program.Count("n");

        // a, b, c = b, c, x: it takes three iterations for x to reach a.
        var results = program.For(n, [program.Number(1), program.Number(2), program.Number(3), program.Number(4)], (_, c) => [c[1], c[2], x, c[3]]);
        var varied = Activity.FindVaried(program.Builder.Build(results[0]));

        Assert.Equal([true, true, true, false], results.Select(r => varied[r]));
    }

    [Fact]
    public void An_element_varies_if_something_varied_is_stored_later()
    {
        int x = program.Parameter("x");
        int n = program.Count("n");
        int array = program.Allocate(n);
        int other = program.Allocate(n);
        int clean = 0;
        var results = program.For(n, [program.Number(0)], (i, c) =>
        {
            int sum = program.Add(c[0], program.Load(array, i));
            clean = program.Load(other, i);
            program.Store(array, i, x);
            return [sum];
        });
        var activity = Activity.Of(program.Builder.Build(results[0]));

        Assert.True(activity.Varied[results[0]]);
        Assert.True(activity.Varied[array]);
        Assert.False(activity.Varied[other]);
        Assert.False(activity.Varied[clean]);
        Assert.Equal(activity.Memory.RootsOf(array), activity.VariedRoots);
    }

    [Fact]
    public void Rows_of_a_differentiated_jagged_parameter_vary()
    {
        int rows = program.ArrayParameter("a", type: IrType.ArrayOf(IrProgram.Numbers));
        int row = program.Load(rows, program.Integer(0));
        int element = program.Load(row, program.Integer(1));
        var varied = Activity.FindVaried(program.Builder.Build(element));

        Assert.True(varied[rows] && varied[row] && varied[element]);
    }

    [Fact]
    public void What_is_stored_in_an_array_that_is_read_is_useful_and_nothing_else()
    {
        int x = program.Parameter("x");
        int y = program.Parameter("y");
        int a = program.ArrayParameter("a");
        int b = program.ArrayParameter("b");
        int n = program.Count("n");
        int read = program.Allocate(n);
        int unread = program.Allocate(n);
        var results = program.For(n, [program.Number(0), program.Number(0)], (i, c) =>
        {
            int sum = program.Add(c[0], program.Load(read, i));
            program.Store(read, i, program.Multiply(x, program.Load(a, i)));
            program.Store(unread, i, program.Multiply(y, program.Load(b, i)));
            return [sum, program.Add(c[1], y)];
        });
        bool[] useful = Usefulness.Find(program.Builder.Build(results[0]));

        Assert.Equal([true, false, true, false], new[] { x, y, a, b }.Select(v => useful[v]));
    }

    [Fact]
    public void A_carried_value_that_reaches_the_result_by_another_is_useful()
    {
        int x = program.Parameter("x");
        int y = program.Parameter("y");
        int n = program.Count("n");
        var results = program.For(n, [program.Number(0), x, y], (_, c) => [c[1], program.Multiply(c[1], c[1]), c[2]]);
        bool[] useful = Usefulness.Find(program.Builder.Build(results[0]));

        Assert.True(useful[x]);
        Assert.False(useful[y]);
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(1, true, false)]
    [InlineData(0, false, false)]
    public void A_loop_that_only_adds_squares_to_zero_makes_a_sum_of_squares(double start, bool addsSquares, bool isSum)
    {
        int x = program.ArrayParameter("x");
        int n = program.Count("n");
        var results = program.For(n, [program.Number(start)], (i, outer) => [.. program.For(n, [outer[0]], (j, c) =>
        {
            int element = program.Load(x, j);
            return [program.Add(c[0], addsSquares ? program.Multiply(element, element) : element)];
        })]);

        Assert.Equal(isSum, SumsOfSquares.Find(program.Builder.Build(results[0])).Contains(results[0]));
    }

    [Fact]
    public void A_read_in_a_loop_of_what_is_outside_may_happen_again()
    {
        int x = program.Parameter("x");
        int n = program.Count("n");
        int square = program.Multiply(x, x);
        int once = 0;
        var results = program.For(n, [program.Number(0)], (_, c) => [program.Add(c[0], once = program.Multiply(c[0], square))]);
        int[] uses = UseCounts.Of(program.Builder.Build(results[0]));

        Assert.Equal(2, uses[square]);
        Assert.Equal(1, uses[once]);
        Assert.Equal(2, uses[x]);
    }
}
