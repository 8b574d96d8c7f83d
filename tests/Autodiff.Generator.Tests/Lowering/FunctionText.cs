using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Autodiff.Generator.Ir;

namespace Autodiff.Generator.Tests.Lowering;

/// <summary>
/// Writes a function of the intermediate representation as C# in the plainest way: a variable for each value, a statement
/// for each instruction, an endless loop for each loop. Run, it says what lowering made of a method.
/// </summary>
internal sealed partial class FunctionText
{
    private readonly Function function;
    private readonly StringBuilder text = new();

    private FunctionText(Function function)
    {
        this.function = function;
    }

    /// <summary>A static method of that name that evaluates the function.</summary>
    public static string Of(Function function, string name)
    {
        var writer = new FunctionText(function);
        var parameters = function.Parameters.Select(p => $"{function.Values[p].Type.Text} p{p}");
        writer.text.Append(CultureInfo.InvariantCulture, $"public static {writer.TypeOf(function.Body.Yields[0])} {name}({string.Join(", ", parameters)})\n{{\n");
        for (int value = 0; value < function.Values.Length; value++)
        {
            if (function.Values[value].Type.Kind != IrTypeKind.Void)
            {
                writer.text.Append(CultureInfo.InvariantCulture, $"{writer.TypeOf(value)} v{value} = default!;\n");
            }
        }

        writer.Write(function.Body);
        writer.text.Append(CultureInfo.InvariantCulture, $"return v{function.Body.Yields[0]};\n}}\n");
        return writer.text.ToString();
    }

    private string TypeOf(int value) => function.Values[value].Type.Text;

    private void Write(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            Write(instruction);
        }
    }

    private void Write(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Op.If:
                Line($"if (v{instruction.Operands[0]}) {{");
                WriteArm(instruction, 0);
                Line("} else {");
                WriteArm(instruction, 1);
                Line("}");
                break;
            case Op.Loop:
                WriteLoop(instruction);
                break;
            case Op.Throw:
                Line($"throw v{instruction.Operands[0]};");
                break;
            case Op.Effect:
                Line(Fill(instruction) + ";");
                break;
            case Op.Store:
                var o = instruction.Operands.ToArray();
                Line($"v{o[0]}[{string.Join(", ", o[1..^1].Select(i => $"v{i}"))}] = v{o[^1]};");
                break;
            default:
                Line($"v{instruction.Result} = {Expression(instruction)};");
                break;
        }
    }

    private void WriteArm(Instruction branch, int arm)
    {
        var block = branch.Blocks[arm];
        Write(block);
        if (block.Completes)
        {
            Assign(branch.Results, block.Yields);
        }
    }

    private void WriteLoop(Instruction loop)
    {
        var (header, body) = (loop.Blocks[0], loop.Blocks[1]);
        Assign(header.Arguments, loop.Operands);
        Line("while (true) {");
        Write(header);
        Line($"if (!v{header.Yields[0]}) {{");
        Assign(loop.Results, header.Arguments);
        Line("break; }");
        Write(body);
        if (body.Completes)
        {
            Line($"if (!v{body.Yields[0]}) {{");
            Assign(loop.Results, body.Yields.Skip(1));
            Line("break; }");
            Assign(header.Arguments, body.Yields.Skip(1));
        }

        Line("}");
    }

    /// <summary>All at once: what is assigned may be among what is read.</summary>
    private void Assign(IEnumerable<int> targets, IEnumerable<int> sources)
    {
        var pairs = targets.Zip(sources, (target, source) => (target, source)).ToList();
        Line("{");
        foreach (var (target, source) in pairs)
        {
            Line($"{TypeOf(target)} t{target} = v{source};");
        }

        foreach (var (target, _) in pairs)
        {
            Line($"v{target} = t{target};");
        }

        Line("}");
    }

    private string Expression(Instruction instruction)
    {
        string type = TypeOf(instruction.Result);
        string[] o = [.. instruction.Operands.Select(operand => $"v{operand}")];
        string plain = instruction.Op switch
        {
            Op.Parameter => $"p{instruction.Result}",
            Op.Constant => $"({type}){instruction.Text}",
            Op.Add => Infix("+"),
            Op.Subtract => Infix("-"),
            Op.Multiply => Infix("*"),
            Op.Divide => Infix("/"),
            Op.Remainder => Infix("%"),
            Op.Negate => $"-{o[0]}",
            Op.And => Infix("&"),
            Op.Or => Infix("|"),
            Op.ExclusiveOr => Infix("^"),
            Op.Not => type == "bool" ? $"!{o[0]}" : $"~{o[0]}",
            Op.ShiftLeft => Infix("<<"),
            Op.ShiftRight => Infix(">>"),
            Op.UnsignedShiftRight => Infix(">>>"),
            Op.LogicalAnd => Infix("&&"),
            Op.LogicalOr => Infix("||"),
            Op.Less => Infix("<"),
            Op.LessOrEqual => Infix("<="),
            Op.Greater => Infix(">"),
            Op.GreaterOrEqual => Infix(">="),
            Op.Equal => Infix("=="),
            Op.NotEqual => Infix("!="),
            Op.Convert => $"({type}){o[0]}",
            Op.Select => $"{o[0]} ? {o[1]} : {o[2]}",
            Op.Call when instruction.Text!.StartsWith('.') => o[0] + instruction.Text,
            Op.Call => $"{instruction.Text}({string.Join(", ", o)})",
            Op.Opaque => Fill(instruction),
            Op.Length => function.Values[instruction.Operands[0]].Type.Array!.Rank > 1 ? $"{o[0]}.GetLength({instruction.Bits})" : $"{o[0]}.Length",
            Op.Load => $"{o[0]}[{string.Join(", ", o.Skip(1))}]",
            Op.Allocate => $"new {function.Values[instruction.Result].Type.Innermost.Text}[{string.Join(", ", o)}]",
            Op.Slice => $"{o[0]}.{(function.Values[instruction.Operands[0]].Type.Array!.Shape == ArrayShape.Array ? "AsSpan" : "Slice")}({o[1]}, {o[2]})",
            _ => throw new InvalidOperationException($"There is no C# for {instruction.Op} here."),
        };
        return instruction.Op is Op.Parameter or Op.Constant or Op.Call or Op.Opaque ? plain : $"{(instruction.IsChecked ? "checked" : "unchecked")}(({type})({plain}))";

        string Infix(string symbol) => $"{o[0]} {symbol} {o[1]}";
    }

    private static string Fill(Instruction instruction) =>
        Hole().Replace(instruction.Text!, hole => $"v{instruction.Operands[int.Parse(hole.Groups[1].Value, CultureInfo.InvariantCulture)]}");

    [GeneratedRegex(@"\{(\d+)(?::a)?\}")]
    private static partial Regex Hole();

    private void Line(string line) => text.Append(line).Append('\n');
}
