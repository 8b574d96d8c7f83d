using Autodiff.Generator.Analysis;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>What the reverse sweep does to a shadow that no addition may pass.</summary>
public class DisturbancesTests
{
    private readonly IrProgram program = new();

    [Fact]
    public void Additions_and_what_nothing_writes_to_any_more_disturb_nothing()
    {
        int shadow = program.ArrayParameter("d", isDifferentiated: false);
        int i = program.Count("i");
        program.Builder.IsPrimal = false;
        program.Accumulate(shadow, i, program.Number(1));
        program.One(Op.Load, IrType.Double, Effects.None, shadow, i);
        program.One(Op.Length, IrType.Int32, Effects.None, shadow);

        Assert.Empty(Disturbing());
    }

    [Fact]
    public void Reads_and_writes_disturb()
    {
        int shadow = program.ArrayParameter("d", isDifferentiated: false);
        int other = program.ArrayParameter("e", isDifferentiated: false);
        int i = program.Count("i");
        program.Builder.IsPrimal = false;
        program.Load(shadow, i);
        program.Store(shadow, i, program.Number(1));
        program.None(Op.Fill, shadow, program.Number(0));
        program.None(Op.Copy, shadow, other);
        program.None(Op.AccumulateAll, shadow, other);
        program.None(Op.Effect, shadow);

        Assert.Equal([Op.Load, Op.Store, Op.Fill, Op.Copy, Op.AccumulateAll, Op.Effect], Disturbing());
    }

    [Fact]
    public void To_fill_a_shadow_clears_it_and_to_fill_an_array_of_the_method_does_not()
    {
        int array = program.ArrayParameter("a");
        program.None(Op.Fill, array, program.Number(0));
        program.Builder.IsPrimal = false;
        program.None(Op.Fill, array, program.Number(0));

        Assert.Equal([false, true], program.Builder.Build().Body.Instructions.Where(i => i.Op == Op.Fill).Select(Disturbances.IsClear));
    }

    private IEnumerable<Op> Disturbing()
    {
        var function = program.Builder.Build();
        return function.Body.Instructions.Where(i => Disturbances.MayDisturb(function, i)).Select(i => i.Op);
    }
}
