using System.Collections.Immutable;
using Autodiff.Generator.Emit;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>Builds a function by hand, and writes and compiles its body.</summary>
internal sealed class EmittedBody
{
    public static readonly IrType Doubles = IrType.ArrayOf(IrType.Double);

    public static readonly IrType Span = IrType.ArrayOf(IrType.Double, ArrayShape.Span);

    public FunctionBuilder Builder { get; } = new();

    public int Parameter(string name, IrType type) => Builder.Parameter(name, type, isDifferentiated: false);

    public int Number(double number) => Builder.Constant(number, IrType.Double);

    public int Integer(int number) => Builder.Add(
        new Instruction { Op = Op.Constant, Results = default, Operands = default, Text = number.ToString(System.Globalization.CultureInfo.InvariantCulture), Bits = number },
        IrType.Int32);

    public int Truth(bool truth) => ConstantFolding.Boolean(Builder, truth);

    public int Add(int a, int b) => Builder.Add(Op.Add, Builder.TypeOf(a), a, b);

    public int Subtract(int a, int b) => Builder.Add(Op.Subtract, Builder.TypeOf(a), a, b);

    public int Multiply(int a, int b) => Builder.Add(Op.Multiply, Builder.TypeOf(a), a, b);

    public int Compare(Op op, int a, int b) => Builder.Add(op, IrType.Boolean, a, b);

    public int Length(int array) => Builder.Add(Op.Length, IrType.Int32, array);

    public int Load(int array, params int[] indices) => Builder.Add(
        new Instruction
        {
            Op = Op.Load,
            Results = default,
            Operands = indices.Prepend(array).ToImmutableArray(),
            Effects = Builder.IsPrimal ? Effects.Acts : Effects.None,
        },
        Builder.TypeOf(array).Array!.Element);

    public void Act(Op op, params int[] operands) => Act(op, null, operands);

    public void Act(Op op, string? text, params int[] operands) => Builder.AddMany(
        new Instruction { Op = op, Results = default, Operands = operands.ToImmutableArray(), Effects = Effects.Acts, Text = text },
        []);

    public int Make(Op op, IrType type, Effects effects, params int[] operands) => Builder.Add(
        new Instruction { Op = op, Results = default, Operands = operands.ToImmutableArray(), Effects = effects },
        type);

    public int Local(int value, string name)
    {
        Builder.Name(value, name, isLocal: true);
        return value;
    }

    /// <summary>A branch: its arms give what they yield.</summary>
    public ImmutableArray<int> If(int condition, Func<int[]> then, Func<int[]> otherwise, params IrType[] types)
    {
        Builder.Open();
        var whenTrue = Builder.Close(then());
        Builder.Open();
        var whenFalse = Builder.Close(otherwise());
        return Builder.AddMany(
            new Instruction { Op = Op.If, Results = default, Operands = ImmutableArray.Create(condition), Blocks = ImmutableArray.Create(whenTrue, whenFalse) },
            types);
    }

    /// <summary>A loop that carries named values: the header gives the condition, the body whether to go on and what comes next.</summary>
    public ImmutableArray<int> Loop(string text, (string Name, int Start)[] carried, Func<ImmutableArray<int>, int> header, Func<ImmutableArray<int>, int[]> body)
    {
        var types = carried.Select(c => Builder.TypeOf(c.Start)).ToArray();
        var arguments = Builder.OpenLoop(types);
        Name(arguments, carried);
        int condition = header(arguments);
        Builder.Open();
        var inner = Builder.Close(body(arguments));
        var outer = Builder.Close([condition]);
        var results = Builder.AddMany(
            new Instruction { Op = Op.Loop, Results = default, Operands = carried.Select(c => c.Start).ToImmutableArray(), Blocks = ImmutableArray.Create(outer, inner), Text = text },
            types);
        Name(results, carried);
        return results;
    }

    /// <summary>The loop that counts from 0 to before a bound.</summary>
    public ImmutableArray<int> Count(string counter, int bound, (string Name, int Start)[] carried, Func<int, ImmutableArray<int>, int[]> body) => Loop(
        "for",
        [(counter, Integer(0)), .. carried],
        arguments => Compare(Op.Less, arguments[0], bound),
        arguments =>
        {
            int[] next = body(arguments[0], arguments.RemoveAt(0));
            return [Truth(true), Local(Add(arguments[0], Integer(1)), counter), .. next];
        }).RemoveAt(0);

    /// <summary>The text of the body, which compiles without warnings and, given arguments, returns a value.</summary>
    public string Write(int result, double? expected = null, params object[] arguments)
    {
        var function = Builder.Build(result);
        var names = new Names([.. function.Parameters.Select(p => function.Values[p].Name!)], [], [], [], []);
        var writer = new CodeWriter();
        BodyWriter.Write(function, names, writer);
        string text = writer.ToString();
        string parameters = string.Join(", ", function.Parameters.Select(p => $"{function.Values[p].Type.Text} {function.Values[p].Name}"));
        string source = $$"""
            internal static class Model
            {
                public static double F({{parameters}})
                {
            {{text}}
                }
            }
            """;
        var image = CompiledImage.Of(GeneratorHost.Compile(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12, [source]));
        Assert.True(image.Bytes is not null && image.Diagnostics.Length == 0, text + string.Join('\n', image.Diagnostics));
        if (expected is { } value)
        {
            var method = System.Reflection.Assembly.Load(image.Bytes).GetType("Model")!.GetMethod("F")!;
            Assert.Equal(value, (double)method.Invoke(null, arguments)!, tolerance: 1e-12);
        }

        return text;
    }

    private void Name(ImmutableArray<int> values, (string Name, int Start)[] carried)
    {
        for (int i = 0; i < carried.Length; i++)
        {
            if (carried[i].Name.Length > 0)
            {
                Local(values[i], carried[i].Name);
            }
        }
    }
}
