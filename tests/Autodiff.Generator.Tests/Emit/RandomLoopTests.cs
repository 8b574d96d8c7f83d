using System.Collections.Immutable;
using System.Text;
using Autodiff.Generator.Emit;
using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;
using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Emit;

/// <summary>
/// Random programs of assignments, branches, loops and jumps, written once as C# and once as instructions: what is emitted from
/// the instructions computes what the C# computes.
/// </summary>
public class RandomLoopTests
{
    private const int Programs = 60;
    private const int Variables = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Emitted_code_computes_what_the_program_computes(int seed)
    {
        var source = new StringBuilder("using System;\ninternal static class Model\n{\n");
        var random = new Random(seed);
        for (int i = 0; i < Programs; i++)
        {
            new Generator(random).Write(i, source);
        }

        source.Append("}\n");
        var image = CompiledImage.Of(GeneratorHost.Compile(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12, [source.ToString()]));
        Assert.True(image.Bytes is not null, string.Join('\n', image.Diagnostics.Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error)) + source);
        var model = System.Reflection.Assembly.Load(image.Bytes).GetType("Model")!;
        for (int i = 0; i < Programs; i++)
        {
            foreach (double x in new[] { 0.3, -1.7 })
            {
                object expected = model.GetMethod("P" + i)!.Invoke(null, [x, 0.8])!;
                object actual = model.GetMethod("Q" + i)!.Invoke(null, [x, 0.8])!;
                Assert.True(expected.Equals(actual), $"program {i} of seed {seed} at {x}: {expected} became {actual}\n{Part(source.ToString(), i)}");
            }
        }
    }

    private static string Part(string source, int i)
    {
        int start = source.IndexOf($"double P{i}(", StringComparison.Ordinal);
        int end = source.IndexOf($"double P{i + 1}(", StringComparison.Ordinal);
        return source[start..(end < 0 ? source.Length : end)];
    }

    private sealed class Generator(Random random)
    {
        private readonly EmittedBody body = new();
        private readonly StringBuilder text = new();
        private int loops;
        private int size;

        public void Write(int number, StringBuilder source)
        {
            int[] state = [body.Parameter("v0", IrType.Double), body.Parameter("v1", IrType.Double), body.Number(2), body.Number(-0.5)];
            for (int i = 0; i < 4; i++)
            {
                Statement(state, 3);
            }

            int sum = body.Add(body.Add(state[0], state[1]), body.Add(state[2], state[3]));
            var function = DeadCode.Remove(body.Builder.Build(sum));
            var writer = new CodeWriter();
            BodyWriter.Write(function, new Names(["v0", "v1"], [], [], [], []), writer);
            source.Append($"public static double P{number}(double v0, double v1)\n{{\ndouble v2 = 2, v3 = -0.5;\n{text}return (v0 + v1) + (v2 + v3);\n}}\n");
            source.Append($"public static double Q{number}(double v0, double v1)\n{{\n{writer}}}\n");
        }

        private void Statement(int[] state, int depth)
        {
            size++;
            switch (random.Next(depth == 0 || size > 40 ? 3 : 7))
            {
                case 0 or 1:
                    Assign(state);
                    break;
                case 2:
                    int a = random.Next(Variables);
                    int b = random.Next(Variables);
                    text.Append($"(v{a}, v{b}) = (v{b}, v{a});\n");
                    (state[a], state[b]) = (state[b], state[a]);
                    break;
                case 3 or 4:
                    Branch(state, depth);
                    break;
                default:
                    Loop(state, depth);
                    break;
            }
        }

        private void Assign(int[] state)
        {
            int target = random.Next(Variables);
            int a = random.Next(Variables);
            int b = random.Next(Variables);
            (string symbol, int scaled) = random.Next(3) switch
            {
                0 => ("+", body.Add(state[a], state[b])),
                1 => ("-", body.Subtract(state[a], state[b])),
                _ => ("*", body.Multiply(state[a], state[b])),
            };
            text.Append($"v{target} = 0.75 * (v{a} {symbol} v{b});\n");
            state[target] = Keep(body.Multiply(body.Number(0.75), scaled), target);
        }

        private int Keep(int value, int target) => random.Next(4) == 0 ? value : body.Local(value, "v" + target);

        private int Condition(int[] state)
        {
            int a = random.Next(Variables);
            int b = random.Next(Variables);
            text.Append($"(v{a} * 2 < v{b})\n{{\n");
            return body.Compare(Op.Less, body.Multiply(state[a], body.Number(2)), state[b]);
        }

        private void Branch(int[] state, int depth)
        {
            text.Append("if ");
            int condition = Condition(state);
            int[] then = [.. state];
            int[] otherwise = [.. state];
            var results = body.If(
                condition,
                () => Arm(then, depth, "}\nelse\n{\n"),
                () => Arm(otherwise, depth, "}\n"),
                [.. state.Select(_ => IrType.Double)]);
            for (int i = 0; i < Variables; i++)
            {
                state[i] = then[i] == otherwise[i] ? then[i] : Keep(results[i], i);
            }
        }

        private int[] Arm(int[] state, int depth, string end)
        {
            for (int i = random.Next(3); i > 0; i--)
            {
                Statement(state, depth - 1);
            }

            text.Append(end);
            return state;
        }

        private void Loop(int[] state, int depth)
        {
            string counter = "i" + loops++;
            string kind = random.Next(3) switch { 0 => "for", 1 => "while", _ => "do" };
            int count = random.Next(1, 5);
            if (kind != "for")
            {
                text.Append($"int {counter} = 0;\n");
            }

            text.Append(kind switch { "for" => $"for (int {counter} = 0; {counter} < {count}; {counter}++)\n{{\n", "while" => $"while ({counter} < {count})\n{{\n", _ => "do\n{\n" });
            var results = body.Loop(
                kind,
                [(counter, body.Integer(0)), .. state.Select((s, i) => ("v" + i, s))],
                carried => kind == "do" ? body.Truth(true) : body.Compare(Op.Less, carried[0], body.Integer(count)),
                carried =>
                {
                    int step = body.Local(body.Add(carried[0], body.Integer(1)), counter);
                    if (kind != "for")
                    {
                        text.Append($"{counter}++;\n");
                    }

                    return Rest([.. carried.Skip(1)], depth, random.Next(1, 4), () => kind == "do" ? body.Compare(Op.Less, step, body.Integer(count)) : body.Truth(true), step, kind);
                });
            text.Append(kind == "do" ? $"}}\nwhile ({counter} < {count});\n" : "}\n");
            for (int i = 0; i < Variables; i++)
            {
                state[i] = results[i + 1];
            }
        }

        private int[] Rest(int[] state, int depth, int count, Func<int> goesOn, int step, string kind)
        {
            if (count == 0)
            {
                return [goesOn(), step, .. state];
            }

            if (random.Next(3) == 0)
            {
                text.Append("if ");
                int condition = Condition(state);
                bool isBreak = kind == "do" || random.Next(2) == 0;
                int[] left = [.. state];
                int[] right = [.. state];
                var results = body.If(
                    condition,
                    () =>
                    {
                        Arm(left, depth, isBreak ? "break;\n}\n" : "continue;\n}\n");
                        return [body.Truth(!isBreak), step, .. left];
                    },
                    () => Rest(right, depth, count - 1, goesOn, step, kind),
                    [IrType.Boolean, IrType.Int32, .. state.Select(_ => IrType.Double)]);
                return [.. results];
            }

            Statement(state, depth - 1);
            return Rest(state, depth, count - 1, goesOn, step, kind);
        }
    }
}
