using Autodiff.Generator.Ir;
using Autodiff.Generator.Tests.Analysis;

namespace Autodiff.Generator.Tests.Simplification;

/// <summary>The arithmetic of indices is folded, exactly and with wrapping.</summary>
public class IndexFoldingTests
{
    private readonly IrProgram program = new();
    private readonly int n;

    public IndexFoldingTests()
    {
        n = program.Count("n");
    }

    private FunctionBuilder Builder => program.Builder;

    private int Subtract(int a, int b) => Builder.Add(Op.Subtract, IrType.Int32, a, b);

    [Fact]
    public void Zero_and_one_are_neutral()
    {
        Assert.All(
            [program.Add(n, program.Integer(0)), program.Add(program.Integer(0), n), Subtract(n, program.Integer(0)), program.Multiply(n, program.Integer(1))],
            value => Assert.Equal(n, value));
        Assert.Equal(program.Integer(0), program.Multiply(n, program.Integer(0)));
    }

    [Fact]
    public void Offsets_meet_in_derivative_code_only()
    {
        int last = Subtract(n, program.Integer(1));
        Assert.NotEqual(n, program.Add(last, program.Integer(1)));

        Builder.IsPrimal = false;
        Assert.Equal(last, Subtract(program.Add(n, program.Integer(4)), program.Integer(5)));
        Assert.Equal(n, program.Add(Subtract(n, program.Integer(3)), program.Integer(3)));
    }

    [Fact]
    public void What_is_checked_stays()
    {
        var sum = new Instruction { Op = Op.Add, Results = default, Operands = System.Collections.Immutable.ImmutableArray.Create(n, program.Integer(0)), IsChecked = true, Effects = Effects.Acts };

        Assert.NotEqual(n, Builder.Add(sum, IrType.Int32));
    }
}
