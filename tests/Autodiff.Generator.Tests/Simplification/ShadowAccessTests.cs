using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>Elements of shadows are read and written as a person would.</summary>
public class ShadowAccessTests
{
    private readonly IrProgram program = new();
    private readonly int shadow;
    private readonly int other;
    private readonly int unknown;
    private readonly int t;
    private readonly int i;
    private readonly int j;

    public ShadowAccessTests()
    {
        shadow = program.ArrayParameter("d", isDifferentiated: false);
        other = program.ArrayParameter("e", isDifferentiated: false);
        t = program.Parameter("t");
        i = program.Count("i");
        j = program.Count("j");
        unknown = program.One(Op.Opaque, IrProgram.Numbers, Effects.None);
        program.Builder.IsPrimal = false;
    }

    private string[] Accesses(params int[] results) => ShadowAccess.Simplify(program.Builder.Build(results)).Body.Instructions
        .Where(a => a.Op is Op.Load or Op.Store or Op.Accumulate)
        .Select(a => a.Op + (a.Operands.Last() == t ? " t" : string.Empty))
        .ToArray();

    [Fact]
    public void An_element_that_is_cleared_and_added_to_is_set()
    {
        int s = program.Load(shadow, i);
        program.Store(shadow, i, program.Number(0));
        program.Load(other, i);
        program.Accumulate(shadow, i, t);

        Assert.Equal(["Load", "Load", "Store t"], Accesses(s));
    }

    [Fact]
    public void An_element_that_gets_back_what_it_held_is_only_read()
    {
        int s = program.Load(shadow, i);
        program.Store(shadow, i, program.Number(0));
        program.Accumulate(shadow, i, s);

        Assert.Equal(["Load"], Accesses(s));
    }

    [Fact]
    public void An_element_is_read_once()
    {
        int a = program.Load(shadow, i);
        int b = program.Load(shadow, i);
        var function = ShadowAccess.Simplify(program.Builder.Build(a, b));

        Assert.Equal(function.Body.Yields[0], function.Body.Yields[1]);
    }

    [Fact]
    public void What_may_be_the_same_element_stands_between()
    {
        int a = program.Load(shadow, i);
        program.Store(shadow, i, program.Number(0));
        program.Accumulate(shadow, j, t);
        program.Accumulate(shadow, i, t);
        int b = program.Load(shadow, i);

        Assert.Equal(["Load", "Store", "Accumulate t", "Accumulate t", "Load"], Accesses(a, b));
    }

    [Fact]
    public void What_may_be_the_same_array_stands_between()
    {
        program.Store(shadow, i, program.Number(0));
        int a = program.Load(unknown, i);
        program.Accumulate(shadow, i, t);

        Assert.Equal(["Store", "Load", "Accumulate t"], Accesses(a));
    }

    [Fact]
    public void Code_that_is_given_the_array_stands_between()
    {
        program.Store(shadow, i, program.Number(0));
        program.None(Op.Effect, shadow);
        program.Accumulate(shadow, i, t);

        Assert.Equal(["Store", "Accumulate t"], Accesses(t));
    }

    [Fact]
    public void A_neighbour_does_not()
    {
        program.Store(shadow, i, program.Number(0));
        program.Accumulate(shadow, program.Add(i, program.Integer(1)), t);
        program.Accumulate(shadow, i, t);

        Assert.Equal(["Accumulate t", "Store t"], Accesses(t));
    }

    [Fact]
    public void A_branch_that_reads_stands_between()
    {
        program.Store(shadow, i, program.Number(0));
        program.For(i, [], (k, _) =>
        {
            program.Load(shadow, k);
            return [];
        });
        program.Accumulate(shadow, i, t);

        Assert.Equal(["Store", "Accumulate t"], Accesses(t));
    }

    [Fact]
    public void What_is_added_twice_is_added_at_once()
    {
        program.Accumulate(shadow, i, t);
        program.Accumulate(shadow, program.Add(i, program.Integer(1)), t);
        program.Accumulate(other, i, t);
        program.Accumulate(shadow, i, t);

        Assert.Equal(["Accumulate t", "Accumulate t", "Accumulate"], Accesses(t));
    }

    [Fact]
    public void What_is_read_in_between_is_added_twice()
    {
        program.Accumulate(shadow, i, t);
        int a = program.Load(unknown, i);
        program.Accumulate(shadow, i, t);

        Assert.Equal(["Accumulate t", "Load", "Accumulate t"], Accesses(a));
    }

    [Fact]
    public void What_is_added_and_then_overwritten_is_not_added()
    {
        program.Accumulate(shadow, i, t);
        program.Store(shadow, i, program.Number(0));

        Assert.Equal(["Store"], Accesses(t));
    }

    [Fact]
    public void A_difference_of_constants_tells_elements_apart()
    {
        int before = program.Add(i, program.Integer(-2));
        int s = program.Load(shadow, before);
        program.Store(shadow, before, program.Number(0));
        program.Accumulate(shadow, program.Add(i, program.Integer(-1)), s);
        program.Accumulate(shadow, before, t);

        Assert.Equal(["Load", "Accumulate", "Store t"], Accesses(s));
    }
}
