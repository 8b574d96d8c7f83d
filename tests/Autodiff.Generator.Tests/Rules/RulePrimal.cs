using System.Collections.Immutable;
using Autodiff.Generator.Differentiation;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Rules;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>Functions of the intermediate representation that apply one primitive to their parameters.</summary>
internal static class RulePrimal
{
    /// <summary>f(x, y, …), with the floating-point parameters differentiated.</summary>
    public static Function Of(string rule, IrType type) => Build(rule, type, (builder, f) => f);

    /// <summary>The primitive where its result is multiplied by a last parameter: at 0 its adjoint is zero.</summary>
    public static Function Weighted(string rule, IrType type) => Build(
        rule,
        type,
        (builder, f) => builder.Add(Op.Multiply, builder.TypeOf(f), f, builder.Parameter("weight", builder.TypeOf(f), isDifferentiated: true)));

    /// <summary>The square of the primitive.</summary>
    public static Function Squared(string rule, IrType type) => Build(rule, type, (builder, f) => builder.Add(Op.Multiply, builder.TypeOf(f), f, f));

    /// <summary>The value and the gradient of a function, in the form in which they are emitted.</summary>
    public static Function Differentiate(Function function) => Simplifier.Simplify(ReverseMode.Differentiate(function));

    /// <summary>The function that returns one of the results only: a component of the gradient, to be differentiated again.</summary>
    public static Function Select(Function function, int result) => function with
    {
        Body = function.Body with { Yields = ImmutableArray.Create(function.Body.Yields[result]) },
    };

    /// <summary>The indices of the parameters that are differentiated.</summary>
    public static int[] Differentiated(Function function) =>
        [.. Enumerable.Range(0, function.Parameters.Length).Where(i => function.Differentiated[i])];

    private static Function Build(string rule, IrType type, Func<FunctionBuilder, int, int> use)
    {
        var builder = new FunctionBuilder();
        int[] operands = [.. OperandTypes(rule, type).Select((t, i) => builder.Parameter("x" + i, t, t.IsFloating))];
        return builder.Build(use(builder, Apply(builder, rule, type, operands)));
    }

    private static int Apply(FunctionBuilder builder, string rule, IrType type, int[] operands)
    {
        switch (rule)
        {
            case "Norm":
                // The line stands for a square root whose operand is known to be a sum of squares.
                return Call(builder, "Sqrt", type, builder.Add(Op.Multiply, type, operands[0], operands[0]));
            case "Square":
                return builder.Add(Op.Multiply, type, operands[0], operands[0]);
            case "PowX":
                // The third operand is the power that the primal computed.
                return Call(builder, "PowX", type, operands[0], operands[1], Call(builder, "Pow", type, operands));
            case "Convert":
                return builder.Add(Op.Convert, type == IrType.Double ? IrType.Single : IrType.Double, operands);
            default:
                return Enum.TryParse(rule, out Op op) ? builder.Add(op, type, operands) : Call(builder, rule, type, operands);
        }
    }

    private static int Call(FunctionBuilder builder, string rule, IrType type, params int[] operands) => builder.Add(
        new Instruction { Op = Op.Call, Results = default, Operands = operands.ToImmutableArray(), Rule = rule, Text = KnownFunctions.Text(rule, type) },
        type);

    private static IEnumerable<IrType> OperandTypes(string rule, IrType type) => rule switch
    {
        "Select" => [IrType.Boolean, type, type],
        "ScaleB" or "RootN" => [type, IrType.Int32],
        _ when rule.StartsWith("SinCos", StringComparison.Ordinal) => [new IrType(IrTypeKind.Other, "tuple"), type],
        "Round" => [type],
        "PowX" => [type, type],
        _ => Enumerable.Repeat(type, RuleTable.Find(rule)!.Partials.Length),
    };
}
