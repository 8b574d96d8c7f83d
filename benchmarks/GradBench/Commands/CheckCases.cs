using System.Text.Json;
using GradBench.Evals;

namespace GradBench.Commands;

/// <summary>Compares outputs with expected ones, relative to the largest magnitude of each array.</summary>
internal static class CheckCases
{
    private const double Tolerance = 1e-9;

    /// <summary>Checks every case of a directory; returns how many functions fail.</summary>
    public static int Run(string directory)
    {
        int failures = 0;
        foreach (string file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var test = document.RootElement;
            string name = test.GetProperty("eval").GetString()!;
            var eval = EvalTable.All.FirstOrDefault(eval => eval.Name == name);
            if (eval is null)
            {
                Console.WriteLine($"-    {Path.GetFileName(file)}: no eval '{name}'");
                continue;
            }

            var problem = eval.Prepare(test.GetProperty("input"));
            foreach (var expected in test.GetProperty("expected").EnumerateObject())
            {
                var (run, output) = eval.Bind(expected.Name, problem);
                run();
                failures += Report($"{Path.GetFileName(file)} {expected.Name}", expected.Value, output());
                if (expected.Name == eval.GradientName)
                {
                    problem.HandWrittenGradient();
                    failures += Report($"{Path.GetFileName(file)} {expected.Name} by hand", expected.Value, output());
                }
            }
        }

        return failures;
    }

    private static int Report(string name, JsonElement expected, JsonElement actual)
    {
        double distance = Distance(expected, actual);
        bool passed = distance <= Tolerance;
        Console.WriteLine($"{(passed ? "ok  " : "FAIL")} {name}: {distance:0.0e+00}");
        return passed ? 0 : 1;
    }

    /// <summary>The largest relative difference; NaN where the two differ in form.</summary>
    public static double Distance(JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            var expectedNumbers = new List<double>();
            var actualNumbers = new List<double>();
            return Flatten(expected, expectedNumbers) && Flatten(actual, actualNumbers)
                ? NumericDistance.Of(expectedNumbers, actualNumbers)
                : double.NaN;
        }

        double largest = 0;
        foreach (var property in expected.EnumerateObject())
        {
            if (actual.ValueKind != JsonValueKind.Object || !actual.TryGetProperty(property.Name, out var found))
            {
                return double.NaN;
            }

            largest = Math.Max(largest, Distance(property.Value, found));
        }

        return largest;
    }

    private static bool Flatten(JsonElement element, List<double> numbers)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            numbers.Add(element.GetDouble());
            return true;
        }

        return element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(item => Flatten(item, numbers));
    }
}
