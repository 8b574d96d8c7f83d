using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Rules;

/// <summary>
/// Evaluates a function of the intermediate representation. Every value is held as a <see langword="double"/>: a
/// <see langword="float"/> is rounded after each operation (which for + − * / is what the machine does), a Boolean is
/// 0 or 1.
/// </summary>
internal sealed class Interpreter
{
    private readonly Function function;
    private readonly double[] values;

    private Interpreter(Function function, IReadOnlyList<double> arguments)
    {
        this.function = function;
        values = new double[function.Values.Length];
        Array.Fill(values, double.NaN);
        for (int i = 0; i < function.Parameters.Length; i++)
        {
            values[function.Parameters[i]] = arguments[i];
        }
    }

    /// <summary>The function's results for some arguments.</summary>
    public static double[] Evaluate(Function function, params IReadOnlyList<double> arguments)
    {
        var interpreter = new Interpreter(function, arguments);
        interpreter.Run(function.Body);
        return [.. function.Body.Yields.Select(y => interpreter.values[y])];
    }

    private void Run(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op == Op.If)
            {
                var taken = instruction.Blocks[values[instruction.Operands[0]] != 0 ? 0 : 1];
                Run(taken);
                for (int i = 0; i < instruction.Results.Length; i++)
                {
                    values[instruction.Results[i]] = values[taken.Yields[i]];
                }
            }
            else if (instruction.Op != Op.Parameter)
            {
                var type = function.Values[instruction.Result].Type;
                values[instruction.Result] = Round(Compute(instruction, type), type);
            }
        }
    }

    private double Compute(Instruction instruction, IrType type)
    {
        double[] o = [.. instruction.Operands.Select(operand => values[operand])];
        return instruction.Op switch
        {
            Op.Constant => Literal.Number(instruction.Bits),
            Op.Add => o[0] + o[1],
            Op.Subtract => o[0] - o[1],
            Op.Multiply => o[0] * o[1],
            Op.Divide => o[0] / o[1],
            Op.Remainder => o[0] % o[1],
            Op.Negate => -o[0],
            Op.LogicalAnd => o[0] * o[1],
            Op.LogicalOr => Math.Max(o[0], o[1]),
            Op.Less => Boolean(o[0] < o[1]),
            Op.LessOrEqual => Boolean(o[0] <= o[1]),
            Op.Greater => Boolean(o[0] > o[1]),
            Op.GreaterOrEqual => Boolean(o[0] >= o[1]),
            Op.Equal => Boolean(o[0] == o[1]),
            Op.NotEqual => Boolean(o[0] != o[1]),
            Op.Convert => o[0],
            Op.Select => o[0] != 0 ? o[1] : o[2],
            Op.ZeroSafeProduct => ZeroSafe.Multiply(o[0], o[1]),
            Op.ZeroSafeQuotient => ZeroSafe.Divide(o[0], o[1]),
            Op.Call => Call(instruction.Rule!, type.Kind == IrTypeKind.Single ? typeof(float) : typeof(double), o),
            _ => throw new InvalidOperationException($"The interpreter does not know {instruction.Op}."),
        };
    }

    /// <summary>A function of the framework, or of the library that generated code calls.</summary>
    private static double Call(string rule, Type type, double[] o) => rule switch
    {
        "PowX" when type == typeof(float) => PowerRule.PartialBase((float)o[0], (float)o[1], (float)o[2]),
        "PowX" => PowerRule.PartialBase(o[0], o[1], o[2]),
        "PowLog" when type == typeof(float) => PowerRule.LogBase((float)o[0], (float)o[1]),
        "PowLog" => PowerRule.LogBase(o[0], o[1]),
        "SinCos.Sin" or "SinCos.Cos" or "SinCosPi.SinPi" or "SinCosPi.CosPi" =>
            FrameworkFunctions.Call(rule[(rule.IndexOf('.') + 1)..], type, [o[1]]),
        _ => FrameworkFunctions.Call(rule, type, o),
    };

    private static double Round(double value, IrType type) => type.Kind == IrTypeKind.Single ? (float)value : value;

    private static double Boolean(bool value) => value ? 1 : 0;
}
