using System.Globalization;
using System.Text;

namespace Autodiff.Generator.Benchmarks;

/// <summary>Writes a marked method of a given shape and number of statements, made up from a seed; its numbers stay finite.</summary>
internal sealed class MethodWriter(int seed, string helper)
{
    /// <summary>The parameters of every method.</summary>
    private const string Parameters = "double x, double y, double z, double[] data";

    private readonly Random random = new(seed);
    private readonly StringBuilder text = new();
    private readonly List<string> locals = ["x", "y", "z"];
    private int statements;

    /// <summary>The text of a method.</summary>
    public string Write(string name, MethodShape shape, int count)
    {
        text.Append(CultureInfo.InvariantCulture, $"    [Differentiable]\n    public static double {name}({Parameters})\n    {{\n");
        Local($"{SyntheticProject.EditedLiteral} * x");
        Local("y * z");
        switch (shape)
        {
            case MethodShape.Sum:
                Line($"return {string.Join(" + ", Enumerable.Range(0, count).Select(_ => Term()))};");
                break;
            case MethodShape.LoopBody:
                WriteLoopBody(count);
                break;
            default:
                while (statements < count - 1)
                {
                    WriteNext(shape, count - 1 - statements);
                }

                Line($"return {string.Join(" + ", locals.TakeLast(4))};");
                break;
        }

        return text.Append("    }\n").ToString();
    }

    private void WriteNext(MethodShape shape, int room)
    {
        int kind = shape switch
        {
            MethodShape.Loops => 100,
            MethodShape.Branches => 90,
            MethodShape.Elements => 80,
            MethodShape.Mixed => random.Next(101),
            _ => 0,
        };
        switch (room < 5 ? 0 : kind)
        {
            case >= 98:
                WriteLoop();
                break;
            case >= 88:
                WriteBranch();
                break;
            case >= 80:
                WriteElements();
                break;
            case >= 70:
                Local($"{helper}({Recent()}, {Recent()})");
                break;
            default:
                Local(Expression());
                break;
        }
    }

    private void WriteLoop()
    {
        string sum = New();
        Line($"double {sum} = {Recent()};");
        Line("for (int i = 0; i < data.Length; i++)", "{");
        if (random.Next(2) == 0)
        {
            Line($"    double d = data[i] - {Recent()};");
            Line($"    {sum} += d * d / (1 + d * d);", "}");
        }
        else
        {
            Line($"    {sum} = 0.5 * {sum} + Math.Sin(data[i] * {Recent()});", "}");
        }

        locals.Add(sum);
    }

    private void WriteBranch()
    {
        string value = New();
        Line($"double {value} = {Recent()};");
        Line($"if ({Recent()} > {Recent()})", "{");
        Line($"    {value} = Math.Exp(-{value} * {value});", "}");
        if (random.Next(2) == 0)
        {
            text.Append("        else\n        {\n");
            Line($"    {value} -= 0.25 * {Recent()};", "}");
        }

        locals.Add(value);
    }

    private void WriteElements()
    {
        string array = New();
        Line($"double[] {array} = new double[3];");
        Line($"{array}[0] = {Recent()} * data[{random.Next(16)}];");
        Line($"{array}[1] = {array}[0] * {Recent()};");
        Line($"{array}[0] += Math.Tanh({array}[1]);");
        Local($"{array}[0] - {array}[1]");
    }

    private void WriteLoopBody(int count)
    {
        Line("double total = 0;");
        Line("double state = x;");
        Line("for (int i = 0; i < data.Length; i++)", "{");
        locals.AddRange(["data[i]", "state"]);
        while (statements < count - 3)
        {
            Local(Expression());
        }

        Line($"total += {Recent()};");
        Line($"state = {Recent()};", "}");
        Line("return total + state;");
    }

    private void Local(string expression)
    {
        string name = New();
        Line($"double {name} = {expression};");
        locals.Add(name);
    }

    private string Expression() => random.Next(8) switch
    {
        0 => $"{Recent()} * {Recent()} + {Number()} * {Recent()}",
        1 => $"Math.Sin({Recent()}) - {Recent()}",
        2 => $"{Recent()} / (1 + {Square(Recent())})",
        3 => $"Math.Tanh({Recent()} + {Recent()} * {Number()})",
        4 => $"{Recent()} - {Number()} * {Recent()}",
        5 => $"Math.Sqrt(1 + {Square(Recent())})",
        6 => $"Math.Log(1 + {Square(Recent())})",
        _ => $"{Number()} * ({Recent()} + {Recent()})",
    };

    private string Term() => random.Next(3) switch
    {
        0 => $"{Recent()} * {Recent()}",
        1 => $"{Number()} * {Recent()}",
        _ => $"Math.Sin({Number()} * {Recent()})",
    };

    private static string Square(string value) => $"{value} * {value}";

    private string Number() => (random.Next(1, 100) / 100.0).ToString(CultureInfo.InvariantCulture);

    /// <summary>One of the last locals, or now and then an older one or a parameter.</summary>
    private string Recent() => random.Next(8) == 0 ? locals[random.Next(locals.Count)] : locals[locals.Count - 1 - random.Next(Math.Min(6, locals.Count))];

    private string New() => string.Create(CultureInfo.InvariantCulture, $"v{statements}");

    private void Line(string statement, string? brace = null)
    {
        statements++;
        text.Append("        ").Append(statement).Append('\n');
        if (brace is not null)
        {
            text.Append("        ").Append(brace).Append('\n');
        }
    }
}
