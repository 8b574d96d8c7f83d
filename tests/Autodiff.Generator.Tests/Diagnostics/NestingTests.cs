using System.Text;
using Autodiff.Generator.Tests.Infrastructure;

namespace Autodiff.Generator.Tests.Diagnostics;

/// <summary>
/// Nesting is bounded on every host alike. A stage that runs out of stack ends the host, and one that gives up where the
/// stack happens to be small makes the generator and the analyzer disagree.
/// </summary>
public class NestingTests
{
    /// <summary>The smallest stack that threads of common hosts have.</summary>
    private const int SmallStack = 1 << 20;

    [Theory]
    [InlineData("early returns", 90, true)]
    [InlineData("early returns", 2000, false)]
    [InlineData("nested calls", 150, true)]
    [InlineData("nested calls", 400, false)]
    [InlineData("nested calls", 3000, false)]
    [InlineData("nested conditionals", 90, true)]
    [InlineData("nested conditionals", 400, false)]
    [InlineData("guards", 2000, true)]
    [InlineData("branches", 2000, true)]
    [InlineData("terms", 10000, true)]
    [InlineData("reassignments", 5000, true)]
    public void A_method_of_many(string what, int count, bool isAccepted)
    {
        string body = Body(what, count);
        string source = $"using System;\nusing Autodiff;\npublic static partial class C\n{{\n    [Differentiable]\n    public static double F(double x, double y)\n    {{\n{body}\n    }}\n}}\n";
        var compilation = GeneratorHost.Compile(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest, [source]);
        compilation.GetDiagnostics(TestContext.Current.CancellationToken);
        GeneratorRun? run = null;
        var thread = new Thread(() => run = GeneratorHost.Run(compilation), SmallStack);
        thread.Start();
        thread.Join();

        Assert.Null(run!.Exception);
        Assert.Equal(isAccepted ? 1 : 0, run.Files.Length);
        Assert.Equal(isAccepted ? [] : ["ADG0050"], run.AnalyzerDiagnostics().Select(d => d.Id));
    }

    private static string Body(string what, int count)
    {
        var text = new StringBuilder();
        switch (what)
        {
            case "early returns":
                Repeat("if (x > {0}) return x * {0};\n");
                return text.Append("return y;").ToString();
            case "guards":
                Repeat("if (x < -{0}e9) throw new ArgumentException(\"x\");\nx = Math.Sin(x) * y;\n");
                return text.Append("return x;").ToString();
            case "branches":
                Repeat("if (x > {0}) y = y * x; else x = x + y;\n");
                return text.Append("return x * y;").ToString();
            case "reassignments":
                Repeat("x = x * y + {0};\n");
                return text.Append("return x;").ToString();
            case "terms":
                text.Append("return x");
                Repeat(" + x * {0}");
                return text.Append(" + y;").ToString();
            case "nested conditionals":
                text.Append("return ");
                Repeat("x > {0} ? x * {0} : ");
                return text.Append("y;").ToString();
            default:
                return $"return {string.Concat(Enumerable.Repeat("Math.Sin(", count))}x{new string(')', count)} * y;";
        }

        void Repeat(string part)
        {
            for (int i = 1; i <= count; i++)
            {
                text.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, part, i);
            }
        }
    }
}
