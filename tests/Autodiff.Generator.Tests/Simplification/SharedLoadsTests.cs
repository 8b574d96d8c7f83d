using System.Collections.Immutable;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>An element is read once, as long as nothing may have written to it.</summary>
public class SharedLoadsTests
{
    private readonly IrProgram program = new();
    private readonly int x;
    private readonly int y;
    private readonly int unknown;
    private readonly int t;
    private readonly int i;
    private readonly int j;

    public SharedLoadsTests()
    {
        x = program.ArrayParameter("x");
        y = program.ArrayParameter("y");
        t = program.Parameter("t");
        i = program.Count("i");
        j = program.Count("j");
        unknown = program.One(Op.Opaque, IrProgram.Numbers, Effects.None);
    }

    private int Loads(params int[] results) =>
        IrProgram.Instructions(SharedLoads.Share(program.Builder.Build(results)).Body).Count(a => a.Op == Op.Load);

    [Fact]
    public void An_element_is_read_once()
    {
        int square = program.Multiply(program.Load(x, i), program.Load(x, i));

        Assert.Equal(1, Loads(square));
    }

    [Fact]
    public void Elements_at_equal_indices_that_are_read_from_arrays_are_one()
    {
        var rows = program.ArrayParameter("rows", type: IrType.ArrayOf(IrProgram.Numbers));
        int product = program.Multiply(program.Load(program.Load(rows, i), j), program.Load(program.Load(rows, i), j));

        Assert.Equal(2, Loads(product));
    }

    [Fact]
    public void A_write_to_the_same_array_stands_between()
    {
        int a = program.Load(x, i);
        program.Store(x, j, t);
        int b = program.Load(x, i);

        Assert.Equal(2, Loads(a, b));
    }

    [Fact]
    public void A_write_to_what_may_be_the_same_array_stands_between()
    {
        int a = program.Load(x, i);
        program.Store(unknown, i, t);
        int b = program.Load(x, i);

        Assert.Equal(2, Loads(a, b));
    }

    [Fact]
    public void A_write_to_another_array_or_another_element_does_not()
    {
        int a = program.Load(x, i);
        program.Store(y, i, t);
        program.Store(x, program.Add(i, program.Integer(1)), t);
        int b = program.Load(x, i);

        Assert.Equal(1, Loads(a, b));
    }

    [Fact]
    public void A_fill_and_a_copy_stand_between()
    {
        int a = program.Load(x, i);
        program.None(Op.Fill, x, t);
        int b = program.Load(x, i);
        program.None(Op.Copy, y, x);
        int c = program.Load(x, i);

        Assert.Equal(3, Loads(a, b, c));
    }

    [Fact]
    public void What_was_written_is_not_read()
    {
        program.Store(x, i, t);
        int a = program.Load(x, i);
        var function = SharedLoads.Share(program.Builder.Build(a));

        Assert.Equal(function.Parameters[2], function.Body.Yields[0]);
    }

    [Fact]
    public void The_last_write_counts()
    {
        program.Store(x, i, t);
        program.Store(x, i, program.Number(3));
        int a = program.Load(x, i);

        Assert.Equal(0, Loads(a));
    }

    [Fact]
    public void A_loop_that_writes_the_array_reads_it_in_each_iteration()
    {
        int a = program.Load(x, i);
        program.For(j, [], (k, _) =>
        {
            program.Store(y, k, program.Load(x, i));
            program.Store(x, k, t);
            return [];
        });
        int b = program.Load(x, i);

        Assert.Equal(3, Loads(a, b));
    }

    [Fact]
    public void A_loop_that_does_not_write_the_array_knows_what_was_read_before_it()
    {
        int a = program.Load(x, i);
        program.For(j, [], (k, _) =>
        {
            program.Store(y, k, program.Load(x, i));
            return [];
        });
        int b = program.Load(x, i);

        Assert.Equal(1, Loads(a, b));
    }

    [Fact]
    public void What_only_a_loop_or_a_branch_read_is_read_after_it()
    {
        program.For(j, [], (k, _) =>
        {
            program.Store(y, k, program.Load(x, i));
            return [];
        });
        int a = program.Load(x, i);

        Assert.Equal(2, Loads(a));
    }

    [Fact]
    public void A_number_that_stays_where_it_is_is_read_again_in_an_arm()
    {
        int a = program.Load(x, i);
        Branch(() => program.Store(y, j, program.Load(x, i)));

        Assert.Equal(2, Loads(a));
    }

    [Fact]
    public void A_number_that_is_overwritten_later_is_not()
    {
        int a = program.Load(x, i);
        Branch(() => program.Store(y, j, program.Load(x, i)));
        program.Store(x, i, t);

        Assert.Equal(1, Loads(a));
    }

    [Fact]
    public void What_one_arm_wrote_is_forgotten()
    {
        int a = program.Load(x, i);
        Branch(() => program.Store(x, i, t));
        int b = program.Load(x, i);

        Assert.Equal(2, Loads(a, b));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public void What_a_loop_reads_from_one_place_is_read_before_it(bool isOverwrittenLater, bool isInRange, bool isBefore)
    {
        int length = program.One(Op.Length, IrType.Int32, Effects.None, x);
        program.For(isInRange ? length : i, [], (k, _) =>
        {
            program.For(j, [], (m, _) =>
            {
                program.Store(y, m, program.Load(x, k));
                return [];
            });
            return [];
        });
        if (isOverwrittenLater)
        {
            program.Store(x, i, t);
        }

        var outer = SharedLoads.Share(program.Builder.Build(t)).Body.Instructions.Single(a => a.Op == Op.Loop).Blocks[1];

        Assert.Equal(isBefore, outer.Instructions.Any(a => a.Op == Op.Load));
        Assert.Equal(1, IrProgram.Instructions(outer).Count(a => a.Op == Op.Load));
    }

    private void Branch(Action whenTrue)
    {
        int condition = program.Less(i, j);
        program.Builder.Open();
        whenTrue();
        var then = program.Builder.Close([]);
        program.Builder.Open();
        var otherwise = program.Builder.Close([]);
        program.Builder.AddMany(
            new Instruction { Op = Op.If, Results = default, Operands = ImmutableArray.Create(condition), Blocks = ImmutableArray.Create(then, otherwise) },
            []);
    }
}
