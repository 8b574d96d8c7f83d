using System.Text;

namespace Autodiff.Generator.Benchmarks;

/// <summary>The sources of a project of a given size, made up from a seed: ten methods a file, a helper for every two files, and a file of other code.</summary>
internal static class SyntheticProject
{
    /// <summary>The number in a method or a helper that an edit changes: its first occurrence in the file.</summary>
    public const string EditedLiteral = "0.7531";

    /// <summary>The file with other code, which an edit changes the only number of.</summary>
    public const string Unrelated = "Unrelated.cs";

    /// <summary>The first file with marked methods.</summary>
    public const string Methods = "Methods0.cs";

    /// <summary>The first file with a helper.</summary>
    public const string Helper = "Helper0.cs";

    private const int MethodsPerFile = 10;
    private const int MethodsPerHelper = 20;

    /// <summary>The files by name.</summary>
    public static IReadOnlyDictionary<string, string> Create(ProjectSize size)
    {
        var files = new Dictionary<string, string>
        {
            [Unrelated] = $$"""
                public static class Unrelated
                {
                    public static double Answer() => {{EditedLiteral}};
                }
                """,
        };
        for (int first = 0; first < size.Methods; first += MethodsPerHelper)
        {
            int number = first / MethodsPerHelper;
            files[$"Helper{number}.cs"] = $$"""
                using System;

                public static class Helper{{number}}
                {
                    public static double Blend(double a, double b)
                    {
                        double mean = {{EditedLiteral}} * (a + b);
                        return mean / (1 + mean * mean) + Math.Cos(a);
                    }
                }
                """;
        }

        for (int first = 0; first < size.Methods; first += MethodsPerFile)
        {
            int number = first / MethodsPerFile;
            var text = new StringBuilder($"using System;\nusing Autodiff;\n\npublic static partial class Methods{number}\n{{\n");
            for (int i = first; i < Math.Min(first + MethodsPerFile, size.Methods); i++)
            {
                text.Append(new MethodWriter(seed: i + 1, $"Helper{i / MethodsPerHelper}.Blend").Write($"F{i}", size.Shape, size.Statements)).Append('\n');
            }

            files[$"Methods{number}.cs"] = text.Append("}\n").ToString();
        }

        return files;
    }
}
