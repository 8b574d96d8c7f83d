using System.Text;

namespace Autodiff.Generator.Ir;

/// <summary>Prints a function as text that a person can read: one instruction a line.</summary>
internal static class IrPrinter
{
    public static string Print(Function function)
    {
        var text = new StringBuilder();
        Print(function, function.Body, text, 0);
        for (int i = 0; i < function.Callees.Length && function.Name is null; i++)
        {
            text.Append("function ").Append(i).Append(' ').Append(function.Callees[i].Name).Append('\n');
            Print(function.Callees[i].Within(function), function.Callees[i].Body, text, 2);
        }

        return text.ToString();
    }

    private static void Print(Function function, Block block, StringBuilder text, int indentation)
    {
        int lastOrigin = -1;
        foreach (var instruction in block.Instructions)
        {
            text.Append(' ', indentation);
            if (instruction.Results.Length > 0)
            {
                text.Append(string.Join(", ", instruction.Results.Select(r => Name(function, r)))).Append(" = ");
            }

            text.Append(Describe(function, instruction));
            if (instruction.Origin >= 0 && instruction.Origin != lastOrigin && instruction.Op is not (Op.Constant or Op.If or Op.Loop))
            {
                text.Append("    // ").Append(function.Origins[instruction.Origin]);
                lastOrigin = instruction.Origin;
            }

            text.Append('\n');
            for (int i = 0; i < instruction.Blocks.Length; i++)
            {
                text.Append(' ', indentation).Append(Label(instruction, i));
                if (instruction.Blocks[i].Arguments.Length > 0)
                {
                    text.Append(' ').Append(string.Join(", ", instruction.Blocks[i].Arguments.Select(a => $"{Name(function, a)}: {function.Values[a].Type.Text}")));
                }

                text.Append('\n');
                Print(function, instruction.Blocks[i], text, indentation + 2);
            }
        }

        if (block.Completes)
        {
            text.Append(' ', indentation).Append("yield ");
            text.Append(string.Join(", ", block.Yields.Select(y => Name(function, y)))).Append('\n');
        }
    }

    private static string Label(Instruction instruction, int block) => (instruction.Op, block) switch
    {
        (Op.Loop, 0) => "header",
        (Op.Loop, _) => "body",
        (_, 0) => "then",
        _ => "else",
    };

    private static string Describe(Function function, Instruction instruction)
    {
        string operation = instruction.Op switch
        {
            Op.Constant or Op.Parameter => instruction.Op.ToString().ToLowerInvariant() + " " + instruction.Text,
            Op.Call => Words(instruction.Rule!),
            Op.Opaque or Op.Effect => "`" + instruction.Text + "`",
            Op.Invoke or Op.InvokeReverse or Op.InvokeWithGradient => Words(instruction.Op.ToString()) + " " + function.CalleeOf(instruction).Name,
            _ => Words(instruction.Op.ToString()),
        };
        string type = instruction.Results.Length == 1 ? function.Values[instruction.Result].Type.Text + " " : string.Empty;
        string operands = string.Join(", ", instruction.Operands.Select(o => Name(function, o)));
        return operands.Length == 0 ? type + operation : $"{type}{operation} {operands}";
    }

    /// <summary><c>ZeroSafeProduct</c> as <c>zero_safe_product</c>.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    private static string Name(Function function, int value) => $"%{value}{(function.Values[value].Name is { } name ? "." + name : string.Empty)}";
}
