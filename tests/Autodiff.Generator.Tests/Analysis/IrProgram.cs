using System.Collections.Immutable;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Analysis;

/// <summary>Builds functions with loops and arrays by hand, with one method for each kind of instruction.</summary>
internal sealed class IrProgram
{
    public static readonly IrType Numbers = IrType.ArrayOf(IrType.Double);

    public FunctionBuilder Builder { get; } = new();

    public int Parameter(string name, bool isDifferentiated = true) => Builder.Parameter(name, IrType.Double, isDifferentiated);

    public int Count(string name) => Builder.Parameter(name, IrType.Int32, false);

    public int ArrayParameter(string name, bool isDifferentiated = true, IrType? type = null) => Builder.Parameter(name, type ?? Numbers, isDifferentiated);

    public int Number(double number) => Builder.Constant(number, IrType.Double);

    public int Integer(int number) => Builder.Add(
        new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = $"{number}", Bits = number }, IrType.Int32);

    public int Truth(bool truth) => ConstantFolding.Boolean(Builder, truth);

    public int Add(int a, int b) => Builder.Add(Op.Add, Builder.TypeOf(a), a, b);

    public int Multiply(int a, int b) => Builder.Add(Op.Multiply, Builder.TypeOf(a), a, b);

    public int Less(int a, int b) => Builder.Add(Op.Less, IrType.Boolean, a, b);

    public int Allocate(int length, IrType? type = null) => One(Op.Allocate, type ?? Numbers, Effects.Reads, length);

    /// <summary>A primal read; in derivative code one of a shadow.</summary>
    public int Load(int array, params int[] indices) =>
        One(Op.Load, Builder.TypeOf(array).Array!.Element, Builder.IsPrimal ? Effects.Acts : Effects.Reads, [array, .. indices]);

    public void Store(int array, int index, int value) => None(Op.Store, array, index, value);

    public void Accumulate(int array, int index, int value) => None(Op.Accumulate, array, index, value);

    public int One(Op op, IrType type, Effects effects, params int[] operands) =>
        Builder.Add(new Instruction { Op = op, Results = default, Operands = operands.ToImmutableArray(), Effects = effects }, type);

    public void None(Op op, params int[] operands) =>
        Builder.AddMany(new Instruction { Op = op, Results = default, Operands = operands.ToImmutableArray(), Effects = Effects.Acts }, []);

    /// <summary>A loop over a counter from 0 to a bound. The body gets the counter and the carried values, and gives the next ones.</summary>
    public ImmutableArray<int> For(int bound, int[] initial, Func<int, ImmutableArray<int>, int[]> body) => Loop(
        [Integer(0), .. initial],
        carried => Less(carried[0], bound),
        carried => [Truth(true), Add(carried[0], Integer(1)), .. body(carried[0], carried.RemoveAt(0))]).RemoveAt(0);

    /// <summary>Any loop. The body gives whether to go on, then the next values.</summary>
    public ImmutableArray<int> Loop(int[] initial, Func<ImmutableArray<int>, int> header, Func<ImmutableArray<int>, int[]> body)
    {
        var types = initial.Select(Builder.TypeOf).ToList();
        var arguments = Builder.OpenLoop(types);
        int condition = header(arguments);
        Builder.Open();
        var inner = Builder.Close(body(arguments));
        var outer = Builder.Close([condition]);
        return Builder.AddMany(
            new Instruction { Op = Op.Loop, Operands = initial.ToImmutableArray(), Blocks = ImmutableArray.Create(outer, inner), Text = "for", Results = default },
            types);
    }

    /// <summary>All instructions of a function, nested ones included.</summary>
    public static IEnumerable<Instruction> Instructions(Block block) =>
        block.Instructions.SelectMany(i => i.Blocks.SelectMany(Instructions).Prepend(i));
}
